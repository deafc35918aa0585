/* SPDX-License-Identifier: MIT */
/*
 * Editing a line at a terminal, by libedit.
 *
 * libedit has no callbacks beyond its key table, so what is special about a key (Tab, `?`, Ctrl-C, a
 * paste) is a function in that table. A function that wants the line to end pushes a newline, which
 * is libedit's own way of leaving the line: it knows how to get to the last row of a long one.
 */
#define _GNU_SOURCE
#include "ui/editor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ui/candidates.h"
#include "ui/history.h"
#include "ui/keys.h"
#include "ui/libedit.h"
#include "ui/pager.h"
#include "ui/terminal.h"
#include "ui/typed.h"
#include "ui/wide.h"

/* libedit shows what stands between two of them without counting it as columns. */
#define INVISIBLE L"\1"

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/*
 * @prompt:  as libedit shows it; @prompt_plain: without what is invisible
 * @before:  what the line continues
 * @old:     the line of history that libedit was handed last
 * @age:     which one that is; 0 is the newest
 * @cancelled: Ctrl-C ended the line
 */
struct nssh_editor {
	EditLine *el;
	struct nssh_session *session;
	struct nssh_history *history;
	const struct nssh_terminal *terminal;
	struct nssh_keys keys;
	wchar_t *prompt, *prompt_plain;
	const struct nssh_text *before;
	wchar_t *old;
	size_t age;
	bool cancelled;
	bool signalled;
};

typedef unsigned char editor_fn(EditLine *el, wint_t key);

static struct nssh_editor *editor_of(EditLine *el)
{
	void *data = NULL;

	(void)nssh_el.wget(el, EL_CLIENTDATA, &data);
	return data;
}

static wchar_t *prompt_of(EditLine *el)
{
	return editor_of(el)->prompt;
}

static int next_key(EditLine *el, wchar_t *ret_key)
{
	struct nssh_editor *editor = editor_of(el);
	int ret = nssh_keys_next(&editor->keys, ret_key);

	if (ret < 0) {
		editor->signalled = true;
		return -1;
	}
	return ret;
}

/* Where the text up to @end is on the terminal, from the prompt's first row. */
static struct nssh_place place_of(const struct nssh_editor *editor, const wchar_t *end)
{
	const LineInfoW *line = nssh_el.wline(editor->el);
	struct nssh_place place = { 0 };
	size_t rows, columns;

	nssh_terminal_size(editor->terminal, &rows, &columns);
	nssh_place_move(&place, editor->prompt_plain, wcslen(editor->prompt_plain), columns);
	nssh_place_move(&place, line->buffer, (size_t)(end - line->buffer), columns);
	return place;
}

/*
 * Draw prompt and line again where they stand now, though the terminal may have wrapped them. Row by
 * row: some terminals keep what "clear to the end of the screen" takes away, and show it again.
 */
static void on_resize(void *arg)
{
	struct nssh_editor *editor = arg;
	const LineInfoW *line = nssh_el.wline(editor->el);
	size_t row = place_of(editor, line->cursor).row;
	size_t last = place_of(editor, line->lastchar).row;
	FILE *out = editor->terminal->out;

	(void)fputc('\r', out);
	if (row)
		(void)fprintf(out, "\033[%zuA", row);
	(void)fputs("\0337", out);
	for (size_t i = 0; i <= last; i++)
		(void)fputs("\033[K\033[B", out);
	(void)fputs("\0338", out);
	nssh_el.resize(editor->el);
	(void)nssh_el.wset(editor->el, EL_REFRESH);
}

/* To the row below the line, from wherever the cursor is in it. */
static void go_below(struct nssh_editor *editor)
{
	const LineInfoW *line = nssh_el.wline(editor->el);
	size_t down = place_of(editor, line->lastchar).row - place_of(editor, line->cursor).row;

	for (size_t i = 0; i <= down; i++)
		(void)fputc('\n', editor->terminal->out);
}

