/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files: whole or not at all. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "file.h"

ssize_t vt_pread_all(int fd, void *buf, size_t len, uint64_t offset)
{
    size_t done = 0;

    if (offset > INT64_MAX || len > INT64_MAX - offset)
        return -EOVERFLOW;
    while (done < len) {
        ssize_t n = pread(fd, (char *)buf + done, len - done, (off_t)(offset + done));
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0)
            done += (size_t)n;
    }
    return (ssize_t)done;
}

int vt_write_all(int fd, const void *buf, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, buf, len);
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0) {
            buf = (const char *)buf + n;
            len -= (size_t)n;
        }
    }
    return 0;
}

int vt_pwrite_all(int fd, const void *buf, size_t len, uint64_t offset)
{
    if (offset > INT64_MAX || len > INT64_MAX - offset)
        return -EOVERFLOW;
    while (len > 0) {
        ssize_t n = pwrite(fd, buf, len, (off_t)offset);
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0) {
            buf = (const char *)buf + n;
            len -= (size_t)n;
            offset += (size_t)n;
        }
    }
    return 0;
}

int vt_open(const char *path, int flags)
{
    int fd;

    do
        fd = open(path, flags | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

int vt_open_regular(const char *path, int flags)
{
    VT_AUTOCLOSE int fd = vt_open(path, flags | O_NONBLOCK);
    struct stat st;

    if (fd < 0)
        return fd;
    if (fstat(fd, &st) < 0)
        return -errno;
    if (!S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
    return VT_TAKE_FD(fd);
}

int vt_fd_read(int fd, size_t max, char **ret_text, size_t *ret_len)
{
    VT_AUTOFREE char *text = NULL;
    size_t len = 0, room = 0;

    for (;;) {
        if (room - len < 2) {
            size_t more = room ? room * 2 : 8192;
            char *p = realloc(text, more);
            if (p == NULL)
                return -ENOMEM;
            text = p;
            room = more;
        }
        ssize_t n = read(fd, text + len, room - len - 1);
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0)
            len += (size_t)n;
        if (len > max)
            return -EFBIG;
    }
    text[len] = '\0';
    *ret_text = VT_TAKE(text);
    *ret_len = len;
    return 0;
}

int vt_file_read(const char *path, size_t max, char **ret_text, size_t *ret_len)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY);

    return fd < 0 ? fd : vt_fd_read(fd, max, ret_text, ret_len);
}

int vt_file_read_regular(const char *path, size_t max, char **ret_text, size_t *ret_len)
{
    VT_AUTOCLOSE int fd = vt_open_regular(path, O_RDONLY);

    return fd < 0 ? fd : vt_fd_read(fd, max, ret_text, ret_len);
}

/* How much of @path the temporary name begins with: it fits where the name itself does. */
static int temp_stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash + 1 - path) : 0;
    size_t name = strlen(path + folder), most = NAME_MAX - strlen(".XXXXXX");

    /* A name that is too long stays so, and is refused as such. */
    return (int)(folder + (name > most && name <= NAME_MAX ? most : name));
}

static int open_temporary(struct vt_outfile *f, mode_t mode)
{
    int r = 0;

    if (asprintf(&f->temp, "%.*s.XXXXXX", temp_stem(f->path), f->path) < 0) {
        f->temp = NULL;
        return -ENOMEM;
    }
    f->fd = mkostemp(f->temp, O_CLOEXEC);
    if (f->fd < 0) {
        r = -errno;
        free(f->temp);
        f->temp = NULL;
    } else if (fchmod(f->fd, mode) < 0) {
        r = -errno;
    }
    return r;
}

int vt_outfile_open(struct vt_outfile *f, const char *path, mode_t mode)
{
    struct stat st;

    if (stat(path, &st) < 0 || S_ISREG(st.st_mode))
        return vt_outfile_replace(f, path, mode);
    f->path = strdup(path);
    if (f->path == NULL)
        return -ENOMEM;
    f->fd = vt_open(path, O_WRONLY);
    return f->fd < 0 ? f->fd : 0;
}

