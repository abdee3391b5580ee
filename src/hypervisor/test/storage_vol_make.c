/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making, copying and deleting volumes. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/storage.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* What is being made: the volume has its name in the table, so that no other gets it. */
struct work {
    struct test_pool *pool;
    struct test_vol *vol; /* counted */
    struct test_dir *dir; /* counted; NULL in memory */
    const char *owner;    /* the call; static text */
    bool reserved;
    bool file;
};

/* What was not finished leaves nothing. */
static void work_done(struct work *w)
{
    if (w->file)
        (void)unlinkat(w->dir->fd, w->vol->obj->name,
                       strcmp(w->vol->def->format, "dir") == 0 ? AT_REMOVEDIR : 0);
    if (w->reserved)
        test_vol_set_gone(w->vol);
    if (w->vol != NULL)
        vt_object_unref(w->vol->obj);
    test_dir_unref(w->dir);
}

static int no_room(struct test_pool *pool, const struct test_vol *vol, unsigned long long available)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                    "the volume '%s' wants %llu bytes of pool '%s', which has %llu left",
                    vol->obj->name, vol->allocation, pool->obj->name, available);
}

/* Takes the name and the room.  Under the lock, so that two cannot have the same. */
static int reserve(struct work *w)
{
    struct test_pool *pool = w->pool;
    VT_LOCK_SCOPE(&pool->lock);
    int r;

    if (test_pool_check_active_locked(pool) < 0)
        return -1;
    if (w->vol->allocation > pool->sizes.available)
        return no_room(pool, w->vol, pool->sizes.available);
    r = vt_table_add(&pool->volumes, w->vol->obj, NULL);
    if (r == -EEXIST)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_STORAGE_POOL,
                        "the pool '%s' has a volume '%s' already", pool->obj->name,
                        w->vol->obj->name);
    if (r < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    w->reserved = true;
    w->dir = pool->dir != NULL ? test_dir_ref(pool->dir) : NULL;
    if (w->dir == NULL) {
        pool->sizes.allocation += w->vol->allocation;
        pool->sizes.available -= w->vol->allocation;
    }
    return 0;
}

static void set_sizes(struct work *w, const struct test_file *file,
                      const struct storage_pool_sizes *sizes)
{
    struct test_pool *pool = w->pool;
    VT_LOCK_SCOPE(&pool->lock);

    w->vol->building = false;
    w->vol->busy = NULL;
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
    if (file != NULL) {
        w->vol->allocation = file->allocated;
        w->vol->perms.mode = file->mode;
        w->vol->perms.owner = file->owner;
        w->vol->perms.group = file->group;
    }
    test_pool_set_sizes_locked(pool, sizes);
}

static void set_built(void *opaque, unsigned long long done)
{
    struct work *w = opaque;
    VT_LOCK_SCOPE(&w->pool->lock);

    w->vol->building = true;
    w->vol->busy = w->owner; /* who finds it cannot delete it yet */
    w->vol->built = done;
}

/* The file, and what it took. */
static int make_file(struct work *w, struct test_vol *from)
{
    VT_AUTOCLOSE int source_fd = -1;
    struct test_dir_source source = {.fd = -1, .progress = set_built, .opaque = w};
    struct storage_pool_sizes sizes;
    struct test_file file;
    int r;

    if (from != NULL && (source_fd = test_vol_open(from, O_RDONLY)) < 0)
        return -1;
    source.fd = source_fd;
    if (test_dir_make(w->dir, w->vol->def, w->vol->capacity, from != NULL ? &source : NULL) < 0)
        return -1;
    w->file = true;
    r = test_dir_stat(w->dir, w->vol->obj->name, &file);
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot look at '%s'", w->vol->path);
    if (test_dir_sizes(w->dir, &sizes) < 0)
        return -1;
    set_sizes(w, &file, &sizes);
    return 0;
}

/* What a copy needs of its source: one kind of contents, and room for it. */
static int check_source(struct test_vol *vol, struct test_vol *from)
{
    VT_LOCK_SCOPE(&from->pool->lock);
    const char *ours = vol->def->format, *theirs = from->def->format;

    if (test_vol_check_locked(from) < 0)
        return -1;
    if (ours == NULL || theirs == NULL) {
        ours = ours != NULL ? ours : "raw"; /* block devices hold bytes as they are */
        theirs = theirs != NULL ? theirs : "raw";
    }
    if (strcmp(ours, theirs) != 0 || strcmp(ours, "dir") == 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the volume '%s' of format '%s' cannot be made from '%s' of format '%s'",
                        vol->obj->name, ours, from->path, theirs);
    if (vol->capacity > from->capacity && strcmp(ours, "raw") != 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "a copy in format '%s' cannot be larger than '%s'", ours, from->path);
    if (vol->capacity < from->capacity)
        vol->capacity = from->capacity;
    if (!vol->def->allocation_given)
        vol->allocation = from->allocation;
    return 0;
}

