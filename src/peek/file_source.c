/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The raw file source, and what it shares with the other kinds of files. */
#include "config.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_source.h"
#include "file_source.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

struct raw_source {
    struct peek_source source;
    int fd;
};

static struct raw_source *of(struct peek_source *s)
{
    return VT_CONTAINER_OF(s, struct raw_source, source);
}

int peek_file_read(struct peek_source *s, int fd, uint64_t paddr, uint64_t offset, size_t len,
                   void *buf)
{
    ssize_t n = vt_pread_all(fd, buf, len, offset);

    if (n < 0)
        return vt_error_errno(s->error_domain, (int)n,
                              "cannot read %zu bytes of '%s' at physical address 0x%" PRIx64, len,
                              s->name, paddr);
    if ((size_t)n < len)
        return vt_error(s->error_domain, VIR_ERR_OPERATION_FAILED,
                        "'%s' was cut off: its byte %" PRIu64 ", at physical address 0x%" PRIx64
                        ", is no longer there",
                        s->name, offset + (uint64_t)n, paddr + (uint64_t)n);
    return 0;
}

bool peek_file_next_data(int fd, uint64_t start, uint64_t end, struct peek_range *ret_data)
{
    off_t data = lseek(fd, (off_t)start, SEEK_DATA);
    off_t hole;

    if (data < 0 && errno == ENXIO)
        return false;
    ret_data->start = start;
    ret_data->end = end;
    if (data < 0)
        return true;
    if ((uint64_t)data >= end)
        return false;
    ret_data->start = (uint64_t)data;
    hole = lseek(fd, data, SEEK_HOLE);
    if (hole > data && (uint64_t)hole < end)
        ret_data->end = (uint64_t)hole;
    return true;
}

static void raw_done(struct peek_source *s)
{
    if (of(s)->fd >= 0)
        (void)close(of(s)->fd);
}

static int raw_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf)
{
    return peek_file_read(s, of(s)->fd, paddr, paddr, len, buf);
}

static int raw_next_data(struct peek_source *s, uint64_t start, struct peek_range *ret_data)
{
    return peek_file_next_data(of(s)->fd, start, s->size, ret_data);
}

static const struct peek_source_ops raw_ops = {
    .done = raw_done,
    .read = raw_read,
    .next_data = raw_next_data,
};

struct peek_source *peek_raw_source_new(int fd, const char *name, uint64_t size, int error_domain)
{
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    struct raw_source *raw = calloc(1, sizeof *raw);

    if (raw == NULL) {
        (void)vt_error_no_memory(error_domain);
        return NULL;
    }
    raw->fd = -1;
    if (peek_source_init(&raw->source, &raw_ops, name, error_domain) < 0) {
        free(raw);
        return NULL;
    }
    s = &raw->source;
    if (peek_source_set_ram(s, size, NULL, 0) < 0)
        return NULL;
    raw->fd = fd;
    return VT_TAKE(s);
}

/* An open regular file that is not empty; -1: raised. */
static int open_dump(const char *path, int error_domain, uint64_t *ret_size)
{
    VT_AUTOCLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;

    if (fd < 0 || fstat(fd, &st) < 0)
        return vt_error_errno(error_domain, errno, "cannot open the memory dump '%s'", path);
    if (!S_ISREG(st.st_mode))
        return vt_error(error_domain, VIR_ERR_INVALID_ARG,
                        "the memory dump '%s' is not a regular file", path);
    if (st.st_size == 0 || (uint64_t)st.st_size > PEEK_MAX_PADDR)
        return vt_error(error_domain, VIR_ERR_INVALID_ARG,
                        "the memory dump '%s' has %jd bytes, which cannot be used", path,
                        (intmax_t)st.st_size);
    *ret_size = (uint64_t)st.st_size;
    return VT_TAKE_FD(fd);
}

struct peek_source *peek_source_open(const char *path, enum peek_file_format format,
                                     int error_domain)
{
    uint64_t size = 0;
    VT_AUTOCLOSE int fd = open_dump(path, error_domain, &size);
    struct peek_source *s;
    char magic[SELFMAG];

    if (fd < 0)
        return NULL;
    if (format == PEEK_FORMAT_AUTO) {
        ssize_t n = vt_pread_all(fd, magic, sizeof magic, 0);
        if (n < 0) {
            (void)vt_error_errno(error_domain, (int)n, "cannot read the memory dump '%s'", path);
            return NULL;
        }
        format =
            n == SELFMAG && memcmp(magic, ELFMAG, SELFMAG) == 0 ? PEEK_FORMAT_ELF : PEEK_FORMAT_RAW;
    }
    s = format == PEEK_FORMAT_ELF ? peek_elf_source_new(fd, path, size, error_domain)
                                  : peek_raw_source_new(fd, path, size, error_domain);
    if (s != NULL)
        (void)VT_TAKE_FD(fd);
    return s;
}