int vt_outfile_replace(struct vt_outfile *f, const char *path, mode_t mode)
{
    f->path = strdup(path);
    return f->path != NULL ? open_temporary(f, mode) : -ENOMEM;
}

static int write_without_sigpipe(int fd, const void *buf, size_t len)
{
    static const struct timespec at_once;
    sigset_t sigpipe, before, pending;
    int r;

    (void)sigemptyset(&sigpipe);
    (void)sigaddset(&sigpipe, SIGPIPE);
    r = pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
    if (r != 0)
        return -r;
    (void)sigemptyset(&pending);
    (void)sigpending(&pending);
    r = vt_write_all(fd, buf, len);
    /* Ours only: one that was pending before is somebody else's. */
    if (r == -EPIPE && !sigismember(&pending, SIGPIPE)) {
        while (sigtimedwait(&sigpipe, NULL, &at_once) < 0 && errno == EINTR)
            continue;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return r;
}

int vt_outfile_write(struct vt_outfile *f, const void *buf, size_t len)
{
    return f->temp != NULL ? vt_write_all(f->fd, buf, len) : write_without_sigpipe(f->fd, buf, len);
}

int vt_outfile_write_zeros(struct vt_outfile *f, uint64_t len)
{
    static const char zeros[65536];
    off_t end;
    int r = 0;

    if (f->temp != NULL) {
        end = len > INT64_MAX ? -1 : lseek(f->fd, (off_t)len, SEEK_CUR);
        if (end < 0)
            return len > INT64_MAX ? -EFBIG : -errno;
        return ftruncate(f->fd, end) < 0 ? -errno : 0;
    }
    while (len > 0 && r == 0) {
        size_t n = len < sizeof zeros ? (size_t)len : sizeof zeros;
        r = write_without_sigpipe(f->fd, zeros, n);
        len -= n;
    }
    return r;
}

static int sync_fd(int fd)
{
    int r;

    do
        r = fsync(fd);
    while (r < 0 && errno == EINTR);
    return r < 0 ? -errno : 0;
}

static int sync_folder(int fd)
{
    int r = sync_fd(fd);

    return r == -EINVAL ? 0 : r; /* what those say that cannot */
}

int vt_folder_sync(const char *folder)
{
    VT_AUTOCLOSE int fd = vt_open(folder, O_RDONLY | O_DIRECTORY);

    return fd < 0 ? fd : sync_folder(fd);
}

static int open_folder(const char *path)
{
    VT_AUTOFREE char *copy = strdup(path);

    return copy != NULL ? vt_open(dirname(copy), O_RDONLY | O_DIRECTORY) : -ENOMEM;
}

/* What can fail comes before the rename: after it the older file is gone. */
static int put_in_place(struct vt_outfile *f)
{
    VT_AUTOCLOSE int folder = open_folder(f->path);

    if (folder < 0)
        return folder;
    if (rename(f->temp, f->path) < 0)
        return -errno;
    free(f->temp);
    f->temp = NULL;
    return sync_folder(folder);
}

int vt_outfile_commit(struct vt_outfile *f)
{
    int r = f->temp != NULL ? sync_fd(f->fd) : 0;

    if (r < 0)
        return r;
    r = close(VT_TAKE_FD(f->fd)) < 0 && errno != EINTR ? -errno : 0; /* it is closed all the same */
    return r < 0 || f->temp == NULL ? r : put_in_place(f);
}

void vt_outfile_done(struct vt_outfile *f)
{
    if (f->fd >= 0)
        (void)close(f->fd);
    if (f->temp != NULL)
        (void)unlink(f->temp);
    free(f->temp);
    free(f->path);
    f->fd = -1;
    f->temp = NULL;
    f->path = NULL;
}
