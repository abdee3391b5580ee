/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making file systems on devices, with the tool of each format. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stddef.h>
#include <string.h>

#include "obj/error.h"
#include "storage/mkfs.h"
#include "storage/run.h"

#define BOTH (VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE)

/* The tools, and how they are told not to ask about what is there.  None of them takes a device that is mounted.
 * Source: mke2fs(8), mkfs.xfs(8), mkfs.fat(8), mkfs.btrfs(8) */
static const struct maker {
    const char *format;
    const char *tool;
    const char *arg[3];
} makers[] = {
    {"ext2", "mkfs.ext2", {"-q", "-F", NULL}}, {"ext3", "mkfs.ext3", {"-q", "-F", NULL}},
    {"ext4", "mkfs.ext4", {"-q", "-F", NULL}}, {"xfs", "mkfs.xfs", {"-q", "-f", NULL}},
    {"vfat", "mkfs.vfat", {"-I", NULL, NULL}}, {"btrfs", "mkfs.btrfs", {"-q", "-f", NULL}},
};

static const struct maker *find(const char *format)
{
    for (size_t i = 0; format != NULL && i < VT_N_ELEMENTS(makers); i++) {
        if (strcmp(makers[i].format, format) == 0)
            return &makers[i];
    }
    return NULL;
}

/* Source of the statuses: blkid(8), low-level probing: 2 nothing was found, 8 several things. */
int mkfs_probe(const char *pool, const char *device)
{
    const char *const argv[] = {"blkid", "-p", "--", device, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "find out what is on the source of",
                                      pool};
    int status = storage_tool_status(&tool);

    if (status < 0)
        return -1;
    if (status == 0 || status == 2 || status == 8)
        return status != 2;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "cannot find out what is on '%s', the source of pool '%s': blkid ended with "
                    "status %d",
                    device, pool, status);
}

static int refuse_what_is_there(const char *pool, const char *device)
{
    int r = mkfs_probe(pool, device);

    if (r <= 0)
        return r;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "something is on '%s', the source of pool '%s', already", device, pool);
}

int mkfs_build(const char *pool, const char *device, const char *format, unsigned int flags)
{
    const struct maker *maker = find(format);
    const char *argv[6];
    size_t n = 0;

    if ((flags & BOTH) == BOTH)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "pool '%s' cannot be built with and without overwriting what is there",
                        pool);
    if (maker == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "a file system of format '%s' cannot be made for pool '%s'",
                        format != NULL ? format : "auto", pool);
    if ((flags & VIR_STORAGE_POOL_BUILD_NO_OVERWRITE) != 0 &&
        refuse_what_is_there(pool, device) < 0)
        return -1;
    argv[n++] = maker->tool;
    for (size_t i = 0; maker->arg[i] != NULL; i++)
        argv[n++] = maker->arg[i];
    argv[n++] = device;
    argv[n] = NULL;
    const struct storage_tool tool = {argv, STORAGE_TOOL_LONG_MS, "make the file system of", pool};
    return storage_tool_run(&tool);
}
