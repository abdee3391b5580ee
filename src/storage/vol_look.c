/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking at one volume, telling what it is, opening it. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <string.h>
#include <sys/stat.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/pool.h"
#include "util/cleanup.h"
#include "util/file.h"

/* What is known of a volume at one moment. */
struct look {
    struct storage_vol_def *def;
    struct pool_use use;
    bool block;
    bool building; /* there is no file of its name yet */
    unsigned long long capacity;
    unsigned long long allocation;
    struct storage_perms perms;
};

static void look_done(struct look *look)
{
    storage_vol_def_unref(look->def);
    pool_use_done(&look->use);
}

static int look_known(struct vol *vol, struct look *ret)
{
    VT_LOCK_SCOPE(&vol->pool->lock);

    if (vol_check_locked(vol) < 0)
        return -1;
    ret->def = storage_vol_def_ref(vol->def);
    ret->block = storage_pool_kind_of(vol->pool->live)->blocks;
    ret->capacity = vol->capacity;
    ret->building = vol->building;
    ret->allocation = vol->building ? vol->built : vol->allocation;
    ret->perms = vol->perms;
    return 0;
}

/* The pool is looked at where that is due, and then it may have no such volume any more: its path is another's. */
static int look_begin(struct vol *vol, struct look *ret)
{
    if (look_known(vol, ret) < 0)
        return -1;
    if (ret->building)
        return 0;
    if (pool_use_begin(vol->pool, &ret->use) < 0)
        return -1;
    if (!ret->use.listed)
        return 0;
    ret->def = storage_vol_def_unref(ret->def);
    return look_known(vol, ret);
}

static int no_file(struct vol *vol)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL, "the file '%s' is no longer there",
                    vol->path);
}

/* The file is all that there is to know. */
static int look_direct(struct vol *vol, struct look *ret)
{
    VOL_LIST_SCOPE(scratch);
    struct storage_vol_found found = {.name = vol->obj->name};
    int r = dir_look(ret->use.dir, vol->obj->name, pool_headers(&ret->use), &scratch.arena, &found);

    if (r <= 0)
        return r < 0 ? -1 : no_file(vol);
    ret->def = storage_vol_def_unref(ret->def);
    ret->def = storage_vol_def_found(&found, ret->use.def->type);
    if (ret->def == NULL)
        return -1;
    ret->capacity = ret->def->capacity;
    ret->allocation = ret->def->allocation;
    ret->perms = ret->def->perms;
    return 0;
}

/* The file's size and owner are what they are now; the rest is as it was made. */
static int look_file(struct vol *vol, struct look *ret)
{
    struct storage_vol_found file;
    int r = dir_stat(ret->use.dir, vol->obj->name, &file);

    if (r == -ENOENT)
        return no_file(vol);
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

static int look_now(struct vol *vol, struct look *ret)
{
    if (look_begin(vol, ret) < 0)
        return -1;
    if (ret->building)
        return 0;
    if (ret->use.direct)
        return look_direct(vol, ret);
    return ret->use.dir != NULL ? look_file(vol, ret) : 0;
}

/* A device: the names that tools give are links, so they are followed. */
static int open_block(const struct vol *vol, int flags)
{
    VT_AUTOCLOSE int fd = vt_open(vol->path, flags | O_NONBLOCK);
    struct stat st;

    if (fd < 0)
        return vt_error_errno(VIR_FROM_STORAGE, fd, "cannot open '%s'", vol->path);
    if (fstat(fd, &st) < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot look at '%s'", vol->path);
    if (!S_ISBLK(st.st_mode))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "'%s' is not a block device",
                        vol->path);
    return VT_TAKE_FD(fd);
}

int vol_open(struct vol *vol, int flags)
{
    VT_AUTO(look_done) struct look look = {.def = NULL};

    if (look_begin(vol, &look) < 0)
        return -1;
    if (look.building)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED, "the volume '%s' is being made",
                        vol->path);
    if (look.use.dir != NULL)
        return dir_open_file(look.use.dir, vol->obj->name, flags);
    if (look.use.listed)
        return open_block(vol, flags);
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                    "the volume '%s' has no file: its pool is in memory", vol->path);
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
