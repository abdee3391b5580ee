/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a volume group of LVM2: making the group active, and listing its volumes. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/backend_logical.h"
#include "storage/backends.h"
#include "storage/device.h"
#include "storage/run.h"
#include "util/cleanup.h"

static const char *group_of(const struct storage_pool_def *def)
{
    return def->source.name != NULL ? def->source.name : def->name;
}

const char *logical_group(const struct storage_pool_def *def)
{
    const char *group = group_of(def);

    if (lvm_name_ok(group))
        return group;
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                   "The name '%s' cannot be that of the volume group of pool '%s': it has 1 to %d "
                   "letters, digits and + _ . -, and no - in front.",
                   group, def->name, LVM_MAX_NAME);
    return NULL;
}

int logical_bad_output(const struct storage_pool_def *def, const char *tool, int r)
{
    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                    "what %s says of pool '%s' cannot be understood%s", tool, def->name,
                    r == -EFBIG ? ": it has too many volumes" : "");
}

/* It is looked for among all, so that a failure is no sign that it is not there. */
int logical_read_group(const struct storage_pool_def *def, const char *group, struct lvm_group *ret)
{
    VT_AUTOFREE char *select = NULL;
    VT_AUTOFREE char *out = NULL;
    int r;

    if (asprintf(&select, "vg_name=%s", group) < 0)
        return select = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    const char *const argv[] = {"vgs",      LVM_REPORT, "--options", LVM_GROUP_COLUMNS,
                                "--select", select,     NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "find the group of pool", def->name};
    out = storage_tool_read(&tool);
    if (out == NULL)
        return -1;
    r = lvm_parse_group(out, ret);
    return r < 0 ? logical_bad_output(def, "vgs", r) : r;
}

int logical_read_volumes(const struct storage_pool_def *def, const char *group,
                         struct lvm_volumes *ret)
{
    const char *const argv[] = {"lvs", "--segments", LVM_REPORT, "--options", LVM_VOLUME_COLUMNS,
                                "--",  group,        NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "list the volumes of pool", def->name};
    VT_AUTOFREE char *out = storage_tool_read(&tool);
    int r;

    if (out == NULL)
        return -1;
    r = lvm_parse_volumes(out, ret);
    return r < 0 ? logical_bad_output(def, "lvs", r) : 0;
}

static char *find_sources(struct storage_world *world VT_UNUSED, const char *spec VT_UNUSED)
{
    const char *const argv[] = {"pvs", LVM_REPORT, "--options", LVM_DEVICE_COLUMNS, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "find", "volume groups"};
    VT_AUTOFREE char *out = storage_tool_read(&tool);
    VT_AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct storage_source **sources;
    unsigned int n;
    int r;

    if (out == NULL)
        return NULL;
    r = lvm_parse_devices(out, &arena, &sources, &n);
    if (r == 0)
        return storage_sources_format(sources, n);
    if (r == -ENOMEM)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    else
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                       "what pvs says of volume groups cannot be understood");
    return NULL;
}

/* It is when all of its volumes are that would be. */
static int check(const struct storage_pool_def *def)
{
    const char *group = logical_group(def);
    LVM_VOLUMES_SCOPE(volumes);
    struct lvm_group found;
    int r = group != NULL ? logical_read_group(def, group, &found) : -1;

    if (r <= 0)
        return r;
    if (logical_read_volumes(def, group, &volumes) < 0)
        return -1;
    for (unsigned int i = 0; i < volumes.n; i++) {
        if (!volumes.volume[i]->active && !volumes.volume[i]->by_hand)
            return 0;
    }
    return 1;
}

static int no_group(const struct storage_pool_def *def, const char *group)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "there is no volume group '%s', of which pool '%s' is made", group, def->name);
}

