/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a folder. */
#include "config.h"

#include <string.h>

#include "storage/backends.h"
#include "storage/dir.h"

int storage_build_folder(const struct storage_pool_def *def, unsigned int flags VT_UNUSED)
{
    return dir_build(def->path, &def->perms);
}

int storage_delete_folder(const struct storage_pool_def *def, unsigned int flags VT_UNUSED)
{
    return dir_delete(def->path);
}

static bool is_same(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    return strcmp(a->path, b->path) == 0;
}

const struct storage_backend storage_backend_dir = {
    .place = STORAGE_IN_FOLDER,
    .is_same = is_same,
    .build = storage_build_folder,
    .destroy = storage_delete_folder,
};
