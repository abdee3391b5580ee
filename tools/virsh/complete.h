/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion in the interactive shell, driven by the table of commands.
 *
 * A new kind of name needs a word in enum complete_kind, a function as below, and its line in the
 * table of complete.c. */
#pragma once

#include "command.h"
#include "words.h"

/* Proposes names: all of them, or only those that begin with @prefix, as is easier.
 * @cmd     what stands on the line before the word; values it lacks are not given
 * @prefix  what the user has typed of the word
 * Errors   none: what cannot be known is not proposed
 * Locks    may ask the hypervisor; the connection is opened without asking for passwords */
typedef void complete_fn(struct shell *sh, const struct cmd *cmd, const char *prefix,
                         struct words *out);

complete_fn complete_domain_any;
complete_fn complete_domain_active;
complete_fn complete_domain_inactive;
complete_fn complete_disk_source;
complete_fn complete_disk_target;
complete_fn complete_interface;
complete_fn complete_mac;
complete_fn complete_nodedev;

/* Readline has no place for a context: @sh is kept, and must outlive the use of readline. */
void complete_init(struct shell *sh);
