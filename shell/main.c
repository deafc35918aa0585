/* SPDX-License-Identifier: MIT */
/* The program: its options, start-up, exit status. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/output.h"
#include "base/source.h"
#include "lang/as_ip.h"
#include "lang/dry_run.h"
#include "lang/report.h"
#include "lang/session.h"
#include "lang/types/types.h"
#include "net/net.h"
#include "net/sandbox.h"
#include "plugin/demand.h"
#include "plugin/loader.h"
#include "ui/builtins.h"
#include "ui/repl.h"
#include "version.h"

#define MAX_PLUGINS 64

/* What the user asked for. */
struct request {
	const char *file;
	struct nssh_source *source;
	const char *lines;
	const char *netns;
	bool check;
	bool sandbox;
	bool no_fuse;
	bool dry_run;
	bool run_programs;
	struct nssh_policy policy;
	bool json;
	bool pretty;
	const char *plugins[MAX_PLUGINS];
	size_t nplugins;
	const char *folders[MAX_PLUGINS];
	size_t nfolders;
	char *const *words;
	size_t nwords;
	struct nssh_as_ip *as_ip;
};

static const char usage[] =
	"Usage: nssh [OPTION...] [WORD...]\n"
	"A shell for Linux network namespaces. Without words or -f or -c: a prompt.\n"
	"\n"
	"  WORD...              run one command, as: nssh ip netns list\n"
	"  -f, --file FILE      run the lines of FILE; - is standard input\n"
	"  -c, --command LINES  run these lines, separated by ; or newlines\n"
	"      --check          read all of it, report every mistake, run nothing\n"
	"      --sandbox        in namespaces of its own: needs no privilege, leaves nothing\n"
	"      --dry-run        try it in a sandbox that has what is needed of this system\n"
	"      --run-programs   with --dry-run: run programs, too\n"
	"      --plan           tell what would be asked of the kernel, and ask nothing\n"
	"      --keep-going     go on after a line that failed; nothing is undone\n"
	"      --no-rollback    stop at a line that failed; nothing is undone\n"
	"      --lab NAME       call what the file makes NAME; - keeps no record of it\n"
	"      --replace        take a lab of that name down first, in the same transaction\n"
	"      --no-fuse        one request for each change, also where one could do several\n"
	"  -n, --netns NETNS    the namespace that lines are about where they do not say\n"
	"  -j, --json           JSON\n"
	"  -p, --pretty         JSON to be read by people\n"
	"      --plugin FILE    load one more plugin\n"
	"      --plugin-dir DIR load the plugins in DIR too\n"
	"  -h, --help           print this\n"
	"  -V, --version        print the version\n"
	"\n"
	"Exit status: 0 done, 1 a command failed, 2 bad words and nothing was run.\n";

enum option_kind { TEXT, FLAG, LIST };

struct option {
	const char *brief;
	const char *name;
	enum option_kind kind;
	void *value;
	size_t *count;
};

static int bad_usage(const char *what, const char *option)
{
	(void)fprintf(stderr, "nssh: %s: %s\n  nssh --help lists the options\n", what, option);
	return -EINVAL;
}

/* Return: 1 when taken, 0 when it is none of them, negative when it is wrong. */
static int take_option(const struct option *options, char ***argv)
{
	const char *arg = **argv;
	const char *value = NULL;
	const struct option *o = options;

	for (; o->name; o++) {
		size_t size = strlen(o->name);

		if ((o->brief && strcmp(arg, o->brief) == 0) || strcmp(arg, o->name) == 0)
			break;
		if (o->kind != FLAG && strncmp(arg, o->name, size) == 0 && arg[size] == '=') {
			value = arg + size + 1;
			break;
		}
	}
	if (!o->name)
		return 0;
	++*argv;
	if (o->kind == FLAG) {
		*(bool *)o->value = true;
		return 1;
	}
	if (!value)
		value = **argv ? *(*argv)++ : NULL;
	if (!value)
		return bad_usage("the option needs a value", arg);
	if (o->kind == TEXT && *(const char **)o->value)
		return bad_usage("the option can be given once", o->name);
	if (o->kind == TEXT)
		*(const char **)o->value = value;
	else if (*o->count < MAX_PLUGINS)
		((const char **)o->value)[(*o->count)++] = value;
	return 1;
}