static void show(struct nssh_editor *editor, const struct nssh_suggestions *list, bool help)
{
	wchar_t typed[] = { L'\0', L'\0' };

	go_below(editor);
	typed[0] = nssh_pager_show(&editor->keys, list, help);
	if (typed[0])
		nssh_el.wpush(editor->el, typed);
	(void)nssh_el.wset(editor->el, EL_REFRESH);
}

/* All that the line continues, and the line itself up to the cursor. */
static void text_before_cursor(const struct nssh_editor *editor, struct nssh_text *text)
{
	const LineInfoW *line = nssh_el.wline(editor->el);

	if (editor->before)
		nssh_text_add(text, nssh_text_get(editor->before), editor->before->size);
	nssh_text_wide(text, line->buffer, (size_t)(line->cursor - line->buffer));
}

/* Put @size bytes in place of what was typed since @start of @text. */
static void replace(struct nssh_editor *editor, const struct nssh_text *text, size_t start,
		    const char *bytes, size_t size)
{
	wchar_t *wide = nssh_wide_new(bytes, size);
	wchar_t *typed = nssh_wide_new(nssh_text_get(text) + start, text->size - start);

	if (wide && typed) {
		nssh_el.deletestr(editor->el, (int)wcslen(typed));
		(void)nssh_el.winsertstr(editor->el, wide);
	}
	free(wide);
	free(typed);
}

/* The only candidate there is, and the space behind it. */
static void insert_whole(struct nssh_editor *editor, const struct nssh_text *text,
			 const struct nssh_suggestions *list)
{
	const struct nssh_suggestion *only = &list->items[0];
	const LineInfoW *line;

	replace(editor, text, list->start, only->text, strlen(only->text));
	if (only->open)
		return;
	line = nssh_el.wline(editor->el);
	if (line->cursor < line->lastchar && *line->cursor == L' ')
		(void)nssh_el.cursor(editor->el, 1);
	else
		(void)nssh_el.winsertstr(editor->el, L" ");
}

/* Show what is expected here, also where it cannot be inserted. */
static unsigned char show_expected(struct nssh_editor *editor, const struct nssh_text *text)
{
	struct nssh_suggestions list = { 0 };
	unsigned char ret = CC_ERROR;

	if (nssh_suggest(editor->session, nssh_text_get(text), text->size, true, &list))
		return CC_ERROR;
	/* In the middle of a word it is about the words before that one. */
	list.may_end = list.may_end && list.start == text->size;
	if (list.count || list.may_end || list.problem[0]) {
		show(editor, &list, true);
		ret = CC_NORM;
	}
	nssh_suggestions_done(&list);
	return ret;
}

/* Insert what can only be so; show the candidates when that is nothing more than was typed. */
static unsigned char complete(struct nssh_editor *editor, const struct nssh_text *text,
			      const struct nssh_suggestions *list)
{
	size_t typed = text->size - list->start;
	size_t size;

	if (!list->count)
		return show_expected(editor, text);
	if (list->count == 1) {
		insert_whole(editor, text, list);
		return CC_REFRESH;
	}
	size = nssh_typed_common(list);
	if (size < typed || memcmp(text->bytes + list->start, list->items[0].text, size) == 0) {
		show(editor, list, false);
		return CC_NORM;
	}
	replace(editor, text, list->start, list->items[0].text, size);
	return CC_REFRESH;
}

static unsigned char on_complete(EditLine *el, wint_t key)
{
	struct nssh_editor *editor = editor_of(el);
	size_t before = editor->before ? editor->before->size : 0;
	struct nssh_suggestions list = { 0 };
	struct nssh_text text = { 0 };
	unsigned char ret = CC_ERROR;

	(void)key;
	text_before_cursor(editor, &text);
	/* What is on earlier lines can no longer be changed. */
	if (!nssh_typed_is_foreign(nssh_text_get(&text)) &&
	    !nssh_suggest(editor->session, nssh_text_get(&text), text.size, false, &list) &&
	    list.start >= before && list.start <= text.size)
		ret = complete(editor, &text, &list);
	nssh_suggestions_done(&list);
	nssh_text_done(&text);
	return ret;
}

