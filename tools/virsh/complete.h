/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion, driven by the table of commands: for the interactive shell and for that of the user.
 *
 * A new kind of name needs a word in enum complete_kind, a function as below, and its line in the
 * table of complete.c. */
#pragma once

#include <libvirt/libvirt.h>

#include "command.h"
#include "tokens.h"
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
complete_fn complete_network_any;
complete_fn complete_network_active;
complete_fn complete_network_inactive;
complete_fn complete_pool_any;
complete_fn complete_pool_active;
complete_fn complete_pool_inactive;
complete_fn complete_vol;

/* One of the functions of the library that list names. */
typedef int complete_list_call(virConnectPtr conn, char **const names, int maxnames);

/* More names of one kind are not asked for. */
#define COMPLETE_MAX 65536

/* Proposes the names that LIST gives; connects when that can be done silently. */
void complete_listed(struct shell *sh, complete_list_call *list, struct words *out);

/* Proposes what could stand at the end of a line, whether or not it goes on with what is there.
 * @in_word  the last of @tokens is the word to complete; else a new one begins
 * Returns   how many bytes of that word stand before what is proposed: those of "--name=" */
size_t complete_propose(struct shell *sh, const struct tokens *tokens, bool in_word,
                        struct words *out);

/* Readline has no place for a context: @sh is kept, and must outlive the use of readline. */
void complete_init(struct shell *sh);
