/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building, starting, stopping and deleting pools. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/keep.h"
#include "obj/error.h"
#include "util/cleanup.h"

const char *pool_folder(const struct storage_pool_def *def)
{
    if (def->path != NULL)
        return def->path;
    return def->source.name != NULL ? def->source.name : def->name;
}

static void set_started(struct pool *pool, struct storage_pool_def *def, struct pool_dir *dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_started_locked(pool, def, dir);
}

/* Its folder, where it has one. */
static int open_folder(struct pool *pool, const struct storage_pool_def *def,
                       const struct storage_backend *backend, struct pool_dir **ret)
{
    if (backend->place == STORAGE_IN_FOLDER)
        return storage_open_folder(backend, def, ret);
    return backend->place == STORAGE_IN_FOLDER_OR_MEMORY && !pool->in_memory
               ? dir_open(def->path, true, ret)
               : 0;
}

/* It is available by now. */
static int use(struct pool *pool, struct storage_pool_def *def,
               const struct storage_backend *backend)
{
    POOL_AUTODIR struct pool_dir *dir = NULL;

    if (open_folder(pool, def, backend, &dir) < 0 || pool_look(pool, def, dir) < 0 ||
        pool_publish(pool) < 0)
        return -1;
    if (keep_active(pool, def) < 0) {
        vt_table_clear_number(&pool->world->pools, pool->obj, vt_object_number(pool->obj));
        return -1;
    }
    set_started(pool, def, backend->place == STORAGE_IN_FOLDER ? NULL : dir);
    return 0;
}

/* Ends what was begun; the error that led here stays. */
static void undo_start(const struct storage_backend *backend, const struct storage_pool_def *def)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    if (backend->stop != NULL)
        (void)backend->stop(def);
    vt_error_restore(&saved);
}

int pool_start(struct pool *pool, struct storage_pool_def *def)
{
    const struct storage_backend *backend = storage_backend_of(pool->world, def->type);
    int there;

    /* Of definitions that were read from files, several may have one source. */
    if (backend == NULL || (backend->stop != NULL && pool_check_source(pool->world, def, true) < 0))
        return -1;
    there = backend->check != NULL ? backend->check(def) : 0;
    if (there < 0 || (there == 0 && backend->start != NULL && backend->start(def) < 0))
        return -1;
    if (use(pool, def, backend) == 0)
        return 0;
    if (there == 0)
        undo_start(backend, def);
    return -1;
}

struct storage_pool_def *pool_inactive_config(struct pool *pool, const char *what)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return NULL;
    if (pool->live != NULL)
        return (void)pool_wrong_state(pool, what, "active"), NULL;
    if (pool->config == NULL)
        return (void)pool_wrong_state(pool, what, "without a definition"), NULL;
    return storage_pool_def_ref(pool->config);
}

static void set_building(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->building = true;
}

int pool_create(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct pool *pool = pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    POOL_CHANGE_SCOPE(change, pool, "virStoragePoolCreate");
    if (!change.mine || (def = pool_inactive_config(pool, "start")) == NULL)
        return -1;
    return pool_start(pool, def);
}

/* What it is while it is up, counted; NULL raised. */
static struct storage_pool_def *active_def(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return NULL;
    if (pool->live == NULL)
        return (void)pool_wrong_state(pool, "stop", "inactive"), NULL;
    return storage_pool_def_ref(pool->live);
}

/* True when it has no definition and so ends now. */
static bool set_stopped(struct pool *pool, struct pool_dir **ret_dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_stopped_locked(pool, ret_dir);
    return pool->config == NULL;
}

int pool_destroy(virStoragePoolPtr handle)
{
    struct pool *pool = pool_of(handle->h.obj);
    const struct storage_backend *backend;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    POOL_AUTODIR struct pool_dir *dir = NULL;

    POOL_CHANGE_SCOPE(change, pool, "virStoragePoolDestroy");
    if (!change.mine || (def = active_def(pool)) == NULL)
        return -1;
    backend = storage_backend_of(pool->world, def->type);
    if ((backend->stop != NULL && backend->stop(def) < 0) || keep_inactive(pool) < 0)
        return -1;
    if (set_stopped(pool, &dir))
        pool_forget(pool);
    else
        vt_table_clear_number(&pool->world->pools, pool->obj, vt_object_number(pool->obj));
    return 0;
}

