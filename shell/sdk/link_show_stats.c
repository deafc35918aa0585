/* SPDX-License-Identifier: MIT */
/* Counters of a link as `ip -s link show` prints them: columns as wide as the widest number. */
#define _GNU_SOURCE
#include "sdk/link_show.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <nssh/netlink.h>

#define COLUMNS 7

/**
 * struct column - a number, its heading and its key
 * @always: the column stands there also when it is 0
 */
struct column {
	const char *heading;
	const char *key;
	uint64_t value;
	bool always;
};

/* Width of the first column: it is under the words that begin the lines of errors. */
static const unsigned int least[COLUMNS] = {
	sizeof("*X errors:") - 1, sizeof("packets") - 1, sizeof("errors") - 1,
	sizeof("dropped") - 1,    sizeof("carrier") - 1, sizeof("overrun") - 1,
	sizeof("compressed") - 1,
};

/* As iproute2 counts digits: a power of ten takes one digit less than it has. */
static unsigned int digits(uint64_t value)
{
	unsigned int count = 1;

	for (uint64_t power = 10; power < value && count < 20; power *= 10)
		count++;
	return count;
}

static void widen(unsigned int *widths, const struct column *columns, size_t first)
{
	for (size_t i = first; i < COLUMNS; i++) {
		if (digits(columns[i].value) > widths[i])
			widths[i] = digits(columns[i].value);
	}
}

/* Three significant digits and a unit: 1.50k, 15.0k, 150k; with -iec in steps of 1024. */
static void human(char *buf, size_t size, uint64_t value, bool iec)
{
	static const char units[] = "kMGTPE";
	const uint64_t base = iec ? 1024 : 1000;
	uint64_t unit = base;
	size_t i = 0;
	int precision;

	while (value / base >= unit && units[i + 1]) {
		unit *= base;
		i++;
	}
	precision = value / unit < 10 ? 2 : value / unit < 100 ? 1 : 0;
	snprintf(buf, size, "%.*f%c%s", precision, (double)value / (double)unit, units[i],
		 iec ? "i" : "");
}

static void number(struct nssh_link_view *view, unsigned int width, uint64_t value)
{
	const struct nssh_options *options = view->options;
	char buf[32];

	if (options->human && value >= (options->iec ? 1024u : 1000u))
		human(buf, sizeof(buf), value, options->iec);
	else
		snprintf(buf, sizeof(buf), "%" PRIu64, value);
	nssh_out_text(view->out, "%*s ", (int)width, buf);
}

static void first_lines(struct nssh_link_view *view, const char *way, const struct column *columns,
			const unsigned int *widths)
{
	nssh_out_text(view->out, "    %s: %*s", way, (int)widths[0] - 4, columns[0].heading);
	for (size_t i = 1; i < COLUMNS; i++)
		nssh_out_text(view->out, " %*s", (int)widths[i],
			      columns[i].always || columns[i].value ? columns[i].heading : "");
	nssh_out_line_end(view->out);
	nssh_out_text(view->out, "    ");
	for (size_t i = 0; i < COLUMNS; i++) {
		if (columns[i].always || columns[i].value)
			number(view, widths[i], columns[i].value);
	}
}

static void error_lines(struct nssh_link_view *view, const char *way, const struct column *columns,
			const unsigned int *widths)
{
	nssh_out_line_end(view->out);
	nssh_out_text(view->out, "    %s errors:%*s", way, (int)widths[0] - 10, "");
	for (size_t i = 1; i < COLUMNS; i++) {
		if (columns[i].always || columns[i].value)
			nssh_out_text(view->out, " %*s", (int)widths[i], columns[i].heading);
	}
	nssh_out_line_end(view->out);
	nssh_out_text(view->out, "    %*s", (int)widths[0], "");
	nssh_out_text(view->out, " ");
	for (size_t i = 1; i < COLUMNS; i++) {
		if (columns[i].always || columns[i].value)
			number(view, widths[i], columns[i].value);
	}
}

static void json(struct nssh_link_view *view, const char *way, const struct column *columns,
		 const struct column *errors)
{
	nssh_out_open_object(view->out, way);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (columns[i].key && (columns[i].always || columns[i].value))
			nssh_out_uint(view->out, columns[i].key, NULL, columns[i].value);
	}
	for (size_t i = 0; errors && i < COLUMNS; i++) {
		if (errors[i].key && (errors[i].always || errors[i].value))
			nssh_out_uint(view->out, errors[i].key, NULL, errors[i].value);
	}
	nssh_out_close_object(view->out);
}

