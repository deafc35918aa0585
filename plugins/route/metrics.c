/* SPDX-License-Identifier: MIT */
/* The rule `<route-metrics>`: what TCP and IP make of a path. */
#include "metrics.h"

#include <string.h>

#include <linux/rtnetlink.h>

#include "route.h"
#include "types.h"

struct metric_args {
	struct nssh_value set[RTAX_MAX + 1];
	struct nssh_value locked[RTAX_MAX + 1];
};

/* A metric has two rows: alone, and behind `lock`, which keeps the kernel from changing it. */
#define METRIC(number, kw, arg, kind, text, ...)                                             \
	{ .name = kw " " arg,                                                                \
	  .type = (kind),                                                                    \
	  .help = (text),                                                                    \
	  .offset = NSSH_AT(struct metric_args, set[number]),                                \
	  __VA_ARGS__ },                                                                     \
	{                                                                                    \
		.name = "lock " arg, .type = (kind), .help = "the kernel may not change it", \
		.offset = NSSH_AT(struct metric_args, locked[number]), __VA_ARGS__           \
	}

static const struct nssh_arg rows[] = {
	{ .name = "lock", .help = "the kernel may not change it" },
	METRIC(RTAX_MTU, "mtu", "MTU", "number", "largest packet on the path"),
	METRIC(RTAX_ADVMSS, "advmss", "MSS", "number", "segment size told to TCP peers"),
	METRIC(RTAX_WINDOW, "window", "BYTES", "number", "largest window told to TCP peers",
	       .min = 1),
	METRIC(RTAX_RTT, "rtt", "RTT", "rtt", "round trip to begin with"),
	METRIC(RTAX_RTTVAR, "rttvar", "VARIANCE", "rtt", "variance of it to begin with", .min = 4),
	METRIC(RTAX_SSTHRESH, "ssthresh", "SEGMENTS", "number", "slow start threshold", .min = 1),
	METRIC(RTAX_CWND, "cwnd", "CWND", "number", "bound of the congestion window", .min = 1),
	METRIC(RTAX_INITCWND, "initcwnd", "INITIAL", "number", "first congestion window", .min = 1),
	METRIC(RTAX_INITRWND, "initrwnd", "RECEIVE", "number", "first receive window", .min = 5),
	METRIC(RTAX_REORDERING, "reordering", "PACKETS", "number", "expected reordering", .min = 1),
	METRIC(RTAX_HOPLIMIT, "hoplimit", "HOPS", "number", "hop limit of packets", .hi = 255),
	METRIC(RTAX_CC_ALGO, "congctl", "ALGORITHM", "name", "congestion control", .min = 2),
	{ .name = "rto_min TIME",
	  .type = "rtt",
	  .help = "shortest time before TCP sends again",
	  .offset = NSSH_AT(struct metric_args, locked[RTAX_RTO_MIN]) },
	{ .name = "features", .help = "features of the path", .min = 1 },
	{ .name = "ecn",
	  .help = "explicit congestion notification",
	  .offset = NSSH_AT(struct metric_args, set[RTAX_FEATURES]) },
	{ .name = "quickack QUICK",
	  .type = "number",
	  .help = "1: acknowledge without delay",
	  .hi = 1,
	  .min = 1,
	  .offset = NSSH_AT(struct metric_args, set[RTAX_QUICKACK]) },
	{ .name = "fastopen_no_cookie COOKIE",
	  .type = "number",
	  .help = "1: TCP fast open without a cookie",
	  .hi = 1,
	  .min = 2,
	  .offset = NSSH_AT(struct metric_args, set[RTAX_FASTOPEN_NO_COOKIE]) },
	{ 0 },
};

const struct nssh_rule nssh_route_metrics_rule = {
	.name = "route-metrics",
	.help = "what TCP and IP make of the path",
};

const struct nssh_extension nssh_route_metrics = {
	.rule = "route-metrics",
	.grammar = "{ mtu { MTU | lock MTU } | advmss { MSS | lock MSS }"
		   " | window { BYTES | lock BYTES } | rtt { RTT | lock RTT }"
		   " | rttvar { VARIANCE | lock VARIANCE } | ssthresh { SEGMENTS | lock SEGMENTS }"
		   " | cwnd { CWND | lock CWND } | initcwnd { INITIAL | lock INITIAL }"
		   " | initrwnd { RECEIVE | lock RECEIVE } | reordering { PACKETS | lock PACKETS }"
		   " | hoplimit { HOPS | lock HOPS } | congctl { ALGORITHM | lock ALGORITHM }"
		   " | rto_min TIME | features ecn | quickack QUICK | fastopen_no_cookie COOKIE }*",
	.args = rows,
	.args_size = sizeof(struct metric_args),
	.help = "metrics of the path",
};

/* The kernel keeps the round trip in eighths and its variance in quarters of a millisecond. */
static uint32_t number_of(int metric, const struct nssh_value *value)
{
	uint32_t scale = metric == RTAX_RTT ? 8 : metric == RTAX_RTTVAR ? 4 : 1;

	if (metric == RTAX_FEATURES)
		return RTAX_FEATURE_ECN;
	if (metric != RTAX_RTT && metric != RTAX_RTTVAR && metric != RTAX_RTO_MIN)
		return (uint32_t)value->num;
	return (uint32_t)value->num * (value->num & ROUTE_RTT_RAW ? 1 : scale);
}

static void put_metric(struct nssh_msg *msg, int metric, const struct nssh_value *value)
{
	nssh_msg_word(msg, value->word);
	if (metric == RTAX_CC_ALGO)
		nssh_msg_put(msg, RTAX_CC_ALGO, value->str, strlen(value->str));
	else
		nssh_msg_put_u32(msg, (uint16_t)metric, number_of(metric, value));
}

void nssh_route_metrics_put(struct nssh_msg *msg, const struct nssh_value *rule)
{
	const struct metric_args *args = nssh_given(rule) ? rule->sub.args : NULL;
	uint32_t locks = 0;
	size_t nest;

	if (!args)
		return;
	nest = nssh_msg_nest(msg, RTA_METRICS);
	for (int i = 0; i <= RTAX_MAX; i++) {
		bool locked = nssh_given(&args->locked[i]);
		const struct nssh_value *value = locked ? &args->locked[i] : &args->set[i];

		if (!nssh_given(value))
			continue;
		locks |= locked ? 1U << i : 0;
		put_metric(msg, i, value);
	}
	nssh_msg_word(msg, NULL);
	if (locks)
		nssh_msg_put_u32(msg, RTAX_LOCK, locks);
	nssh_msg_nest_end(msg, nest);
}
