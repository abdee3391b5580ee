/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The volume: its life. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

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
