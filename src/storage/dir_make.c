/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder behind a pool: making files that have their name only when they are whole, removing
 * them, overwriting what they hold. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "storage/dir.h"
#include "storage/image.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "util/process.h"
#include "util/uuid.h"

/* How much is copied or overwritten at a time, bytes. */
#define CHUNK (64 * 1024)
#define COPY_AT_ONCE (16 << 20) /* bytes; between two of them progress is told */

/* A file being made: without a name where the file system has such, else under a temporary one. */
struct making {
    struct pool_dir *dir;
    enum dir_remember remember;
    int fd;
    char temp[sizeof POOL_DIR_TEMP_PREFIX POOL_DIR_TEMP_SUFFIX + 32]; /* "" without a name */
};

static void making_done(struct making *m)
{
    if (m->fd >= 0)
        (void)close(m->fd);
    if (m->temp[0] != '\0')
        (void)unlinkat(m->dir->fd, m->temp, 0);
}

static int open_at(struct pool_dir *dir, const char *name, int flags, mode_t mode)
{
    int fd;

    do
        fd = openat(dir->fd, name, flags | O_CLOEXEC | O_NOCTTY, mode);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

static int open_named(struct making *m)
{
    unsigned char raw[VT_UUID_LEN];
    char text[VT_UUID_STRING_LEN];
    int r = vt_uuid_generate(raw);
    int fd;

    if (r < 0)
        return r;
    vt_uuid_format(raw, text);
    (void)snprintf(m->temp, sizeof m->temp, POOL_DIR_TEMP_PREFIX "%.*s" POOL_DIR_TEMP_SUFFIX,
                   POOL_DIR_TEMP_CHARS, text);
    fd = open_at(m->dir, m->temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (fd < 0)
        m->temp[0] = '\0';
    return fd;
}

/* Without a name nothing is left behind, whenever the process dies. */
static int open_unnamed(struct making *m)
{
    int fd = open_at(m->dir, ".", O_RDWR | O_TMPFILE, 0600);

    if (fd == -EOPNOTSUPP || fd == -EISDIR || fd == -ENOENT || fd == -EINVAL)
        fd = open_named(m);
    return fd;
}

static int link_unnamed(struct making *m, const char *name)
{
    char self[sizeof "/proc/self/fd/" + 12];

    (void)snprintf(self, sizeof self, "/proc/self/fd/%d", m->fd);
    if (linkat(AT_FDCWD, self, m->dir->fd, name, AT_SYMLINK_FOLLOW) == 0)
        return 0;
    return -errno;
}

static int rename_temp(struct making *m, const char *name)
{
    int r = 0;

    if (renameat2(m->dir->fd, m->temp, m->dir->fd, name, RENAME_NOREPLACE) < 0)
        r = -errno;
    if (r == -EINVAL || r == -ENOSYS) {
        /* The file system cannot; a second name and no first one comes to the same. */
        r = linkat(m->dir->fd, m->temp, m->dir->fd, name, 0) < 0 ? -errno : 0;
        if (r == 0)
            (void)unlinkat(m->dir->fd, m->temp, 0);
    }
    if (r == 0)
        m->temp[0] = '\0';
    return r;
}

static int sync_fd(int fd)
{
    int r;

    do
        r = fsync(fd);
    while (r < 0 && errno == EINTR);
    return r < 0 && errno != EINVAL ? -errno : 0;
}

static int failed(const struct making *m, const char *name, int r)
{
    if (r == -EEXIST)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_STORAGE_POOL,
                        "a file '%s/%s' is there already; refresh the pool to see it", m->dir->path,
                        name);
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot make '%s/%s'", m->dir->path, name);
}

static int set_perms(int fd, const struct storage_perms *perms)
{
    if (geteuid() == 0 && fchown(fd, perms->owner, perms->group) < 0)
        return -errno;
    return fchmod(fd, perms->mode) < 0 ? -errno : 0;
}

/* The format, with the file: before it has its name, so that it never is without. */
static int set_format(const struct making *m, const struct storage_vol_def *def)
{
    if (m->remember == DIR_FORGET ||
        fsetxattr(m->fd, POOL_DIR_FORMAT_ATTR, def->format, strlen(def->format), 0) == 0)
        return 0;
    if (errno != EOPNOTSUPP && errno != EPERM)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot note the format of '%s/%s'",
                              m->dir->path, def->name);
    if (strcmp(def->format, "raw") == 0 ||
        (m->remember == DIR_MAY_FORGET && strcmp(def->format, "dir") != 0))
        return 0;
    return vt_error(
        VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
        "the volume '%s' cannot be made in '%s' with format '%s': its file system keeps no "
        "attributes, and the pool does not probe",
        def->name, m->dir->path, def->format);
}

