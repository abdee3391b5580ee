/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A world of pools: those of one host of the embedded hypervisor, or those of this machine.  It is the
 * storage_data of a connection. */
#pragma once

#include <stdatomic.h>

#include "conf/storage.h"
#include "event/event.h"
#include "obj/connect.h"
#include "obj/table.h"
#include "storage/backend.h"

struct vt_store;

/* Files of definitions and of what is active; NULL: nothing is kept. */
struct storage_keep {
    struct vt_store *defs;
    struct vt_store *active;
};

/* Lists that threads make: listing.h. */
struct storage_listings {
    struct vt_mutex lock; /* rank VT_RANK_WORLD */
    struct vt_cond changed;
    unsigned int ended VT_GUARDED_BY(lock); /* ever; it wraps */
};

struct storage_world {
    struct vt_table pools; /* of struct pool */
    struct storage_listings listings;
    atomic_int next_pool;           /* the number of the next pool that starts */
    struct vt_event_source *events; /* its owner's; outlives it.  Immutable */
    /* By type; NULL: not supported.  Immutable */
    const struct storage_backend *const *backends;
    struct storage_keep keep; /* set before others see the world.  keep.h */
    /* Counts, and counts no more, a thread that works in it, so that it stays for so long; with no lock held.  NULL
     * where no backend lists volumes: there are no threads.  Set before others see the world */
    void (*hold)(struct storage_world *world, bool begins);
};

/* No pools yet.
 * @backends  STORAGE_N_POOL_TYPES of them */
void storage_world_init(struct storage_world *world, struct vt_event_source *events,
                        const struct storage_backend *const *backends);
/* Breaks the circles of pools and volumes, and drops all pools.  Nobody uses it any more. */
void storage_world_done(struct storage_world *world);

static inline struct storage_world *storage_world_of(virConnectPtr conn)
{
    return conn->storage_data;
}

/* What does pools of this type; NULL with NO_SUPPORT raised. */
const struct storage_backend *storage_backend_of(const struct storage_world *world,
                                                 enum storage_pool_type type);
