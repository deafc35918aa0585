/* SPDX-License-Identifier: MIT */
/* The verbs that are the shell's own: they come as a plugin that is built in. */
#ifndef NSSH_UI_BUILTINS_H
#define NSSH_UI_BUILTINS_H

#include <nssh/plugin.h>

extern const struct nssh_plugin nssh_builtins;

extern const struct nssh_verb nssh_verb_begin;
extern const struct nssh_verb nssh_verb_commit;
extern const struct nssh_verb nssh_verb_complete;
extern const struct nssh_verb nssh_verb_exit;
extern const struct nssh_verb nssh_verb_help;
extern const struct nssh_verb nssh_verb_lab_down;
extern const struct nssh_verb nssh_verb_lab_list;
extern const struct nssh_verb nssh_verb_lab_recover;
extern const struct nssh_verb nssh_verb_lab_show;
extern const struct nssh_verb nssh_verb_plugin_index;
extern const struct nssh_verb nssh_verb_plugin_list;
extern const struct nssh_verb nssh_verb_redo;
extern const struct nssh_verb nssh_verb_rollback;
extern const struct nssh_verb nssh_verb_source;
extern const struct nssh_verb nssh_verb_undo;
extern const struct nssh_verb nssh_verb_use;
extern const struct nssh_verb nssh_verb_version;

#endif