/*
 * Both forms of the kernel have the same members, in 64 and in 32 bits. Without any all is zero, as
 * iproute2 shows it. Return: the key in JSON.
 */
static const char *read_stats(const struct nssh_link_row *row, struct rtnl_link_stats64 *ret)
{
	const struct nlattr *wide = row->attrs[IFLA_STATS64], *narrow = row->attrs[IFLA_STATS];
	uint64_t members[sizeof(*ret) / sizeof(uint64_t)] = { 0 };
	size_t size;

	if (wide) {
		size = mnl_attr_get_payload_len(wide);
		memcpy(members, mnl_attr_get_payload(wide),
		       size < sizeof(members) ? size : sizeof(members));
	} else if (narrow) {
		const char *bytes = mnl_attr_get_payload(narrow);

		size = mnl_attr_get_payload_len(narrow) / sizeof(uint32_t);
		for (size_t i = 0; i < size && i < sizeof(members) / sizeof(members[0]); i++) {
			uint32_t member;

			memcpy(&member, bytes + i * sizeof(member), sizeof(member));
			members[i] = member;
		}
	}
	memcpy(ret, members, sizeof(*ret));
	return narrow && !wide ? "stats" : "stats64";
}

void nssh_link_show_stats(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	const bool errors = view->options->stats > 1, is_json = nssh_out_is_json(view->out);
	const uint32_t changes = nssh_attr_u32(row->attrs[IFLA_CARRIER_CHANGES]);
	unsigned int widths[COLUMNS];
	struct rtnl_link_stats64 s;
	const char *key = read_stats(row, &s);

	/* The text has missed packets in the first row and overruns in the second, JSON reversed. */
	const uint64_t missed = is_json ? s.rx_over_errors : s.rx_missed_errors;
	const uint64_t over = is_json ? s.rx_missed_errors : s.rx_over_errors;
	const struct column rx[COLUMNS] = {
		{ "bytes", "bytes", s.rx_bytes, true },
		{ "packets", "packets", s.rx_packets, true },
		{ "errors", "errors", s.rx_errors, true },
		{ "dropped", "dropped", s.rx_dropped, true },
		{ "missed", "over_errors", missed, true },
		{ "mcast", "multicast", s.multicast, true },
		{ "compressed", "compressed", s.rx_compressed, false },
	};
	const struct column tx[COLUMNS] = {
		{ "bytes", "bytes", s.tx_bytes, true },
		{ "packets", "packets", s.tx_packets, true },
		{ "errors", "errors", s.tx_errors, true },
		{ "dropped", "dropped", s.tx_dropped, true },
		{ "carrier", "carrier_errors", s.tx_carrier_errors, true },
		{ "collsns", "collisions", s.collisions, true },
		{ "compressed", "compressed", s.tx_compressed, false },
	};
	const struct column rx_errors[COLUMNS] = {
		{ "", NULL, 0, true },
		{ "length", "length_errors", s.rx_length_errors, true },
		{ "crc", "crc_errors", s.rx_crc_errors, true },
		{ "frame", "frame_errors", s.rx_frame_errors, true },
		{ "fifo", "fifo_errors", s.rx_fifo_errors, true },
		{ "overrun", "missed_errors", over, true },
		{ "nohandler", "nohandler", s.rx_nohandler, false },
	};
	const struct column tx_errors[COLUMNS] = {
		{ "", NULL, 0, true },
		{ "aborted", "aborted_errors", s.tx_aborted_errors, true },
		{ "fifo", "fifo_errors", s.tx_fifo_errors, true },
		{ "window", "window_errors", s.tx_window_errors, true },
		{ "heartbt", "heartbeat_errors", s.tx_heartbeat_errors, true },
		{ "transns", "carrier_changes", changes, row->attrs[IFLA_CARRIER_CHANGES] != NULL },
		{ "", NULL, 0, false },
	};

	memcpy(widths, least, sizeof(widths));
	if (!view->options->human) {
		widen(widths, rx, 0);
		widen(widths, tx, 0);
		if (errors) {
			widen(widths, rx_errors, 1);
			widen(widths, tx_errors, 1);
		}
	}
	nssh_out_open_object(view->out, key);
	if (is_json) {
		json(view, "rx", rx, errors ? rx_errors : NULL);
		json(view, "tx", tx, errors ? tx_errors : NULL);
	} else {
		first_lines(view, "RX", rx, widths);
		if (errors)
			error_lines(view, "RX", rx_errors, widths);
		nssh_out_line_end(view->out);
		first_lines(view, "TX", tx, widths);
		if (errors)
			error_lines(view, "TX", tx_errors, widths);
	}
	nssh_out_close_object(view->out);
}
