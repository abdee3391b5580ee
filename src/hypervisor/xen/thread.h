/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads that work for a world and that nobody waits for. */
#pragma once

#include "hypervisor/xen/world.h"

typedef void (*xen_thread_work)(struct xen_world *world, void *opaque);

/* Runs @work in a thread of its own, with all signals blocked; it counts as a user of the world until
 * it returns.  False when there is none, or when the last connection has left: then it is not run. */
bool xen_thread_start(struct xen_world *world, xen_thread_work work, void *opaque);
