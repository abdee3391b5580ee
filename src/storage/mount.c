/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is mounted where, and changing it with mount(8) and umount(8). */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "obj/error.h"
#include "storage/mount.h"
#include "storage/run.h"
#include "util/cleanup.h"

#define LINE_BYTES 16384 /* of the table: two paths, and options */

char *mount_place(const char *path)
{
    const char *slash = strrchr(path, '/');
    VT_AUTOFREE char *above = NULL;
    VT_AUTOFREE char *real = NULL;
    char *place = NULL;

    if (slash == path)
        place = strdup(path);
    else if ((above = strndup(path, (size_t)(slash - path))) != NULL) {
        real = realpath(above, NULL);
        if (real == NULL) {
            (void)vt_error_errno(VIR_FROM_STORAGE, errno, "cannot find the folder '%s'", above);
            return NULL;
        }
        if (asprintf(&place, "%s%s", strcmp(real, "/") == 0 ? "" : real, slash) < 0)
            place = NULL;
    }
    if (place == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return place;
}

static void auto_endmntent(FILE **f)
{
    if (*f != NULL)
        (void)endmntent(*f);
}

int mount_source(const char *place, char **ret)
{
    VT_AUTO(auto_endmntent) FILE *f = setmntent("/proc/self/mounts", "re");
    VT_AUTOFREE char *line = malloc(LINE_BYTES);
    VT_AUTOFREE char *found = NULL;
    struct mntent entry;

    if (f == NULL)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot read the table of mounts");
    if (line == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < MOUNT_MAX && getmntent_r(f, &entry, line, LINE_BYTES) != NULL; i++) {
        if (strcmp(entry.mnt_dir, place) != 0)
            continue;
        free(found); /* a later one lies on top */
        found = strdup(entry.mnt_fsname);
        if (found == NULL)
            return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    *ret = VT_TAKE(found);
    return 0;
}

static int check_target(const struct mount_spec *spec)
{
    struct stat st;

    if (lstat(spec->target, &st) < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno,
                              "cannot mount pool '%s' at '%s': build the pool first", spec->pool,
                              spec->target);
    if (S_ISDIR(st.st_mode))
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "cannot mount pool '%s' at '%s', which is not a folder", spec->pool,
                    spec->target);
}

int mount_start(const struct mount_spec *spec)
{
    VT_AUTOFREE char *options = NULL;
    const char *argv[10] = {"mount", "-o"};
    size_t n = 3;

    if (check_target(spec) < 0)
        return -1;
    if (asprintf(&options, "nodev,nosuid,noexec%s%s", spec->options != NULL ? "," : "",
                 spec->options != NULL ? spec->options : "") < 0) {
        options = NULL;
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    argv[2] = options;
    if (spec->type != NULL) {
        argv[n++] = "-t";
        argv[n++] = spec->type;
    }
    argv[n++] = "--";
    argv[n++] = spec->source;
    argv[n++] = spec->target;
    argv[n] = NULL;
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "mount pool", spec->pool};
    return storage_tool_run(&tool);
}

int mount_stop_pool(const struct storage_pool_def *def,
                    int (*check)(const struct storage_pool_def *def))
{
    int r = check(def);
    VT_AUTOFREE char *place = r > 0 ? mount_place(def->path) : NULL;
    const char *const argv[] = {"umount", "--no-canonicalize", "--", place, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "unmount pool", def->name};

    if (place == NULL)
        return r > 0 ? -1 : r;
    return storage_tool_run(&tool);
}

int mount_in_the_way(const char *pool, const char *place, const char *source)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "'%s' is mounted at '%s', where pool '%s' should be", source, place, pool);
}
