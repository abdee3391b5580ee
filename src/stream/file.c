/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Moving bytes and holes between a stream and a file. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "obj/error.h"
#include "stream/file.h"
#include "util/cleanup.h"
#include "util/file.h"

/* Moved by one call at most, so that an abort is soon noticed. */
#define PIECE_BYTES ((size_t)4 << 20)
#define ZERO_BYTES ((size_t)64 << 10)

/* Of whoever is inside: the stream lets one call in at a time. */
struct body {
    int fd;
    char *name;
    uint64_t pos;
    uint64_t left; /* bytes until the end of what is asked for */
};

static int failed(const struct body *f, int errnum, const char *doing)
{
    return vt_error_errno(VIR_FROM_STREAMS, errnum, "cannot %s '%s' at byte %llu", doing, f->name,
                          (unsigned long long)f->pos);
}

static uint64_t at_most(uint64_t n, uint64_t max)
{
    return n < max ? n : max;
}

static void advance(struct body *f, uint64_t n)
{
    f->pos += n;
    f->left -= n;
}

static int full(const struct body *f)
{
    return vt_error_errno(VIR_FROM_STREAMS, ENOSPC, "nothing more fits into '%s' behind byte %llu",
                          f->name, (unsigned long long)f->pos);
}

static int file_send(void *data, const char *buf, size_t len)
{
    struct body *f = data;
    size_t n = (size_t)at_most(at_most(len, PIECE_BYTES), f->left);
    int r;

    if (n == 0 && len > 0)
        return full(f);
    r = vt_pwrite_all(f->fd, buf, n, f->pos);
    if (r < 0)
        return failed(f, r, "write");
    advance(f, n);
    return (int)n;
}

/* Finds out what is at the position: @ret_len bytes of data or of a hole; 0 behind the end.  What
 * knows nothing of holes is data. */
static int look(const struct body *f, bool *ret_data, uint64_t *ret_len)
{
    off_t pos = (off_t)f->pos, data = lseek(f->fd, pos, SEEK_DATA), until;

    *ret_data = data == pos || (data < 0 && errno == EINVAL);
    *ret_len = f->left;
    if (data < 0 && errno == EINVAL)
        return 0;
    if (data < 0 && errno != ENXIO)
        return failed(f, errno, "look for data in");
    until = data == pos ? lseek(f->fd, pos, SEEK_HOLE) : data;
    if (data < 0)
        until = lseek(f->fd, 0, SEEK_END);
    if (until < 0)
        return failed(f, errno, "look for holes in");
    *ret_len = until > pos ? at_most((uint64_t)(until - pos), f->left) : 0;
    return 0;
}

static int file_recv(void *data, char *buf, size_t len, bool stop_at_hole)
{
    struct body *f = data;
    uint64_t n = at_most(at_most(len, PIECE_BYTES), f->left), run;
    bool is_data;
    ssize_t r;

    if (stop_at_hole && n > 0) {
        if (look(f, &is_data, &run) < 0)
            return -1;
        if (!is_data && run > 0)
            return VT_STREAM_HOLE;
        n = at_most(n, run);
    }
    r = vt_pread_all(f->fd, buf, (size_t)n, f->pos);
    if (r < 0)
        return failed(f, (int)r, "read");
    advance(f, (uint64_t)r);
    return (int)r;
}

static int file_recv_hole(void *data, unsigned long long *ret_len)
{
    struct body *f = data;
    uint64_t run;
    bool is_data;

    if (look(f, &is_data, &run) < 0)
        return -1;
    *ret_len = is_data ? 0 : run;
    advance(f, *ret_len);
    return 0;
}

static int write_zeros(const struct body *f, uint64_t len)
{
    VT_AUTOFREE char *zeros = calloc(1, ZERO_BYTES);
    uint64_t pos = f->pos;
    int r = zeros != NULL ? 0 : -ENOMEM;

    while (r == 0 && len > 0) {
        size_t n = (size_t)at_most(len, ZERO_BYTES);
        r = vt_pwrite_all(f->fd, zeros, n, pos);
        pos += n;
        len -= n;
    }
    return r;
}

/* What is there already becomes a hole, or zeros where there are none. */
static int clear(const struct body *f, uint64_t len)
{
    int r;

    do
        r = fallocate(f->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)f->pos, (off_t)len);
    while (r < 0 && errno == EINTR);
    if (r == 0)
        return 0;
    return errno == EOPNOTSUPP || errno == ENODEV ? write_zeros(f, len) : -errno;
}

static int file_send_hole(void *data, unsigned long long len)
{
    struct body *f = data;
    struct stat st;
    uint64_t there;
    int r = 0;

    if (len > f->left)
        return full(f);
    if (fstat(f->fd, &st) < 0)
        return failed(f, errno, "look at");
    there = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : UINT64_MAX; /* a device is all there */
    if (len > 0 && f->pos < there)
        r = clear(f, at_most(len, there - f->pos));
    if (r == 0 && len > 0 && f->pos + len > there && ftruncate(f->fd, (off_t)(f->pos + len)) < 0)
        r = -errno;
    if (r < 0)
        return failed(f, r, "make a hole in");
    advance(f, len);
    return 0;
}

static int file_finish(void *data)
{
    const struct body *f = data;

    if (fsync(f->fd) < 0)
        return vt_error_errno(VIR_FROM_STREAMS, errno, "cannot sync '%s'", f->name);
    return 0;
}

static void file_free(void *data)
{
    struct body *f = data;

    (void)close(f->fd);
    free(f->name);
    free(f);
}

static const struct vt_stream_ops upload = {
    .send = file_send, .finish = file_finish, .free = file_free};
static const struct vt_stream_ops upload_sparse = {
    .send = file_send, .send_hole = file_send_hole, .finish = file_finish, .free = file_free};
static const struct vt_stream_ops download = {.recv = file_recv, .free = file_free};
static const struct vt_stream_ops download_sparse = {
    .recv = file_recv, .recv_hole = file_recv_hole, .free = file_free};

int vt_stream_attach_file(struct vt_stream *st, const struct vt_stream_file *file)
{
    VT_AUTOCLOSE int fd = file->fd;
    VT_AUTOFREE char *name = strdup(file->name);
    VT_AUTOFREE struct body *f = calloc(1, sizeof *f);
    const struct vt_stream_ops *ops;

    if (name == NULL || f == NULL)
        return vt_error_no_memory(VIR_FROM_STREAMS);
    *f = (struct body){fd, name, file->offset, file->length};
    if (file->upload)
        ops = file->sparse ? &upload_sparse : &upload;
    else
        ops = file->sparse ? &download_sparse : &download;
    if (vt_stream_attach(st, ops, f) < 0)
        return -1;
    (void)VT_TAKE_FD(fd), (void)VT_TAKE(name), (void)VT_TAKE(f);
    return 0;
}
