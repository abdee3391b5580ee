/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is mounted where.  The table of mounts is read and never a mounted file system, so nothing hangs with one
 * that hangs. */
#pragma once

#include <stdbool.h>

#include "conf/storage_pool.h"

#define MOUNT_MAX 100000 /* lines of the table that are read */

/* Where @path is in the table of mounts: symbolic links in the folders above it followed, itself not touched.
 * The caller frees; NULL raised: SYSTEM_ERROR, NO_MEMORY. */
char *mount_place(const char *path) VT_WARN_UNUSED;

/* What is mounted on top at @place, as it was named then; NULL in *ret: nothing.  The caller frees.  0, or -1
 * raised. */
int mount_source(const char *place, char **ret) VT_WARN_UNUSED;

struct mount_spec {
    const char *pool; /* for errors */
    const char *source;
    const char *target;
    const char *type;    /* NULL: mount(8) finds out */
    const char *options; /* more than nodev,nosuid,noexec; NULL */
};

/* Runs mount(8).  The target must be a folder, no link.  0, or -1 raised. */
int mount_start(const struct mount_spec *spec) VT_WARN_UNUSED;

/* Runs umount(8) where @check, which tells as a backend does, finds that @def is mounted.  Never lazily: what is
 * in use stays, and is raised. */
int mount_stop_pool(const struct storage_pool_def *def,
                    int (*check)(const struct storage_pool_def *def)) VT_WARN_UNUSED;
/* Raises that @source is mounted at @place, where the pool should be.  Always -1. */
int mount_in_the_way(const char *pool, const char *place, const char *source);