static unsigned char insert_key(EditLine *el, wint_t key)
{
	wchar_t str[] = { (wchar_t)key, L'\0' };

	return nssh_el.winsertstr(el, str) ? CC_ERROR : CC_REFRESH;
}

static unsigned char on_help(EditLine *el, wint_t key)
{
	struct nssh_editor *editor = editor_of(el);
	struct nssh_text text = { 0 };
	unsigned char ret;

	text_before_cursor(editor, &text);
	ret = nssh_typed_is_plain(nssh_text_get(&text)) ? insert_key(el, key)
							: show_expected(editor, &text);
	nssh_text_done(&text);
	return ret;
}

static unsigned char end_line(EditLine *el)
{
	nssh_el.wpush(el, L"\n");
	return CC_REFRESH;
}

static unsigned char on_paste(EditLine *el, wint_t key)
{
	struct nssh_editor *editor = editor_of(el);
	struct nssh_text line = { 0 };
	bool ended = nssh_keys_paste_line(&editor->keys, &line);
	wchar_t *wide = nssh_wide_new(nssh_text_get(&line), line.size);

	(void)key;
	nssh_text_done(&line);
	if (wide)
		(void)nssh_el.winsertstr(el, wide);
	free(wide);
	return ended ? end_line(el) : CC_REFRESH;
}

static unsigned char on_cancel(EditLine *el, wint_t key)
{
	struct nssh_editor *editor = editor_of(el);
	const LineInfoW *line = nssh_el.wline(el);

	(void)key;
	editor->cancelled = true;
	nssh_keys_drop_paste(&editor->keys);
	(void)nssh_el.cursor(el, (int)(line->lastchar - line->cursor));
	(void)nssh_el.winsertstr(el, L"^C");
	return end_line(el);
}

/* libedit asks for the newest line, then from one to the next; other operations it can do without. */
static int on_history(void *ref, HistEventW *event, int op, ...)
{
	struct nssh_editor *editor = ref;
	size_t count = nssh_history_count(editor->history);
	const char *line;

	if (op == H_FIRST)
		editor->age = 0;
	else if (op == H_LAST)
		editor->age = count ? count - 1 : 0;
	else if (op == H_NEXT)
		editor->age++;
	else if (op == H_PREV && editor->age)
		editor->age--;
	else if (op != H_CURR)
		return -1;
	line = nssh_history_line(editor->history, editor->age);
	if (!line) {
		editor->age = count ? count - 1 : 0;
		return -1;
	}
	free(editor->old);
	editor->old = nssh_wide_new(line, strlen(line));
	event->num = (int)(count - editor->age);
	event->str = editor->old;
	return editor->old ? 0 : -1;
}

static const struct {
	const wchar_t *name, *help;
	editor_fn *run;
} functions[] = {
	{ L"nssh-complete", L"Complete the word, or show what it could be", on_complete },
	{ L"nssh-help", L"Show what may come next", on_help },
	{ L"nssh-paste", L"Insert what was pasted", on_paste },
	{ L"nssh-cancel", L"Give the line up", on_cancel },
};

struct binding {
	const wchar_t *key, *function;
};

/* What people know from other shells; ~/.editrc may say otherwise. */
static const struct binding usual[] = {
	{ L"?", L"nssh-help" },
	{ L"^R", L"em-inc-search-prev" },
	{ L"^W", L"ed-delete-prev-word" },
};

