/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks of one host, and what all hosts share: names, states, and who may change them when.
 *
 * A change first takes the world's `changes`, so that names, uuids, bridges and numbers are settled
 * one change at a time; it is held for microseconds.  Queries never take it. */
#pragma once

#include "conf/network.h"
#include "event/event.h"
#include "obj/connect.h"
#include "obj/table.h"

struct net_world {
    struct vt_table networks;        /* of struct net */
    struct vt_mutex changes;         /* rank VT_RANK_WORLD: networks change one at a time */
    int next VT_GUARDED_BY(changes); /* number of the next one that starts */
    struct vt_event_source *events;  /* immutable */
    int domain;                      /* immutable; who raises, VIR_FROM_* */
};

struct net {
    struct vt_object *obj; /* count, name, uuid, number; its body is this.  Immutable */
    int domain;            /* as its world's; immutable */

    /* Rank VT_RANK_OBJECT.  Below: written with `changes` and the lock, read with either. */
    struct vt_mutex lock;
    struct network_def *config VT_GUARDED_BY(lock); /* for the next start; NULL transient */
    struct network_def *live VT_GUARDED_BY(lock);   /* NULL inactive */
    bool gone VT_GUARDED_BY(lock);      /* undefined, or transient and stopped: NO_NETWORK */
    bool autostart VT_GUARDED_BY(lock); /* needs the lock alone */
};

/* A world without networks.  @events outlives it. */
void net_world_init(struct net_world *world, struct vt_event_source *events, int domain);
/* Nobody else uses it any more. */
void net_world_done(struct net_world *world);

static inline struct net_world *net_world_of(virConnectPtr conn)
{
    return conn->network_data;
}

/* NULL for NULL. */
static inline struct net *net_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

/* The definition that counts now: of the run, else of the next start.  One of the locks is held. */
static inline struct network_def *net_def(const struct net *net)
{
    return net->live != NULL ? net->live : net->config;
}

/* A network in no table, with one count of its object.
 * @config, @live  counts are taken; one may be NULL.  NULL raised. */
struct net *net_new(int domain, struct network_def *config, struct network_def *live);

/* NO_NETWORK raised when it is gone.  0 or -1. */
int net_check_locked(struct net *net) VT_REQUIRES(net->lock);

/* Adds a network, persistent and active.
 * Errors   OPERATION_FAILED its name or uuid is another's; INTERNAL_ERROR its bridge is; NO_MEMORY */
int net_world_add(struct net_world *world, struct network_def *def);
