/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The volume: its life; finding volumes, and telling about them. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/pool.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void vol_free(struct vol *vol)
{
    if (vol->key != vol->path)
        free(vol->key);
    free(vol->path);
    free(vol);
}

static void vol_end(struct vt_object *obj)
{
    struct vol *vol = vol_of(obj);

    storage_vol_def_unref(vol->def);
    vt_object_unref(vol->pool->obj);
    vol_free(vol);
}

static const struct vt_object_class vol_class = {.word = "volume", .end = vol_end, .no_uuid = true};

/* 0, -ENOMEM */
static int set_names(struct vol *vol, const char *name, const struct storage_vol_found *found,
                     const char *folder)
{
    if (found != NULL && found->path != NULL) {
        vol->path = strdup(found->path);
    } else if (asprintf(&vol->path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name) < 0) {
        vol->path = NULL;
    }
    vol->key = found != NULL && found->key != NULL ? strdup(found->key) : vol->path;
    return vol->path != NULL && vol->key != NULL ? 0 : -ENOMEM;
}

struct vol *vol_new(struct pool *pool, struct storage_vol_def *def,
                    const struct storage_vol_found *found, const char *folder)
{
    struct vol *vol = calloc(1, sizeof *vol);

    if (vol == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    if (set_names(vol, def->name, found, folder) < 0)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    else
        vol->obj = vt_object_new(&vol_class, vol, def->name, NULL);
    if (vol->obj == NULL) {
        vol_free(vol);
        return NULL;
    }
    vol->pool = pool;
    vt_object_ref(pool->obj);
    vol->def = storage_vol_def_ref(def);
    vol->capacity = def->capacity;
    vol->allocation = def->allocation;
    vol->perms = def->perms;
    return vol;
}

bool vol_size_is_capacity(const struct storage_vol_def *def)
{
    return def->format == NULL || strcmp(def->format, "raw") == 0;
}

int vol_publish(struct vol *vol)
{
    VT_LOCK_SCOPE(&vol->pool->lock);
    int r;

    do {
        r = vt_table_set_number(&vol->pool->volumes, vol->obj, vol->pool->next_number);
        vol->pool->next_number = (int)(((unsigned int)vol->pool->next_number + 1) & INT32_MAX);
    } while (r == -EEXIST);
    return r;
}

static void set_gone(struct vol *vol)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    vol->gone = true;
    if (pool->vols_at == STORAGE_IN_MEMORY) {
        pool->sizes.allocation -= vol->allocation;
        pool->sizes.available += vol->allocation;
    }
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
}

void vol_set_gone(struct vol *vol)
{
    set_gone(vol);
    (void)vt_table_remove(&vol->pool->volumes, vol->obj);
}

int vol_check_locked(struct vol *vol)
{
    vt_mutex_held(&vol->pool->lock);
    if (vol->gone)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL, "'%s' is no longer there",
                        vol->path);
    return pool_check_active_locked(vol->pool);
}

/* What is known of a volume at one moment. */
struct look {
    struct storage_vol_def *def;
    struct pool_dir *dir; /* NULL in memory */
    bool block;
    bool building; /* there is no file of its name yet */
    unsigned long long capacity;
    unsigned long long allocation;
    struct storage_perms perms;
};

static void look_done(struct look *look)
{
    storage_vol_def_unref(look->def);
    dir_unref(look->dir);
}

static int look_known(struct vol *vol, struct look *ret)
{
    VT_LOCK_SCOPE(&vol->pool->lock);

    if (vol_check_locked(vol) < 0)
        return -1;
    ret->def = storage_vol_def_ref(vol->def);
    ret->dir = vol->pool->dir != NULL ? dir_ref(vol->pool->dir) : NULL;
    ret->block = storage_pool_kind_of(vol->pool->live)->blocks;
    ret->capacity = vol->capacity;
    ret->building = vol->building;
    ret->allocation = vol->building ? vol->built : vol->allocation;
    ret->perms = vol->perms;
    return 0;
}

/* A file is looked at: its size and owner are what they are now. */
static int look_now(struct vol *vol, struct look *ret)
{
    struct storage_vol_found file;
    int r;

    if (look_known(vol, ret) < 0)
        return -1;
    if (ret->dir == NULL || ret->building)
        return 0;
    r = dir_stat(ret->dir, vol->obj->name, &file);
    if (r == -ENOENT)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                        "the file '%s' is no longer there", vol->path);
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot look at '%s'", vol->path);
    if (vol_size_is_capacity(ret->def))
        ret->capacity = file.size;
    ret->allocation = file.allocated;
    ret->perms.mode = file.mode;
    ret->perms.owner = file.owner;
    ret->perms.group = file.group;
    return 0;
}

int vol_open(struct vol *vol, int flags)
{
    VT_AUTO(look_done) struct look look = {.def = NULL};

    if (look_known(vol, &look) < 0)
        return -1;
    if (look.dir == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the volume '%s' has no file: its pool is in memory", vol->path);
    if (look.building)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, "the volume '%s' is being made",
                        vol->path);
    return dir_open_file(look.dir, vol->obj->name, flags);
}

