/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One source, one pool: two would end each other's mounts and sessions, and have the same volumes. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/pool.h"
#include "util/cleanup.h"

bool storage_same_device(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    return a->source.n_devices > 0 && b->source.n_devices > 0 &&
           strcmp(a->source.devices[0]->path, b->source.devices[0]->path) == 0;
}

static bool is_same(const struct storage_backend *backend, const struct storage_pool_def *a,
                    const struct storage_pool_def *b)
{
    return b != NULL && a->type == b->type && backend->is_same(a, b);
}

static bool has_source(struct pool *pool, const struct storage_backend *backend,
                       const struct storage_pool_def *def, bool active)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->gone)
        return false;
    return is_same(backend, def, pool->live) || (!active && is_same(backend, def, pool->config));
}

int pool_check_source(struct storage_world *world, const struct storage_pool_def *def, bool active)
{
    const struct storage_backend *backend = storage_backend_of(world, def->type);
    VT_AUTOFREE struct vt_object **all = NULL;
    int rv = 0, n;

    if (backend == NULL)
        return -1;
    n = backend->is_same != NULL ? vt_table_all(&world->pools, &all) : 0;
    if (n < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < n; i++) {
        if (rv == 0 && strcmp(all[i]->name, def->name) != 0 &&
            has_source(pool_of(all[i]), backend, def, active))
            rv = vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                          "the source of pool '%s' is that of pool '%s' already", def->name,
                          all[i]->name);
        vt_object_unref(all[i]);
    }
    return rv;
}
