/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The world's own thread: watches of xenstore, looks every so often, idle windows. */
#pragma once

#include "hypervisor/xen/world.h"

/* Starts it, with all signals blocked.  -1 raised. */
int xen_watch_start(struct xen_world *world);
/* Ends it, and waits for that.  Nothing when it never started. */
void xen_watch_stop(struct xen_world *world);
