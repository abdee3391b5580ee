/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding volumes and listing them.  Where the folder itself is asked, one lookup looks at one file, and a list
 * reads the folder once. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/pool.h"
#include "util/cleanup.h"

/* A volume that is whole, counted; NULL, nothing raised. */
static struct vt_object *find_name(struct pool *pool, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&pool->volumes, name);

    if (obj == NULL || vt_object_number(obj) >= 0)
        return obj;
    vt_object_unref(obj);
    return NULL;
}

/* A copy that is being made, whose progress somebody wants to know. */
static struct vt_object *find_building_locked(struct pool *pool, const char *name)
    VT_REQUIRES(pool->lock);
static struct vt_object *find_building_locked(struct pool *pool, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&pool->volumes, name);

    vt_mutex_held(&pool->lock);
    if (obj == NULL || vol_of(obj)->building)
        return obj;
    vt_object_unref(obj);
    return NULL;
}

/* In the table: 0, *ret NULL when there is none; or -1 raised. */
static int find_in_table(struct pool *pool, const char *name, struct vt_object **ret)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return -1;
    *ret = find_name(pool, name);
    if (*ret == NULL)
        *ret = find_building_locked(pool, name);
    return 0;
}

/* A header that cannot be read keeps nobody from finding the file, and so from deleting it: what is in it is told of
 * when that is asked for. */
static int look(const struct pool_use *use, const char *name, struct arena *arena,
                struct storage_vol_found *ret)
{
    int r = dir_look(use->dir, name, pool_headers(use), arena, ret);

    if (r >= 0 || vt_error_last()->code == VIR_ERR_NO_MEMORY)
        return r;
    vt_error_reset();
    return dir_look(use->dir, name, DIR_HEADERS_NONE, arena, ret);
}

/* In the folder; the same. */
static int find_in_folder(struct pool *pool, const struct pool_use *use, const char *name,
                          struct vt_object **ret)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;
    VOL_LIST_SCOPE(scratch);
    struct storage_vol_found found = {.name = name};
    struct vol *vol;
    int r = storage_vol_name_ok(name) ? look(use, name, &scratch.arena, &found) : 0;

    if (r <= 0)
        return r;
    def = storage_vol_def_found(&found, use->def->type);
    vol = def != NULL ? vol_new(pool, def, &found, pool_folder(use->def)) : NULL;
    if (vol == NULL)
        return -1;
    *ret = vol->obj;
    return 0;
}

int vol_find_name(struct pool *pool, const char *name, struct vt_object **ret)
{
    VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};

    if (pool_use_begin(pool, &use) < 0 || find_in_table(pool, name, ret) < 0)
        return -1;
    return *ret == NULL && use.direct ? find_in_folder(pool, &use, name, ret) : 0;
}

virStorageVolPtr vol_lookup_by_name(virStoragePoolPtr handle, const char *name)
{
    struct pool *pool = pool_of(handle->h.obj);
    struct vt_object *obj = NULL;

    if (vol_find_name(pool, name, &obj) < 0)
        return NULL;
    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_VOL, handle->h.conn, obj);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                   "the pool '%s' has no volume of the name '%s'", pool->obj->name, name);
    return NULL;
}

static int check_pool(struct vol *vol)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    return pool_check_locked(pool);
}

virStoragePoolPtr pool_lookup_by_volume(virStorageVolPtr handle)
{
    struct vol *vol = vol_of(handle->h.obj);

    if (check_pool(vol) < 0)
        return NULL;
    return vt_handle_new(VT_CLASS_STORAGE_POOL, handle->h.conn, vol->pool->obj);
}

int pool_num_of_volumes(virStoragePoolPtr handle)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};
    VOL_LIST_SCOPE(list);

    if (pool_use_begin(pool, &use) < 0)
        return -1;
    if (!use.direct)
        return vt_table_count(&pool->volumes, true);
    return dir_names(use.dir, &list) < 0 ? -1 : (int)list.n;
}

/* Copies of the first @max. */
static int copy_names(const struct vol_list *list, char **names, int max)
{
    int n = list->n < (size_t)max ? (int)list->n : max;

    for (int i = 0; i < n; i++) {
        names[i] = strdup(list->vol[i]->name);
        if (names[i] == NULL) {
            while (i > 0)
                free(names[--i]);
            return vt_error_no_memory(VIR_FROM_STORAGE);
        }
    }
    return n;
}

/* Names are copied without the pool's lock: there may be a million. */
int pool_list_volumes(virStoragePoolPtr handle, char **const names, int max)
{
    struct pool *pool = pool_of(handle->h.obj);
    VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};
    VOL_LIST_SCOPE(list);
    int n;

    if (pool_use_begin(pool, &use) < 0)
        return -1;
    if (use.direct)
        return dir_names(use.dir, &list) < 0 ? -1 : copy_names(&list, names, max);
    n = vt_table_names(&pool->volumes, true, names, max);
    return n < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : n;
}
