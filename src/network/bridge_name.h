/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose bridge is whose: no two networks of a world make the same one. */
#pragma once

#include "network/network.h"

/* Checks the bridge of a definition that is not handed out yet, and gives it one where it names
 * none and needs one: that of @net, else the first free virbrN.
 * @net     the network that it is for, whose own bridges are free for it; NULL a new one
 * Errors   INTERNAL_ERROR another network has it; NO_MEMORY
 * Locks    the caller has a turn */
int net_settle_bridge(struct net_world *world, const struct net *net, struct network_def *def);
