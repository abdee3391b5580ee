/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listing the volumes of a pool of devices in a thread of its own, for a lookup that is to wait for no pool for long:
 * the tools of a pool that is stuck may take a minute, and the thread waits for them.  Only in a world with `hold`. */
#pragma once

#include "storage/pool.h"

/* How long a lookup waits for lists, all together, milliseconds; one that has been going on for longer is not waited
 * for at all. */
#define LISTING_WAIT_MS 15000

/* Begins a list of an active pool, unless one is going on; it does nothing when the table is up to date by then.
 * Errors   NO_MEMORY; SYSTEM_ERROR there can be no thread */
int listing_begin(struct pool *pool) VT_WARN_UNUSED VT_EXCLUDES(pool->world->listings.lock);
/* Whether one is going on that is worth waiting for. */
bool listing_is_awaited(struct pool *pool) VT_EXCLUDES(pool->world->listings.lock);

/* How many have ended, ever; it wraps. */
unsigned int listings_ended(struct storage_world *world) VT_EXCLUDES(world->listings.lock);
/* Waits until it is no longer @ended.  False when @deadline, of vt_now_ns, has passed. */
bool listings_wait(struct storage_world *world, unsigned int ended, uint64_t deadline)
    VT_EXCLUDES(world->listings.lock);
