/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking at a pool: which volumes came, which went, how large they are now. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "storage/pool.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* What a look found is in memory by now.
 * @def  what is known of a device, all of it; NULL: of a file what it was made as is known.  The one before
 *       is the caller's then */
static void set_found(struct vol *vol, const struct storage_vol_found *file,
                      struct storage_vol_def **def)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    if (*def != NULL) {
        struct storage_vol_def *before = vol->def;
        vol->def = *def;
        *def = before;
    }
    if (*def != NULL || vol_size_is_capacity(vol->def))
        vol->capacity = file->size;
    vol->allocation = file->allocated;
    vol->perms.mode = file->mode;
    vol->perms.owner = file->owner;
    vol->perms.group = file->group;
}

static int update(struct vol *vol, const struct storage_vol_found *found,
                  const struct storage_pool_def *of)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;

    if (vol->pool->vols_at == STORAGE_LISTED &&
        (def = storage_vol_def_found(found, of->type)) == NULL)
        return -1;
    vol->scan = vol->pool->scans;
    set_found(vol, found, &def);
    return 0;
}

static int add(struct pool *pool, const struct storage_vol_found *found,
               const struct storage_pool_def *of)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = storage_vol_def_found(found, of->type);
    VT_AUTOOBJ struct vt_object *obj = NULL;
    struct vol *vol = def != NULL ? vol_new(pool, def, found, pool_folder(of)) : NULL;

    if (vol == NULL)
        return -1;
    obj = vol->obj;
    vol->scan = pool->scans;
    if (vt_table_add(&pool->volumes, obj, NULL) < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (vol_publish(vol) < 0) {
        (void)vt_table_remove(&pool->volumes, obj);
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    return 0;
}

/* Where it begins on its first device; NULL: nobody tells. */
static const struct storage_extent *place_of(struct storage_device *const *sources, unsigned int n)
{
    return n > 0 && sources[0]->n_extents > 0 ? sources[0]->extents[0] : NULL;
}

/* Names of partitions go over to others, and so do their paths; what has no key of its own is known by its place. */
static bool is_at_place(const struct vol *vol, const struct storage_vol_found *found)
{
    const struct storage_extent *was = place_of(vol->def->sources, vol->def->n_sources);
    const struct storage_extent *is = place_of(found->sources, found->n_sources);

    return found->key != NULL || was == NULL || is == NULL || was->start == is->start;
}

/* Whether @vol, which has the name, is what was found. */
static bool is_same(const struct vol *vol, const struct storage_vol_found *found)
{
    return (vol->def->format != NULL && strcmp(vol->def->format, "dir") == 0) == found->is_dir &&
           (found->path == NULL || strcmp(found->path, vol->path) == 0) &&
           (found->key == NULL || strcmp(found->key, vol->key) == 0) && is_at_place(vol, found);
}

/* A folder is a volume only when it was made as one. */
static int take_found(struct pool *pool, const struct storage_vol_found *found,
                      const struct storage_pool_def *of)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&pool->volumes, found->name);
    struct vol *vol = vol_of(obj);

    if (vol != NULL && is_same(vol, found))
        return update(vol, found, of);
    if (vol != NULL)
        vol_set_gone(vol);
    return found->is_dir ? 0 : add(pool, found, of);
}

/* Those that were not found are gone. */
static int sweep(struct pool *pool)
{
    struct vt_object **all;
    int n = vt_table_all(&pool->volumes, &all);

    if (n < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < n; i++) {
        if (vol_of(all[i])->scan != pool->scans)
            vol_set_gone(vol_of(all[i]));
        vt_object_unref(all[i]);
    }
    free(all);
    return 0;
}

/* What the table has stays when the pool is where it was, and of the same kind. */
static int prepare(struct pool *pool, const char *folder, enum storage_place place)
{
    const struct storage_pool_sizes empty = {POOL_MEMORY_CAPACITY, 0, POOL_MEMORY_CAPACITY};
    char *copy;

    if (pool->vol_path != NULL && pool->vols_at == place && strcmp(pool->vol_path, folder) == 0)
        return 0;
    copy = strdup(folder);
    if (copy == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    pool_forget_volumes(pool);
    pool->vol_path = copy;
    pool->vols_at = place;
    if (place == STORAGE_IN_MEMORY)
        pool_set_sizes(pool, &empty);
    return 0;
}

static int take_all(struct pool *pool, const struct vol_list *list,
                    const struct storage_pool_def *def)
{
    pool->scans++;
    for (size_t i = 0; i < list->n; i++) {
        if (take_found(pool, list->vol[i], def) < 0)
            return -1;
    }
    return sweep(pool);
}

static unsigned int news_of(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->news;
}

/* The table has what was there at @news; whatever was told while we looked is not in it. */
static void set_listed(struct pool *pool, unsigned int news, const struct storage_pool_sizes *sizes,
                       struct pool_room **known)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->news_listed = news;
    pool_set_sizes_locked(pool, sizes);
    pool_set_room_locked(pool, known);
}

/* Nobody knows what is there. */
static void set_outdated(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool->news++;
}

static int look_listed(struct pool *pool, const struct storage_backend *backend,
                       const struct storage_pool_def *def)
{
    VOL_LIST_SCOPE(list);
    POOL_AUTOROOM struct pool_room *known = NULL;
    unsigned int news = news_of(pool);

    if (backend->refresh(def, &list) < 0 || take_all(pool, &list, def) < 0 ||
        pool_room_new(list.device, &known) < 0) {
        set_outdated(pool);
        return -1;
    }
    set_listed(pool, news, &list.sizes, &known);
    return 0;
}

static int look_folder(struct pool *pool, bool direct, const struct storage_pool_def *def,
                       struct pool_dir *dir)
{
    VOL_LIST_SCOPE(list);

    dir_tidy(dir);
    if (direct ? dir_sizes(dir, &list.sizes) < 0
               : dir_scan(dir, &list) < 0 || take_all(pool, &list, def) < 0)
        return -1;
    pool_set_sizes(pool, &list.sizes);
    return 0;
}

int pool_look(struct pool *pool, const struct storage_pool_def *def, struct pool_dir *dir)
{
    const struct storage_backend *backend = storage_backend_of(pool->world, def->type);
    enum storage_place place = dir != NULL ? STORAGE_IN_FOLDER : backend->place;

    if (place == STORAGE_IN_FOLDER_OR_MEMORY)
        place = STORAGE_IN_MEMORY;
    if (prepare(pool, pool_folder(def), place) < 0)
        return -1;
    if (place == STORAGE_LISTED)
        return look_listed(pool, backend, def);
    return dir != NULL ? look_folder(pool, backend->place == STORAGE_IN_FOLDER, def, dir) : 0;
}
