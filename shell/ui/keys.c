/* SPDX-License-Identifier: MIT */
/* Keys from a terminal. */
#define _GNU_SOURCE
#include "ui/keys.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "ui/terminal.h"
#include "ui/wide.h"

/* How long the rest of a sequence may take to come, in milliseconds. */
#define SEQUENCE_LIMIT 50

#define ESCAPE        0x1b
#define PASTE_OPENING "[200~"
#define PASTE_ENDING  "\x1b[201~"

/* What next_byte() says beside a byte. */
enum {
	BYTE_END = -1,
	BYTE_CANCEL = -2,
	BYTE_LEAVE = -3,
	BYTE_TIMEOUT = -4,
};

/* Bytes that were read too far come again, the last one first. */
static void put_back(struct nssh_keys *keys, int byte)
{
	if (byte == BYTE_CANCEL)
		byte = (int)NSSH_KEY_CANCEL;
	if (byte >= 0 && keys->back_count < sizeof(keys->back))
		keys->back[keys->back_count++] = (unsigned char)byte;
}

/* A signal has come: what does it mean for a line that is being typed? 0: nothing. */
static int signal_meaning(struct nssh_keys *keys)
{
	int number = nssh_interrupt_signal();

	if (nssh_terminal_resized() && keys->on_resize)
		keys->on_resize(keys->arg);
	if (!number)
		return 0;
	if (number != SIGINT)
		return BYTE_LEAVE;
	nssh_interrupt_clear();
	return BYTE_CANCEL;
}

static int next_byte(struct nssh_keys *keys, int milliseconds)
{
	unsigned char byte;
	int ret;

	if (keys->back_count)
		return keys->back[--keys->back_count];
	for (;;) {
		ret = nssh_terminal_wait(keys->terminal, milliseconds);
		if (ret == -EINTR) {
			ret = signal_meaning(keys);
			if (ret)
				return ret;
			continue;
		}
		if (ret == NSSH_WAIT_TIMEOUT)
			return BYTE_TIMEOUT;
		if (ret < 0)
			return BYTE_END;
		switch (read(keys->terminal->in, &byte, 1)) {
		case 1:
			return byte;
		case 0:
			return BYTE_END;
		default:
			if (errno != EINTR && errno != EAGAIN)
				return BYTE_END;
		}
	}
}

/* Return: 1, or 0 when the bytes are no character and were dropped. */
static int character(struct nssh_keys *keys, int first, wchar_t *ret_key)
{
	char bytes[4] = { (char)first };
	size_t expected = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	size_t size = 1;

	while (size < expected) {
		int byte = next_byte(keys, SEQUENCE_LIMIT);

		if (byte < 0x80 || byte > 0xbf) {
			put_back(keys, byte);
			return 0;
		}
		bytes[size++] = (char)byte;
	}
	if (nssh_utf8_length(bytes, size) != size)
		return 0;
	*ret_key = nssh_utf8_decode(bytes, size);
	/* C1 controls are typed by no key, and one of them is ours. */
	return *ret_key < 0x80 || *ret_key >= 0xa0;
}

/* Is what follows an ESC the beginning of a paste? */
static bool paste_opens(struct nssh_keys *keys)
{
	static const char opening[] = PASTE_OPENING;
	size_t i = 0;
	int byte;

	do {
		byte = next_byte(keys, SEQUENCE_LIMIT);
	} while (byte == opening[i] && ++i < sizeof(opening) - 1);
	if (i == sizeof(opening) - 1)
		return true;
	put_back(keys, byte);
	while (i--)
		put_back(keys, opening[i]);
	return false;
}

/* Line ends as \n; nothing that a terminal or the editor would take for a command. */
static void clean_paste(struct nssh_text *to, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size;) {
		size_t n = nssh_utf8_length(bytes + i, size - i);
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\r' && i + 1 < size && bytes[i + 1] == '\n')
			; /* The \n speaks for both. */
		else if (c == '\r')
			nssh_text_add(to, "\n", 1);
		else if (n > 1 ? nssh_utf8_decode(bytes + i, n) >= 0xa0
			       : c == '\t' || c == '\n' || (n && c >= 0x20 && c != 0x7f))
			nssh_text_add(to, bytes + i, n);
		i += n ? n : 1;
	}
}

static int read_paste(struct nssh_keys *keys)
{
	static const char ending[] = PASTE_ENDING;
	const size_t length = sizeof(ending) - 1;
	struct nssh_text raw = { 0 };
	int byte;

	for (;;) {
		byte = next_byte(keys, -1);
		if (byte < 0 || byte == (int)NSSH_KEY_CANCEL)
			break;
		nssh_text_add(&raw, &(char){ (char)byte }, 1);
		if (raw.size >= length &&
		    memcmp(raw.bytes + raw.size - length, ending, length) == 0) {
			clean_paste(&keys->pasted, raw.bytes, raw.size - length);
			break;
		}
	}
	nssh_text_done(&raw);
	return byte;
}

int nssh_keys_next(struct nssh_keys *keys, wchar_t *ret_key)
{
	for (;;) {
		int byte = next_byte(keys, -1);

		*ret_key = (wchar_t)byte;
		if (byte == ESCAPE && paste_opens(keys)) {
			byte = read_paste(keys);
			*ret_key = byte == (int)NSSH_KEY_CANCEL ? NSSH_KEY_CANCEL : NSSH_KEY_PASTE;
		} else if (byte >= 0x80 && !character(keys, byte, ret_key)) {
			continue;
		} else if (byte == 0) {
			/* Ctrl-Space: libedit takes it for a key that the terminal has switched off. */
			continue;
		}
		if (byte == BYTE_CANCEL)
			*ret_key = NSSH_KEY_CANCEL;
		if (byte == BYTE_END)
			return 0;
		return byte == BYTE_LEAVE ? -EINTR : 1;
	}
}

bool nssh_keys_pasted(const struct nssh_keys *keys)
{
	return keys->pasted.size > keys->used;
}

void nssh_keys_drop_paste(struct nssh_keys *keys)
{
	nssh_text_clear(&keys->pasted);
	keys->used = 0;
}

bool nssh_keys_paste_line(struct nssh_keys *keys, struct nssh_text *line)
{
	const char *start = nssh_text_get(&keys->pasted) + keys->used;
	size_t left = keys->pasted.size - keys->used;
	const char *end = memchr(start, '\n', left);

	nssh_text_add(line, start, end ? (size_t)(end - start) : left);
	keys->used += end ? (size_t)(end - start) + 1 : left;
	if (!nssh_keys_pasted(keys))
		nssh_keys_drop_paste(keys);
	return end != NULL;
}
