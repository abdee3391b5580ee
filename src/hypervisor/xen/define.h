/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of Xen domains as they come and go. */
#pragma once

#include "hypervisor/wish.h"
#include "hypervisor/xen/world.h"

/* For files.c: another process, or a person, has written a definition, or changed one (a count is
 * taken).  -1 raised: its name or uuid is another's that runs. */
int xen_define_found(struct xen_world *world, struct domain_def *def, bool autostart);
/* The definition of that name is gone: a vm that runs goes on without one. */
void xen_define_lost(struct xen_world *world, const char *name);
void xen_define_set_autostart(struct xen_world *world, const char *name, bool autostart);

/* Changes the definition of a vm that is off, and its file.  The caller has the job.
 * Errors  INVALID_ARG what no domain can have; INTERNAL_ERROR it runs by now; SYSTEM_ERROR */
int xen_define_wish(struct vm *vm, const struct vm_wish *wish) VT_EXCLUDES(vm->lock);
