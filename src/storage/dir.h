/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder behind a pool: finding, making and removing files in it.
 *
 * All is done by a descriptor of the folder and names without '/', and no symbolic link is followed;
 * nothing leads out of it.  All of it is file I/O and may hang with the file system: no lock is held.
 * Functions return 0 or -1 with an error raised, unless noted. */
#pragma once

#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "storage/backend.h"
#include "util/count.h"

/* How long qemu-img may take, milliseconds. */
#define POOL_DIR_TOOL_MS 300000
/* Temporary names, which are never listed; where the file system has files without a name there
 * are none. */
#define POOL_DIR_TEMP_PREFIX ".vitrine-"
#define POOL_DIR_TEMP_SUFFIX ".part"
#define POOL_DIR_TEMP_CHARS 13 /* digits and '-' between the two */
/* One that nobody has written to for so long, seconds, was left by a killed process: no tool takes as long, and all
 * else writes on and on. */
#define POOL_DIR_OLD_TEMP_S 3600
/* True for such a name: no volume may have one. */
bool dir_is_temp(const char *name);

/* An open folder.  Immutable. */
struct pool_dir {
    struct vt_count count;
    int fd;
    char *path;
};

/* Opens @path.
 * @or_none  leaves *ret as it is when it is not there, is no folder, or may not be written
 * Returns   0, or -1 with SYSTEM_ERROR or NO_MEMORY raised */
int dir_open(const char *path, bool or_none, struct pool_dir **ret) VT_WARN_UNUSED;
struct pool_dir *dir_ref(struct pool_dir *dir);
/* NULL is fine.  Always NULL. */
struct pool_dir *dir_unref(struct pool_dir *dir);
static inline void dir_auto_(struct pool_dir **dir)
{
    dir_unref(*dir);
}
#define POOL_AUTODIR __attribute__((cleanup(dir_auto_)))

/* What the file system has. */
int dir_sizes(struct pool_dir *dir, struct storage_pool_sizes *ret) VT_WARN_UNUSED;

/* Calls @each for all entries, in the order in which the file system tells them, until one is negative: a negative
 * errno, which is returned.  Raises nothing. */
int dir_each(struct pool_dir *dir,
             int (*each)(struct pool_dir *dir, const struct dirent *entry, struct vol_list *list),
             struct vol_list *list) VT_WARN_UNUSED;

/* All regular files and folders, in the order in which the file system tells them, in time linear
 * in their number; and the sizes.  Names that are no names of volumes are left out. */
int dir_scan(struct pool_dir *dir, struct vol_list *ret) VT_WARN_UNUSED;

/* Removes what killed processes have left half made: old files of temporary names.  One that cannot be removed stays.
 * Reads the folder once. */
void dir_tidy(struct pool_dir *dir);

/* Looks at one; ret->name is not set.  0, or a negative errno: -ENOENT also when it is neither file nor folder. */
int dir_stat(struct pool_dir *dir, const char *name, struct storage_vol_found *ret) VT_WARN_UNUSED;

/* The names of all volumes in it, in one pass that looks at no file whose kind the folder tells. */
int dir_names(struct pool_dir *dir, struct vol_list *ret) VT_WARN_UNUSED;

/* Whose headers a look reads. */
enum dir_headers {
    DIR_HEADERS_NONE, /* nobody's: nothing is opened, and what is in a file makes no difference, nor whether its
                        * format can be told */
    DIR_HEADERS_KNOWN, /* of files whose format is known, as it was made */
    DIR_HEADERS_ALL,   /* when nothing tells the format, the header does */
};

/* Looks at one volume: what it is, its format as it was made, and what the header says in that format.
 * @arena   for texts
 * Returns  1 it is there; 0 there is none, *ret is untouched; -1 raised: SYSTEM_ERROR; OPERATION_FAILED the header is
 *          none of the format */
int dir_look(struct pool_dir *dir, const char *name, enum dir_headers headers, struct arena *arena,
             struct storage_vol_found *ret) VT_WARN_UNUSED;

/* The folder of a pool of the host, as it is now.
 * Errors  SYSTEM_ERROR; OPERATION_FAILED nothing is mounted where something should be */
int storage_open_folder(const struct storage_backend *backend, const struct storage_pool_def *def,
                        struct pool_dir **ret) VT_WARN_UNUSED;

/* What a volume is made as, kept with its file.  Source: xattr(7) */
#define POOL_DIR_FORMAT_ATTR "user.vitrine.format"

/* Opens a regular file.
 * @flags   O_RDONLY, O_WRONLY or O_RDWR
 * Returns  a descriptor; -1 raised: NO_STORAGE_VOL it is not there; SYSTEM_ERROR; INVALID_ARG it is no regular file */
int dir_open_file(struct pool_dir *dir, const char *name, int flags) VT_WARN_UNUSED;

/* What a new file is filled with, and who is told how far that is. */
struct dir_filling {
    int from; /* a regular file or a device; -1: nothing is copied */
    /* Told now and then how many bytes have been copied, or are zeros that were written; with no lock held. */
    void (*progress)(void *opaque, unsigned long long done);
    void *opaque;
};

/* Whether the format of a volume is kept with its file. */
enum dir_remember {
    DIR_FORGET,     /* no: others know it */
    DIR_REMEMBER,   /* yes; where the file system cannot, only raw files are made */
    DIR_MAY_FORGET, /* where the file system can: a header tells else */
};

/* Makes the file of a volume; it has its name only when it is whole and on disk, and a failure
 * leaves nothing.
 * @filling  of what is copied into it first, holes stay holes
 * Errors   INVALID_STORAGE_POOL a file has the name; NO_SUPPORT a format without the tool for it, a backing store
 *          of a format that has none, or an encryption; OPERATION_FAILED the tool's; SYSTEM_ERROR; NO_MEMORY */
int dir_make(struct pool_dir *dir, const struct storage_vol_def *def, unsigned long long capacity,
             const struct dir_filling *filling, enum dir_remember remember) VT_WARN_UNUSED;

/* Copies @from, a file or a device, over all of @to, a device, to disk: behind its end and in its holes there are
 * zeros.  0 or a negative errno. */
int dir_copy(int from, int to) VT_WARN_UNUSED;
/* Zeros from byte @offset to before byte @end.  0 or a negative errno. */
int dir_write_zeros(int fd, uint64_t offset, uint64_t end) VT_WARN_UNUSED;

/* Removes it; one that is not there is no failure.
 * @zero    overwrites what it holds first */
int dir_remove(struct pool_dir *dir, const char *name, bool zero) VT_WARN_UNUSED;

/* Makes the folder itself, with those above it.  One that is there stays as it is. */
int dir_build(const char *path, const struct storage_perms *perms) VT_WARN_UNUSED;
/* Removes the folder, which must be empty; one that is not there is no failure. */
int dir_delete(const char *path) VT_WARN_UNUSED;