/* To disk, then to its name. */
static int commit(struct making *m, const struct storage_vol_def *def)
{
    int r;

    if (set_format(m, def) < 0)
        return -1;
    r = set_perms(m->fd, &def->perms);
    if (r == 0)
        r = sync_fd(m->fd);
    if (r == 0)
        r = m->temp[0] != '\0' ? rename_temp(m, def->name) : link_unnamed(m, def->name);
    if (r < 0)
        return failed(m, def->name, r);
    r = sync_fd(m->dir->fd);
    if (r == 0)
        return 0;
    (void)unlinkat(m->dir->fd, def->name, 0);
    return failed(m, def->name, r);
}

int dir_write_zeros(int fd, uint64_t offset, uint64_t end)
{
    static const char zeros[CHUNK];
    int r = 0;

    while (offset < end && r == 0) {
        size_t n = end - offset < CHUNK ? (size_t)(end - offset) : CHUNK;
        r = vt_pwrite_all(fd, zeros, n, offset);
        offset += n;
    }
    return r;
}

/* Zeros over the first @len bytes, which may take long. */
static int fill_with_zeros(int fd, unsigned long long len, const struct dir_filling *filling)
{
    unsigned long long done = 0;
    int r = 0;

    while (done < len && r == 0) {
        unsigned long long end = len - done < COPY_AT_ONCE ? len : done + COPY_AT_ONCE;
        r = dir_write_zeros(fd, done, end);
        done = end;
        if (r == 0)
            filling->progress(filling->opaque, done);
    }
    return r;
}

/* Takes disk for the first @len bytes, at most @most; a file system that cannot is given zeros. */
static int allocate(int fd, unsigned long long len, unsigned long long most,
                    const struct dir_filling *filling)
{
    int r;

    if (len > most)
        len = most;
    if (len == 0)
        return 0;
    do
        r = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)len);
    while (r < 0 && errno == EINTR);
    if (r == 0)
        return 0;
    if (errno != EOPNOTSUPP && errno != ENOSYS)
        return -errno;
    return fill_with_zeros(fd, len, filling);
}

/* Zeros, by the device itself where it can.  Source: fallocate(2), which block devices have as well */
static int zero_out(int fd, off_t offset, off_t end)
{
    int r;

    if (offset >= end)
        return 0;
    do
        r = fallocate(fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, offset, end - offset);
    while (r < 0 && errno == EINTR);
    return r == 0 ? 0 : dir_write_zeros(fd, (uint64_t)offset, (uint64_t)end);
}

/* One run of data: in the kernel where it can, else through a buffer.  *done counts its bytes. */
static int copy_run(const struct dir_filling *filling, int to, off_t offset, off_t end,
                    unsigned long long *done)
{
    char part[CHUNK];
    int from = filling->from;

    while (offset < end) {
        off_t in = offset, out = offset;
        size_t most = end - offset < COPY_AT_ONCE ? (size_t)(end - offset) : COPY_AT_ONCE;
        ssize_t n = copy_file_range(from, &in, to, &out, most, 0);
        if (n < 0 && errno != EINTR) {
            size_t want = end - offset < CHUNK ? (size_t)(end - offset) : CHUNK;
            n = vt_pread_all(from, part, want, (uint64_t)offset);
            if (n < 0)
                return (int)n;
            int r = vt_pwrite_all(to, part, (size_t)n, (uint64_t)offset);
            if (r < 0)
                return r;
        }
        if (n == 0)
            return 0; /* it was cut short meanwhile: the rest reads as zeros */
        if (n > 0) {
            offset += n;
            *done += (unsigned long long)n;
            filling->progress(filling->opaque, *done);
        }
    }
    return 0;
}

