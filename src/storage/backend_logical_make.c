/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a volume group of LVM2: making and removing the group and its volumes. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/backend_logical.h"
#include "storage/device.h"
#include "storage/run.h"
#include "util/cleanup.h"

#define SECTOR 512 /* bytes; lvcreate(8) wants sizes to be multiples of it */

/* Runs "TOOL [OPTION] -- PATH". */
static int run_on(const struct storage_pool_def *def, const char *program, const char *option,
                  const char *path, const char *what)
{
    const char *argv[5] = {program};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, what, def->name};
    size_t n = 1;

    if (option != NULL)
        argv[n++] = option;
    argv[n++] = "--";
    argv[n++] = path;
    argv[n] = NULL;
    return storage_tool_run(&tool);
}

/* Takes back what was made on the first @n devices; the error that led here stays. */
static void undo_devices(const struct storage_pool_def *def, unsigned int n)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    while (n > 0)
        (void)run_on(def, "pvremove", NULL, def->source.devices[--n]->path, "undo");
    vt_error_restore(&saved);
}

static int make_group(const struct storage_pool_def *def, const char *group)
{
    unsigned int n = def->source.n_devices;
    VT_AUTOFREE const char **argv = calloc(n + 4, sizeof *argv);

    if (argv == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "make the group of pool", def->name};
    argv[0] = "vgcreate";
    argv[1] = "--";
    argv[2] = group;
    for (unsigned int i = 0; i < n; i++)
        argv[i + 3] = def->source.devices[i]->path;
    return storage_tool_run(&tool);
}

/* All is looked at before the first device is written to. */
static int check_build(const struct storage_pool_def *def, const char *group, unsigned int flags)
{
    struct lvm_group found;
    int r;

    if (def->source.n_devices == 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The source of pool '%s' has no device to make a volume group on.",
                        def->name);
    r = logical_read_group(def, group, &found);
    if (r > 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "there is a volume group '%s' already", group);
    for (unsigned int i = 0; r == 0 && i < def->source.n_devices; i++) {
        VT_AUTOFREE char *real = device_real_path(def->name, def->source.devices[i]->path);
        r = real != NULL ? device_check_new(def->name, real, flags) : -1;
    }
    return r;
}

int logical_build(const struct storage_pool_def *def, unsigned int flags)
{
    const char *group = logical_group(def);
    unsigned int made = 0;
    int r = group != NULL ? check_build(def, group, flags) : -1;

    for (; r == 0 && made < def->source.n_devices; made++) {
        const char *path = def->source.devices[made]->path;
        if (((flags & VIR_STORAGE_POOL_BUILD_OVERWRITE) != 0 &&
             device_clear(def->name, path) < 0) ||
            run_on(def, "pvcreate", NULL, path, "make a device of pool") < 0) {
            r = -1;
            break;
        }
    }
    if (r == 0)
        r = make_group(def, group);
    if (r < 0)
        undo_devices(def, made);
    return r;
}

/* A group that has volumes stays: they are to be deleted by name.  LVM asks in that case, and hears no answer. */
int logical_destroy(const struct storage_pool_def *def, unsigned int flags VT_UNUSED)
{
    const char *group = logical_group(def);
    struct lvm_group found;
    int r = group != NULL ? logical_read_group(def, group, &found) : -1;

    if (r > 0)
        r = run_on(def, "vgremove", NULL, group, "delete the group of pool");
    for (unsigned int i = 0; r == 0 && i < def->source.n_devices; i++)
        r = run_on(def, "pvremove", NULL, def->source.devices[i]->path, "clear a device of pool");
    return r;
}

static int remove_volume(const struct storage_pool_def *def, const char *group, const char *name)
{
    VT_AUTOFREE char *path = NULL;

    if (asprintf(&path, "%s/%s", group, name) < 0)
        return path = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    return run_on(def, "lvremove", "--force", path, "delete a volume of pool");
}

/* What lvcreate left behind when it failed is there and not active; one that is active is another's, who was
 * quicker.  The error that led here stays. */
static void undo_failed(const struct storage_pool_def *def, const char *group, const char *name)
{
    LVM_VOLUMES_SCOPE(volumes);
    const struct lvm_volume *vol = NULL;
    struct vt_error_saved saved;

    vt_error_save(&saved);
    if (logical_read_volumes(def, group, &volumes) == 0)
        vol = lvm_find(&volumes, name);
    if (vol != NULL && !vol->active)
        (void)remove_volume(def, group, name);
    vt_error_restore(&saved);
}

static int set_perms(const struct storage_pool_def *def, const char *group,
                     const struct storage_vol_def *vol)
{
    VT_AUTOFREE char *path = NULL;
    struct vt_error_saved saved;

    if (asprintf(&path, "/dev/%s/%s", group, vol->name) < 0) {
        path = NULL;
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    } else if (device_set_perms(path, &vol->perms) == 0) {
        return 0;
    }
    vt_error_save(&saved);
    (void)remove_volume(def, group, vol->name);
    vt_error_restore(&saved);
    return -1;
}

