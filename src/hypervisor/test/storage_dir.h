/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder behind a pool: finding, making and removing files in it.
 *
 * All is done by a descriptor of the folder and names without '/', and no symbolic link is followed;
 * nothing leads out of it.  All of it is file I/O and may hang with the file system: no lock is held.
 * Functions return 0 or -1 with an error raised, unless noted. */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "util/count.h"

/* The most files that a folder may have. */
#define TEST_DIR_MAX_FILES 1000000
/* How long qemu-img may take, milliseconds. */
#define TEST_DIR_TOOL_MS 300000
/* Temporary names, which are never listed; where the file system has files without a name there
 * are none. */
#define TEST_DIR_TEMP_PREFIX ".vitrine-"
#define TEST_DIR_TEMP_SUFFIX ".part"
/* True for such a name: no volume may have one. */
bool test_dir_is_temp(const char *name);

/* An open folder.  Immutable. */
struct test_dir {
    struct vt_count count;
    int fd;
    char *path;
};

/* Opens @path.  1; 0 when it is not there, is no folder, or may not be written: then the pool is in
 * memory; -1 with SYSTEM_ERROR or NO_MEMORY raised. */
int test_dir_open(const char *path, struct test_dir **ret) VT_WARN_UNUSED;
struct test_dir *test_dir_ref(struct test_dir *dir);
/* NULL is fine.  Always NULL. */
struct test_dir *test_dir_unref(struct test_dir *dir);
static inline void test_dir_auto_(struct test_dir **dir)
{
    test_dir_unref(*dir);
}
#define TEST_AUTODIR __attribute__((cleanup(test_dir_auto_)))

/* What the file system has. */
int test_dir_sizes(struct test_dir *dir, struct storage_pool_sizes *ret) VT_WARN_UNUSED;

/* What is known of a file. */
struct test_file {
    const char *name;
    unsigned long long size;      /* bytes */
    unsigned long long allocated; /* bytes of disk */
    unsigned int mode;
    unsigned int owner;
    unsigned int group;
    bool is_dir;
};

struct test_files {
    struct arena arena;
    struct test_file **file;
    size_t n;
};

/* All regular files and folders, in the order in which the file system tells them, in time linear
 * in their number.  Names that are no names of volumes are left out.  The caller ends *ret. */
int test_dir_scan(struct test_dir *dir, struct test_files *ret) VT_WARN_UNUSED;
static inline void test_files_done(struct test_files *files)
{
    arena_done(&files->arena);
}

/* Looks at one.  0, or a negative errno: -ENOENT also when it is neither file nor folder. */
int test_dir_stat(struct test_dir *dir, const char *name, struct test_file *ret) VT_WARN_UNUSED;

/* Opens a regular file.
 * @flags   O_RDONLY, O_WRONLY or O_RDWR
 * Returns  a descriptor; -1 raised: SYSTEM_ERROR, INVALID_ARG it is no regular file */
int test_dir_open_file(struct test_dir *dir, const char *name, int flags) VT_WARN_UNUSED;

/* What a new file is filled with. */
struct test_dir_source {
    int fd; /* a regular file */
    /* Told now and then how many bytes of data have been copied; with no lock held. */
    void (*progress)(void *opaque, unsigned long long done);
    void *opaque;
};

/* Makes the file of a volume; it has its name only when it is whole and on disk, and a failure
 * leaves nothing.
 * @source  what to copy into it first, NULL nothing; its holes stay holes
 * Errors   INVALID_STORAGE_POOL a file has the name; NO_SUPPORT a format without the tool for it, or
 *          an encryption; OPERATION_FAILED the tool's; SYSTEM_ERROR; NO_MEMORY */
int test_dir_make(struct test_dir *dir, const struct storage_vol_def *def,
                  unsigned long long capacity, const struct test_dir_source *source) VT_WARN_UNUSED;

/* Removes it; one that is not there is no failure.
 * @zero    overwrites what it holds first */
int test_dir_remove(struct test_dir *dir, const char *name, bool zero) VT_WARN_UNUSED;

/* Makes the folder itself, with those above it.  One that is there stays as it is. */
int test_dir_build(const char *path, const struct storage_perms *perms) VT_WARN_UNUSED;
/* Removes the folder, which must be empty; one that is not there is no failure. */
int test_dir_delete(const char *path) VT_WARN_UNUSED;
