/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping networks. */
#pragma once

#include "network/network.h"

/* Starts one that is defined, for @call.
 * Errors  INTERNAL_ERROR it is active; those of the host
 * Locks   none, and no turn */
int net_start(struct net_world *world, struct net *net, const char *call);

/* Ends what another process has left when it died: a start or a stop that nobody is at any more.  Where
 * somebody still is, nothing is done.  Errors are forgotten: it is tried again whenever the network is
 * started or stopped. */
void net_end_leftover(struct net_world *world, struct net *net);

/* Looks after an active one: when the host has lost it, it becomes inactive; what of it has died is
 * started again.  As above where somebody is at it.
 * @def  of its run */
void net_look_after(struct net_world *world, struct net *net, const struct network_def *def);