static void set_built(struct pool *pool, bool built)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->building = false;
    if (built)
        pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_CREATED);
}

static int check_build_flags(struct pool *pool, const struct storage_backend *backend,
                             unsigned int flags)
{
    if ((flags & ~backend->build_flags) == 0)
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                    "the flags 0x%x of virStoragePoolBuild are not known for pool '%s' of its type",
                    flags & ~backend->build_flags, pool->obj->name);
}

int pool_build(virStoragePoolPtr handle, unsigned int flags)
{
    struct pool *pool = pool_of(handle->h.obj);
    const struct storage_backend *backend;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    int r = 0;

    POOL_CHANGE_SCOPE(change, pool, "virStoragePoolBuild");
    if (!change.mine || (def = pool_inactive_config(pool, "build")) == NULL)
        return -1;
    backend = storage_backend_of(pool->world, def->type);
    if (check_build_flags(pool, backend, flags) < 0)
        return -1;
    set_building(pool);
    if (backend->build != NULL)
        r = backend->build(def, flags);
    set_built(pool, r == 0);
    return r;
}

static void set_deleted(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_DELETED);
}

int pool_delete(virStoragePoolPtr handle, unsigned int flags)
{
    struct pool *pool = pool_of(handle->h.obj);
    const struct storage_backend *backend;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    POOL_CHANGE_SCOPE(change, pool, "virStoragePoolDelete");
    if (!change.mine || (def = pool_inactive_config(pool, "delete")) == NULL)
        return -1;
    backend = storage_backend_of(pool->world, def->type);
    if (backend->place != STORAGE_IN_FOLDER_OR_MEMORY && backend->place != STORAGE_IN_MEMORY &&
        (flags & VIR_STORAGE_POOL_DELETE_ZEROED) != 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the source of pool '%s' is not overwritten here", pool->obj->name);
    if (backend->destroy != NULL && backend->destroy(def, flags) < 0)
        return -1;
    pool_forget_volumes(pool);
    set_deleted(pool);
    return 0;
}

static int running(struct pool *pool, struct storage_pool_def **ret_def, bool *ret_has_dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return -1;
    *ret_def = storage_pool_def_ref(pool->live);
    *ret_has_dir = pool->dir != NULL;
    return 0;
}

/* The folder that is kept open is *dir from now on, and *dir the one that was. */
static void swap_dir(struct pool *pool, struct pool_dir **dir)
{
    VT_LOCK_SCOPE(&pool->lock);
    struct pool_dir *old = pool->dir;

    pool->dir = *dir;
    *dir = old;
}

static struct pool_dir *kept_dir(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return dir_ref(pool->dir);
}

/* Where the path leads now: another folder may have come in the place of the one that is kept.  That one stays
 * when there is none, or none that can be written to, in a pool that could be in memory. */
static int refresh_dir(struct pool *pool, const struct storage_pool_def *def, bool has_dir,
                       struct pool_dir **ret)
{
    const struct storage_backend *backend = storage_backend_of(pool->world, def->type);
    POOL_AUTODIR struct pool_dir *fresh = NULL;

    if (!has_dir && backend->place != STORAGE_IN_FOLDER)
        return 0;
    if (open_folder(pool, def, backend, &fresh) < 0)
        return -1;
    if (fresh == NULL) {
        *ret = kept_dir(pool);
        return 0;
    }
    *ret = dir_ref(fresh);
    if (has_dir)
        swap_dir(pool, &fresh);
    return 0;
}

static void set_refreshed(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    vt_event_raise(pool->world->events, VT_EVENT_POOL_REFRESH, pool->obj, 0, 0);
}

int pool_refresh(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct pool *pool = pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    POOL_AUTODIR struct pool_dir *dir = NULL;
    bool has_dir;

    POOL_TURN_SCOPE(turn, pool, "virStoragePoolRefresh", true);
    if (!turn.mine || running(pool, &def, &has_dir) < 0 ||
        refresh_dir(pool, def, has_dir, &dir) < 0 || pool_look(pool, def, dir) < 0)
        return -1;
    keep_changed(pool);
    set_refreshed(pool);
    return 0;
}
