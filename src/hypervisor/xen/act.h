/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What follows when a guest has stopped by itself: on_poweroff, on_reboot, on_crash.
 *
 * The hypervisor leaves a guest that has stopped as it is; somebody must end it, or start it anew.
 * For guests that xl started that is xl's own process.  For those that were started through this API it is
 * the guest's keeper (keep.h), or, without keepers, whichever process has the host open. */
#pragma once

#include "hypervisor/xen/world.h"

/* Starts a thread for each run of ours that was seen to have stopped, and that nobody follows up.
 * No lock is held. */
void xen_act_on_ends(struct xen_world *world);

/* For a keeper (keep.h), before it opens the host: it has the right to act for this guest, and for no
 * other. */
void xen_act_only_for(const unsigned char uuid[VT_UUID_LEN]);

/* Whether this process is following up some end: it is not to exit in the middle. */
bool xen_act_is_going_on(void);
