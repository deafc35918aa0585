/* SPDX-License-Identifier: MIT */
/* The program when it is called by the name of another. */
#define _GNU_SOURCE
#include "lang/as_ip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nssh/netns.h>
#include <nssh/output.h>

#include "base/interrupt.h"
#include "lang/as_ip_state.h"
#include "lang/command.h"
#include "net/net.h"
#include "sdk/process.h"
#include "sdk/system_find.h"

/* As ip's own exit(-1). */
#define ENDS_AT_ONCE 255

enum nssh_called nssh_called_as(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	const char *name = slash ? slash + 1 : argv0;

	if (!name)
		return NSSH_CALLED_NSSH;
	if (strcmp(name, "ip") == 0)
		return NSSH_CALLED_IP;
	return strcmp(name, "bridge") == 0 || strcmp(name, "tc") == 0 ? NSSH_CALLED_OTHER
								      : NSSH_CALLED_NSSH;
}

static void trace(const char *path, char *const *argv)
{
	if (!nssh_system_traced())
		return;
	(void)fprintf(stderr, "nssh: handed to the system: %s", path);
	for (argv++; *argv; argv++) {
		(void)fputc(' ', stderr);
		nssh_put_escaped(stderr, *argv);
	}
	(void)fputc('\n', stderr);
	(void)fflush(stderr);
}

/* Find the program that @argv names and what its environment gets, and tell of it if that is wanted. */
static int find(char *const *argv, struct nssh_text *path, char guard[NSSH_SYSTEM_GUARD])
{
	int rc = nssh_system_guard(guard);

	if (rc == 0)
		rc = nssh_system_find(path, argv[0]);
	if (rc == 0)
		trace(nssh_text_get(path), argv);
	return rc;
}

static int fail_find(const char *program, int code)
{
	if (code == -ELOOP)
		(void)fprintf(stderr, "nssh: the system's %s comes back to nssh\n", program);
	else
		(void)fprintf(stderr, "nssh: there is no other `%s` to hand this to\n", program);
	return ENDS_AT_ONCE;
}

/* Return: a negative errno when that cannot be. */
static int become(char **argv)
{
	struct nssh_text path = { 0 };
	char guard[NSSH_SYSTEM_GUARD];
	int rc = find(argv, &path, guard);

	if (rc == 0) {
		(void)putenv(guard);
		(void)execv(nssh_text_get(&path), argv);
		rc = -errno;
	}
	nssh_text_done(&path);
	return rc;
}

int nssh_call_other(char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *program = slash ? slash + 1 : argv[0];

	argv[0] += program - argv[0];
	return fail_find(program, become(argv));
}

/* A line of a batch: a process of its own, and where this one is. */
static int run_apart(const struct nssh_as_ip *ip)
{
	struct nssh_text path = { 0 };
	char guard[NSSH_SYSTEM_GUARD];
	const char *const env[] = { guard, NULL };
	int rc = find(ip->line, &path, guard);
	char *own = rc == 0 ? strdup(nssh_text_get(&path)) : NULL;
	char *first = ip->line[0];

	if (own) {
		const struct nssh_exec exec = {
			.argv = (const char *const *)ip->line,
			.env = env,
		};

		ip->line[0] = own;
		(void)nssh_out_flush(nssh_session_out(ip->session));
		rc = nssh_process_run(NULL, nssh_ns_home(nssh_session_net(ip->session)), &exec,
				      NULL);
		ip->line[0] = first;
	}
	free(own);
	nssh_text_done(&path);
	return rc;
}

int nssh_ip_hand_over(struct nssh_as_ip *ip)
{
	int rc;

	if (ip->file) {
		rc = run_apart(ip);
		ip->over = ip->over || rc == ENDS_AT_ONCE;
		return rc;
	}
	if (ip->session) {
		(void)nssh_out_flush(nssh_session_out(ip->session));
		nssh_net_restore_limit(nssh_session_net(ip->session));
		nssh_interrupt_restore();
	}
	return become(ip->argv);
}

static struct nssh_words words_of(char *const *argv, size_t count, struct nssh_word *words)
{
	for (size_t i = 0; i < count; i++)
		words[i] = (struct nssh_word){ .text = argv[i] };
	return (struct nssh_words){ words, count };
}

int nssh_ip_pass_on(struct nssh_as_ip *ip)
{
	int rc = nssh_ip_hand_over(ip);

	return rc < 0 ? fail_find("ip", rc) : rc;
}

static int tell(const struct nssh_text *text, int status)
{
	(void)fputs(nssh_text_get(text), stderr);
	return status;
}

/* `netns exec all` is nssh's own; a namespace of that name is the system's to find. */
static bool means_all(const struct nssh_words *words, size_t first)
{
	return words->count > first + 2 && strchr("ed", words->at[first + 1].text[0]) &&
	       strncmp("netns", words->at[first].text, 3) == 0 &&
	       strcmp(words->at[first + 2].text, "all") == 0;
}

/* Return: the status when it is over, or -1. */
static int look_at_object(struct nssh_as_ip *ip, const struct nssh_front *front, const char *word)
{
	enum nssh_ip_object object = nssh_ip_object(word);

	if (object == NSSH_IP_KNOWN)
		return -1;
	/* What is wrong with the namespace comes first. */
	if (object == NSSH_IP_HELP || front->ns || word[0] == '-')
		return nssh_ip_pass_on(ip);
	(void)fprintf(stderr, "Object \"%s\" is unknown, try \"ip help\".\n", word);
	return 1;
}