/* In vi mode ESC is a key of its own. */
static const struct binding usual_emacs[] = {
	{ L"\\e[1~", L"ed-move-to-beg" },      { L"\\e[4~", L"ed-move-to-end" },
	{ L"\\e[H", L"ed-move-to-beg" },       { L"\\e[F", L"ed-move-to-end" },
	{ L"\\e[1;5C", L"em-next-word" },      { L"\\e[1;5D", L"ed-prev-word" },
	{ L"\\e[3~", L"ed-delete-next-char" },
};

/* What the prompt cannot do without. */
static const struct binding needed[] = {
	{ L"\\200", L"nssh-paste" },
	{ L"^C", L"nssh-cancel" },
	{ L"^I", L"nssh-complete" },
};

/* No key sends it; it tells whether the bindings that were made before are still there. */
#define KEY_PROBE L"\\201"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void bind_keys(EditLine *el, const struct binding *bindings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(void)nssh_el.wset(el, EL_BIND, bindings[i].key, bindings[i].function, NULL);
}

static bool is_vi(EditLine *el)
{
	const wchar_t *name = NULL;

	return nssh_el.wget(el, EL_EDITOR, &name) == 0 && name && wcscmp(name, L"vi") == 0;
}

static void bind_usual(EditLine *el)
{
	bind_keys(el, usual, COUNT(usual));
	if (!is_vi(el))
		bind_keys(el, usual_emacs, COUNT(usual_emacs));
	(void)nssh_el.wset(el, EL_BIND, KEY_PROBE, L"nssh-help", NULL);
}

/* `bind -e` and `bind -v` in ~/.editrc take all bindings away. libedit only tells by printing. */
static bool lost_bindings(EditLine *el)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	FILE *out = NULL;
	bool lost = false;

	if (!to)
		return false;
	if (nssh_el.wget(el, EL_GETFP, 1, &out) == 0) {
		(void)nssh_el.wset(el, EL_SETFP, 1, to);
		(void)nssh_el.wset(el, EL_BIND, KEY_PROBE, NULL);
		(void)nssh_el.wset(el, EL_SETFP, 1, out);
		lost = true;
	}
	if (fclose(to) == 0 && text)
		lost = lost && !strstr(text, "nssh-help");
	free(text);
	return lost;
}

static void bind_needed(EditLine *el)
{
	bind_keys(el, needed, COUNT(needed));
	/* The command mode of vi has a table of its own. */
	for (size_t i = 0; is_vi(el) && i < COUNT(needed); i++)
		(void)nssh_el.wset(el, EL_BIND, L"-a", needed[i].key, needed[i].function, NULL);
}

static void set_up(struct nssh_editor *editor)
{
	EditLine *el = editor->el;

	(void)nssh_el.wset(el, EL_CLIENTDATA, editor);
	(void)nssh_el.wset(el, EL_SIGNAL, 0);
	(void)nssh_el.wset(el, EL_GETCFN, next_key);
	(void)nssh_el.wset(el, EL_PROMPT_ESC, prompt_of, INVISIBLE[0]);
	(void)nssh_el.wset(el, EL_HIST, on_history, editor);
	(void)nssh_el.wset(el, EL_EDITOR, L"emacs");
	for (size_t i = 0; i < COUNT(functions); i++)
		(void)nssh_el.wset(el, EL_ADDFN, functions[i].name, functions[i].help,
				   functions[i].run);
	bind_usual(el);
	(void)nssh_el.source(el, NULL);
	if (lost_bindings(el))
		bind_usual(el);
	bind_needed(el);
	/* While a line is edited, Ctrl-C is a key as any other. */
	(void)nssh_el.wset(el, EL_SETTY, L"-d", L"-isig", NULL);
}

/* Can it move the cursor and clear a line, and does the user want it (`edit off` in ~/.editrc)? */
static bool is_able(EditLine *el)
{
	char *move = NULL, *clear = NULL;
	int wanted = 0;

	return nssh_el.get(el, EL_GETTC, "ch", &move) == 0 &&
	       nssh_el.get(el, EL_GETTC, "ce", &clear) == 0 && clear && *clear &&
	       nssh_el.wget(el, EL_EDITMODE, &wanted) == 0 && wanted;
}

