/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What other processes do with the host's pools, as their files tell: taking it over.  All of it happens in a
 * turn of the store that tells, and waits for nobody: a pool's turn is not taken. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "obj/error.h"
#include "storage/host.h"
#include "storage/keep.h"
#include "store/uuid.h"
#include "util/cleanup.h"

static void set_autostart(struct pool *pool, bool autostart)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->autostart = autostart;
}

/* True when nobody has a turn: then its volumes are the caller's to forget. */
static bool set_gone(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_gone_locked(pool);
    return pool_is_left_locked(pool);
}

static void forget(struct pool *pool)
{
    if (set_gone(pool))
        pool_forget_volumes(pool);
    (void)vt_table_remove(&pool->world->pools, pool->obj);
}

/* Told once of one that has come. */
static void announce(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_announce_locked(pool);
}

/* 0 added; 1 another is in the way, *ret_other counted; -1 */
static int add(struct storage_world *world, struct storage_pool_def *def, bool transient,
               struct vt_object **ret_pool, struct vt_object **ret_other)
{
    struct pool *pool = pool_new(world, def, transient);
    int r;

    if (pool == NULL)
        return -1;
    *ret_pool = pool->obj;
    r = vt_table_add(&world->pools, pool->obj, ret_other);
    return r == -EEXIST ? 1 : r < 0 ? -1 : 0;
}

static bool has_same_identity(const struct vt_object *obj, const struct storage_pool_def *def)
{
    return strcmp(obj->name, def->name) == 0 && memcmp(obj->uuid, def->uuid, VT_UUID_LEN) == 0;
}

static bool is_active(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->live != NULL;
}

static void install(struct pool *pool, struct storage_pool_def *def, bool autostart)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_defined_locked(pool, def);
    pool->autostart = autostart;
}

/* 1 once more, for what was in the way has gone; 0 it is installed; -1 not now. */
static int take_def(struct storage_world *world, struct storage_pool_def *def, bool autostart)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    VT_AUTOOBJ struct vt_object *other = NULL;
    int r = add(world, def, false, &obj, &other);

    if (r == 0) {
        set_autostart(pool_of(obj), autostart);
        announce(pool_of(obj));
        return 0;
    }
    if (r < 0)
        return -1;
    if (has_same_identity(other, def)) {
        install(pool_of(other), def, autostart);
        return 0;
    }
    if (strcmp(other->name, def->name) != 0 || is_active(pool_of(other)))
        return -1;
    forget(pool_of(other));
    return 1;
}

static bool found_def(void *owner, const char *name, const char *text, bool autostart)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    int r;

    if (storage_pool_def_parse(text, &def) < 0)
        return vt_error_last()->code != VIR_ERR_NO_MEMORY;
    if (strcmp(def->name, name) != 0)
        return true;
    if (def->uuid_generated && vt_store_uuid("pool", name, VIR_FROM_STORAGE, def->uuid) < 0)
        return false;
    do
        r = take_def(owner, def, autostart);
    while (r > 0);
    return r == 0;
}

static void set_undefined(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->config = storage_pool_def_unref(pool->config);
    pool->autostart = false;
}

static void lost_def(void *owner, const char *name)
{
    struct storage_world *world = owner;
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->pools, name);

    if (obj == NULL)
        return;
    if (is_active(pool_of(obj)))
        set_undefined(pool_of(obj)); /* it is transient from now on */
    else
        forget(pool_of(obj));
}

static void marked(void *owner, const char *name, bool autostart)
{
    struct storage_world *world = owner;
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->pools, name);

    if (obj != NULL)
        set_autostart(pool_of(obj), autostart);
}

const struct vt_store_ops host_storage_def_ops = {
    .found = found_def,
    .lost = lost_def,
    .set_autostart = marked,
};

/* True when that is new. */
static bool set_active(struct pool *pool, struct storage_pool_def *def,
                       const struct storage_pool_sizes *sizes, struct pool_room **known)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_sizes_locked(pool, sizes);
    pool_set_room_locked(pool, known);
    pool->news++;
    if (pool->live != NULL)
        return false;
    pool_set_started_locked(pool, def, NULL);
    return true;
}

static bool found_active(void *owner, const char *name, const char *text, bool autostart VT_UNUSED)
{
    struct storage_world *world = owner;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    VT_AUTOOBJ struct vt_object *other = NULL;
    POOL_AUTOROOM struct pool_room *known = NULL;
    struct storage_pool_sizes sizes;
    struct pool *pool;
    int r;

    if (keep_read_active(text, &def, &sizes) < 0)
        return vt_error_last()->code != VIR_ERR_NO_MEMORY;
    if (strcmp(def->name, name) != 0 || world->backends[def->type] == NULL)
        return true;
    r = add(world, def, true, &obj, &other);
    if (r < 0 || (r > 0 && !has_same_identity(other, def)) ||
        pool_room_new(def->source.n_devices == 1 ? def->source.devices[0] : NULL, &known) < 0)
        return false;
    pool = pool_of(r > 0 ? other : obj);
    return !set_active(pool, def, &sizes, &known) || pool_publish(pool) == 0;
}

/* 1 it has no definition; 0 it has; -1 it was not active. */
static int set_inactive(struct pool *pool, struct pool_dir **ret_dir)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->live == NULL)
        return -1;
    pool_set_stopped_locked(pool, ret_dir);
    return pool->config == NULL;
}

static void lost_active(void *owner, const char *name)
{
    struct storage_world *world = owner;
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->pools, name);
    POOL_AUTODIR struct pool_dir *dir = NULL;
    int r;

    if (obj == NULL)
        return;
    r = set_inactive(pool_of(obj), &dir);
    if (r > 0)
        forget(pool_of(obj));
    else if (r == 0)
        vt_table_clear_number(&world->pools, obj, vt_object_number(obj));
}

const struct vt_store_ops host_storage_active_ops = {
    .found = found_active,
    .lost = lost_active,
};