struct test_vol *test_vol_make(struct test_pool *pool, struct storage_vol_def *def,
                               struct test_vol *from, const char *owner)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *live = NULL;

    if (test_dir_is_temp(def->name))
        return (void)vt_error(
                   VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                   "The name '%s' cannot be that of a volume: it is that of a file which "
                   "is not whole yet.",
                   def->name),
               NULL;
    TEST_TURN_SCOPE(turn, pool, owner, false);
    VT_AUTO(work_done) struct work w = {.pool = pool, .owner = owner};
    if (!turn.mine || (live = test_pool_live(pool)) == NULL)
        return NULL;
    w.vol = test_vol_new(pool, def, test_pool_folder(live));
    if (w.vol == NULL || (from != NULL && check_source(w.vol, from) < 0) || reserve(&w) < 0 ||
        (w.dir != NULL && make_file(&w, from) < 0))
        return NULL;
    if (test_vol_publish(w.vol) < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    w.reserved = w.file = false;
    vt_object_ref(w.vol->obj);
    return w.vol;
}

static virStorageVolPtr create(virStoragePoolPtr handle, const char *xml, struct test_vol *from,
                               const char *owner)
{
    struct test_pool *pool = test_pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *live = test_pool_live(pool);
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;
    struct test_vol *vol;

    if (live == NULL || storage_vol_def_parse(xml, live->type, &def) < 0)
        return NULL;
    vol = test_vol_make(pool, def, from, owner);
    return vol != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, handle->h.conn, vol->obj) : NULL;
}

virStorageVolPtr test_vol_create_xml(virStoragePoolPtr pool, const char *xml,
                                     unsigned int flags VT_UNUSED)
{
    return create(pool, xml, NULL, "virStorageVolCreateXML");
}

virStorageVolPtr test_vol_create_xml_from(virStoragePoolPtr pool, const char *xml,
                                          virStorageVolPtr from, unsigned int flags VT_UNUSED)
{
    return create(pool, xml, test_vol_of(from->h.obj), "virStorageVolCreateXMLFrom");
}

/* Makes the volume this call's: nobody else deletes it meanwhile. */
static int take_vol(struct test_vol *vol, const char *owner, struct test_dir **ret_dir)
{
    VT_LOCK_SCOPE(&vol->pool->lock);
    uint64_t deadline = vt_now_ns() + TEST_POOL_WAIT_MS * VT_NS_PER_MS;

    for (;;) {
        if (test_vol_check_locked(vol) < 0)
            return -1;
        if (vol->busy == NULL)
            break;
        if (!test_pool_wait_locked(vol->pool, deadline) && vol->busy != NULL)
            return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                            "%s waited %d s for volume '%s', on which %s is at work", owner,
                            TEST_POOL_WAIT_MS / 1000, vol->path, vol->busy);
    }
    vol->busy = owner;
    *ret_dir = vol->pool->dir != NULL ? test_dir_ref(vol->pool->dir) : NULL;
    return 0;
}

static void give_back(struct test_vol *vol)
{
    struct test_pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    vol->busy = NULL;
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
}

/* Says of the volume that it is gone, before the pool says it of itself. */
static int check(struct test_vol *vol)
{
    VT_LOCK_SCOPE(&vol->pool->lock);

    return test_vol_check_locked(vol);
}

int test_vol_delete(virStorageVolPtr handle, unsigned int flags)
{
    struct test_vol *vol = test_vol_of(handle->h.obj);
    struct test_pool *pool = vol->pool;
    TEST_AUTODIR struct test_dir *dir = NULL;
    struct storage_pool_sizes sizes;

    if (check(vol) < 0)
        return -1;
    TEST_TURN_SCOPE(turn, pool, "virStorageVolDelete", false);
    if (!turn.mine || take_vol(vol, "virStorageVolDelete", &dir) < 0)
        return -1;
    if (dir != NULL &&
        test_dir_remove(dir, vol->obj->name, (flags & VIR_STORAGE_VOL_DELETE_ZEROED) != 0) < 0) {
        give_back(vol);
        return -1;
    }
    test_vol_set_gone(vol);
    /* The volume is gone; that the room cannot be told is the next refresh's to say. */
    if (dir != NULL && test_dir_sizes(dir, &sizes) == 0)
        test_pool_set_sizes(pool, &sizes);
    return 0;
}
