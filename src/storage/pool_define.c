/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, and creating pools from documents. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/keep.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define DEFINE "virStoragePoolDefineXML"

/* Whoever was quicker, and started the new pool or defined it again, has told of it already. */
static void announce(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_announce_locked(pool);
}

/* 1 installed; 0 the pool is gone, try again. */
static int replace_config(struct pool *pool, struct storage_pool_def *def)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->gone)
        return 0;
    pool_set_defined_locked(pool, def);
    return 1;
}

/* A new pool, counted, once its definition is kept; in a turn of the definitions.  -EEXIST: *ret is the pool
 * that is in the way.
 * @kept  it is already */
static int add_new(struct storage_world *world, struct storage_pool_def *def, bool kept,
                   struct vt_object **ret)
{
    struct pool *pool = pool_new(world, def, false);
    VT_AUTOOBJ struct vt_object *obj = pool != NULL ? pool->obj : NULL;
    int r = pool != NULL ? vt_table_add(&world->pools, obj, ret) : -1;

    if (r == -ENOMEM)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    if (r == -EEXIST)
        return r;
    if (r < 0)
        return -1;
    if (!kept && keep_defined(world, def) < 0) {
        pool_forget(pool);
        return -1;
    }
    announce(pool);
    *ret = VT_TAKE(obj);
    return 0;
}

/* Defined, or -EEXIST: *ret has the name and another uuid, so it has to make room. */
static int define(struct storage_world *world, struct storage_pool_def *def, struct vt_object **ret)
{
    struct vt_object *other = NULL;
    int r;

    KEEP_TURN(turn, world->keep.defs, DEFINE);
    if (!turn.mine || pool_check_source(world, def, false) < 0)
        return -1;
    do {
        r = add_new(world, def, false, ret);
        if (r != -EEXIST)
            return r;
        other = *ret;
        if (strcmp(other->name, def->name) != 0) {
            r = vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, other);
            vt_object_unref(VT_TAKE(*ret));
            return r;
        }
        if (memcmp(other->uuid, def->uuid, VT_UUID_LEN) != 0 && !def->uuid_generated)
            return -EEXIST;
        memcpy(def->uuid, other->uuid, VT_UUID_LEN);
        r = keep_defined(world, def) < 0 ? -1 : replace_config(pool_of(other), def);
        if (r > 0)
            return 0;
        (void)vt_table_remove(&world->pools, other);
        vt_object_unref(VT_TAKE(*ret));
    } while (r == 0);
    return r;
}

/* 0 when @def may take the place of @pool. */
static int check_room(struct pool *pool, const struct storage_pool_def *def)
{
    VT_AUTOOBJ struct vt_object *same_uuid = vt_table_by_uuid(&pool->world->pools, def->uuid);
    VT_LOCK_SCOPE(&pool->lock);

    if (same_uuid != NULL && same_uuid != pool->obj)
        return vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, same_uuid);
    if (pool->live != NULL)
        return vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, pool->obj);
    return 0;
}

/* Puts an inactive pool out of the way of the new one, whose file takes the place of the old one's in one step.
 * 0 *ret is the new one; 1 the old one went by itself; -1 raised. */
static int define_instead(struct pool *pool, struct storage_pool_def *def, struct vt_object **ret)
{
    struct storage_world *world = pool->world;

    POOL_CHANGE_SCOPE(change, pool, DEFINE);
    if (!change.mine && vt_error_last()->code == VIR_ERR_NO_STORAGE_POOL) {
        vt_error_reset();
        (void)vt_table_remove(&world->pools, pool->obj);
        return 1;
    }
    if (!change.mine)
        return -1;
    KEEP_TURN(turn, world->keep.defs, DEFINE);
    if (!turn.mine)
        return -1;
    if (check_room(pool, def) < 0 || pool_check_source(world, def, false) < 0 ||
        keep_defined(world, def) < 0)
        return -1;
    pool_forget(pool);
    return add_new(world, def, true, ret) < 0 ? -1 : 0;
}

virStoragePoolPtr pool_define_xml(virConnectPtr conn, const char *xml, unsigned int flags VT_UNUSED)
{
    struct storage_world *world = storage_world_of(conn);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    int r;

    if (storage_pool_def_parse(xml, &def) < 0 || storage_backend_of(world, def->type) == NULL)
        return NULL;
    do {
        VT_AUTOOBJ struct vt_object *obj = NULL;
        r = define(world, def, &obj);
        if (r == -EEXIST) {
            VT_AUTOOBJ struct vt_object *other = VT_TAKE(obj);
            r = define_instead(pool_of(other), def, &obj);
        }
        if (r == 0)
            return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, obj);
    } while (r > 0);
    return NULL;
}

int pool_add_started(struct pool *pool, struct storage_pool_def *def, int code, const char *owner)
{
    VT_AUTOOBJ struct vt_object *other = NULL;
    int r;

    /* The turn comes first, so that nobody finds a pool that he could start instead. */
    POOL_CHANGE_SCOPE(change, pool, owner);
    if (!change.mine)
        return -1;
    r = vt_table_add(&pool->world->pools, pool->obj, &other);
    if (r == -EEXIST)
        return vt_table_taken(VIR_FROM_STORAGE, code, def->name, other);
    if (r < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    /* After that, so that of two who do this at once not both have it. */
    r = pool_check_source(pool->world, def, false);
    if (r == 0)
        r = pool_start(pool, def);
    if (r < 0)
        pool_forget(pool);
    return r;
}

virStoragePoolPtr pool_create_xml(virConnectPtr conn, const char *xml, unsigned int flags VT_UNUSED)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    struct pool *pool;

    if (storage_pool_def_parse(xml, &def) < 0 ||
        storage_backend_of(storage_world_of(conn), def->type) == NULL)
        return NULL;
    pool = pool_new(storage_world_of(conn), def, true);
    if (pool == NULL)
        return NULL;
    obj = pool->obj;
    if (pool_add_started(pool, def, VIR_ERR_INTERNAL_ERROR, "virStoragePoolCreateXML") < 0)
        return NULL;
    return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, obj);
}

static int check_inactive(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return -1;
    return pool->live != NULL ? pool_wrong_state(pool, "undefine", "active") : 0;
}

int pool_undefine(virStoragePoolPtr handle)
{
    struct pool *pool = pool_of(handle->h.obj);
    struct storage_world *world = pool->world;

    POOL_CHANGE_SCOPE(change, pool, "virStoragePoolUndefine");
    if (!change.mine)
        return -1;
    KEEP_TURN(turn, world->keep.defs, "virStoragePoolUndefine");
    if (!turn.mine || check_inactive(pool) < 0 || keep_undefined(world, pool->obj->name) < 0)
        return -1;
    pool_forget(pool);
    return 0;
}
