/* SPDX-License-Identifier: MIT */
/* The built-in types of arguments, one file per family. */
#ifndef NSSH_LANG_TYPES_TYPES_H
#define NSSH_LANG_TYPES_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nssh/plugin.h>

/* All of them, ended by NULL. */
extern const struct nssh_type *const nssh_builtin_types[];

extern const struct nssh_type nssh_type_address, nssh_type_prefix;
extern const struct nssh_type nssh_type_lladdr;
extern const struct nssh_type nssh_type_number, nssh_type_pid;
extern const struct nssh_type nssh_type_time, nssh_type_lifetime, nssh_type_rate;
extern const struct nssh_type nssh_type_onoff;
extern const struct nssh_type nssh_type_choice, nssh_type_caseless_choice;
extern const struct nssh_type nssh_type_name, nssh_type_text, nssh_type_verb;
extern const struct nssh_type nssh_type_file, nssh_type_command;
extern const struct nssh_type nssh_type_netns, nssh_type_netns_or_pid, nssh_type_new_netns;
extern const struct nssh_type nssh_type_link, nssh_type_new_link;
extern const struct nssh_type nssh_type_scope, nssh_type_group, nssh_type_table, nssh_type_dsfield,
	nssh_type_route_proto, nssh_type_any_proto;
extern const struct nssh_type nssh_type_realms, nssh_type_ip_protocol;

/**
 * nssh_type_refuse() - fill an error: `"WORD" is not WANTED`
 *
 * A long word is shortened. Return: -EINVAL.
 */
int nssh_type_refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted);

/**
 * nssh_type_digits() - a whole number without a sign, with 0x and 0 prefixes as in C
 *
 * Return: 0, -EINVAL, or -ERANGE when it does not fit.
 */
int nssh_type_digits(const char *text, uint64_t *ret_number);

/** struct nssh_unit - what stands behind a number, and how much it is; a table ends with no name */
struct nssh_unit {
	const char *name;
	uint64_t size;
};

/**
 * nssh_type_quantity() - a decimal number with a unit behind it
 * @units: the first one holds when none is written; the case of letters does not matter
 *
 * Return: 0, -EINVAL, or -ERANGE when it does not fit.
 */
int nssh_type_quantity(const char *text, const struct nssh_unit *units, uint64_t *ret_number);

/* Offer the files whose path begins as the prefix; folders end in a slash. */
void nssh_type_complete_files(const struct nssh_complete *req);

#endif
