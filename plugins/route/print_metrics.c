/* SPDX-License-Identifier: MIT */
/* The metrics of a route: RTA_METRICS. */
#include "print.h"

#include <stdio.h>

static const char *const names[RTAX_MAX + 1] = {
	[RTAX_MTU] = "mtu",           [RTAX_WINDOW] = "window",
	[RTAX_RTT] = "rtt",           [RTAX_RTTVAR] = "rttvar",
	[RTAX_SSTHRESH] = "ssthresh", [RTAX_CWND] = "cwnd",
	[RTAX_ADVMSS] = "advmss",     [RTAX_REORDERING] = "reordering",
	[RTAX_HOPLIMIT] = "hoplimit", [RTAX_INITCWND] = "initcwnd",
	[RTAX_FEATURES] = "features", [RTAX_RTO_MIN] = "rto_min",
	[RTAX_INITRWND] = "initrwnd", [RTAX_QUICKACK] = "quickack",
	[RTAX_CC_ALGO] = "congctl",   [RTAX_FASTOPEN_NO_COOKIE] = "fastopen_no_cookie",
};

static void print_features(struct route_view *view, uint32_t features)
{
	if (features & RTAX_FEATURE_ECN)
		nssh_out_null(view->out, "ecn", "ecn ");
	if (features & ~(uint32_t)RTAX_FEATURE_ECN)
		nssh_out_hex(view->out, "features", "%s ", features);
}

static void print_time(struct route_view *view, const char *name, uint32_t time)
{
	nssh_out_uint(view->out, name, NULL, time);
	if (time >= 1000)
		nssh_out_float(view->out, NULL, "%ss ", time / 1e3);
	else
		nssh_out_uint(view->out, NULL, "%sms ", time);
}

static void print_value(struct route_view *view, int metric, const struct nlattr *attr)
{
	uint32_t value = nssh_attr_u32(attr);
	char text[64];

	switch (metric) {
	case RTAX_FEATURES:
		print_features(view, value);
		break;
	case RTAX_RTT:
		print_time(view, names[metric], value / 8);
		break;
	case RTAX_RTTVAR:
		print_time(view, names[metric], value / 4);
		break;
	case RTAX_RTO_MIN:
		print_time(view, names[metric], value);
		break;
	case RTAX_CC_ALGO:
		(void)snprintf(text, sizeof(text), "%.*s",
			       attr ? (int)mnl_attr_get_payload_len(attr) : 0,
			       attr ? (const char *)mnl_attr_get_payload(attr) : "");
		nssh_out_str(view->out, "congestion", "%s ", text);
		break;
	default:
		nssh_out_uint(view->out, names[metric], "%s ", value);
	}
}

void nssh_route_print_metrics(struct route_view *view, const struct nlattr *attr)
{
	const struct nlattr *metrics[RTAX_MAX + 1];
	uint32_t locks;

	nssh_attrs_nested(attr, metrics, RTAX_MAX);
	locks = nssh_attr_u32(metrics[RTAX_LOCK]);
	nssh_out_open_array(view->out, "metrics");
	nssh_out_open_object(view->out, NULL);
	for (int i = RTAX_MTU; i <= RTAX_MAX; i++) {
		bool locked = locks >> i & 1;

		if (!metrics[i] && !locked)
			continue;
		if (i == RTAX_HOPLIMIT && nssh_attr_u32(metrics[i]) == UINT32_MAX)
			continue;
		nssh_out_text(view->out, "%s %s", names[i], locked ? "lock " : "");
		print_value(view, i, metrics[i]);
	}
	nssh_out_close_object(view->out);
	nssh_out_close_array(view->out);
}
