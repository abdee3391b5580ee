/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder behind a pool: opening, listing, building and deleting it. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "storage/dir.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

/* Bytes of a block of st_blocks.  Source: stat(2). */
#define STAT_BLOCK 512

static struct pool_dir *dir_new(const char *path, int *fd)
{
    struct pool_dir *dir = malloc(sizeof *dir);

    if (dir != NULL && (dir->path = strdup(path)) == NULL) {
        free(dir);
        dir = NULL;
    }
    if (dir == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    vt_count_init(&dir->count);
    dir->fd = VT_TAKE_FD(*fd);
    return dir;
}

/* 1 it may be written, 0 it may not, -1 raised. */
static int may_write(int fd, const char *path)
{
    if (faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) == 0)
        return 1;
    if (errno == EACCES || errno == EROFS || errno == EPERM)
        return 0;
    return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot use the folder '%s'", path);
}

int dir_open(const char *path, bool or_none, struct pool_dir **ret)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    int r;

    if (or_none && (fd == -ENOENT || fd == -ENOTDIR || fd == -EACCES))
        return 0;
    if (fd < 0)
        return vt_error_errno(VIR_FROM_STORAGE, fd, "cannot open the folder '%s'", path);
    r = or_none ? may_write(fd, path) : 1;
    if (r <= 0)
        return r;
    *ret = dir_new(path, &fd);
    return *ret != NULL ? 0 : -1;
}

struct pool_dir *dir_ref(struct pool_dir *dir)
{
    vt_count_take(&dir->count);
    return dir;
}

struct pool_dir *dir_unref(struct pool_dir *dir)
{
    if (dir != NULL && vt_count_drop(&dir->count)) {
        (void)close(dir->fd);
        free(dir->path);
        free(dir);
    }
    return NULL;
}

/* @blocks of @size bytes, at most what a file can hold. */
static unsigned long long bytes_of(unsigned long long blocks, unsigned long long size)
{
    unsigned long long bytes;

    if (__builtin_mul_overflow(blocks, size, &bytes) || bytes > STORAGE_MAX_BYTES)
        return STORAGE_MAX_BYTES;
    return bytes;
}

int dir_sizes(struct pool_dir *dir, struct storage_pool_sizes *ret)
{
    struct statvfs fs;
    int r;

    do
        r = fstatvfs(dir->fd, &fs);
    while (r < 0 && errno == EINTR);
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot tell the room in '%s'", dir->path);
    ret->capacity = bytes_of(fs.f_blocks, fs.f_frsize);
    ret->available = bytes_of(fs.f_bavail, fs.f_frsize);
    if (ret->available > ret->capacity)
        ret->available = ret->capacity;
    ret->allocation = ret->capacity - ret->available;
    return 0;
}

static int fill(const struct stat *st, struct storage_vol_found *ret)
{
    if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode))
        return -ENOENT;
    ret->is_dir = S_ISDIR(st->st_mode);
    ret->size = (unsigned long long)st->st_size;
    ret->allocated = bytes_of((unsigned long long)st->st_blocks, STAT_BLOCK);
    ret->mode = st->st_mode & 0777;
    ret->owner = st->st_uid;
    ret->group = st->st_gid;
    return 0;
}