int nssh_editor_new(struct nssh_session *session, struct nssh_history *history,
		    const struct nssh_terminal *terminal, struct nssh_editor **ret_editor)
{
	struct nssh_editor *editor;

	if (!nssh_libedit_load())
		return -ENOTSUP;
	editor = calloc(1, sizeof(*editor));
	if (!editor)
		return -ENOMEM;
	editor->session = session;
	editor->history = history;
	editor->terminal = terminal;
	editor->keys.terminal = terminal;
	editor->keys.on_resize = on_resize;
	editor->keys.arg = editor;
	editor->el = nssh_el.init("nssh", stdin, terminal->out, stderr);
	if (!editor->el) {
		nssh_editor_free(editor);
		return -ENOMEM;
	}
	set_up(editor);
	if (!is_able(editor->el)) {
		nssh_editor_free(editor);
		return -ENOTSUP;
	}
	*ret_editor = editor;
	return 0;
}

void nssh_editor_free(struct nssh_editor *editor)
{
	if (!editor)
		return;
	if (editor->el)
		nssh_el.end(editor->el);
	nssh_text_done(&editor->keys.pasted);
	free(editor->prompt);
	free(editor->prompt_plain);
	free(editor->old);
	free(editor);
}

void nssh_editor_drop_paste(struct nssh_editor *editor)
{
	nssh_keys_drop_paste(&editor->keys);
}

/* Bold, except for the space at its end: libedit wants a character behind what is invisible. */
static wchar_t *emphasised(const wchar_t *plain)
{
	static const wchar_t opening[] = INVISIBLE L"\033[1m" INVISIBLE;
	static const wchar_t ending[] = INVISIBLE L"\033[0m" INVISIBLE L" ";
	size_t length = wcslen(plain);
	wchar_t *all = calloc(length + COUNT(opening) + COUNT(ending), sizeof(*all));

	if (!all)
		return NULL;
	(void)wcscpy(all, opening);
	(void)wcsncat(all, plain, length && plain[length - 1] == L' ' ? length - 1 : length);
	(void)wcscat(all, ending);
	return all;
}

static int set_prompt(struct nssh_editor *editor, const char *prompt)
{
	wchar_t *plain = nssh_wide_new(prompt, strlen(prompt));
	wchar_t *shown = NULL;

	if (plain)
		shown = editor->terminal->color ? emphasised(plain) : wcsdup(plain);
	if (!shown) {
		free(plain);
		return -ENOMEM;
	}
	free(editor->prompt);
	free(editor->prompt_plain);
	editor->prompt = shown;
	editor->prompt_plain = plain;
	return 0;
}

static void set_paste_mode(const struct nssh_editor *editor, bool on)
{
	(void)fputs(on ? PASTE_ON : PASTE_OFF, editor->terminal->out);
	(void)fflush(editor->terminal->out);
}

int nssh_editor_read(struct nssh_editor *editor, const char *prompt, const struct nssh_text *before,
		     struct nssh_text *line)
{
	const wchar_t key_paste[] = { NSSH_KEY_PASTE, L'\0' };
	const wchar_t *wide;
	int count = 0;

	if (set_prompt(editor, prompt))
		return 0;
	editor->before = before;
	editor->cancelled = editor->signalled = false;
	if (nssh_keys_pasted(&editor->keys))
		nssh_el.wpush(editor->el, key_paste);
	set_paste_mode(editor, true);
	wide = nssh_el.wgets(editor->el, &count);
	set_paste_mode(editor, false);
	if (editor->signalled)
		return -EINTR;
	if (editor->cancelled)
		return -ECANCELED;
	if (!wide || count <= 0)
		return 0;
	nssh_text_wide(line, wide, (size_t)count - (wide[count - 1] == L'\n'));
	return 1;
}
