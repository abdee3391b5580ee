/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keepers: a process for each guest that was started here, which lives as long as the guest is there and
 * follows up its end (act.h), whatever becomes of the process that started it.
 *
 * A keeper is the program xen-keeper beside the module.  Its right to act is a lock on a file, which
 * it holds all its life; when it was killed, the next process that sees the guest ended starts another.
 * Where the program is missing, whichever process has the host open acts itself. */
#pragma once

#include "hypervisor/xen/world.h"

/* Whether this installation has the program. */
bool xen_keepers_are_there(void);

/* What the program is told to start all that is to run with the host, instead of a uuid. */
#define XEN_KEEPER_AUTOSTART "autostart"

/* Runs the program in the background.  False when it cannot be started.  Takes as long as it takes to start
 * a program; no lock is held. */
bool xen_keeper_start(const char *task);
/* Starts a keeper for the guest, unless it has one.  False when it cannot be started: it is tried again
 * when the guest has ended. */
bool xen_keep(const struct vm *vm);

/* The right to act for the guest, which one process at a time has: a descriptor that holds it; negative
 * when another has it, or it cannot be had; nothing is raised. */
int xen_keep_claim(const unsigned char uuid[VT_UUID_LEN]);

/* The keeper's life: returns when the guest is gone for good.  -1 raised: the host cannot be opened. */
int xen_keeper_run(const unsigned char uuid[VT_UUID_LEN]);
