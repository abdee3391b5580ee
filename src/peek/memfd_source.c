/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memfd source: map, pread, and SEEK_DATA for what was never written. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "memfd_source.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

/* memfd_create(2): 249 bytes without the NUL. */
#define MEMFD_NAME_MAX 249

struct memfd_source {
    struct peek_source source;
    int fd;
};

static struct memfd_source *of(struct peek_source *s)
{
    return VT_CONTAINER_OF(s, struct memfd_source, source);
}

int peek_memfd_new(const char *name, uint64_t size, int error_domain)
{
    VT_AUTOCLOSE int fd = -1;
    char shown[MEMFD_NAME_MAX + 1];
    size_t n = strnlen(name, MEMFD_NAME_MAX);

    if (size == 0 || size > PEEK_MEMFD_MAX_BYTES)
        return vt_error(error_domain, VIR_ERR_INVALID_ARG,
                        "memory of %" PRIu64 " bytes cannot be made for '%s'", size, name);
    memcpy(shown, name, n);
    shown[n] = '\0';
    fd = memfd_create(shown, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return vt_error_errno(error_domain, errno, "cannot make memory for '%s'", name);
    if (ftruncate(fd, (off_t)size) < 0)
        return vt_error_errno(error_domain, errno,
                              "cannot give the memory of '%s' its %" PRIu64 " bytes", name, size);
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
        return vt_error_errno(error_domain, errno, "cannot seal the memory of '%s'", name);
    return VT_TAKE_FD(fd);
}

static void memfd_done(struct peek_source *s)
{
    if (of(s)->fd >= 0)
        (void)close(of(s)->fd);
}

static int memfd_map(struct peek_source *s, uint64_t paddr, size_t len, void **ret_map,
                     struct peek_page_map *pages VT_UNUSED)
{
    void *map = mmap(NULL, len, PROT_READ, MAP_SHARED, of(s)->fd, (off_t)paddr);

    if (map == MAP_FAILED)
        return vt_error_errno(s->error_domain, errno,
                              "cannot map %zu bytes of '%s' at physical address 0x%" PRIx64, len,
                              s->name, paddr);
    /* A guest's memory has no place in a core dump of ours, nor in a child. */
    (void)madvise(map, len, MADV_DONTDUMP);
    (void)madvise(map, len, MADV_DONTFORK);
    *ret_map = map;
    return 0;
}

static void memfd_unmap(struct peek_source *s VT_UNUSED, void *map, size_t len, void *own VT_UNUSED)
{
    (void)munmap(map, len); /* fails only for a range that is not page aligned */
}

static int memfd_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf)
{
    ssize_t n = vt_pread_all(of(s)->fd, buf, len, paddr);

    if (n < 0)
        return vt_error_errno(s->error_domain, (int)n,
                              "cannot read %zu bytes of '%s' at physical address 0x%" PRIx64, len,
                              s->name, paddr);
    if ((size_t)n < len)
        return vt_error(s->error_domain, VIR_ERR_OPERATION_FAILED,
                        "the memory of '%s' ends at physical address 0x%" PRIx64, s->name,
                        paddr + (uint64_t)n);
    return 0;
}

/* The data or hole at @at.  The offset of SEEK_DATA/SEEK_HOLE, -1 for none, -2 when raised. */
static int64_t seek(struct peek_source *s, uint64_t at, int whence)
{
    off_t r = lseek(of(s)->fd, (off_t)at, whence);

    if (r >= 0)
        return r;
    if (errno == ENXIO)
        return -1;
    (void)vt_error_errno(s->error_domain, errno,
                         "cannot find what was written of '%s' behind 0x%" PRIx64, s->name, at);
    return -2;
}

static int memfd_present(struct peek_source *s, uint64_t paddr, uint64_t len, bool *ret_present,
                         uint64_t *ret_run)
{
    uint64_t page = paddr & ~(PEEK_PAGE_SIZE - 1);
    int64_t data = seek(s, page, SEEK_DATA);
    int64_t end;

    if (data == -2)
        return -1;
    *ret_present = data >= 0 && (uint64_t)data < page + PEEK_PAGE_SIZE;
    *ret_run = data >= 0 ? (uint64_t)data - paddr : len;
    if (*ret_present) {
        /* A guest may give a page back between the two calls: then at least this one was there. */
        end = seek(s, page, SEEK_HOLE);
        if (end == -2)
            return -1;
        if (end < 0 || (uint64_t)end < page + PEEK_PAGE_SIZE)
            end = (int64_t)(page + PEEK_PAGE_SIZE);
        *ret_run = (uint64_t)end - paddr;
    }
    if (*ret_run > len)
        *ret_run = len;
    return 0;
}

static int memfd_next_data(struct peek_source *s, uint64_t start, struct peek_range *ret_data)
{
    int64_t data = seek(s, start, SEEK_DATA);
    int64_t end;

    if (data < 0)
        return data == -1 ? 0 : -1;
    end = seek(s, (uint64_t)data, SEEK_HOLE);
    if (end == -2)
        return -1;
    ret_data->start = (uint64_t)data;
    ret_data->end = end > data ? (uint64_t)end : (uint64_t)data + PEEK_PAGE_SIZE;
    return 1;
}

static const struct peek_source_ops memfd_ops = {
    .done = memfd_done,
    .map = memfd_map,
    .unmap = memfd_unmap,
    .read = memfd_read,
    .present = memfd_present,
    .next_data = memfd_next_data,
};

/* The size of a sealed memfd, or 0 when raised. */
static uint64_t sealed_size(int fd, const char *name, int error_domain)
{
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat st;

    if (seals < 0 || !(seals & F_SEAL_SHRINK)) {
        (void)vt_error(error_domain, VIR_ERR_INVALID_ARG,
                       "the memory of '%s' is %s, so it cannot be mapped safely", name,
                       seals < 0 ? "no memfd" : "not sealed against shrinking");
        return 0;
    }
    if (fstat(fd, &st) < 0) {
        (void)vt_error_errno(error_domain, errno, "cannot find the size of the memory of '%s'",
                             name);
        return 0;
    }
    if (st.st_size <= 0 || (uint64_t)st.st_size > PEEK_MEMFD_MAX_BYTES) {
        (void)vt_error(error_domain, VIR_ERR_INVALID_ARG,
                       "the memory of '%s' has %jd bytes, which cannot be used", name,
                       (intmax_t)st.st_size);
        return 0;
    }
    return (uint64_t)st.st_size;
}

struct peek_source *peek_memfd_source_new(int fd, const char *name, const struct peek_range *holes,
                                          size_t n_holes, int error_domain)
{
    struct memfd_source *m;
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    uint64_t size = sealed_size(fd, name, error_domain);

    if (size == 0)
        return NULL;
    m = calloc(1, sizeof *m);
    if (m == NULL) {
        (void)vt_error_no_memory(error_domain);
        return NULL;
    }
    m->fd = -1; /* the caller's until nothing can fail any more */
    if (peek_source_init(&m->source, &memfd_ops, name, error_domain) < 0) {
        free(m);
        return NULL;
    }
    s = &m->source;
    if (peek_source_set_ram(s, size, holes, n_holes) < 0)
        return NULL;
    m->fd = fd;
    return VT_TAKE(s);
}

int peek_memfd_source_fd(struct peek_source *s)
{
    return of(s)->fd;
}
