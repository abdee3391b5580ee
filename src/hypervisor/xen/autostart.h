/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting what is to run whenever the host does. */
#pragma once

#include "hypervisor/xen/world.h"

/* Once after each start of the host, whichever process comes first: starts the domains that are marked
 * for it, in a thread, one after the other.  Returns at once; what cannot be started stays off. */
void xen_autostart(struct xen_world *world);
