/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Comparing the world with what runs on the host. */
#pragma once

#include "hypervisor/xen/world.h"

/* Looks at all domains of the host and takes over what has changed: runs that have begun and ended,
 * by whomever, states, numbers; events are raised on the way.  Of two looks that meet, the newer one
 * counts.
 * Errors  XEN_CALL the hypervisor; NO_MEMORY
 * Locks   none may be held; it asks the hypervisor and, for domains that are new, xenstore and the
 *         toolstack, without one */
int xen_sync(struct xen_world *world);

/* The same of one domain that runs, for queries: one hypercall.  A domain that is off is left. */
int xen_sync_vm(struct vm *vm) VT_EXCLUDES(vm->lock);
/* The same when something has been done or has failed: an error that was raised stays, none is raised. */
void xen_sync_vm_after(struct vm *vm) VT_EXCLUDES(vm->lock);
/* Waits for the comparison that is going on, if any: what it has ended is ended in all respects. */
void xen_sync_wait(struct xen_world *world);