/* Return: as above. */
static int begin(struct nssh_as_ip *ip, struct nssh_word *storage)
{
	const struct nssh_words words = words_of(ip->argv, ip->count, storage);
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_text text = { 0 };
	struct nssh_front front;
	int status = -1;

	if (nssh_front_read(&words, &front, &err) < 0 || front.wants != NSSH_FRONT_NONE) {
		const struct nssh_ip_line line = { &words, &front };

		status = nssh_ip_option_error(&line, &err, &text) ? tell(&text, ENDS_AT_ONCE)
								  : nssh_ip_pass_on(ip);
	} else if (front.special == NSSH_FRONT_BATCH) {
		ip->file = front.file->text;
		ip->force = front.options.force;
		ip->netns = front.ns ? front.ns->text : NULL;
	} else if (front.special == NSSH_FRONT_VERSION || front.first == words.count ||
		   strcmp(words.at[front.first - 1].text, "--") == 0 ||
		   means_all(&words, front.first)) {
		status = nssh_ip_pass_on(ip);
	} else {
		status = look_at_object(ip, &front, words.at[front.first].text);
	}
	ip->options = front.first;
	nssh_text_done(&text);
	return status;
}

struct nssh_as_ip *nssh_as_ip_new(char **argv, int *ret_status)
{
	static char name[] = "ip";
	struct nssh_as_ip *ip = calloc(1, sizeof(*ip));
	struct nssh_word *storage;

	*ret_status = ENDS_AT_ONCE;
	if (!ip)
		return NULL;
	argv[0] = name;
	ip->argv = argv;
	while (argv[ip->count])
		ip->count++;
	storage = calloc(ip->count, sizeof(*storage));
	if (storage)
		*ret_status = begin(ip, storage);
	free(storage);
	if (*ret_status == -1)
		return ip;
	nssh_as_ip_free(ip);
	return NULL;
}

void nssh_as_ip_free(struct nssh_as_ip *ip)
{
	if (!ip)
		return;
	if (ip->file)
		free(ip->line);
	free(ip);
}

char *const *nssh_as_ip_words(const struct nssh_as_ip *ip, size_t *ret_count)
{
	*ret_count = ip->file ? 0 : ip->count;
	return ip->argv;
}

/* A namespace that is not there comes before all that is wrong behind it. */
static void check_ns(const struct nssh_as_ip *ip, const struct nssh_front *front,
		     struct nssh_error *err)
{
	struct nssh_error own = NSSH_ERROR_INIT;

	if (!front->ns || nssh_ns_fd(nssh_line_ns(ip->session, front), &own) >= 0)
		return;
	*err = own;
	err->word = front->ns;
}

/* What nssh cannot tell, and may not have understood, ip can. */
static int tell_or_pass(struct nssh_as_ip *ip, const struct nssh_ip_line *line,
			const struct nssh_error *err, bool reading)
{
	struct nssh_ip_end end = { 0 };
	struct nssh_text text = { 0 };
	int status = -1;

	if (nssh_ip_error(line, err, &text, &end))
		status = tell(&text, end.status);
	nssh_text_done(&text);
	ip->over = ip->over || end.over;
	if (status < 0 && reading)
		status = nssh_ip_hand_over(ip);
	if (status >= 0)
		return status;
	(void)fputs("Error: ", stderr);
	nssh_put_escaped(stderr, err->what);
	(void)fprintf(stderr, "%s%s.\n", err->why[0] ? ": " : "", err->why);
	return 1;
}

static int failed(const struct nssh_error *err, bool reading, void *arg)
{
	struct nssh_as_ip *ip = arg;
	struct nssh_word *storage = calloc(ip->line_count, sizeof(*storage));
	struct nssh_error own = *err;
	struct nssh_words words;
	struct nssh_front front;
	int status;

	if (!storage)
		return 1;
	words = words_of(ip->line, ip->line_count, storage);
	(void)nssh_front_read(&words, &front, NULL);
	/* The words that were read stand elsewhere, in the same order. */
	if (reading)
		check_ns(ip, &front, &own);
	status = tell_or_pass(ip, &(struct nssh_ip_line){ &words, &front }, &own, reading);
	free(storage);
	return status;
}

static int hand_over(void *arg, struct nssh_error *err)
{
	(void)err;
	return nssh_ip_pass_on(arg);
}

static void warn(const char *text, void *arg)
{
	(void)arg;
	(void)fprintf(stderr, "Warning: %s.\n", text);
}

int nssh_ip_run_line(struct nssh_as_ip *ip, unsigned int flags)
{
	return nssh_session_run_words(ip->session, ip->line, ip->line_count, flags);
}

/* The namespace of a batch is looked at before its lines are. */
static bool has_ns(const struct nssh_as_ip *ip)
{
	if (!ip->netns ||
	    nssh_ns_fd(nssh_ns_get(nssh_session_net(ip->session), ip->netns), NULL) >= 0)
		return true;
	(void)fprintf(stderr, "Cannot open network namespace \"%s\": No such file or directory\n",
		      ip->netns);
	return false;
}

int nssh_as_ip_run(struct nssh_as_ip *ip, struct nssh_session *session)
{
	const struct nssh_teller teller = {
		.failed = failed,
		.hand_over = hand_over,
		.warn = warn,
		.arg = ip,
	};
	const struct nssh_policy policy = { .no_rollback = true, .teller = &teller };
	int status;

	ip->session = session;
	nssh_session_set_policy(session, &policy);
	if (ip->file && !has_ns(ip)) {
		status = ENDS_AT_ONCE;
	} else if (ip->file) {
		status = nssh_ip_run_batch(ip);
	} else {
		ip->line = ip->argv;
		ip->line_count = ip->count;
		status = nssh_ip_run_line(ip, NSSH_RUN_LAST);
	}
	nssh_session_set_policy(session, &(struct nssh_policy){ .no_rollback = true });
	return status;
}
