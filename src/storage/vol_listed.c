/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and deleting volumes that are devices: the backend does it, and the pool is looked at again.  One at a
 * time in a pool, in all processes, for the tools take what they change for themselves. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/keep.h"
#include "util/cleanup.h"
#include "util/file.h"

static struct vol *no_slot(struct pool *pool, const char *what)
{
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                   "the volumes of pool '%s' cannot be %s: they are what its source has",
                   pool->obj->name, what);
    return NULL;
}

static int check_new(struct pool *pool, const char *name)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&pool->volumes, name);

    if (obj == NULL)
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_STORAGE_POOL,
                    "the pool '%s' has a volume '%s' already", pool->obj->name, name);
}

/* The one that was made is among those that are there now. */
static struct vol *look_for(struct pool *pool, const struct storage_pool_def *def, const char *name)
{
    struct vt_object *obj;

    if (pool_look(pool, def, NULL) < 0)
        return NULL;
    obj = vt_table_by_name(&pool->volumes, name);
    if (obj == NULL)
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                       "the volume '%s' was made in pool '%s', and is not there", name,
                       pool->obj->name);
    return vol_of(obj);
}

/* Removes what was made; the error that led here stays. */
static void undo(struct vol *vol, const struct storage_backend *backend,
                 const struct storage_pool_def *def)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    if (backend->vol_remove != NULL && backend->vol_remove(def, vol->obj->name, vol->path) == 0)
        vol_set_gone(vol);
    vt_error_restore(&saved);
    vt_object_unref(vol->obj);
}

static int copy(struct vol *vol, struct vol *from)
{
    VT_AUTOCLOSE int source = vol_open(from, O_RDONLY);
    VT_AUTOCLOSE int fd = source >= 0 ? vol_open(vol, O_WRONLY) : -1;
    int r;

    if (fd < 0)
        return -1;
    r = dir_copy(source, fd);
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot copy '%s' to '%s'", from->path,
                                  vol->path)
                 : 0;
}

/* What the new one is to have, by its document and by its source. */
static int sizes_of(struct pool *pool, struct storage_vol_def *def, struct vol *from,
                    const struct storage_pool_def *live, unsigned long long *ret_capacity,
                    unsigned long long *ret_allocation)
{
    struct vol *vol = vol_new(pool, def, NULL, pool_folder(live));
    VT_AUTOOBJ struct vt_object *obj = vol != NULL ? vol->obj : NULL;

    if (obj == NULL || (from != NULL && vol_check_source(vol, from) < 0))
        return -1;
    *ret_capacity = vol->capacity;
    *ret_allocation = vol->allocation;
    return 0;
}

struct vol *vol_make_listed(struct pool *pool, struct storage_vol_def *def, struct vol *from,
                            const char *owner)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *live = NULL;
    const struct storage_backend *backend;
    unsigned long long capacity = 0, allocation = 0;
    struct vol *vol;

    POOL_CHANGE_SCOPE(change, pool, owner);
    if (!change.mine || (live = pool_live(pool)) == NULL)
        return NULL;
    backend = storage_backend_of(pool->world, live->type);
    if (backend->vol_make == NULL)
        return no_slot(pool, "made");
    if (pool_look(pool, live, NULL) < 0 || check_new(pool, def->name) < 0 ||
        sizes_of(pool, def, from, live, &capacity, &allocation) < 0 ||
        backend->vol_make(live, def, capacity, allocation) < 0)
        return NULL;
    vol = look_for(pool, live, def->name);
    if (vol == NULL)
        return NULL;
    if (from != NULL && copy(vol, from) < 0) {
        undo(vol, backend, live);
        return NULL;
    }
    keep_changed(pool);
    return vol;
}

/* Zeros over all of it. */
static int overwrite(struct vol *vol)
{
    VT_AUTOCLOSE int fd = vol_open(vol, O_WRONLY);
    off_t end = fd >= 0 ? lseek(fd, 0, SEEK_END) : 0;
    int r;

    if (fd < 0)
        return -1;
    r = end < 0 ? -errno : dir_write_zeros(fd, 0, (uint64_t)end);
    if (r == 0 && fsync(fd) < 0)
        r = -errno;
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot overwrite '%s'", vol->path) : 0;
}

static int check(struct vol *vol)
{
    VT_LOCK_SCOPE(&vol->pool->lock);

    return vol_check_locked(vol);
}

/* The pool is looked at first: by now another volume may have the name, and the path. */
int vol_delete_listed(struct vol *vol, bool zero)
{
    struct pool *pool = vol->pool;
    STORAGE_AUTOPOOLDEF struct storage_pool_def *live = NULL;
    const struct storage_backend *backend;
    struct vt_error_saved saved;

    POOL_CHANGE_SCOPE(change, pool, "virStorageVolDelete");
    if (!change.mine || (live = pool_live(pool)) == NULL)
        return -1;
    backend = storage_backend_of(pool->world, live->type);
    if (backend->vol_remove == NULL)
        return no_slot(pool, "deleted"), -1;
    if (pool_look(pool, live, NULL) < 0 || check(vol) < 0 || (zero && overwrite(vol) < 0) ||
        backend->vol_remove(live, vol->obj->name, vol->path) < 0)
        return -1;
    vol_set_gone(vol);
    vt_error_save(&saved); /* that the room cannot be told is the next refresh's to say */
    (void)pool_look(pool, live, NULL);
    vt_error_restore(&saved);
    keep_changed(pool);
    return 0;
}
