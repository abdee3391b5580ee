/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a volume by its key or its path, in all pools. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/pool.h"
#include "util/cleanup.h"

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
    return name != NULL ? vol_find_name(pool, name, ret) : 0;
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
