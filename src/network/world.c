/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A world of networks: its beginning and end. */
#include "config.h"

#include "network/network.h"

void net_world_init(struct net_world *world, struct vt_event_source *events, int domain)
{
    vt_table_init(&world->networks, "networks of a world");
    vt_mutex_init(&world->changes, VT_RANK_WORLD, "changes of networks");
    world->next = 1;
    world->events = events;
    world->domain = domain;
}

void net_world_done(struct net_world *world)
{
    vt_table_done(&world->networks);
    vt_mutex_done(&world->changes);
}
