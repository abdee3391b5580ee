/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding, listing and describing pools, and what pools could be made of. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/storage.h"
#include "obj/error.h"
#include "util/cleanup.h"

static int list(virConnectPtr conn, bool active, char **names, int max)
{
    int n = vt_table_names(test_pools_of(conn), active, names, max);

    return n < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : n;
}

int test_list_storage_pools(virConnectPtr conn, char **const names, int max)
{
    return list(conn, true, names, max);
}

int test_num_of_storage_pools(virConnectPtr conn)
{
    return vt_table_count(test_pools_of(conn), true);
}

int test_list_defined_storage_pools(virConnectPtr conn, char **const names, int max)
{
    return list(conn, false, names, max);
}

int test_num_of_defined_storage_pools(virConnectPtr conn)
{
    return vt_table_count(test_pools_of(conn), false);
}

virStoragePoolPtr test_pool_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = vt_table_by_name(test_pools_of(conn), name);

    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_POOL, conn, obj);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL, "no pool has the name '%s'", name);
    return NULL;
}

virStoragePoolPtr test_pool_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(test_pools_of(conn), uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_POOL, conn, obj);
    vt_uuid_format(uuid, text);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL, "no pool has the uuid %s", text);
    return NULL;
}

int test_pool_get_info(virStoragePoolPtr handle, virStoragePoolInfoPtr info)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return -1;
    info->state = pool->live != NULL ? VIR_STORAGE_POOL_RUNNING
                  : pool->building   ? VIR_STORAGE_POOL_BUILDING
                                     : VIR_STORAGE_POOL_INACTIVE;
    info->capacity = pool->sizes.capacity;
    info->allocation = pool->sizes.allocation;
    info->available = pool->sizes.available;
    return 0;
}

static struct storage_pool_def *describe(struct test_pool *pool, struct storage_pool_sizes *ret)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return NULL;
    *ret = pool->sizes;
    if (pool->live != NULL)
        return storage_pool_def_ref(pool->live);
    /* While a transient pool starts it has neither of the two, and whoever knows its name finds it. */
    return storage_pool_def_ref(pool->config != NULL ? pool->config : pool->made_of);
}

char *test_pool_get_xml_desc(virStoragePoolPtr handle, unsigned int flags VT_UNUSED)
{
    struct storage_pool_sizes sizes;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def =
        describe(test_pool_of(handle->h.obj), &sizes);

    return def != NULL ? storage_pool_def_format(def, &sizes) : NULL;
}

int test_pool_get_autostart(virStoragePoolPtr handle, int *autostart)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return -1;
    *autostart = pool->autostart;
    return 0;
}

int test_pool_set_autostart(virStoragePoolPtr handle, int autostart)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    if (test_pool_check_locked(pool) < 0)
        return -1;
    if (pool->config == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "the pool '%s' has no definition that could be started", pool->obj->name);
    pool->autostart = autostart != 0;
    return 0;
}

int test_pool_is_active(virStoragePoolPtr handle)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    return test_pool_check_locked(pool) < 0 ? -1 : pool->live != NULL;
}

int test_pool_is_persistent(virStoragePoolPtr handle)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    VT_LOCK_SCOPE(&pool->lock);

    return test_pool_check_locked(pool) < 0 ? -1 : pool->config != NULL;
}

/* What the pool is made of, in force or for the next start; NULL when it is gone. */
static struct storage_pool_def *def_of(struct test_pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);
    struct storage_pool_def *def = pool->live != NULL ? pool->live : pool->config;

    return pool->gone || def == NULL ? NULL : storage_pool_def_ref(def);
}

static bool has_host(const struct storage_source *source, const char *host)
{
    for (unsigned int i = 0; i < source->n_hosts; i++) {
        if (strcmp(source->hosts[i]->name, host) == 0)
            return true;
    }
    return false;
}

/* What is told of the definitions' sources; they are held for as long as it is printed. */
static char *format_sources(struct storage_pool_def **defs, int n, enum storage_pool_type type,
                            const char *host)
{
    VT_AUTOFREE struct storage_source **sources =
        calloc((size_t)n + 1, sizeof(struct storage_source *));
    unsigned int n_sources = 0;

    if (sources == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    for (int i = 0; i < n; i++) {
        if (defs[i] != NULL && defs[i]->type == type &&
            (host == NULL || has_host(&defs[i]->source, host)))
            sources[n_sources++] = &defs[i]->source;
    }
    return storage_sources_format(sources, n_sources);
}

static char *find_sources(virConnectPtr conn, enum storage_pool_type type, const char *host)
{
    VT_AUTOFREE struct storage_pool_def **defs = NULL;
    VT_AUTOFREE struct vt_object **all = NULL;
    int n = vt_table_all(test_pools_of(conn), &all);
    char *text = NULL;

    if (n >= 0)
        defs = calloc((size_t)n + 1, sizeof(struct storage_pool_def *));
    for (int i = 0; i < n; i++) {
        if (defs != NULL)
            defs[i] = def_of(test_pool_of(all[i]));
        vt_object_unref(all[i]);
    }
    if (defs == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    text = format_sources(defs, n, type, host);
    for (int i = 0; i < n; i++)
        storage_pool_def_unref(defs[i]);
    return text;
}

char *test_find_storage_pool_sources(virConnectPtr conn, const char *type, const char *spec,
                                     unsigned int flags VT_UNUSED)
{
    int number = conf_word_find(&storage_pool_type_words, type);
    VT_AUTOFREE char *host = NULL;

    if (number == STORAGE_POOL_LOGICAL)
        return find_sources(conn, STORAGE_POOL_LOGICAL, NULL);
    if (number != STORAGE_POOL_NETFS) {
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                       "there is nothing to look for with pools of type '%s'", type);
        return NULL;
    }
    if (storage_source_spec_host(spec, &host) < 0)
        return NULL;
    return find_sources(conn, STORAGE_POOL_NETFS, host);
}