/* The next run of data at or behind @at: 1, 0 there is no more, or a negative errno.  A device knows no holes. */
static int next_run(int fd, off_t at, off_t *ret_start, off_t *ret_end)
{
    off_t start = lseek(fd, at, SEEK_DATA), end;

    if (start < 0 && errno == ENXIO)
        return 0;
    if (start < 0 && errno != EINVAL)
        return -errno;
    end = start < 0 ? lseek(fd, 0, SEEK_END) : lseek(fd, start, SEEK_HOLE);
    if (end < 0)
        return -errno;
    *ret_start = start < 0 ? at : start;
    *ret_end = end;
    return *ret_start < end;
}

/* Copies what is data; holes stay holes, or are what they read as where there was something before.
 * @over    @to is a device: its bytes that are none of the source's are zeros then */
static int copy_data(const struct dir_filling *filling, int to, bool over)
{
    unsigned long long done = 0;
    off_t at = 0, start = 0, end = 0;
    int r;

    while ((r = next_run(filling->from, at, &start, &end)) > 0) {
        if (over)
            r = zero_out(to, at, start);
        if (r >= 0)
            r = copy_run(filling, to, start, end, &done);
        if (r < 0)
            return r;
        at = end;
    }
    if (r == 0 && over) {
        end = lseek(to, 0, SEEK_END);
        r = end < 0 ? -errno : zero_out(to, at, end);
    }
    return r;
}

static void nobody_asks(void *opaque VT_UNUSED, unsigned long long done VT_UNUSED)
{
}

int dir_copy(int from, int to)
{
    const struct dir_filling filling = {.from = from, .progress = nobody_asks};
    int r = copy_data(&filling, to, true);

    return r < 0 ? r : sync_fd(to);
}

/* How long the file is to be: what is copied is as long as it was, for an image is not as long as its disk; one that
 * is raw may be longer. */
static int final_length(const struct storage_vol_def *def, unsigned long long capacity,
                        const struct dir_filling *filling, off_t *ret)
{
    off_t end = filling->from >= 0 ? lseek(filling->from, 0, SEEK_END) : 0;

    if (end < 0)
        return -errno;
    *ret = strcmp(def->format, "raw") == 0 && (off_t)capacity > end ? (off_t)capacity : end;
    return 0;
}

static int make_raw(struct making *m, const struct storage_vol_def *def,
                    unsigned long long capacity, const struct dir_filling *filling)
{
    off_t length = 0;
    int r;

    m->fd = open_unnamed(m);
    r = m->fd < 0 ? m->fd : final_length(def, capacity, filling, &length);
    if (r == 0)
        r = allocate(m->fd, def->allocation_given || filling->from < 0 ? def->allocation : 0,
                     (unsigned long long)length, filling);
    if (r == 0 && ftruncate(m->fd, length) < 0)
        r = -errno;
    if (r == 0 && filling->from >= 0)
        r = copy_data(filling, m->fd, false);
    return r < 0 ? failed(m, def->name, r) : commit(m, def);
}

/* The folder has its name at once: there is nothing in it that could be half. */
static int make_folder(struct making *m, const struct storage_vol_def *def)
{
    int r = mkdirat(m->dir->fd, def->name, 0700) < 0 ? -errno : 0;

    if (r < 0)
        return failed(m, def->name, r);
    m->fd = open_at(m->dir, def->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    r = m->fd < 0 ? m->fd : set_perms(m->fd, &def->perms);
    if (r == 0)
        r = sync_fd(m->dir->fd);
    if (r == 0 && set_format(m, def) == 0)
        return 0;
    (void)unlinkat(m->dir->fd, def->name, AT_REMOVEDIR);
    return r < 0 ? failed(m, def->name, r) : -1;
}

static int run_tool(struct making *m, const struct storage_vol_def *def,
                    unsigned long long capacity)
{
    struct vt_process_result result;
    char size[24], target[sizeof m->temp + 2];
    const char *argv[12] = {"qemu-img", "create", "-q", "-f", def->format};
    size_t n = 5;
    int r;

    (void)snprintf(size, sizeof size, "%llu", capacity);
    (void)snprintf(target, sizeof target, "./%s", m->temp);
    if (def->backing_path != NULL) {
        argv[n++] = "-b";
        argv[n++] = def->backing_path;
        argv[n++] = "-F";
        argv[n++] = def->backing_format != NULL ? def->backing_format : "raw";
    }
    argv[n++] = target;
    argv[n++] = size;
    argv[n] = NULL;
    r = vt_process_run(argv, m->dir->fd, POOL_DIR_TOOL_MS, &result);
    if (r == -ENOENT)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "a file of format '%s' is made by qemu-img, which is not installed",
                        def->format);
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot let qemu-img make '%s/%s': %s",
                              m->dir->path, def->name, result.said);
    if (result.status != 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "qemu-img cannot make '%s/%s', status %d: %s", m->dir->path, def->name,
                        result.status, result.said);
    return 0;
}

