/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A world of networks: its beginning and end, and its turns. */
#include "config.h"

#include "network/network.h"

void net_world_init(struct net_world *world, struct vt_event_source *events, int domain)
{
    vt_table_init(&world->networks, "networks of a world");
    vt_mutex_init(&world->lock, VT_RANK_WORLD, "changes of networks");
    vt_cond_init(&world->turn_is_free);
    world->turn = false;
    world->next = 1;
    world->ops = NULL;
    world->host = NULL;
    world->events = events;
    world->domain = domain;
}

void net_world_done(struct net_world *world)
{
    vt_table_done(&world->networks);
    vt_cond_done(&world->turn_is_free);
    vt_mutex_done(&world->lock);
}

struct net_world *net_inner_turn_begin(struct net_world *world)
{
    VT_LOCK_SCOPE(&world->lock);

    while (world->turn)
        (void)vt_cond_wait(&world->turn_is_free, &world->lock, 0);
    world->turn = true;
    return world;
}

static void end_inner(struct net_world *world)
{
    VT_LOCK_SCOPE(&world->lock);

    world->turn = false;
    vt_cond_broadcast(&world->turn_is_free);
}

void net_inner_turn_end(struct net_world **world)
{
    end_inner(*world);
}

struct net_turn net_turn_begin(struct net_world *world, enum net_turn_of of, const char *call)
{
    struct net_turn turn = {NULL, of};

    if (world->ops != NULL && !world->ops->turn_begin(world, of, call))
        return turn;
    turn.world = net_inner_turn_begin(world);
    return turn;
}

void net_turn_end(struct net_turn *turn)
{
    if (turn->world == NULL)
        return;
    end_inner(turn->world);
    if (turn->world->ops != NULL)
        turn->world->ops->turn_end(turn->world, turn->of);
}
