/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What one type of pool does: building, starting, looking, making volumes.
 *
 * Functions are called in the caller's thread, with no lock held and no other change of that pool going on,
 * and may take long.  They hold no state of their own: all that they need is in the definition.  Those that
 * return int give 0 or -1 with an error raised, unless noted.  NULL: there is nothing to do.
 */
#pragma once

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"

/* The most volumes that a pool may have. */
#define POOL_MAX_VOLUMES 1000000

/* Where volumes of a pool are. */
enum storage_place {
    STORAGE_IN_MEMORY, /* of this process */
    STORAGE_IN_FOLDER, /* files below the target path: dir.h does all that concerns volumes */
    STORAGE_IN_FOLDER_OR_MEMORY, /* the latter where there is no folder that may be written */
    STORAGE_LISTED,              /* what `refresh` lists, made and removed by the backend */
};

/* What a look at a pool finds. */
struct vol_list {
    struct arena arena; /* everything below that is a pointer */
    struct storage_vol_found **vol;
    size_t n;
    struct storage_pool_sizes sizes;
    struct storage_device
        *device; /* of a pool on one: which extents of it are free.  NULL: nobody tells */
};

#define VOL_LIST_SCOPE(name) \
    struct vol_list name __attribute__((cleanup(vol_list_done))) = {.arena = ARENA_INIT}
void vol_list_done(struct vol_list *list);
/* Adds a copy, texts and sources included; one whose name is no volume's is left out.  0, -ENOMEM, -EFBIG more
 * than POOL_MAX_VOLUMES.  Raises nothing. */
int vol_list_add(struct vol_list *list, const struct storage_vol_found *found) VT_WARN_UNUSED;

/* Whether a key or path can be that of a volume of a pool, by its text alone. */
enum storage_belongs {
    STORAGE_NOT_HERE,
    STORAGE_MAYBE, /* or of another pool */
    STORAGE_HERE,  /* if it is any volume's, then of this pool */
};

struct storage_world;

struct storage_backend {
    enum storage_place place;
    bool mounted; /* the target path is a mount point while it is up */

    /* What could be made pools of: a <sources> document, which the caller frees; NULL raised.
     * @spec  a <source> document that narrows the search; NULL */
    char *(*find_sources)(struct storage_world *world, const char *spec);

    /* Whether two pools of the type have one source, by their texts.  NULL: any number may have it.  May be called
     * under a lock. */
    bool (*is_same)(const struct storage_pool_def *a, const struct storage_pool_def *b);

    /* Flags of virStoragePoolBuild that it knows: others are refused before.  Nothing is known of those of
     * virStoragePoolDelete, on the host. */
    unsigned int build_flags;
    /* The pool is inactive. */
    int (*build)(const struct storage_pool_def *def, unsigned int flags);
    int (*destroy)(const struct storage_pool_def *def, unsigned int flags); /* what build made */

    /* Whether it is available now, by whoever made it so: a file system is mounted, a session open.
     * 1, 0, or -1 raised. */
    int (*check)(const struct storage_pool_def *def);
    /* Makes it available; what was so before, as far as it is this pool, stays as it is and is fine.  A
     * failure leaves it as it was. */
    int (*start)(const struct storage_pool_def *def);
    /* Ends that; what is not available is no failure. */
    int (*stop)(const struct storage_pool_def *def);

    /* STORAGE_LISTED: all volumes that there are, and the sizes of the pool.  Errors are raised. */
    int (*refresh)(const struct storage_pool_def *def, struct vol_list *ret);
    /* STORAGE_LISTED: whose the text is.  It looks at nothing but the two, and may be called under a lock. */
    enum storage_belongs (*belongs)(const struct storage_pool_def *def, const char *text);
    /* Makes a volume; nobody has the name in the table meanwhile.  A failure leaves nothing.
     * @capacity, @allocation  bytes; vol->capacity may be less
     * The pool is looked at again afterwards, so nothing is told of it here. */
    int (*vol_make)(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                    unsigned long long capacity, unsigned long long allocation);
    /* Removes a volume, whose contents were overwritten before where that was asked for; one that is not there
     * is no failure. */
    int (*vol_remove)(const struct storage_pool_def *def, const char *name, const char *path);
};

/* For backends whose volumes are in a folder: makes the target path with those above it, and the owner and mode
 * of the definition; removes it, when it is empty. */
int storage_build_folder(const struct storage_pool_def *def, unsigned int flags);
int storage_delete_folder(const struct storage_pool_def *def, unsigned int flags);

/* `is_same` of pools on a device: the first that they name. */
bool storage_same_device(const struct storage_pool_def *a, const struct storage_pool_def *b);