/* The words of a dry run that are only one are a file. */
static int check_options(struct request *request)
{
	if (request->dry_run && request->nwords == 1 && !request->file && !request->lines) {
		request->file = request->words[0];
		request->nwords = 0;
	}
	if ((request->file != NULL) + (request->lines != NULL) + (request->nwords > 0) > 1)
		return bad_usage("only one of them at a time", "-f, -c, words");
	if (!request->file && !request->lines && !request->nwords &&
	    (request->policy.lab || request->policy.replace))
		return bad_usage("there has to be something that makes the lab",
				 "--lab, --replace");
	if (request->policy.replace && !request->policy.lab && !request->file)
		return bad_usage("which lab? --lab NAME says it", "--replace");
	if (request->check + request->policy.plan + request->dry_run > 1)
		return bad_usage("only one of them at a time", "--check, --plan, --dry-run");
	if (request->dry_run && !request->file && !request->lines && !request->nwords)
		return bad_usage("there has to be something to try", "--dry-run");
	if (request->run_programs && !request->dry_run)
		return bad_usage("it goes with --dry-run", "--run-programs");
	request->policy.skip_programs = request->dry_run && !request->run_programs;
	return 0;
}

static int read_options(char **argv, struct request *ret)
{
	bool help = false, version = false;
	const struct option options[] = {
		{ "-f", "--file", TEXT, &ret->file, NULL },
		{ "-c", "--command", TEXT, &ret->lines, NULL },
		{ NULL, "--check", FLAG, &ret->check, NULL },
		{ NULL, "--sandbox", FLAG, &ret->sandbox, NULL },
		{ NULL, "--dry-run", FLAG, &ret->dry_run, NULL },
		{ NULL, "--run-programs", FLAG, &ret->run_programs, NULL },
		{ NULL, "--plan", FLAG, &ret->policy.plan, NULL },
		{ NULL, "--keep-going", FLAG, &ret->policy.keep_going, NULL },
		{ NULL, "--no-rollback", FLAG, &ret->policy.no_rollback, NULL },
		{ NULL, "--lab", TEXT, &ret->policy.lab, NULL },
		{ NULL, "--replace", FLAG, &ret->policy.replace, NULL },
		{ NULL, "--no-fuse", FLAG, &ret->no_fuse, NULL },
		{ "-n", "--netns", TEXT, &ret->netns, NULL },
		{ "-j", "--json", FLAG, &ret->json, NULL },
		{ "-p", "--pretty", FLAG, &ret->pretty, NULL },
		{ NULL, "--plugin", LIST, ret->plugins, &ret->nplugins },
		{ NULL, "--plugin-dir", LIST, ret->folders, &ret->nfolders },
		{ "-h", "--help", FLAG, &help, NULL },
		{ "-V", "--version", FLAG, &version, NULL },
		{ NULL, NULL, FLAG, NULL, NULL },
	};

	argv++;
	while (*argv && **argv == '-' && (*argv)[1]) {
		int rc = take_option(options, &argv);

		if (rc < 0)
			return rc;
		/* What is not ours may be an option of ip: `nssh -br link`. */
		if (rc == 0)
			break;
	}
	if (help || version) {
		(void)fputs(help ? usage : "nssh " NSSH_VERSION "\n", stdout);
		return fflush(stdout) == 0 ? 1 : -EIO;
	}
	ret->words = argv;
	while (argv[ret->nwords])
		ret->nwords++;
	return check_options(ret);
}

static void complain(const struct nssh_error *err)
{
	nssh_report(err);
}

