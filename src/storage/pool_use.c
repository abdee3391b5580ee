/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What calls work with on the volumes of an active pool: its folder, opened anew for each so that nobody is kept
 * from unmounting it; or its table, filled at the first use. */
#include "config.h"

#include "obj/error.h"
#include "storage/pool.h"
#include "util/cleanup.h"

void pool_use_done(struct pool_use *use)
{
    storage_pool_def_unref(use->def);
    dir_unref(use->dir);
}

/* True: the list is to be made first. */
static int begin(struct pool *pool, struct pool_use *ret, bool *ret_outdated)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return -1;
    ret->def = storage_pool_def_ref(pool->live);
    ret->dir = pool->dir != NULL ? dir_ref(pool->dir) : NULL;
    *ret_outdated = pool_is_outdated_locked(pool);
    return 0;
}

static bool is_outdated(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool_is_outdated_locked(pool);
}

static int list(struct pool *pool, const struct storage_pool_def *def)
{
    POOL_TURN_SCOPE(turn, pool, "a list of volumes", true);

    if (!turn.mine)
        return -1;
    return is_outdated(pool) ? pool_look(pool, def, NULL) : 0;
}

int pool_use_begin(struct pool *pool, struct pool_use *ret)
{
    const struct storage_backend *backend;
    bool outdated;

    if (begin(pool, ret, &outdated) < 0)
        return -1;
    backend = storage_backend_of(pool->world, ret->def->type);
    ret->direct = backend->place == STORAGE_IN_FOLDER;
    ret->listed = backend->place == STORAGE_LISTED;
    if (ret->direct)
        return storage_open_folder(backend, ret->def, &ret->dir);
    return ret->listed && outdated ? list(pool, ret->def) : 0;
}
