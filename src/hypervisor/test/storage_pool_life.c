/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building, starting, stopping and deleting pools. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/storage.h"
#include "obj/error.h"
#include "util/cleanup.h"

const char *test_pool_folder(const struct storage_pool_def *def)
{
    if (def->path != NULL)
        return def->path;
    return def->source.name != NULL ? def->source.name : def->name;
}

/* What the table has stays when the pool is where it was, and of the same kind. */
static int prepare_volumes(struct test_pool *pool, const char *folder, bool in_dir)
{
    const struct storage_pool_sizes empty = {TEST_POOL_CAPACITY, 0, TEST_POOL_CAPACITY};
    char *copy;

    if (pool->vol_path != NULL && pool->vols_in_dir == in_dir &&
        strcmp(pool->vol_path, folder) == 0)
        return 0;
    copy = strdup(folder);
    if (copy == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    test_pool_forget_volumes(pool);
    pool->vol_path = copy;
    pool->vols_in_dir = in_dir;
    if (!in_dir)
        test_pool_set_sizes(pool, &empty);
    return 0;
}

static void set_started(struct test_pool *pool, struct storage_pool_def *def, struct test_dir *dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    test_pool_set_started_locked(pool, def, dir);
}

/* Into the list of the active ones. */
static int publish(struct test_pool *pool)
{
    struct test_world *world = pool->world;
    int r;

    do {
        int number = atomic_fetch_add(&world->next_pool, 1) & INT32_MAX;
        r = vt_table_set_number(&world->pools, pool->obj, number);
    } while (r == -EEXIST);
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot start pool '%s'", pool->obj->name)
                 : 0;
}

int test_pool_start(struct test_pool *pool, struct storage_pool_def *def)
{
    const char *folder = test_pool_folder(def);
    TEST_AUTODIR struct test_dir *dir = NULL;

    if (storage_pool_kind_of(def)->files && !pool->in_memory && test_dir_open(def->path, &dir) < 0)
        return -1;
    if (prepare_volumes(pool, folder, dir != NULL) < 0 ||
        (dir != NULL && test_pool_look(pool, dir, folder) < 0) || publish(pool) < 0)
        return -1;
    set_started(pool, def, dir);
    return 0;
}

/* What a change of an inactive pool works with: its definition, counted; NULL raised. */
static struct storage_pool_def *inactive_config(struct test_pool *pool, const char *what,
                                                bool building)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return NULL;
    if (pool->live != NULL)
        return (void)test_pool_wrong_state(pool, what, "active"), NULL;
    pool->building = building;
    return storage_pool_def_ref(pool->config);
}

int test_pool_create(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolCreate", true);
    if (!turn.mine || (def = inactive_config(pool, "start", false)) == NULL)
        return -1;
    return test_pool_start(pool, def);
}

/* 1 when it has no definition and so ends now, 0 when it has, -1 raised. */
static int set_stopped(struct test_pool *pool, struct test_dir **ret_dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return -1;
    if (pool->live == NULL)
        return test_pool_wrong_state(pool, "stop", "inactive");
    test_pool_set_stopped_locked(pool, ret_dir);
    return pool->config == NULL;
}

int test_pool_destroy(virStoragePoolPtr handle)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    TEST_AUTODIR struct test_dir *dir = NULL;
    int r;

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolDestroy", true);
    if (!turn.mine)
        return -1;
    r = set_stopped(pool, &dir);
    if (r < 0)
        return -1;
    if (r > 0)
        test_pool_forget(pool);
    else
        vt_table_clear_number(&pool->world->pools, pool->obj, vt_object_number(pool->obj));
    return 0;
}

static void set_built(struct test_pool *pool, bool built)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->building = false;
    if (built)
        test_pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_CREATED);
}

int test_pool_build(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    int r = 0;

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolBuild", true);
    if (!turn.mine || (def = inactive_config(pool, "build", true)) == NULL)
        return -1;
    if (storage_pool_kind_of(def)->files)
        r = test_dir_build(def->path, &def->perms);
    set_built(pool, r == 0);
    return r;
}

static void set_deleted(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    test_pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_DELETED);
}

int test_pool_delete(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolDelete", true);
    if (!turn.mine || (def = inactive_config(pool, "delete", false)) == NULL)
        return -1;
    if (storage_pool_kind_of(def)->files && test_dir_delete(def->path) < 0)
        return -1;
    test_pool_forget_volumes(pool);
    set_deleted(pool);
    return 0;
}

static int running(struct test_pool *pool, struct storage_pool_def **ret_def,
                   struct test_dir **ret_dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_active_locked(pool) < 0)
        return -1;
    *ret_def = storage_pool_def_ref(pool->live);
    *ret_dir = pool->dir != NULL ? test_dir_ref(pool->dir) : NULL;
    return 0;
}

static void swap_dir(struct test_pool *pool, struct test_dir **dir)
{
    VT_LOCK_SCOPE(&pool->lock);
    struct test_dir *old = pool->dir;

    pool->dir = *dir;
    *dir = old;
}

/* Where the path leads now: another folder may have come in the place of the one that we hold,
 * *dir.  That one stays when there is none, or none that can be written to. */
static int renew_dir(struct test_pool *pool, const char *path, struct test_dir **dir)
{
    TEST_AUTODIR struct test_dir *fresh = NULL;
    int r = test_dir_open(path, &fresh);

    if (r <= 0)
        return r;
    test_dir_unref(*dir);
    *dir = test_dir_ref(fresh);
    swap_dir(pool, &fresh);
    return 0;
}

static void set_refreshed(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    vt_event_raise(&pool->world->events, VT_EVENT_POOL_REFRESH, pool->obj, 0, 0);
}

int test_pool_refresh(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    TEST_AUTODIR struct test_dir *dir = NULL;

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolRefresh", true);
    if (!turn.mine || running(pool, &def, &dir) < 0)
        return -1;
    if (dir != NULL && (renew_dir(pool, def->path, &dir) < 0 ||
                        test_pool_look(pool, dir, test_pool_folder(def)) < 0))
        return -1;
    set_refreshed(pool);
    return 0;
}
