/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, and creating pools from documents, and those of new worlds. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/storage.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Source: the test driver of libvirt 9.0.0 (the uuid) and of 0.6.1. */
static const char default_pool[] = "<pool type='dir'>\n"
                                   "  <name>default-pool</name>\n"
                                   "  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>\n"
                                   "  <target>\n"
                                   "    <path>/default-pool</path>\n"
                                   "  </target>\n"
                                   "</pool>\n";

/* Whoever was quicker, and started the new pool or defined it again, has told of it already. */
static void announce(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    test_pool_announce_locked(pool);
}

/* 1 installed; 0 the pool is gone, try again. */
static int replace_config(struct test_pool *pool, struct storage_pool_def *def)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->gone)
        return 0;
    test_pool_set_defined_locked(pool, def);
    return 1;
}

/* Makes an inactive pool gone, whose name another is to have.  1 done; 0 it is active. */
static int set_replaced(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->live != NULL)
        return 0;
    test_pool_set_gone_locked(pool);
    return 1;
}

/* Puts an inactive pool out of the way.  0, or -1 raised. */
static int replace(struct test_pool *pool, const struct storage_pool_def *def)
{
    TEST_TURN_SCOPE(turn, pool, "virStoragePoolDefineXML", true);

    if (!turn.mine)
        return -1;
    if (set_replaced(pool) == 0)
        return vt_table_taken(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, def->name, pool->obj);
    test_pool_forget(pool);
    return 0;
}

/* A pool stands in the way of @def.  1 it has the definition now; 0 it is out of the way; -1. */
static int settle(struct test_pool *pool, struct storage_pool_def *def)
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

virStoragePoolPtr test_pool_define_xml(virConnectPtr conn, const char *xml,
                                       unsigned int flags VT_UNUSED)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    if (storage_pool_def_parse(xml, &def) < 0)
        return NULL;
    for (;;) {
        struct test_pool *pool = test_pool_new(test_world_of(conn), def, false);
        VT_AUTOOBJ struct vt_object *obj = pool != NULL ? pool->obj : NULL;
        VT_AUTOOBJ struct vt_object *other = NULL;
        int r = pool != NULL ? vt_table_add(test_pools_of(conn), obj, &other) : -1;
        if (r == -ENOMEM)
            (void)vt_error_no_memory(VIR_FROM_STORAGE);
        if (r == 0) {
            announce(pool);
            return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, obj);
        }
        if (r == -EEXIST)
            r = settle(test_pool_of(other), def);
        else
            return NULL;
        if (r < 0)
            return NULL;
        if (r > 0)
            return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, other);
    }
}

/* Adds @pool and starts it; its count stays the caller's. */
static int add_started(struct test_pool *pool, struct storage_pool_def *def, int code,
                       const char *owner)
{
    VT_AUTOOBJ struct vt_object *other = NULL;
    int r;

    /* The turn comes first, so that nobody finds a pool that he could start instead. */
    TEST_TURN_SCOPE(turn, pool, owner, true);
    if (!turn.mine)
        return -1;
    r = vt_table_add(&pool->world->pools, pool->obj, &other);
    if (r == -EEXIST)
        return vt_table_taken(VIR_FROM_STORAGE, code, def->name, other);
    if (r < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    r = test_pool_start(pool, def);
    if (r < 0)
        test_pool_forget(pool);
    return r;
}

virStoragePoolPtr test_pool_create_xml(virConnectPtr conn, const char *xml,
                                       unsigned int flags VT_UNUSED)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    struct test_pool *pool;

    if (storage_pool_def_parse(xml, &def) < 0)
        return NULL;
    pool = test_pool_new(test_world_of(conn), def, true);
    if (pool == NULL)
        return NULL;
    obj = pool->obj;
    if (add_started(pool, def, VIR_ERR_INTERNAL_ERROR, "virStoragePoolCreateXML") < 0)
        return NULL;
    return vt_handle_new(VT_CLASS_STORAGE_POOL, conn, obj);
}

static int check_inactive(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return -1;
    return pool->live != NULL ? test_pool_wrong_state(pool, "undefine", "active") : 0;
}

int test_pool_undefine(virStoragePoolPtr handle)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);

    TEST_TURN_SCOPE(turn, pool, "virStoragePoolUndefine", true);
    if (!turn.mine || check_inactive(pool) < 0)
        return -1;
    test_pool_forget(pool);
    return 0;
}

static int add_volumes(struct test_pool *pool, const struct storage_pool_def *def,
                       const struct xml_node *volume)
{
    for (; volume != NULL; volume = xml_next_child(volume, "volume")) {
        STORAGE_AUTOVOLDEF struct storage_vol_def *vol_def = NULL;
        struct test_vol *vol;
        if (storage_vol_def_from_node(volume, def->type, &vol_def) < 0)
            return -1;
        vol = test_vol_make(pool, vol_def, NULL, "virConnectOpen");
        if (vol == NULL)
            return -1;
        vt_object_unref(vol->obj);
    }
    return 0;
}

int test_world_add_pool(struct test_world *world, const struct xml_node *node)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    const struct xml_node *volume = NULL;
    struct test_pool *pool;

    if (storage_pool_def_from_node(node, &volume, &def) < 0)
        return -1;
    pool = test_pool_new(world, def, false);
    if (pool == NULL)
        return -1;
    obj = pool->obj;
    /* Opening a connection makes no files. */
    pool->in_memory = volume != NULL;
    if (add_started(pool, def, VIR_ERR_XML_ERROR, "virConnectOpen") < 0)
        return -1;
    return add_volumes(pool, def, volume);
}

int test_world_add_default_pool(struct test_world *world)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(default_pool, XML_MAX_TEXT, VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, &doc) < 0)
        return -1;
    return test_world_add_pool(world, doc->root);
}
