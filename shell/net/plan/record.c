/* SPDX-License-Identifier: MIT */
/*
 * Notes as lines of text: words between blanks, with what is not plain written as %HH. A line that has
 * no end was never acted upon.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/plan/record.h"

#define MAGIC      "nssh-record 3"
#define IDENTITY   "is"
#define MAX_RECORD ((size_t)256 * 1024 * 1024)

static const char *const kinds[] = { "netns", "name", "held", "link", "request", "lost" };

static bool is_plain(unsigned char c)
{
	return c > ' ' && c < 0x7f && c != '%';
}

static void put_word(struct nssh_text *text, const char *word)
{
	nssh_text_str(text, " =");
	for (; *word; word++) {
		if (is_plain((unsigned char)*word))
			nssh_text_add(text, word, 1);
		else
			nssh_text_printf(text, "%%%02x", (unsigned char)*word);
	}
}

/* Home is `-`. */
static void put_ns(struct nssh_text *text, const struct nssh_ns *ns)
{
	if (ns->ref)
		put_word(text, ns->ref);
	else
		nssh_text_str(text, " -");
}

static void put_bytes(struct nssh_text *text, const struct nssh_msg *msg)
{
	nssh_text_str(text, msg ? " " : " -");
	for (size_t i = 0; msg && i < msg->size; i++)
		nssh_text_printf(text, "%02x", msg->bytes[i]);
}

static void put_message(struct nssh_text *text, const struct nssh_undo *undo)
{
	const struct nssh_msg *msg = undo->msg;

	nssh_text_printf(text, " %u", msg->flags);
	put_bytes(text, undo->put);
	put_bytes(text, msg);
	for (size_t i = 0; i < msg->ref_count; i++) {
		const struct nssh_ref *ref = &msg->refs[i];

		nssh_text_printf(text, " %d %zu", (int)ref->kind, ref->offset);
		put_ns(text, ref->ns);
		put_word(text, ref->name ? ref->name : "");
	}
}

void nssh_record_put(struct nssh_text *text, const struct nssh_undo *undo)
{
	nssh_text_str(text, kinds[undo->kind]);
	put_ns(text, undo->ns);
	nssh_text_printf(text, " %" PRIu64 " %d %" PRIu64, undo->cookie, undo->index, undo->mac);
	put_word(text, undo->text ? undo->text : "");
	if (undo->msg)
		put_message(text, undo);
	if (undo->kind == NSSH_UNDO_LINK)
		put_word(text, undo->link_kind);
	nssh_text_str(text, "\n");
}

void nssh_record_put_identity(struct nssh_text *text, const struct nssh_undo *undo)
{
	nssh_text_printf(text, IDENTITY " %zu %" PRIu64, undo->place, undo->mac);
	put_word(text, undo->link_kind);
	nssh_text_str(text, "\n");
}

const char *nssh_boot_id(char id[static NSSH_BOOT_ID])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, id, NSSH_BOOT_ID - 1);

	if (fd >= 0)
		(void)close(fd);
	id[n > 0 ? n : 0] = '\0';
	id[strcspn(id, "\n")] = '\0';
	return id;
}

void nssh_record_put_head(struct nssh_text *text, const struct nssh_record *head)
{
	char id[NSSH_BOOT_ID];

	nssh_text_printf(text, MAGIC " %ld %" PRIu64 " %lld", head->pid, head->begun,
			 head->seconds);
	put_word(text, nssh_boot_id(id));
	put_word(text, head->source);
	put_word(text, head->lab);
	nssh_text_str(text, "\n");
}

/* Reading: words of a line, one after the other. @bad: there was one that cannot be. */
struct reader {
	struct nssh_net *net;
	char *at;
	bool bad;
};

static char *next_word(struct reader *reader)
{
	char *word = reader->at + strspn(reader->at, " ");
	size_t size = strcspn(word, " ");

	if (!size) {
		reader->bad = true;
		return word;
	}
	reader->at = word + size + (word[size] != '\0');
	word[size] = '\0';
	return word;
}

static unsigned int hex(const char *digits)
{
	const char pair[] = { digits[0], digits[0] ? digits[1] : '\0', '\0' };

	return (unsigned int)strtoul(pair, NULL, 16);
}

