/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests that others rename while they run: the watcher watches the node of each one's name.
 *
 * A name never changes here, so the guest under its new name is a new domain with the same uuid and number, and
 * the one of the old name is gone.  Source: xl rename, which writes /local/domain/N/name and no more that a
 * watch could tell of. */
#pragma once

#include "hypervisor/xen/world.h"

/* The numbers of the domains whose names are watched, ascending; of the watcher alone. */
struct xen_names {
    int *ids;
    int n;
};

/* Watches what has begun to run, and no longer what has ended.  What cannot be watched now is tried again the
 * next time. */
void xen_names_follow(struct xen_names *names, struct xen_world *world, struct xen_watch *watch);
/* The watch is gone, and with it all that was watched. */
void xen_names_forget(struct xen_names *names);
/* A watch has fired for @path: a guest that has another name now is noted, and looks that begin from now on take
 * that over.  Of one that somebody has defined, and of names that toolstacks give while they move a guest, nothing
 * is noted. */
void xen_names_note(struct xen_world *world, const char *path);
