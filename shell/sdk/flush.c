/* SPDX-License-Identifier: MIT */
/* Flushing in rounds, told as `ip -s` tells it. */
#include <nssh/flush.h>

#include <errno.h>

#define ROUNDS 10

static void tell_round(struct nssh_out *out, int number, size_t count)
{
	if (!out)
		return;
	nssh_out_text(out, "\n*** Round %d, deleting %zu entries ***\n", number, count);
	(void)nssh_out_flush(out);
}

/* Nothing follows an op that would write out what it tells. */
static void tell_end(struct nssh_out *out, int rounds)
{
	if (!out)
		return;
	if (rounds == 0)
		nssh_out_text(out, "Nothing to flush.\n");
	else
		nssh_out_text(out, "*** Flush is complete after %d round%s ***\n", rounds,
			      rounds > 1 ? "s" : "");
	(void)nssh_out_flush(out);
}

int nssh_flush_run(const struct nssh_flush *flush, void *arg, struct nssh_error *err)
{
	for (int number = 1; number <= ROUNDS; number++) {
		size_t count = 0;
		int rc = flush->round(arg, &count, err);

		if (rc < 0)
			return rc;
		if (!count) {
			tell_end(flush->out, number - 1);
			return 0;
		}
		tell_round(flush->out, number, count);
	}
	return nssh_fail(err, -EAGAIN, flush->word,
			 "there are still %s after %d rounds of deleting", flush->things, ROUNDS);
}
