/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools of the embedded hypervisor: what their types do, what new worlds have, what could be made pools. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/storage.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"
#include "storage/pool.h"
#include "util/cleanup.h"

/* Source: the test driver of libvirt 9.0.0 (the uuid) and of 0.6.1. */
static const char default_pool[] = "<pool type='dir'>\n"
                                   "  <name>default-pool</name>\n"
                                   "  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>\n"
                                   "  <target>\n"
                                   "    <path>/default-pool</path>\n"
                                   "  </target>\n"
                                   "</pool>\n";

/* What the pool is made of, in force or for the next start; NULL when it is gone. */
static struct storage_pool_def *def_of(struct pool *pool)
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

static char *find_sources(struct storage_world *world, enum storage_pool_type type,
                          const char *host)
{
    VT_AUTOFREE struct storage_pool_def **defs = NULL;
    VT_AUTOFREE struct vt_object **all = NULL;
    int n = vt_table_all(&world->pools, &all);
    char *text = NULL;

    if (n >= 0)
        defs = calloc((size_t)n + 1, sizeof(struct storage_pool_def *));
    for (int i = 0; i < n; i++) {
        if (defs != NULL)
            defs[i] = def_of(pool_of(all[i]));
        vt_object_unref(all[i]);
    }
    if (defs == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    text = format_sources(defs, n, type, host);
    for (int i = 0; i < n; i++)
        storage_pool_def_unref(defs[i]);
    return text;
}

static char *find_groups(struct storage_world *world, const char *spec VT_UNUSED)
{
    return find_sources(world, STORAGE_POOL_LOGICAL, NULL);
}

static char *find_exports(struct storage_world *world, const char *spec)
{
    VT_AUTOFREE char *host = NULL;

    return storage_source_spec_host(spec, &host) < 0
               ? NULL
               : find_sources(world, STORAGE_POOL_NETFS, host);
}

/* There is nothing to mend, and nothing to format. */
#define TEST_BUILD_FLAGS \
    (VIR_STORAGE_POOL_BUILD_REPAIR | VIR_STORAGE_POOL_BUILD_RESIZE | \
     VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE)

static const struct storage_backend in_folder = {
    .place = STORAGE_IN_FOLDER_OR_MEMORY,
    .build_flags = TEST_BUILD_FLAGS,
    .build = storage_build_folder,
    .destroy = storage_delete_folder,
};

static const struct storage_backend exported = {
    .place = STORAGE_IN_FOLDER_OR_MEMORY,
    .build_flags = TEST_BUILD_FLAGS,
    .build = storage_build_folder,
    .destroy = storage_delete_folder,
    .find_sources = find_exports,
};

static const struct storage_backend logical = {
    .place = STORAGE_IN_MEMORY,
    .build_flags = TEST_BUILD_FLAGS,
    .find_sources = find_groups,
};

static const struct storage_backend in_memory = {
    .place = STORAGE_IN_MEMORY,
    .build_flags = TEST_BUILD_FLAGS,
};

const struct storage_backend *const test_storage_backends[STORAGE_N_POOL_TYPES] = {
    [STORAGE_POOL_DIR] = &in_folder,      [STORAGE_POOL_FS] = &in_folder,
    [STORAGE_POOL_NETFS] = &exported,     [STORAGE_POOL_LOGICAL] = &logical,
    [STORAGE_POOL_DISK] = &in_memory,     [STORAGE_POOL_ISCSI] = &in_memory,
    [STORAGE_POOL_SCSI] = &in_memory,     [STORAGE_POOL_MPATH] = &in_memory,
    [STORAGE_POOL_RBD] = &in_memory,      [STORAGE_POOL_SHEEPDOG] = &in_memory,
    [STORAGE_POOL_GLUSTER] = &in_memory,  [STORAGE_POOL_ZFS] = &in_memory,
    [STORAGE_POOL_VSTORAGE] = &in_memory, [STORAGE_POOL_ISCSI_DIRECT] = &in_memory,
};

static int add_volumes(struct pool *pool, const struct storage_pool_def *def,
                       const struct xml_node *volume)
{
    for (; volume != NULL; volume = xml_next_child(volume, "volume")) {
        STORAGE_AUTOVOLDEF struct storage_vol_def *vol_def = NULL;
        struct vol *vol;
        if (storage_vol_def_from_node(volume, def->type, &vol_def) < 0)
            return -1;
        vol = vol_make(pool, vol_def, NULL, "virConnectOpen");
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
    struct pool *pool;

    if (storage_pool_def_from_node(node, &volume, &def) < 0)
        return -1;
    pool = pool_new(&world->storage, def, false);
    if (pool == NULL)
        return -1;
    obj = pool->obj;
    /* Opening a connection makes no files. */
    pool->in_memory = volume != NULL;
    if (pool_add_started(pool, def, VIR_ERR_XML_ERROR, "virConnectOpen") < 0)
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