/* Beside the program when it runs from where it was built, else where it was installed. */
static void load_own_folder(struct nssh_demand *demand)
{
	char path[PATH_MAX + 16];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash) {
		memcpy(slash, "/plugins", sizeof("/plugins"));
		if (access(path, X_OK) == 0) {
			nssh_demand_folder(demand, path);
			return;
		}
	}
	nssh_demand_folder(demand, NSSH_PLUGIN_DIR);
}

/* Folders in NSSH_PLUGIN_PATH are for who has no more rights than the one who set it. */
static void load_path(struct nssh_demand *demand)
{
	const char *env =
		getauxval(AT_SECURE) || geteuid() == 0 ? NULL : getenv("NSSH_PLUGIN_PATH");
	char *list = env ? strdup(env) : NULL, *rest = list, *folder;

	while (rest && (folder = strsep(&rest, ":"))) {
		if (*folder)
			nssh_demand_folder(demand, folder);
	}
	free(list);
}

/* A line alone is over sooner than all plugins are loaded. */
static void load_needed(const struct nssh_registry *registry, struct nssh_demand *demand,
			const struct request *request)
{
	if (request->nwords && !request->nplugins && !request->dry_run)
		nssh_demand_words(demand, request->words, request->nwords);
	else
		(void)nssh_registry_load_all(registry);
}

static int load_plugins(struct nssh_registry *registry, struct nssh_demand *demand,
			const struct request *request)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = nssh_registry_add_types(registry, nssh_builtin_types, &err);

	if (rc == 0)
		rc = nssh_registry_add(registry, &nssh_builtins, NULL, &err);
	if (rc < 0) {
		nssh_report(&err);
		return rc;
	}
	load_own_folder(demand);
	load_path(demand);
	for (size_t i = 0; i < request->nfolders; i++)
		nssh_demand_folder(demand, request->folders[i]);
	load_needed(registry, demand, request);
	for (size_t i = 0; i < request->nplugins; i++) {
		nssh_error_clear(&err);
		if (nssh_load_file(registry, request->plugins[i], &err) < 0)
			nssh_report(&err);
	}
	return 0;
}

/* Read once: what is dry run is run twice, and a pipe has it only once. */
static int run_file(struct nssh_session *session, struct request *request, unsigned int flags)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	if (!request->source && nssh_source_read(request->file, &request->source, &err) < 0) {
		nssh_report(&err);
		return 2;
	}
	return nssh_session_run(session, request->source, flags);
}

static int run_text(struct nssh_session *session, const char *lines, unsigned int flags)
{
	struct nssh_source *source = nssh_source_new(NULL, lines, strlen(lines));
	int status = source ? nssh_session_run(session, source, flags) : 1;

	nssh_source_free(source);
	return status;
}

static int use_netns(struct nssh_session *session, const char *netns)
{
	struct nssh_ns *ns = nssh_ns_get(nssh_session_net(session), netns);
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_ns_fd(ns, &err) < 0) {
		nssh_report(&err);
		return 1;
	}
	nssh_session_use(session, ns);
	return 0;
}

static int run_request(struct nssh_session *session, struct request *request)
{
	const struct nssh_out_form form = {
		.json = request->json,
		.pretty = request->pretty,
		.escape = isatty(STDOUT_FILENO),
	};
	const unsigned int check = request->check ? NSSH_RUN_CHECK : 0;
	const unsigned int lab = request->policy.lab ? NSSH_RUN_LAB : 0;
	/* The summary comes after it. */
	const unsigned int last = request->dry_run ? 0 : NSSH_RUN_LAST;
	int status;

	nssh_session_set_form(session, &form);
	if (request->as_ip)
		return nssh_as_ip_run(request->as_ip, session);
	nssh_session_set_policy(session, &request->policy);
	status = request->netns ? use_netns(session, request->netns) : 0;
	if (status)
		return status;
	/* For a line alone it would be the longest part. */
	if (!request->check && !request->dry_run && !request->lines && !request->nwords)
		nssh_session_warn_cut_off(session);
	if (request->file)
		status = run_file(session, request, check | NSSH_RUN_LAB);
	else if (request->lines)
		status = run_text(session, request->lines, check | lab | last);
	else if (request->nwords)
		status = nssh_session_run_words(session, request->words, request->nwords,
						check | lab | last);
	else
		return nssh_repl(session, request->sandbox ? NSSH_REPL_SANDBOX : 0);
	/* `exit 3` in a file or a line says what the status is. */
	if (status == 0)
		(void)nssh_session_leaving(session, &status);
	return status;
}