/* The tool writes to a name, so it gets one; what lies there afterwards is opened anew, for it may
 * have made another file of it. */
static int make_by_tool(struct making *m, const struct storage_vol_def *def,
                        unsigned long long capacity)
{
    if (def->backing_path != NULL && def->backing_path[0] != '/')
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "the backing store '%s' of '%s' is not an absolute path", def->backing_path,
                        def->name);
    if (def->backing_path != NULL &&
        image_check_chain(def->backing_path,
                          def->backing_format != NULL ? def->backing_format : "raw") < 0)
        return -1;
    m->fd = open_named(m);
    if (m->fd < 0)
        return failed(m, def->name, m->fd);
    if (run_tool(m, def, capacity) < 0)
        return -1;
    (void)close(m->fd);
    m->fd = open_at(m->dir, m->temp, O_RDWR | O_NOFOLLOW, 0);
    return m->fd < 0 ? failed(m, def->name, m->fd) : commit(m, def);
}

int dir_make(struct pool_dir *dir, const struct storage_vol_def *def, unsigned long long capacity,
             const struct dir_filling *filling, enum dir_remember remember)
{
    VT_AUTO(making_done) struct making m = {.dir = dir, .remember = remember, .fd = -1};

    if (def->encrypted)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the volume '%s' is to be encrypted, which is not done here", def->name);
    if (def->backing_path != NULL &&
        (strcmp(def->format, "dir") == 0 || strcmp(def->format, "raw") == 0))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the volume '%s' of format '%s' cannot stand on '%s': that takes a format "
                        "which tells of it",
                        def->name, def->format, def->backing_path);
    if (strcmp(def->format, "dir") == 0 && filling->from < 0)
        return make_folder(&m, def);
    if (strcmp(def->format, "raw") == 0 || filling->from >= 0)
        return make_raw(&m, def, capacity, filling);
    return make_by_tool(&m, def, capacity);
}

/* Zeros over what is data, to disk. */
static int overwrite(struct pool_dir *dir, const char *name)
{
    VT_AUTOCLOSE int fd = dir_open_file(dir, name, O_RDWR);
    off_t data, hole = 0;
    int r = 0;

    if (fd < 0)
        return -1;
    while (r == 0 && (data = lseek(fd, hole, SEEK_DATA)) >= 0) {
        hole = lseek(fd, data, SEEK_HOLE);
        r = hole < 0 ? -errno : dir_write_zeros(fd, (uint64_t)data, (uint64_t)hole);
    }
    if (r == 0 && errno != ENXIO)
        r = -errno;
    if (r == 0)
        r = sync_fd(fd);
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot overwrite '%s/%s'", dir->path, name)
                 : 0;
}

int dir_remove(struct pool_dir *dir, const char *name, bool zero)
{
    struct storage_vol_found file;
    int r = dir_stat(dir, name, &file);

    if (r == -ENOENT)
        return 0;
    if (r == 0 && zero && !file.is_dir && overwrite(dir, name) < 0)
        return -1;
    if (r == 0 && unlinkat(dir->fd, name, file.is_dir ? AT_REMOVEDIR : 0) < 0)
        r = -errno;
    if (r == 0 || r == -ENOENT)
        return 0;
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot remove '%s/%s'", dir->path, name);
}
