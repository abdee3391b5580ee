/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding, listing and describing pools, and what pools could be made of. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/keep.h"
#include "obj/error.h"
#include "util/cleanup.h"

static int list(virConnectPtr conn, bool active, char **names, int max)
{
    int n = vt_table_names(storage_pools_of(conn), active, names, max);

    return n < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : n;
}

int storage_list_pools(virConnectPtr conn, char **const names, int max)
{
    return list(conn, true, names, max);
}

int storage_num_of_pools(virConnectPtr conn)
{
    return vt_table_count(storage_pools_of(conn), true);
}

int storage_list_defined_pools(virConnectPtr conn, char **const names, int max)
{
    return list(conn, false, names, max);
}

int storage_num_of_defined_pools(virConnectPtr conn)
{
    return vt_table_count(storage_pools_of(conn), false);
}

virStoragePoolPtr pool_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = vt_table_by_name(storage_pools_of(conn), name);

    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_POOL, conn, obj);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL, "no pool has the name '%s'", name);
    return NULL;
}

virStoragePoolPtr pool_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(storage_pools_of(conn), uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_POOL, conn, obj);
    vt_uuid_format(uuid, text);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL, "no pool has the uuid %s", text);
    return NULL;
}

int pool_get_info(virStoragePoolPtr handle, virStoragePoolInfoPtr info)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return -1;
    info->state = pool->live != NULL ? VIR_STORAGE_POOL_RUNNING
                  : pool->building   ? VIR_STORAGE_POOL_BUILDING
                                     : VIR_STORAGE_POOL_INACTIVE;
    info->capacity = pool->sizes.capacity;
    info->allocation = pool->sizes.allocation;
    info->available = pool->sizes.available;
    return 0;
}

static struct storage_pool_def *describe(struct pool *pool, struct storage_pool_sizes *ret,
                                         struct pool_room **ret_free)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return NULL;
    *ret = pool->sizes;
    *ret_free = pool_room_ref(pool->room);
    if (pool->live != NULL)
        return storage_pool_def_ref(pool->live);
    /* While a transient pool starts it has neither of the two, and whoever knows its name finds it. */
    return storage_pool_def_ref(pool->config != NULL ? pool->config : pool->made_of);
}

char *pool_get_xml_desc(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct storage_pool_sizes sizes;
    POOL_AUTOROOM struct pool_room *known = NULL;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def =
        describe(pool_of(handle->h.obj), &sizes, &known);

    return def != NULL
               ? storage_pool_def_format_free(def, &sizes, known != NULL ? known->device[0] : NULL)
               : NULL;
}

int pool_get_autostart(virStoragePoolPtr handle, int *autostart)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return -1;
    *autostart = pool->autostart;
    return 0;
}

static int check_defined(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return -1;
    if (pool->config != NULL)
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                    "the pool '%s' has no definition that could be started", pool->obj->name);
}

static int install_autostart(struct pool *pool, bool autostart)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_locked(pool) < 0)
        return -1;
    pool->autostart = autostart;
    return 0;
}

int pool_set_autostart(virStoragePoolPtr handle, int autostart)
{
    struct pool *pool = pool_of(handle->h.obj);
    struct storage_world *world = pool->world;

    KEEP_TURN(turn, world->keep.defs, "virStoragePoolSetAutostart");
    if (!turn.mine || check_defined(pool) < 0 ||
        keep_autostart(world, pool->obj->name, autostart != 0) < 0)
        return -1;
    return install_autostart(pool, autostart != 0);
}

int pool_is_active(virStoragePoolPtr handle)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    return pool_check_locked(pool) < 0 ? -1 : pool->live != NULL;
}

int pool_is_persistent(virStoragePoolPtr handle)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    return pool_check_locked(pool) < 0 ? -1 : pool->config != NULL;
}

char *storage_find_pool_sources(virConnectPtr conn, const char *type, const char *spec,
                                unsigned int flags VT_UNUSED)
{
    struct storage_world *world = storage_world_of(conn);
    int number = conf_word_find(&storage_pool_type_words, type);
    const struct storage_backend *backend =
        number >= 0 ? world->backends[(unsigned int)number] : NULL;

    if (backend != NULL && backend->find_sources != NULL)
        return backend->find_sources(world, spec);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                   "there is nothing to look for with pools of type '%s'", type);
    return NULL;
}