static int run_dry(struct nssh_session *session, bool survey, void *arg)
{
	struct request *request = arg;

	/* Whether the lab can be made was seen in the survey; here there are no others. */
	if (!survey) {
		request->policy.lab = "-";
		request->policy.replace = false;
	}
	return run_request(session, request);
}

static int run(struct nssh_registry *registry, struct nssh_net *net, struct nssh_out *out,
	       struct request *request)
{
	const struct nssh_dry_run dry = {
		.registry = registry,
		.out = out,
		.run = run_dry,
		.arg = request,
		.name = request->file,
		.sandbox = request->sandbox,
		.no_fuse = request->no_fuse,
		.quiet = !request->dry_run,
	};
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_session *session = NULL;
	int status = 1;

	/* A plan without the lab that makes room has to be one of a place where that is not. */
	if (request->dry_run || (request->policy.plan && request->policy.replace))
		return nssh_dry_run(&dry);
	if (nssh_session_new(registry, net, out, &session, &err) == 0)
		status = run_request(session, request);
	else
		nssh_report(&err);
	nssh_session_free(session);
	return status;
}

static int start(struct nssh_net **ret_net, struct nssh_registry **ret_registry,
		 struct nssh_demand **ret_demand, struct nssh_out **ret_out,
		 const struct request *request)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = request->sandbox ? nssh_sandbox_enter(&err) : 0;

	if (rc == 0)
		rc = nssh_net_new(ret_net, &err);
	if (rc < 0) {
		nssh_report(&err);
		return rc;
	}
	if (request->no_fuse)
		nssh_net_set_no_fuse(*ret_net);
	*ret_registry = nssh_registry_new();
	*ret_demand = *ret_registry ? nssh_demand_new(*ret_registry, complain) : NULL;
	*ret_out = nssh_out_new(stdout);
	if (!*ret_demand || !*ret_out)
		return -ENOMEM;
	return load_plugins(*ret_registry, *ret_demand, request);
}

static int run_whole(struct request *request)
{
	struct nssh_registry *registry = NULL;
	struct nssh_demand *demand = NULL;
	struct nssh_net *net = NULL;
	struct nssh_out *out = NULL;
	int status = 1;

	nssh_interrupt_setup();
	if (start(&net, &registry, &demand, &out, request) == 0)
		status = run(registry, net, out, request);
	nssh_source_free(request->source);
	nssh_out_free(out);
	nssh_net_free(net);
	nssh_registry_free(registry);
	nssh_demand_free(demand);
	return status;
}

static int run_as_ip(char **argv)
{
	struct request request = { 0 };
	int status;

	request.as_ip = nssh_as_ip_new(argv, &status);
	if (!request.as_ip)
		return status;
	request.words = nssh_as_ip_words(request.as_ip, &request.nwords);
	status = run_whole(&request);
	nssh_as_ip_free(request.as_ip);
	return status;
}

int main(int argc, char **argv)
{
	struct request request = { 0 };
	int rc;

	(void)argc;
	switch (nssh_called_as(argv[0])) {
	case NSSH_CALLED_IP:
		return run_as_ip(argv);
	case NSSH_CALLED_OTHER:
		return nssh_call_other(argv);
	default:
		break;
	}
	/* Only what is shown to a person needs it, and it costs a tenth of the start. */
	if (isatty(STDERR_FILENO) || isatty(STDIN_FILENO))
		(void)setlocale(LC_CTYPE, "");
	rc = read_options(argv, &request);
	if (rc != 0)
		return rc < 0 ? 2 : 0;
	return run_whole(&request);
}
