/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The networks of the host: a world for all connections of the process, whose definitions and runs all
 * processes share.
 *
 * CONFIG/qemu/networks/NAME.xml (and autostart/) is what is defined; STATE/network has NAME.xml for what
 * is active, and its files.  The names of the roots are those of store/roots.h. */
#pragma once

#include "network/network.h"

/* The world, counted; the first one reads the folders.  NULL raised.  No lock is held. */
struct net_world *host_world_get(void);
void host_world_unref(struct net_world *world);

/* Ends what processes that died have left half done, makes inactive what has lost its bridge, starts a
 * dnsmasq that has died; then, once in each boot, starts what is marked.  What fails is seen to be inactive.
 * No lock is held. */
void host_world_tend(struct net_world *world);

/* Starts what is marked and is not active, and waits for whoever is at it: for guests that start with the
 * host.  What fails is seen to be inactive.  No lock is held. */
void host_world_start_marked(struct net_world *world);
