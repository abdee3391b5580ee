/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting what is to run whenever the host does. */
#pragma once

#include "hypervisor/xen/world.h"

/* Once after each start of the host, whichever process comes first: the domains that are marked for it are
 * started, one after the other, by the program of keep.h or, where that is missing, by a thread.  It is
 * not waited for; what cannot be started stays off. */
void xen_autostart(struct xen_world *world);
/* For that program.  -1 raised: the host cannot be opened. */
int xen_autostart_all(void);
