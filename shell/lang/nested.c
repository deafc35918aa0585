/* SPDX-License-Identifier: MIT */
/* Files that lines run: found beside the file that the line is in, never in a circle. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/state.h"

int nssh_session_keep(struct nssh_session *session, struct nssh_source *source,
		      struct nssh_arena *arena)
{
	struct nssh_kept *kept = malloc(sizeof(*kept));

	if (!kept)
		return -ENOMEM;
	*kept = (struct nssh_kept){ source, arena, session->kept };
	session->kept = kept;
	return 0;
}

void nssh_session_let_go(struct nssh_session *session)
{
	while (session->kept) {
		struct nssh_kept *kept = session->kept;

		session->kept = kept->next;
		nssh_source_free(kept->source);
		nssh_arena_free(kept->arena);
		free(kept);
	}
}

static bool is_running(const struct nssh_session *session, const struct nssh_source *source)
{
	const struct nssh_run *run = source->ino ? session->run : NULL;

	while (run &&
	       (!run->source || run->source->dev != source->dev || run->source->ino != source->ino))
		run = run->outer;
	return run;
}

/* Each file is checked once. Return: it has been. */
static bool was_checked(struct nssh_session *session, const struct nssh_source *source)
{
	struct nssh_file_id *checked;

	for (size_t i = 0; source->ino && i < session->checked_count; i++) {
		if (session->checked[i].dev == source->dev &&
		    session->checked[i].ino == source->ino)
			return true;
	}
	checked = reallocarray(session->checked, session->checked_count + 1, sizeof(*checked));
	if (!checked)
		return false;
	session->checked = checked;
	checked[session->checked_count++] = (struct nssh_file_id){ source->dev, source->ino };
	return false;
}

static int run_source(struct nssh_session *session, struct nssh_source *source, unsigned int flags)
{
	const bool check = session->run && (session->run->flags & NSSH_RUN_CHECK);
	int status;

	if (check && was_checked(session, source)) {
		nssh_source_free(source);
		return 0;
	}
	status = nssh_session_run(session, source, flags | (check ? NSSH_RUN_CHECK : 0));
	if (!session->policy.plan || nssh_session_keep(session, source, NULL) < 0)
		nssh_source_free(source);
	return status;
}

int nssh_session_run_nested(struct nssh_session *session, const struct nssh_word *word,
			    unsigned int flags, struct nssh_error *err)
{
	char *path = nssh_source_path(word->source, word->text);
	struct nssh_source *source = NULL;
	int rc;

	if (!path)
		return nssh_fail(err, -ENOMEM, word, "no memory to read a file");
	rc = nssh_source_read(path, &source, err);
	free(path);
	if (rc == 0 && is_running(session, source)) {
		rc = nssh_fail(err, -ELOOP, word, "%s runs itself", source->name);
		nssh_source_free(source);
	} else if (rc == 0) {
		return run_source(session, source, flags);
	}
	if (err && !err->word)
		err->word = word;
	return rc;
}
