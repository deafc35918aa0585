/* SPDX-License-Identifier: MIT */
/* What the verbs of `addr` share. */
#ifndef NSSH_ADDR_ADDR_H
#define NSSH_ADDR_ADDR_H

#include <stdint.h>

#include <nssh/plugin.h>

extern const struct nssh_verb nssh_addr_add_verb;
extern const struct nssh_verb nssh_addr_change_verb;
extern const struct nssh_verb nssh_addr_replace_verb;
extern const struct nssh_verb nssh_addr_del_verb;
extern const struct nssh_verb nssh_addr_show_verb;
extern const struct nssh_verb nssh_addr_flush_verb;

extern const struct nssh_rule nssh_addr_flag_rule;
extern const struct nssh_extension nssh_addr_flags;

extern const struct nssh_type nssh_addr_label_type;
extern const struct nssh_type nssh_addr_proto_type;

/**
 * struct addr_flags - the words of the rule `<address-flag>`
 * @is, @is_not: by the place of the flag in nssh_addr_flag_names; a flag value in each
 */
enum { ADDR_FLAGS = 14 };
struct addr_flags {
	struct nssh_value is[ADDR_FLAGS];
	struct nssh_value is_not[ADDR_FLAGS];
};

/* The IFA_F_* flags that an address must have (@ret_flags), among those that matter (@ret_mask). */
void nssh_addr_flags_of(const struct nssh_value *rule, uint32_t *ret_flags, uint32_t *ret_mask);

/* Completion of the addresses that are there, for verbs with a struct addr_args. */
void nssh_addr_complete(const struct nssh_complete *req);

#endif
