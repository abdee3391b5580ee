/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, and creating pools from documents. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/pool.h"
#include "obj/error.h"
#include "util/cleanup.h"

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

/* Makes an inactive pool gone, whose name another is to have.  1 done; 0 it is active. */
static int set_replaced(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->live != NULL)
        return 0;
    pool_set_gone_locked(pool);
    return 1;
}

/* Puts an inactive pool out of the way.  0, or -1 raised. */
static int replace(struct pool *pool, const struct storage_pool_def *def)
{
    POOL_TURN_SCOPE(turn, pool, "virStoragePoolDefineXML", true);

    if (!turn.mine)
        return -1;
    if (set_replaced(pool) == 0)
        return vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, pool->obj);
    pool_forget(pool);
    return 0;
}

/* A pool stands in the way of @def.  1 it has the definition now; 0 it is out of the way; -1. */
static int settle(struct pool *pool, struct storage_pool_def *def)
{
    bool same_name = strcmp(pool->obj->name, def->name) == 0;
    bool same_uuid = memcmp(pool->obj->uuid, def->uuid, VT_UUID_LEN) == 0;
    int r;

    if (same_name && (same_uuid || def->uuid_generated)) {
        memcpy(def->uuid, pool->obj->uuid, VT_UUID_LEN);
        r = replace_config(pool, def);
    } else if (same_name) {
        r = replace(pool, def);
        if (r < 0 && vt_error_last()->code == VIR_ERR_NO_STORAGE_POOL) {
            vt_error_reset(); /* it went by itself */
            r = 0;
        }
    } else {
        r = vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, pool->obj);
    }
    if (r == 0)
        (void)vt_table_remove(&pool->world->pools, pool->obj);
    return r;
}

virStoragePoolPtr pool_define_xml(virConnectPtr conn, const char *xml, unsigned int flags VT_UNUSED)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    if (storage_pool_def_parse(xml, &def) < 0 ||
        storage_backend_of(storage_world_of(conn), def->type) == NULL)
        return NULL;
    for (;;) {
        struct pool *pool = pool_new(storage_world_of(conn), def, false);
        VT_AUTOOBJ struct vt_object *obj = pool != NULL ? pool->obj : NULL;
        VT_AUTOOBJ struct vt_object *other = NULL;
        int r = pool != NULL ? vt_table_add(storage_pools_of(conn), obj, &other) : -1;
        if (r == -ENOMEM)
            (void)vt_error_no_memory(VIR_FROM_STORAGE);
        if (r == 0) {
            announce(pool);
            return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, obj);
        }
        if (r == -EEXIST)
            r = settle(pool_of(other), def);
        else
            return NULL;
        if (r < 0)
            return NULL;
        if (r > 0)
            return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, other);
    }
}

int pool_add_started(struct pool *pool, struct storage_pool_def *def, int code, const char *owner)
{
    VT_AUTOOBJ struct vt_object *other = NULL;
    int r;

    /* The turn comes first, so that nobody finds a pool that he could start instead. */
    POOL_TURN_SCOPE(turn, pool, owner, true);
    if (!turn.mine)
        return -1;
    r = vt_table_add(&pool->world->pools, pool->obj, &other);
    if (r == -EEXIST)
        return vt_table_taken(VIR_FROM_STORAGE, code, def->name, other);
    if (r < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
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

    if (storage_pool_def_parse(xml, &def) < 0)
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

    POOL_TURN_SCOPE(turn, pool, "virStoragePoolUndefine", true);
    if (!turn.mine || check_inactive(pool) < 0)
        return -1;
    pool_forget(pool);
    return 0;
}
