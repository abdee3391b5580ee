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

/* In the folder; the same. */
static int find_in_folder(struct pool *pool, const struct pool_use *use, const char *name,
                          struct vt_object **ret)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;
    VOL_LIST_SCOPE(scratch);
    struct storage_vol_found found = {.name = name};
    struct vol *vol;
    int r = storage_vol_name_ok(name)
                ? dir_look(use->dir, name, use->def->probe, &scratch.arena, &found)
                : 0;

    if (r <= 0)
        return r;
    def = storage_vol_def_found(&found, use->def->type);
    vol = def != NULL ? vol_new(pool, def, &found, pool_folder(use->def)) : NULL;
    if (vol == NULL)
        return -1;
    *ret = vol->obj;
    return 0;
}

static int find(struct pool *pool, const char *name, struct vt_object **ret)
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

    if (find(pool, name, &obj) < 0)
        return NULL;
    if (obj != NULL)
        return vt_handle_of(VT_CLASS_STORAGE_VOL, handle->h.conn, obj);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                   "the pool '%s' has no volume of the name '%s'", pool->obj->name, name);
    return NULL;
}

/* @path without its folder when that is where the pool is; else NULL. */
static const char *name_in(const char *folder, const char *path)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    if (strncmp(path, folder, len) != 0 || path[len] != '/' || strchr(path + len + 1, '/') != NULL)
        return NULL;
    return path + len + 1;
}

/* Texts are compared, nothing is looked at: so only the pool that has the folder is touched at all, and what
 * hangs elsewhere hangs nobody here.  NULL it is not there, or not active. */
static const char *name_in_pool(struct pool *pool, const char *path)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->live != NULL ? name_in(pool_folder(pool->live), path) : NULL;
}

static bool is_listed(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->live != NULL &&
           storage_backend_of(pool->world, pool->live->type)->place == STORAGE_LISTED;
}

/* The one whose path or key is @text: devices have names of all kinds. */
static int find_listed(struct pool *pool, const char *text, struct vt_object **ret)
{
    VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};
    VT_AUTOFREE struct vt_object **all = NULL;
    int n;

    if (pool_use_begin(pool, &use) < 0)
        return -1;
    n = vt_table_all(&pool->volumes, &all);
    if (n < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < n; i++) {
        const struct vol *vol = vol_of(all[i]);
        if (*ret == NULL && vt_object_number(all[i]) >= 0 &&
            (strcmp(vol->path, text) == 0 || strcmp(vol->key, text) == 0))
            *ret = all[i];
        else
            vt_object_unref(all[i]);
    }
    return 0;
}

/* 0, *ret NULL when it is not there; -1 raised. */
static int find_in_pool(struct pool *pool, const char *text, struct vt_object **ret)
{
    const char *name;

    if (is_listed(pool))
        return find_listed(pool, text, ret);
    name = name_in_pool(pool, text);
    return name != NULL ? find(pool, name, ret) : 0;
}

/* Of one pool, told as of no other: one that stopped meanwhile, or cannot be asked, has no such volume as long as
 * another has it. */
static bool ask(struct pool *pool, const char *text, struct vt_object **ret)
{
    return find_in_pool(pool, text, ret) == 0;
}

/* In all active pools, folders first and in the order of their making: counted, or NULL raised. */
static struct vt_object *find_text(virConnectPtr conn, const char *text, const char *what)
{
    VT_AUTOFREE struct vt_object **all = NULL;
    struct vt_object *found = NULL;
    bool asked = true;
    int n = vt_table_all(storage_pools_of(conn), &all);

    if (n < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    for (int i = 0; i < 2 * n && found == NULL; i++) {
        struct pool *pool = pool_of(all[i % n]);
        if (is_listed(pool) == (i >= n))
            asked = ask(pool, text, &found) && asked;
    }
    for (int i = 0; i < n; i++)
        vt_object_unref(all[i]);
    if (found != NULL)
        vt_error_reset();
    else if (asked)
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                       "no active pool has a volume of the %s '%s'", what, text);
    return found;
}

virStorageVolPtr vol_lookup_by_key(virConnectPtr conn, const char *key)
{
    struct vt_object *obj = find_text(conn, key, "key");

    return obj != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, conn, obj) : NULL;
}

virStorageVolPtr vol_lookup_by_path(virConnectPtr conn, const char *path)
{
    VT_AUTOFREE char *clean = strdup(path);
    struct vt_object *obj;

    if (clean == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    storage_path_clean(path, clean);
    obj = find_text(conn, clean, "path");
    return obj != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, conn, obj) : NULL;
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
