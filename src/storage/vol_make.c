/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and copying volumes. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "storage/functions.h"
#include "storage/keep.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* What is being made: the volume has its name in the table, so that no other gets it. */
struct work {
    struct pool *pool;
    struct vol *vol;     /* counted */
    struct pool_use use; /* its dir is NULL in memory */
    const char *owner;   /* the call; static text */
    bool reserved;
    bool file;
};

/* What was not finished leaves nothing. */
static void work_done(struct work *w)
{
    if (w->file)
        (void)unlinkat(w->use.dir->fd, w->vol->obj->name,
                       strcmp(w->vol->def->format, "dir") == 0 ? AT_REMOVEDIR : 0);
    if (w->reserved)
        vol_set_gone(w->vol);
    if (w->vol != NULL)
        vt_object_unref(w->vol->obj);
    pool_use_done(&w->use);
}

static int no_room(struct pool *pool, const struct vol *vol, unsigned long long available)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                    "the volume '%s' wants %llu bytes of pool '%s', which has %llu left",
                    vol->obj->name, vol->allocation, pool->obj->name, available);
}

/* Takes the name and the room.  Under the lock, so that two cannot have the same. */
static int reserve(struct work *w)
{
    struct pool *pool = w->pool;
    VT_LOCK_SCOPE(&pool->lock);
    int r;

    if (pool_check_active_locked(pool) < 0)
        return -1;
    if (!w->use.direct && w->vol->allocation > pool->sizes.available)
        return no_room(pool, w->vol, pool->sizes.available);
    r = vt_table_add(&pool->volumes, w->vol->obj, NULL);
    if (r == -EEXIST)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_STORAGE_POOL,
                        "the pool '%s' has a volume '%s' already", pool->obj->name,
                        w->vol->obj->name);
    if (r < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    w->reserved = true;
    if (w->use.dir == NULL) {
        pool->sizes.allocation += w->vol->allocation;
        pool->sizes.available -= w->vol->allocation;
    }
    return 0;
}

static void set_sizes(struct work *w, const struct storage_vol_found *file,
                      const struct storage_pool_sizes *sizes)
{
    struct pool *pool = w->pool;
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
    pool_set_sizes_locked(pool, sizes);
}

/* What is copied over zeros that were written takes no more than these. */
static void set_built(void *opaque, unsigned long long done)
{
    struct work *w = opaque;
    VT_LOCK_SCOPE(&w->pool->lock);

    w->vol->building = true;
    w->vol->busy = w->owner; /* who finds it cannot delete it yet */
    if (w->vol->built < done)
        w->vol->built = done;
}

static enum dir_remember remember_of(const struct pool_use *use)
{
    if (!use->direct)
        return DIR_FORGET;
    return use->def->probe ? DIR_MAY_FORGET : DIR_REMEMBER;
}

/* The file, and what it took. */
static int make_file(struct work *w, struct vol *from)
{
    VT_AUTOCLOSE int source_fd = -1;
    struct dir_filling filling = {.from = -1, .progress = set_built, .opaque = w};
    struct storage_pool_sizes sizes;
    struct storage_vol_found file;
    int r;

    if (from != NULL && (source_fd = vol_open(from, O_RDONLY)) < 0)
        return -1;
    filling.from = source_fd;
    if (dir_make(w->use.dir, w->vol->def, w->vol->capacity, &filling, remember_of(&w->use)) < 0)
        return -1;
    w->file = true;
    r = dir_stat(w->use.dir, w->vol->obj->name, &file);
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot look at '%s'", w->vol->path);
    if (dir_sizes(w->use.dir, &sizes) < 0)
        return -1;
    set_sizes(w, &file, &sizes);
    return 0;
}

/* Of what kind the bytes are: block devices hold them as they are, whatever is in them. */
static const char *contents_of(const struct vol *vol)
{
    return storage_pool_kind_of(vol->pool->made_of)->blocks || vol->def->format == NULL
               ? "raw"
               : vol->def->format;
}

int vol_check_source(struct vol *vol, struct vol *from)
{
    VT_LOCK_SCOPE(&from->pool->lock);
    const char *ours = contents_of(vol), *theirs = contents_of(from);

    if (vol_check_locked(from) < 0)
        return -1;
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

static int check_temp(const struct storage_vol_def *def)
{
    if (!dir_is_temp(def->name))
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                    "The name '%s' cannot be that of a volume: it is that of a file which "
                    "is not whole yet.",
                    def->name);
}

/* It is there: from now on it is found, in the table or in the folder. */
static int finish(struct work *w)
{
    if (w->use.direct)
        vol_give_back(w->vol, true);
    else if (vol_publish(w->vol) < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    w->reserved = w->file = false;
    keep_changed(w->pool);
    return 0;
}

struct vol *vol_make(struct pool *pool, struct storage_vol_def *def, struct vol *from,
                     const char *owner)
{
    if (check_temp(def) < 0)
        return NULL;
    POOL_TURN_SCOPE(turn, pool, owner, false);
    VT_AUTO(work_done) struct work w = {.pool = pool, .owner = owner};
    if (!turn.mine || pool_use_begin(pool, &w.use) < 0)
        return NULL;
    w.vol = vol_new(pool, def, NULL, pool_folder(w.use.def));
    if (w.vol == NULL || (from != NULL && vol_check_source(w.vol, from) < 0) || reserve(&w) < 0 ||
        (w.use.dir != NULL && make_file(&w, from) < 0) || finish(&w) < 0)
        return NULL;
    vt_object_ref(w.vol->obj);
    return w.vol;
}

static virStorageVolPtr create(virStoragePoolPtr handle, const char *xml, struct vol *from,
                               const char *owner)
{
    struct pool *pool = pool_of(handle->h.obj);
    STORAGE_AUTOPOOLDEF struct storage_pool_def *live = pool_live(pool);
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;
    struct vol *vol;

    if (live == NULL || storage_vol_def_parse(xml, live->type, &def) < 0)
        return NULL;
    vol = storage_backend_of(pool->world, live->type)->place == STORAGE_LISTED
              ? vol_make_listed(pool, def, from, owner)
              : vol_make(pool, def, from, owner);
    return vol != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, handle->h.conn, vol->obj) : NULL;
}

virStorageVolPtr vol_create_xml(virStoragePoolPtr pool, const char *xml,
                                unsigned int flags VT_UNUSED)
{
    return create(pool, xml, NULL, "virStorageVolCreateXML");
}

virStorageVolPtr vol_create_xml_from(virStoragePoolPtr pool, const char *xml, virStorageVolPtr from,
                                     unsigned int flags VT_UNUSED)
{
    return create(pool, xml, vol_of(from->h.obj), "virStorageVolCreateXMLFrom");
}
