/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Having a volume for oneself, and deleting it. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/keep.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* 1 it is the caller's now; 0 others have it; -1 raised. */
static int try_locked(struct vol *vol, bool direct) VT_REQUIRES(vol->pool->lock);
static int try_locked(struct vol *vol, bool direct)
{
    int r;

    vt_mutex_held(&vol->pool->lock);
    if (!direct)
        return vol->busy == NULL;
    r = vt_table_add(&vol->pool->volumes, vol->obj, NULL);
    return r == -EEXIST ? 0 : r < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : 1;
}

int vol_take(struct vol *vol, bool direct, const char *owner)
{
    VT_LOCK_SCOPE(&vol->pool->lock);
    uint64_t deadline = vt_now_ns() + POOL_WAIT_MS * VT_NS_PER_MS;
    bool in_time = true;

    for (;;) {
        int r = vol_check_locked(vol) < 0 ? -1 : try_locked(vol, direct);
        if (r < 0)
            return -1;
        if (r > 0)
            break;
        if (!in_time)
            return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                            "%s waited %d s for volume '%s', on which %s is at work", owner,
                            POOL_WAIT_MS / 1000, vol->path,
                            vol->busy != NULL ? vol->busy : "another call");
        in_time = pool_wait_locked(vol->pool, deadline);
    }
    vol->busy = owner;
    return 0;
}

void vol_give_back(struct vol *vol, bool direct)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    vol->busy = NULL;
    vol->building = false;
    if (direct)
        (void)vt_table_remove(&pool->volumes, vol->obj);
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
}

/* Says of the volume that it is gone, before the pool says it of itself. */
static int check(struct vol *vol)
{
    VT_LOCK_SCOPE(&vol->pool->lock);

    return vol_check_locked(vol);
}

static bool is_listed(struct vol *vol)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    return pool->live != NULL &&
           storage_backend_of(pool->world, pool->live->type)->place == STORAGE_LISTED;
}

static int delete (struct vol *vol, bool zero)
{
    struct pool *pool = vol->pool;
    VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};
    struct storage_pool_sizes sizes;

    POOL_TURN_SCOPE(turn, pool, "virStorageVolDelete", false);
    if (!turn.mine || pool_use_begin(pool, &use) < 0 ||
        vol_take(vol, use.direct, "virStorageVolDelete") < 0)
        return -1;
    if (use.dir != NULL && dir_remove(use.dir, vol->obj->name, zero) < 0) {
        vol_give_back(vol, use.direct);
        return -1;
    }
    vol_set_gone(vol);
    /* The volume is gone; that the room cannot be told is the next refresh's to say. */
    if (use.dir != NULL && dir_sizes(use.dir, &sizes) == 0)
        pool_set_sizes(pool, &sizes);
    keep_changed(pool);
    return 0;
}

int vol_delete(virStorageVolPtr handle, unsigned int flags)
{
    struct vol *vol = vol_of(handle->h.obj);
    bool zero = (flags & VIR_STORAGE_VOL_DELETE_ZEROED) != 0;

    if (check(vol) < 0)
        return -1;
    return is_listed(vol) ? vol_delete_listed(vol, zero) : delete (vol, zero);
}