int dir_stat(struct pool_dir *dir, const char *name, struct storage_vol_found *ret)
{
    struct stat st;

    if (fstatat(dir->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return -errno;
    return fill(&st, ret);
}

int dir_open_file(struct pool_dir *dir, const char *name, int flags)
{
    VT_AUTOCLOSE int fd = -1;
    struct stat st;

    do
        fd = openat(dir->fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 && errno == ENOENT)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                        "the file '%s/%s' is no longer there", dir->path, name);
    if (fd < 0 || fstat(fd, &st) < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot open '%s/%s'", dir->path, name);
    if (!S_ISREG(st.st_mode))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "'%s/%s' is not a regular file",
                        dir->path, name);
    return VT_TAKE_FD(fd);
}

bool dir_is_temp(const char *name)
{
    size_t len = strlen(name), suffix = strlen(POOL_DIR_TEMP_SUFFIX);

    return strncmp(name, POOL_DIR_TEMP_PREFIX, strlen(POOL_DIR_TEMP_PREFIX)) == 0 && len > suffix &&
           strcmp(name + len - suffix, POOL_DIR_TEMP_SUFFIX) == 0;
}

/* Whether it has a name that we give, and nobody has written to it for long. */
static bool is_left(struct pool_dir *dir, const char *name)
{
    const char *middle = name + strlen(POOL_DIR_TEMP_PREFIX);
    struct stat st;

    return dir_is_temp(name) &&
           strlen(middle) == POOL_DIR_TEMP_CHARS + strlen(POOL_DIR_TEMP_SUFFIX) &&
           strspn(middle, "0123456789abcdef-") == POOL_DIR_TEMP_CHARS &&
           fstatat(dir->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           time(NULL) - st.st_mtime >= POOL_DIR_OLD_TEMP_S;
}

static int tidy_entry(struct pool_dir *dir, const struct dirent *entry,
                      struct vol_list *list VT_UNUSED)
{
    if (is_left(dir, entry->d_name))
        (void)unlinkat(dir->fd, entry->d_name, 0);
    return 0;
}

void dir_tidy(struct pool_dir *dir)
{
    int r = dir_each(dir, tidy_entry, NULL);

    (void)r; /* what cannot be read, whoever lists it says */
}

/* Adds what an entry is to the list, when it is a file or a folder.  0 or a negative errno. */
static int add_entry(struct pool_dir *dir, const struct dirent *entry, struct vol_list *list)
{
    struct storage_vol_found found = {.name = NULL};
    int r;

    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_REG && entry->d_type != DT_DIR)
        return 0;
    if (!storage_vol_name_ok(entry->d_name) || dir_is_temp(entry->d_name))
        return 0;
    r = dir_stat(dir, entry->d_name, &found);
    if (r < 0)
        return r == -ENOENT ? 0 : r; /* it went away meanwhile, or is something else */
    found.name = entry->d_name;
    return vol_list_add(list, &found);
}

int dir_each(struct pool_dir *dir,
             int (*each)(struct pool_dir *dir, const struct dirent *entry, struct vol_list *list),
             struct vol_list *list)
{
    VT_AUTOCLOSEDIR DIR *stream = NULL;
    VT_AUTOCLOSE int fd = openat(dir->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct dirent *entry;
    int r = 0;

    if (fd < 0 || (stream = fdopendir(fd)) == NULL)
        return -errno;
    (void)VT_TAKE_FD(fd);
    while (r == 0 && (errno = 0, entry = readdir(stream)) != NULL)
        r = each(dir, entry, list);
    return r == 0 ? -errno : r;
}

int dir_scan(struct pool_dir *dir, struct vol_list *ret)
{
    int r;

    if (dir_sizes(dir, &ret->sizes) < 0)
        return -1;
    r = dir_each(dir, add_entry, ret);
    if (r == 0)
        return 0;
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot list the folder '%s'", dir->path);
}

/* The folder that was just made gets its mode whatever the umask is; root gives it away. */
static int set_perms(const char *path, const struct storage_perms *perms)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);

    if (fd < 0)
        return fd;
    if (geteuid() == 0 && fchown(fd, perms->owner, perms->group) < 0)
        return -errno;
    return fchmod(fd, perms->mode) < 0 ? -errno : 0;
}

/* Makes those above @path; @path ends at each in turn. */
static int build_parents(char *path)
{
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        int r;
        *at = '\0';
        r = mkdir(path, 0755);
        if (r < 0 && errno != EEXIST)
            return -errno; /* the path shows where */
        *at = '/';
    }
    return 0;
}

int dir_build(const char *path, const struct storage_perms *perms)
{
    VT_AUTOFREE char *copy = strdup(path);
    struct stat st;
    int r;

    if (copy == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return 0;
    r = build_parents(copy);
    if (r == 0 && mkdir(path, 0700) < 0)
        r = -errno;
    else if (r == 0)
        r = set_perms(path, perms);
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot make the folder '%s'", copy) : 0;
}

int dir_delete(const char *path)
{
    if (rmdir(path) == 0 || errno == ENOENT)
        return 0;
    return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot remove the folder '%s'", path);
}
