/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a world keeps in files, for other processes and for later: definitions, and what is active.  In a world
 * without stores (that of the embedded hypervisor) nothing is kept, and all of this does nothing. */
#pragma once

#include "storage/pool.h"
#include "store/store.h"

/* A turn of a store by scope: KEEP_TURN(turn, store, "virStoragePoolDefineXML"); if (!turn.mine) return -1;
 * @store  NULL: nothing is kept.  What other processes changed is taken over when it begins. */
struct keep_turn {
    struct vt_store *store;
    bool mine;
};
static inline void keep_turn_end_(struct keep_turn *turn)
{
    if (turn->mine && turn->store != NULL)
        vt_store_turn_end(turn->store);
}
#define KEEP_TURN(name, store, call) \
    struct keep_turn name __attribute__((cleanup(keep_turn_end_))) = { \
        (store), (store) == NULL || vt_store_turn_begin((store), (call))}

/* The right to change the state of a pool: the pool alone in this process, its name against others; what they
 * did before is known.  By scope: POOL_CHANGE_SCOPE(change, pool, "virStoragePoolCreate"); if (!change.mine)
 * return -1;
 * Errors   NO_STORAGE_POOL; OPERATION_FAILED others are at work on it */
struct pool_change {
    struct pool_turn turn;
    struct vt_store_claim claim;
    bool mine;
};
struct pool_change pool_change_begin(struct pool *pool, const char *call);
void pool_change_end_(struct pool_change *change);
#define POOL_CHANGE_SCOPE(name, pool, call) \
    struct pool_change name __attribute__((cleanup(pool_change_end_))) = \
        pool_change_begin((pool), (call))

/* The three below are called in a turn of world->keep.defs. */
int keep_defined(struct storage_world *world, const struct storage_pool_def *def) VT_WARN_UNUSED;
int keep_undefined(struct storage_world *world, const char *name) VT_WARN_UNUSED;
int keep_autostart(struct storage_world *world, const char *name, bool autostart) VT_WARN_UNUSED;

/* Whether and as what a pool is active; these take the turn of world->keep.active. */
int keep_active(struct pool *pool, const struct storage_pool_def *def) VT_WARN_UNUSED;
int keep_inactive(struct pool *pool) VT_WARN_UNUSED;
/* Tells others of new sizes, and that volumes may have changed.  That it cannot be told is no failure of what
 * changed them. */
void keep_changed(struct pool *pool);

/* Reads what keep_active wrote.
 * Errors   those of storage_pool_def_parse */
int keep_read_active(const char *text, struct storage_pool_def **ret,
                     struct storage_pool_sizes *ret_sizes) VT_WARN_UNUSED;
