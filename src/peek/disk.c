/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading disks: the lookup, the recheck, pread; the table itself is in disk_table.c. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "disk_table.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"

struct peek_disks {
    uint64_t id; /* its own for the life of the process: what is kept is found by it */
    int error_domain;
    char *name;
};

struct peek_disks *peek_disks_new(int error_domain, const char *name)
{
    static _Atomic uint64_t next_id = 1;
    struct peek_disks *d = calloc(1, sizeof *d);

    if (d != NULL)
        d->name = strdup(name);
    if (d == NULL || d->name == NULL) {
        free(d);
        (void)vt_error_no_memory(error_domain);
        return NULL;
    }
    d->error_domain = error_domain;
    d->id = atomic_fetch_add_explicit(&next_id, 1, memory_order_relaxed);
    return d;
}

void peek_disks_free(struct peek_disks *d)
{
    if (d == NULL)
        return;
    peek_disks_reset(d);
    free(d->name);
    free(d);
}

void peek_disks_reset(struct peek_disks *d)
{
    disk_table_forget(d->id);
}

/* An open descriptor, or -1 raised.  No device is made to act by it: O_NONBLOCK. */
static int open_disk(struct peek_disks *d, const char *source)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    int fd = open(source, flags);

    while (fd < 0 && errno == EMFILE && disk_table_drop_oldest())
        fd = open(source, flags);
    if (fd < 0)
        return vt_error_errno(d->error_domain, errno, "cannot open '%s', a disk of '%s'", source,
                              d->name);
    return fd;
}

/* -1 raised, unless it is of a kind that can be a disk. */
static int check_kind(struct peek_disks *d, const char *source, const struct stat *st)
{
    if (S_ISREG(st->st_mode) || S_ISBLK(st->st_mode))
        return 0;
    return vt_error(d->error_domain, VIR_ERR_INVALID_ARG,
                    "'%s', a disk of '%s', is neither a regular file nor a block device", source,
                    d->name);
}

int peek_disks_open(struct peek_disks *d, const char *path, const char *source)
{
    VT_AUTOCLOSE int fd = -1;
    struct stat st;
    struct disk_file *f;

    /* Before it is opened as well: opening a FIFO or a terminal is an act of its own. */
    if (stat(source, &st) == 0 && check_kind(d, source, &st) < 0)
        return -1;
    fd = open_disk(d, source);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) < 0)
        return vt_error_errno(d->error_domain, errno, "cannot look at '%s', a disk of '%s'", source,
                              d->name);
    if (check_kind(d, source, &st) < 0)
        return -1;
    f = disk_file_new(d->id, path, source, fd, &st);
    if (f == NULL)
        return vt_error_no_memory(d->error_domain);
    (void)VT_TAKE_FD(fd);
    disk_table_put(f);
    return 0;
}

/* Whether the file is still what its path means; says yes between the rechecks. */
static bool is_current(struct disk_file *f)
{
    uint64_t now = vt_now_coarse_ns();
    uint64_t checked = atomic_load_explicit(&f->checked_ns, memory_order_relaxed);
    struct stat st;

    disk_file_used(f, now);
    if (now - checked < PEEK_DISKS_RECHECK_NS)
        return true;
    if (stat(f->source, &st) < 0 || st.st_dev != f->dev || st.st_ino != f->ino ||
        st.st_rdev != f->rdev)
        return false;
    atomic_store_explicit(&f->checked_ns, now, memory_order_relaxed);
    return true;
}

/* Bytes there are; -1 raised. */
static int64_t size_of(struct peek_disks *d, struct disk_file *f)
{
    struct stat st;
    off_t end;

    if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode))
        return st.st_size;
    end = lseek(f->fd, 0, SEEK_END);
    if (end < 0)
        return vt_error_errno(d->error_domain, errno,
                              "cannot find the size of '%s', a disk of "
                              "'%s'",
                              f->source, d->name);
    return end;
}

static int ends_before(struct peek_disks *d, struct disk_file *f, uint64_t offset, size_t size,
                       uint64_t there)
{
    return vt_error(d->error_domain, VIR_ERR_OPERATION_FAILED,
                    "cannot read %zu bytes at offset %" PRIu64 " of '%s', a disk of '%s': there "
                    "were %" PRIu64 " bytes",
                    size, offset, f->source, d->name, there);
}

static int read_file(struct peek_disks *d, struct disk_file *f, uint64_t offset, size_t size,
                     void *buf)
{
    ssize_t n;
    int64_t end;

    if (offset > INT64_MAX || size > INT64_MAX - offset)
        return vt_error_errno(d->error_domain, EOVERFLOW,
                              "cannot read %zu bytes at offset %" PRIu64 " of '%s', a disk of '%s'",
                              size, offset, f->source, d->name);
    if (size == 0) {
        end = size_of(d, f);
        if (end < 0)
            return -1;
        return offset < (uint64_t)end ? 0 : ends_before(d, f, offset, size, 0);
    }
    n = vt_pread_all(f->fd, buf, size, offset);
    if (n < 0)
        return vt_error_errno(d->error_domain, (int)n,
                              "cannot read %zu bytes at offset %" PRIu64 " of '%s', a disk of '%s'",
                              size, offset, f->source, d->name);
    return (size_t)n == size ? 0 : ends_before(d, f, offset, size, (uint64_t)n);
}

int peek_disk_read(struct peek_disks *d, const char *path, uint64_t offset, size_t size, void *buf)
{
    struct disk_hold hold;
    int rv;

    if (!disk_table_find(d->id, path, &hold))
        return 1;
    if (VT_UNLIKELY(!is_current(hold.file))) {
        rv = peek_disks_open(d, path, hold.file->source);
        if (rv < 0)
            disk_table_drop(hold.file); /* what was deleted is not held on to */
        disk_table_release(&hold);
        if (rv < 0)
            return -1;
        if (!disk_table_find(d->id, path, &hold))
            return 1;
    }
    rv = read_file(d, hold.file, offset, size, buf);
    disk_table_release(&hold);
    return rv;
}

unsigned int peek_disks_kept(void)
{
    return disk_table_count();
}