/* The volume of the group that @vol is to be a snapshot of: by its path in /dev or in the target path. */
static const struct lvm_volume *origin_of(const struct storage_pool_def *def, const char *group,
                                          const struct storage_vol_def *vol,
                                          const struct lvm_volumes *volumes)
{
    const char *path = vol->backing_path, *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) : 0;
    const struct lvm_volume *origin = slash != NULL ? lvm_find(volumes, slash + 1) : NULL;
    bool in_target =
        def->path != NULL && strlen(def->path) == folder && memcmp(def->path, path, folder) == 0;
    bool in_dev = folder == strlen("/dev/") + strlen(group) && strncmp(path, "/dev/", 5) == 0 &&
                  memcmp(path + 5, group, folder - 5) == 0;

    if (origin != NULL && (in_target || in_dev))
        return origin;
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                   "the backing store '%s' of '%s' is no volume of the group '%s'", path, vol->name,
                   group);
    return NULL;
}

/* lvcreate with its sizes, in bytes.
 * @origin  NULL: no snapshot
 * @sparse  what is written is kept in @allocation bytes, and the volume is lost when that is full */
static int create(const struct storage_pool_def *def, const char *group,
                  const struct storage_vol_def *vol, const char *origin, bool sparse,
                  unsigned long long capacity, unsigned long long allocation)
{
    VT_AUTOFREE char *of = NULL;
    char size[24], virtual_size[24];
    const char *argv[20] = {"lvcreate", "--yes", "--name", vol->name, "--size", size};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "make a volume of pool", def->name};
    size_t n = 6;

    (void)snprintf(size, sizeof size, "%llub", allocation > 0 ? allocation : SECTOR);
    (void)snprintf(virtual_size, sizeof virtual_size, "%llub", capacity);
    if (asprintf(&of, "%s%s%s", group, origin != NULL ? "/" : "", origin != NULL ? origin : "") < 0)
        return of = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    if (origin != NULL) {
        argv[n++] = "--snapshot";
    } else if (sparse) {
        argv[n++] = "--type";
        argv[n++] = "snapshot";
        argv[n++] = "--virtualsize";
        argv[n++] = virtual_size;
    } else {
        argv[n++] = "--wipesignatures";
        argv[n++] = "y";
        argv[n++] = "--zero";
        argv[n++] = "y";
    }
    argv[n++] = "--";
    argv[n++] = of;
    argv[n] = NULL;
    return storage_tool_run(&tool);
}

static unsigned long long round_up(unsigned long long bytes)
{
    return (bytes + SECTOR - 1) / SECTOR * SECTOR;
}

static int check_new(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                     const struct lvm_volumes *volumes)
{
    if (!lvm_name_ok(vol->name))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "the name '%s' cannot be that of a logical volume: it has 1 to %d letters, "
                        "digits and + _ . -",
                        vol->name, LVM_MAX_NAME);
    if (vol->encrypted)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the volume '%s' is to be encrypted, which is not done here", vol->name);
    if (lvm_find(volumes, vol->name) != NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_STORAGE_POOL,
                        "the group of pool '%s' has a volume '%s' already, which is not active",
                        def->name, vol->name);
    return 0;
}

int logical_vol_make(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                     unsigned long long capacity, unsigned long long allocation)
{
    const char *group = logical_group(def);
    const struct lvm_volume *origin = NULL;
    bool sparse = vol->allocation_given && allocation < capacity;
    LVM_VOLUMES_SCOPE(volumes);

    if (group == NULL || logical_read_volumes(def, group, &volumes) < 0 ||
        check_new(def, vol, &volumes) < 0)
        return -1;
    if (vol->backing_path != NULL && (origin = origin_of(def, group, vol, &volumes)) == NULL)
        return -1;
    if (create(def, group, vol, origin != NULL ? origin->name : NULL, sparse, round_up(capacity),
               round_up(sparse ? allocation : capacity)) < 0) {
        undo_failed(def, group, vol->name);
        return -1;
    }
    return set_perms(def, group, vol);
}

/* The name of a snapshot that would be lost with @name; NULL there is none. */
static const char *snapshot_of(const struct lvm_volumes *volumes, const char *name)
{
    for (unsigned int i = 0; i < volumes->n; i++) {
        const struct lvm_volume *vol = volumes->volume[i];
        if (vol->copies && vol->origin != NULL && strcmp(vol->origin, name) == 0)
            return vol->name;
    }
    return NULL;
}

int logical_vol_remove(const struct storage_pool_def *def, const char *name,
                       const char *path VT_UNUSED)
{
    const char *group = logical_group(def);
    const char *snapshot;
    LVM_VOLUMES_SCOPE(volumes);

    if (group == NULL || logical_read_volumes(def, group, &volumes) < 0)
        return -1;
    if (lvm_find(&volumes, name) == NULL)
        return 0;
    snapshot = snapshot_of(&volumes, name);
    if (snapshot != NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the volume '%s' of pool '%s' has the snapshot '%s', which would be lost "
                        "with it",
                        name, def->name, snapshot);
    return remove_volume(def, group, name);
}
