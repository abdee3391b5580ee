/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking into a pool's folder: which files came, which went, how large they are now. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/storage.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The folder is read before; from here on all is in memory. */
static void update(struct test_vol *vol, const struct test_file *file)
{
    struct test_pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    if (strcmp(vol->def->format, "raw") == 0)
        vol->capacity = file->size;
    vol->allocation = file->allocated;
    vol->perms.mode = file->mode;
    vol->perms.owner = file->owner;
    vol->perms.group = file->group;
}

static int add(struct test_pool *pool, const struct test_file *file, const char *folder)
{
    const struct storage_perms perms = {
        .mode = file->mode, .owner = file->owner, .group = file->group};
    STORAGE_AUTOVOLDEF struct storage_vol_def *def =
        storage_vol_def_found(file->name, file->size, file->allocated, &perms);
    VT_AUTOOBJ struct vt_object *obj = NULL;
    struct test_vol *vol = def != NULL ? test_vol_new(pool, def, folder) : NULL;

    if (vol == NULL)
        return -1;
    obj = vol->obj;
    vol->scan = pool->scans;
    if (vt_table_add(&pool->volumes, obj, NULL) < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (test_vol_publish(vol) < 0) {
        (void)vt_table_remove(&pool->volumes, obj);
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    return 0;
}

/* A folder is a volume only when it was made as one. */
static int take_file(struct test_pool *pool, const struct test_file *file, const char *folder)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&pool->volumes, file->name);
    struct test_vol *vol = test_vol_of(obj);

    if (vol != NULL && (strcmp(vol->def->format, "dir") == 0) == file->is_dir) {
        vol->scan = pool->scans;
        update(vol, file);
        return 0;
    }
    if (vol != NULL)
        test_vol_set_gone(vol);
    return file->is_dir ? 0 : add(pool, file, folder);
}

/* Those that were not found are gone. */
static int sweep(struct test_pool *pool)
{
    struct vt_object **all;
    int n = vt_table_all(&pool->volumes, &all);

    if (n < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < n; i++) {
        if (test_vol_of(all[i])->scan != pool->scans)
            test_vol_set_gone(test_vol_of(all[i]));
        vt_object_unref(all[i]);
    }
    free(all);
    return 0;
}

int test_pool_look(struct test_pool *pool, struct test_dir *dir, const char *folder)
{
    VT_AUTO(test_files_done) struct test_files files = {.arena = ARENA_INIT};
    struct storage_pool_sizes sizes;

    if (test_dir_sizes(dir, &sizes) < 0 || test_dir_scan(dir, &files) < 0)
        return -1;
    pool->scans++;
    for (size_t i = 0; i < files.n; i++) {
        if (take_file(pool, files.file[i], folder) < 0)
            return -1;
    }
    if (sweep(pool) < 0)
        return -1;
    test_pool_set_sizes(pool, &sizes);
    return 0;
}