static struct vol *vol_of_handle(virStorageVolPtr vol)
{
    return vol_of(vol->h.obj);
}

int vol_get_info(virStorageVolPtr handle, virStorageVolInfoPtr info)
{
    VT_AUTO(look_done) struct look look = {.def = NULL};

    if (look_now(vol_of_handle(handle), &look) < 0)
        return -1;
    info->type = look.block ? VIR_STORAGE_VOL_BLOCK : VIR_STORAGE_VOL_FILE;
    info->capacity = look.capacity;
    info->allocation = look.allocation;
    return 0;
}

char *vol_get_xml_desc(virStorageVolPtr handle, unsigned int flags VT_UNUSED)
{
    struct vol *vol = vol_of_handle(handle);
    VT_AUTO(look_done) struct look look = {.def = NULL};

    if (look_now(vol, &look) < 0)
        return NULL;
    const struct storage_vol_facts facts = {
        .path = vol->path,
        .key = vol->key,
        .capacity = look.capacity,
        .allocation = look.allocation,
        .perms = &look.perms,
    };
    return storage_vol_def_format(look.def, &facts);
}

const char *vol_get_key(virStorageVolPtr handle)
{
    return vol_of_handle(handle)->key;
}

char *vol_get_path(virStorageVolPtr handle)
{
    struct vol *vol = vol_of_handle(handle);
    VT_AUTO(look_done) struct look look = {.def = NULL};
    char *copy;

    if (look_known(vol, &look) < 0)
        return NULL;
    copy = strdup(vol->path);
    if (copy == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return copy;
}

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

static int find_in_active(struct pool *pool, const char *name, struct vt_object **ret)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return -1;
    *ret = find_name(pool, name);
    if (*ret == NULL)
        *ret = find_building_locked(pool, name);
    return 0;
}

virStorageVolPtr vol_lookup_by_name(virStoragePoolPtr handle, const char *name)
{
    struct pool *pool = pool_of(handle->h.obj);
    struct vt_object *obj;

    if (find_in_active(pool, name, &obj) < 0)
        return NULL;
    if (obj == NULL) {
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                       "the pool '%s' has no volume of the name '%s'", pool->obj->name, name);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_STORAGE_VOL, handle->h.conn, obj);
}

/* @path without its folder when that is where the pool is; else NULL. */
static const char *name_in(const char *folder, const char *path)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    if (strncmp(path, folder, len) != 0 || path[len] != '/' || strchr(path + len + 1, '/') != NULL)
        return NULL;
    return path + len + 1;
}

static struct vt_object *find_path_in(struct pool *pool, const char *path)
{
    VT_LOCK_SCOPE(&pool->lock);
    const char *name = pool->live != NULL ? name_in(pool_folder(pool->live), path) : NULL;

    return name != NULL ? find_name(pool, name) : NULL;
}

/* In all active pools, in the order of their making: counted, or NULL raised. */
static struct vt_object *find_path(virConnectPtr conn, const char *path, const char *what)
{
    struct vt_object **all;
    struct vt_object *found = NULL;
    int n = vt_table_all(storage_pools_of(conn), &all);

    if (n < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    for (int i = 0; i < n; i++) {
        if (found == NULL)
            found = find_path_in(pool_of(all[i]), path);
        vt_object_unref(all[i]);
    }
    free(all);
    if (found == NULL)
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                       "no active pool has a volume of the %s '%s'", what, path);
    return found;
}

virStorageVolPtr vol_lookup_by_key(virConnectPtr conn, const char *key)
{
    struct vt_object *obj = find_path(conn, key, "key");

    return obj != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, conn, obj) : NULL;
}

virStorageVolPtr vol_lookup_by_path(virConnectPtr conn, const char *path)
{
    VT_AUTOFREE char *clean = strdup(path);
    struct vt_object *obj;

    if (clean == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    storage_path_clean(path, clean);
    obj = find_path(conn, clean, "path");
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
    struct vol *vol = vol_of_handle(handle);

    if (check_pool(vol) < 0)
        return NULL;
    return vt_handle_new(VT_CLASS_STORAGE_POOL, handle->h.conn, vol->pool->obj);
}

static int count_active(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return -1;
    return vt_table_count(&pool->volumes, true);
}

int pool_num_of_volumes(virStoragePoolPtr handle)
{
    return count_active(pool_of(handle->h.obj));
}

/* Names are copied without the pool's lock: there may be a million. */
int pool_list_volumes(virStoragePoolPtr handle, char **const names, int max)
{
    struct pool *pool = pool_of(handle->h.obj);
    int n = count_active(pool);

    if (n < 0)
        return -1;
    n = vt_table_names(&pool->volumes, true, names, max);
    return n < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : n;
}
