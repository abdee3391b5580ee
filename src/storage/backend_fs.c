/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a file system on a device of this host, which is mounted while they are up. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "obj/error.h"
#include "storage/backends.h"
#include "storage/mkfs.h"
#include "storage/mount.h"
#include "util/cleanup.h"

static const char *device_of(const struct storage_pool_def *def)
{
    if (def->source.n_devices == 1)
        return def->source.devices[0]->path;
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                   "The source of pool '%s' has %u devices; a file system is on one.", def->name,
                   def->source.n_devices);
    return NULL;
}

/* The device whatever the name says; raised when it is none. */
static int device_number(const char *pool, const char *path, dev_t *ret)
{
    struct stat st;

    if (stat(path, &st) < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot find the device '%s' of pool '%s'",
                              path, pool);
    if (!S_ISBLK(st.st_mode))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "'%s', the source of pool '%s', is not a block device", path, pool);
    *ret = st.st_rdev;
    return 0;
}

static bool is_device(const char *source, dev_t device)
{
    struct stat st;

    return source[0] == '/' && stat(source, &st) == 0 && S_ISBLK(st.st_mode) &&
           st.st_rdev == device;
}

static int check(const struct storage_pool_def *def)
{
    const char *device = device_of(def);
    VT_AUTOFREE char *place = device != NULL ? mount_place(def->path) : NULL;
    VT_AUTOFREE char *source = NULL;
    dev_t number = 0;

    if (place == NULL || mount_source(place, &source) < 0)
        return -1;
    if (source == NULL)
        return 0;
    if (device_number(def->name, device, &number) < 0)
        return -1;
    return is_device(source, number) ? 1 : mount_in_the_way(def->name, place, source);
}

/* The word of mount(8); NULL: it finds out. */
static const char *type_of(const struct storage_pool_def *def)
{
    const char *format = def->source.format;

    if (format == NULL || strcmp(format, "auto") == 0)
        return NULL;
    return strcmp(format, "hfs+") == 0 ? "hfsplus" : format;
}

static int start(const struct storage_pool_def *def)
{
    const struct mount_spec spec = {
        .pool = def->name,
        .source = device_of(def),
        .target = def->path,
        .type = type_of(def),
    };
    dev_t number = 0;

    if (spec.source == NULL || device_number(def->name, spec.source, &number) < 0)
        return -1;
    return mount_start(&spec);
}

static int stop(const struct storage_pool_def *def)
{
    return mount_stop_pool(def, check);
}

static int build(const struct storage_pool_def *def, unsigned int flags)
{
    const char *device;

    if (storage_build_folder(def, 0) < 0)
        return -1;
    if (flags == VIR_STORAGE_POOL_BUILD_NEW)
        return 0;
    device = device_of(def);
    return device != NULL ? mkfs_build(def->name, device, def->source.format, flags) : -1;
}

const struct storage_backend storage_backend_fs = {
    .place = STORAGE_IN_FOLDER,
    .mounted = true,
    .is_same = storage_same_device,
    .build_flags = VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE,
    .build = build,
    .destroy = storage_delete_folder,
    .check = check,
    .start = start,
    .stop = stop,
};