static int start(const struct storage_pool_def *def)
{
    const char *group = logical_group(def);
    const char *const argv[] = {"vgchange", "--activate", "ly", "--", group, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "start pool", def->name};
    struct lvm_group found;
    int r = group != NULL ? logical_read_group(def, group, &found) : -1;

    if (r <= 0)
        return r < 0 ? -1 : no_group(def, group);
    return storage_tool_run(&tool);
}

/* LVM refuses, and changes nothing, while a volume is open. */
static int stop(const struct storage_pool_def *def)
{
    const char *group = logical_group(def);
    const char *const argv[] = {"vgchange", "--activate", "ln", "--", group, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "stop pool", def->name};
    struct lvm_group found;
    int r = group != NULL ? logical_read_group(def, group, &found) : -1;

    return r <= 0 ? r : storage_tool_run(&tool);
}

/* Paths in /dev/GROUP, where those of volumes are whatever the target path is.  NULL no memory. */
static char *path_of(const char *group, const char *name)
{
    char *path;

    if (asprintf(&path, "/dev/%s/%s", group, name) >= 0)
        return path;
    (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return NULL;
}

/* One that went meanwhile is left out. */
static int add(struct vol_list *list, const char *group, const struct lvm_volume *vol)
{
    VT_AUTOFREE char *path = path_of(group, vol->name);
    VT_AUTOFREE char *origin = vol->origin != NULL ? path_of(group, vol->origin) : NULL;
    struct storage_vol_found found = {
        .name = vol->name,
        .path = path,
        .key = vol->uuid,
        .size = vol->size,
        .allocated = vol->allocated,
        .backing_path = origin,
        .sources = vol->devices,
        .n_sources = vol->n_devices,
    };
    int r;

    if (path == NULL || (vol->origin != NULL && origin == NULL))
        return -1;
    if (access(path, F_OK) < 0 && errno == ENOENT)
        return 0;
    if (device_get_perms(path, &found) < 0)
        return -1;
    r = vol_list_add(list, &found);
    return r == -EFBIG ? vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                                  "the group '%s' has more volumes than a pool may have", group)
           : r < 0     ? vt_error_no_memory(VIR_FROM_STORAGE)
                       : 0;
}

static int refresh(const struct storage_pool_def *def, struct vol_list *ret)
{
    const char *group = logical_group(def);
    LVM_VOLUMES_SCOPE(volumes);
    struct lvm_group found;
    int r = group != NULL ? logical_read_group(def, group, &found) : -1;

    if (r <= 0)
        return r < 0 ? -1 : no_group(def, group);
    if (logical_read_volumes(def, group, &volumes) < 0)
        return -1;
    for (unsigned int i = 0; i < volumes.n; i++) {
        if (volumes.volume[i]->active && add(ret, group, volumes.volume[i]) < 0)
            return -1;
    }
    ret->sizes = (struct storage_pool_sizes){found.size, found.size - found.free, found.free};
    return 0;
}

/* Paths begin with that of the group, keys are of the tools' making. */
static enum storage_belongs belongs(const struct storage_pool_def *def, const char *text)
{
    static const char dev[] = "/dev/";
    const char *group = group_of(def);
    size_t len = strlen(group);

    if (text[0] != '/')
        return lvm_uuid_ok(text) ? STORAGE_MAYBE : STORAGE_NOT_HERE;
    text += strncmp(text, dev, sizeof dev - 1) == 0 ? sizeof dev - 1 : 0;
    return strncmp(text, group, len) == 0 && text[len] == '/' ? STORAGE_HERE : STORAGE_NOT_HERE;
}

static bool is_same(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    return strcmp(group_of(a), group_of(b)) == 0;
}

const struct storage_backend storage_backend_logical = {
    .place = STORAGE_LISTED,
    .is_same = is_same,
    .find_sources = find_sources,
    .build_flags = VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE,
    .build = logical_build,
    .destroy = logical_destroy,
    .check = check,
    .start = start,
    .stop = stop,
    .refresh = refresh,
    .belongs = belongs,
    .vol_make = logical_vol_make,
    .vol_remove = logical_vol_remove,
};
