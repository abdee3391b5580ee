/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listing the volumes of a pool in a thread of its own. */
#include "config.h"

#include <libvirt/virterror.h>

#include "obj/error.h"
#include "storage/listing.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/thread.h"

/* False: one is going on. */
static bool set_begun(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->world->listings.lock);

    if (pool->listing_since_ns != 0)
        return false;
    pool->listing_since_ns = vt_now_ns();
    return true;
}

static void set_ended(struct pool *pool)
{
    struct storage_listings *listings = &pool->world->listings;
    VT_LOCK_SCOPE(&listings->lock);

    pool->listing_since_ns = 0;
    listings->ended++;
    vt_cond_broadcast(&listings->changed);
}

/* What goes wrong is seen by the table, which is out of date still. */
static void *thread_main(void *arg)
{
    struct pool *pool = arg;
    struct storage_world *world = pool->world;
    struct pool_use use = {.def = NULL};

    if (pool_use_begin(pool, &use) < 0)
        vt_error_reset();
    pool_use_done(&use);
    set_ended(pool);
    vt_object_unref(pool->obj);
    world->hold(world, false);
    return NULL;
}

int listing_begin(struct pool *pool)
{
    struct storage_world *world = pool->world;
    int r;

    if (!set_begun(pool))
        return 0;
    vt_object_ref(pool->obj);
    world->hold(world, true);
    r = vt_thread_detached(thread_main, pool);
    if (r == 0)
        return 0;
    set_ended(pool);
    vt_object_unref(pool->obj);
    world->hold(world, false); /* our caller has a count */
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot list the volumes of pool '%s' in a thread",
                          pool->obj->name);
}

bool listing_is_awaited(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->world->listings.lock);

    return pool->listing_since_ns != 0 &&
           vt_now_ns() - pool->listing_since_ns < LISTING_WAIT_MS * VT_NS_PER_MS;
}

unsigned int listings_ended(struct storage_world *world)
{
    VT_LOCK_SCOPE(&world->listings.lock);

    return world->listings.ended;
}

bool listings_wait(struct storage_world *world, unsigned int ended, uint64_t deadline)
{
    struct storage_listings *listings = &world->listings;
    VT_LOCK_SCOPE(&listings->lock);
    bool in_time = true;

    while (listings->ended == ended && in_time)
        in_time = vt_cond_wait(&listings->changed, &listings->lock, deadline);
    return in_time;
}