static char *next_text(struct reader *reader)
{
	char *word = next_word(reader), *to = word;

	if (*word != '=') {
		reader->bad = true;
		return word;
	}
	for (const char *from = word + 1; *from; from++) {
		if (*from == '%') {
			*to++ = (char)hex(from + 1);
			from += from[1] ? (from[2] ? 2 : 1) : 0;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return word;
}

static uint64_t next_number(struct reader *reader)
{
	return strtoumax(next_word(reader), NULL, 10);
}

static struct nssh_ns *next_ns(struct reader *reader)
{
	if (strncmp(reader->at, "- ", 2) == 0) {
		(void)next_word(reader);
		return nssh_ns_home(reader->net);
	}
	return nssh_ns_get(reader->net, next_text(reader));
}

static void read_ref(struct reader *reader, struct nssh_msg *msg)
{
	struct nssh_ref ref = { .kind = (enum nssh_ref_kind)next_number(reader) };
	const char *name;

	ref.offset = next_number(reader);
	ref.ns = next_ns(reader);
	name = next_text(reader);
	if (reader->bad || ref.offset + sizeof(uint32_t) > msg->size ||
	    (ref.kind != NSSH_REF_IFINDEX && ref.kind != NSSH_REF_NSFD))
		reader->bad = true;
	else
		nssh_msg_add_ref(msg, &ref, *name ? name : NULL);
}

static struct nssh_msg *read_bytes(struct reader *reader, uint16_t flags)
{
	char *digits = next_word(reader);
	size_t size = strlen(digits) / 2;
	struct nlmsghdr head;

	if (strcmp(digits, "-") == 0)
		return NULL;
	if (size < NLMSG_HDRLEN)
		reader->bad = true;
	if (reader->bad)
		return NULL;
	for (size_t i = 0; i < size; i++)
		digits[i] = (char)hex(digits + 2 * i);
	memcpy(&head, digits, sizeof(head));
	return nssh_msg_new(head.nlmsg_type, flags, digits + NLMSG_HDRLEN, size - NLMSG_HDRLEN);
}

static void read_message(struct reader *reader, struct nssh_undo *undo)
{
	uint16_t flags = (uint16_t)next_number(reader);

	undo->put = read_bytes(reader, 0);
	undo->msg = read_bytes(reader, flags);
	reader->bad = reader->bad || !undo->msg;
	while (!reader->bad && *reader->at)
		read_ref(reader, undo->msg);
}

static void read_link_kind(struct reader *reader, struct nssh_undo *undo)
{
	(void)snprintf(undo->link_kind, sizeof(undo->link_kind), "%s", next_text(reader));
}

/* Of a note that is gone with what it was about, there may be such a line. */
static int read_identity(char *line, const struct nssh_undos *undos)
{
	struct reader reader = { .at = line };
	size_t i = undos->count, place;
	struct nssh_undo told = { .mac = 0 };

	(void)next_word(&reader);
	place = next_number(&reader);
	told.mac = next_number(&reader);
	read_link_kind(&reader, &told);
	while (i > 0 && undos->at[i - 1].place > place)
		i--;
	if (reader.bad)
		return -EBADMSG;
	if (i > 0 && undos->at[i - 1].place == place) {
		undos->at[i - 1].mac = told.mac;
		memcpy(undos->at[i - 1].link_kind, told.link_kind, sizeof(told.link_kind));
	}
	return 0;
}

static int read_note(struct nssh_net *net, char *line, size_t place, struct nssh_undos *undos)
{
	struct reader reader = { .net = net, .at = line };
	const char *kind;
	struct nssh_undo undo = { .kind = NSSH_UNDO_NETNS, .place = place };

	if (strncmp(line, IDENTITY " ", sizeof(IDENTITY)) == 0)
		return read_identity(line, undos);
	kind = next_word(&reader);
	while (undo.kind <= NSSH_UNDO_LOST && strcmp(kind, kinds[undo.kind]) != 0)
		undo.kind++;
	if (undo.kind > NSSH_UNDO_LOST)
		return -EBADMSG;
	undo.ns = next_ns(&reader);
	undo.cookie = next_number(&reader);
	undo.index = (int)next_number(&reader);
	undo.mac = next_number(&reader);
	undo.text = strdup(next_text(&reader));
	if (undo.kind == NSSH_UNDO_REQUEST)
		read_message(&reader, &undo);
	if (undo.kind == NSSH_UNDO_LINK)
		read_link_kind(&reader, &undo);
	if (reader.bad) {
		nssh_undo_done(&undo);
		return -EBADMSG;
	}
	return nssh_undos_add(undos, &undo);
}

static int read_head(char *line, struct nssh_record *ret)
{
	struct reader reader = { .at = line + sizeof(MAGIC) - 1 };
	char id[NSSH_BOOT_ID];

	if (strncmp(line, MAGIC " ", sizeof(MAGIC)) != 0)
		return -EBADMSG;
	ret->pid = (long)next_number(&reader);
	ret->begun = next_number(&reader);
	ret->seconds = (long long)next_number(&reader);
	ret->rebooted = strcmp(next_text(&reader), nssh_boot_id(id)) != 0;
	ret->source = strdup(next_text(&reader));
	ret->lab = strdup(next_text(&reader));
	return reader.bad || !ret->source || !ret->lab ? -EBADMSG : 0;
}

void nssh_record_done(struct nssh_record *record)
{
	free(record->source);
	free(record->lab);
	nssh_undos_done(&record->undos);
	*record = (struct nssh_record){ 0 };
}

static int read_all(int fd, struct nssh_text *text)
{
	char bytes[65536];
	ssize_t n;

	while ((n = read(fd, bytes, sizeof(bytes))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		nssh_text_add(text, bytes, (size_t)n);
		if (text->failed || text->size > MAX_RECORD)
			return -EFBIG;
	}
	return 0;
}

static int parse(struct nssh_net *net, struct nssh_text *bytes, struct nssh_record *ret)
{
	char *text = bytes->bytes, *end = text ? strchr(text, '\n') : NULL;
	int rc;

	if (!end || strlen(text) != bytes->size)
		return -EBADMSG;
	*end = '\0';
	rc = read_head(text, ret);
	for (text = end + 1; rc == 0 && (end = strchr(text, '\n')); text = end + 1) {
		*end = '\0';
		rc = read_note(net, text, (size_t)(text - bytes->bytes), &ret->undos);
	}
	return rc;
}

int nssh_record_read(struct nssh_net *net, int folder, const char *name, struct nssh_record *ret,
		     struct nssh_error *err)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct nssh_text text = { 0 };
	int rc = fd < 0 ? -errno : read_all(fd, &text);

	*ret = (struct nssh_record){ 0 };
	if (fd >= 0)
		(void)close(fd);
	if (rc == 0)
		rc = parse(net, &text, ret);
	nssh_text_done(&text);
	if (rc == 0)
		return 0;
	nssh_record_done(ret);
	if (rc == -EBADMSG)
		return nssh_fail(err, rc, NULL, "the record %s cannot be read: it is damaged",
				 name);
	return rc == -ENOENT ? rc
			     : nssh_fail_errno(err, rc, NULL, "cannot read the record %s", name);
}
