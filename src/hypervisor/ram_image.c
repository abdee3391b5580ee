/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The RAM section of save files, both directions; the format stands in the header. */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "crc32c.h"
#include "obj/error.h"
#include "peek/memfd_source.h"
#include "ram_image.h"
#include "util/cleanup.h"

/* x86 is little-endian, so is the format: the structs are the bytes. */
struct header {
    char magic[8];
    uint32_t version, page_size;
    uint64_t size, generation;
    uint32_t n_vcpus, n_ranges;
};
_Static_assert(sizeof(struct header) == 40, "the header has no padding");
_Static_assert(sizeof(struct peek_regs) == 32, "registers have no padding");
_Static_assert(sizeof(struct peek_range) == 16, "ranges have no padding");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "written for little-endian hosts");

struct extent {
    uint64_t start, len;
};

#define END_MARK UINT64_MAX

static int write_front(struct ram_stream *s, uint64_t generation)
{
    struct peek_source *src = s->source;
    struct header h = {.version = RAM_IMAGE_VERSION,
                       .page_size = PEEK_PAGE_SIZE,
                       .size = src->size,
                       .generation = generation,
                       .n_vcpus = src->n_vcpus,
                       .n_ranges = (uint32_t)src->n_ram};
    struct peek_regs regs;

    memcpy(h.magic, RAM_IMAGE_MAGIC, sizeof h.magic);
    if (ram_stream_write(s, &h, sizeof h) < 0)
        return -1;
    for (unsigned int i = 0; i < src->n_vcpus; i++) {
        if (peek_source_regs(src, i, &regs) < 0 || ram_stream_write(s, &regs, sizeof regs) < 0)
            return -1;
    }
    return ram_stream_write(s, src->ram, src->n_ram * sizeof *src->ram);
}

static int write_extents(struct ram_stream *s)
{
    struct extent e = {0, 0}, end = {END_MARK, 0};
    struct peek_range data;
    uint64_t at = 0;
    int found;

    while ((found = peek_source_next_data(s->source, at, &data)) > 0) {
        e.start = data.start;
        e.len = data.end - data.start;
        end.len += e.len;
        if (ram_stream_write(s, &e, sizeof e) < 0 || ram_stream_copy(s, data.start, data.end) < 0)
            return -1;
        at = data.end;
    }
    return found < 0 ? -1 : ram_stream_write(s, &end, sizeof end);
}

static int write_all(struct ram_stream *s, uint64_t generation)
{
    uint32_t crc;

    if (write_front(s, generation) < 0 || write_extents(s) < 0)
        return -1;
    crc = s->crc;
    return ram_stream_write(s, &crc, sizeof crc) < 0 ? -1 : ram_stream_progress(s, s->total);
}

int ram_image_write(struct vt_outfile *file, struct peek_source *source, uint64_t generation,
                    ram_progress progress, void *opaque, int error_domain)
{
    struct ram_stream s = {.file = file,
                           .source = source,
                           .progress = progress,
                           .opaque = opaque,
                           .error_domain = error_domain,
                           .with_crc = true};
    int rv = ram_stream_init(&s) < 0 ? -1 : write_all(&s, generation);

    ram_stream_done(&s);
    return rv;
}

/* Reading: where from, and what has been read so far. */
struct reader {
    int fd;
    const char *path, *name;
    int error_domain;
    uint32_t crc;
    uint64_t max_bytes;
    struct header h;
    struct peek_regs *regs;
    struct peek_range *ranges;
    unsigned char *chunk;
};

static int bad(const struct reader *r, const char *why)
{
    return vt_error(r->error_domain, VIR_ERR_OPERATION_FAILED,
                    "the saved memory of '%s' in '%s' cannot be used: %s", r->name, r->path, why);
}

static int read_exact(struct reader *r, void *buf, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t n = read(r->fd, (char *)buf + done, len - done);
        if (n == 0)
            return bad(r, "it is cut off");
        if (n < 0 && errno != EINTR)
            return vt_error_errno(r->error_domain, errno, "cannot read the saved memory in '%s'",
                                  r->path);
        if (n > 0)
            done += (size_t)n;
    }
    r->crc = crc32c(r->crc, buf, len);
    return 0;
}

static int check_header(const struct reader *r)
{
    const struct header *h = &r->h;

    if (memcmp(h->magic, RAM_IMAGE_MAGIC, sizeof h->magic) != 0)
        return bad(r, "it does not begin as one");
    if (h->version != RAM_IMAGE_VERSION)
        return bad(r, "it was written by another version");
    if (h->page_size != PEEK_PAGE_SIZE)
        return bad(r, "its pages have another size");
    if (h->size == 0 || h->size > r->max_bytes || h->size > PEEK_MEMFD_MAX_BYTES)
        return bad(r, "it is larger than the guest may be");
    if (h->n_vcpus > PEEK_MAX_VCPUS || h->n_ranges == 0 || h->n_ranges > PEEK_MAX_RANGES)
        return bad(r, "the numbers at its start are impossible");
    return 0;
}

static int read_front(struct reader *r)
{
    uint64_t at = 0;

    if (read_exact(r, &r->h, sizeof r->h) < 0 || check_header(r) < 0)
        return -1;
    r->regs = calloc(r->h.n_vcpus ? r->h.n_vcpus : 1, sizeof *r->regs);
    r->ranges = calloc(r->h.n_ranges, sizeof *r->ranges);
    r->chunk = malloc(RAM_STREAM_CHUNK_BYTES);
    if (r->regs == NULL || r->ranges == NULL || r->chunk == NULL)
        return vt_error_no_memory(r->error_domain);
    if (read_exact(r, r->regs, r->h.n_vcpus * sizeof *r->regs) < 0 ||
        read_exact(r, r->ranges, r->h.n_ranges * sizeof *r->ranges) < 0)
        return -1;
    for (uint32_t i = 0; i < r->h.n_ranges; i++) {
        if (r->ranges[i].start < at || r->ranges[i].end <= r->ranges[i].start)
            return bad(r, "its ranges of memory are not in order");
        at = r->ranges[i].end;
    }
    return at == r->h.size ? 0 : bad(r, "its ranges of memory do not make its size");
}

/* The holes are what the ranges leave.  Takes *@fd over. */
static struct peek_source *make_source(const struct reader *r, int *fd)
{
    VT_AUTOFREE struct peek_range *holes = calloc(r->h.n_ranges, sizeof *holes);
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    uint64_t at = 0;

    if (holes == NULL) {
        (void)vt_error_no_memory(r->error_domain);
        return NULL;
    }
    for (uint32_t i = 0; i < r->h.n_ranges; i++) {
        holes[i].start = at;
        holes[i].end = r->ranges[i].start;
        at = r->ranges[i].end;
    }
    s = peek_memfd_source_new(*fd, r->name, holes, r->h.n_ranges, r->error_domain);
    if (s == NULL)
        return NULL;
    (void)VT_TAKE_FD(*fd); /* the source's now, whatever comes */
    return peek_source_set_regs(s, r->regs, r->h.n_vcpus) < 0 ? NULL : VT_TAKE(s);
}

static int read_extent(struct reader *r, const struct extent *e, int memfd)
{
    for (uint64_t at = 0; at < e->len;) {
        size_t n = e->len - at < RAM_STREAM_CHUNK_BYTES ? (size_t)(e->len - at)
                                                        : (size_t)RAM_STREAM_CHUNK_BYTES;
        int w;
        if (read_exact(r, r->chunk, n) < 0)
            return -1;
        w = vt_pwrite_all(memfd, r->chunk, n, e->start + at);
        if (w < 0)
            return vt_error_errno(r->error_domain, w, "cannot fill the memory of '%s'", r->name);
        at += n;
    }
    return 0;
}

static int read_extents(struct reader *r, int memfd)
{
    struct extent e;
    uint64_t at = 0, sum = 0;
    uint32_t i = 0, crc, stored;

    for (;;) {
        if (read_exact(r, &e, sizeof e) < 0)
            return -1;
        if (e.start == END_MARK)
            break;
        while (i < r->h.n_ranges && r->ranges[i].end <= e.start)
            i++;
        if (e.start < at || i == r->h.n_ranges || e.start < r->ranges[i].start || e.len == 0 ||
            e.len > r->ranges[i].end - e.start)
            return bad(r, "a run of its bytes lies outside of the memory");
        if (read_extent(r, &e, memfd) < 0)
            return -1;
        at = e.start + e.len;
        sum += e.len;
    }
    if (e.len != sum)
        return bad(r, "the number of its bytes is wrong");
    crc = r->crc;
    if (read_exact(r, &stored, sizeof stored) < 0)
        return -1;
    return stored == crc ? 0 : bad(r, "its checksum is wrong");
}

static struct peek_source *read_all(struct reader *r)
{
    VT_AUTOCLOSE int fd = -1;

    if (read_front(r) < 0)
        return NULL;
    fd = peek_memfd_new(r->name, r->h.size, r->error_domain);
    if (fd < 0 || read_extents(r, fd) < 0)
        return NULL;
    return make_source(r, &fd);
}

struct peek_source *ram_image_read(int fd, const char *path, const char *name, uint64_t max_bytes,
                                   int error_domain, uint64_t *ret_generation)
{
    struct reader r = {
        .fd = fd, .path = path, .name = name, .error_domain = error_domain, .max_bytes = max_bytes};
    struct peek_source *s = read_all(&r);

    if (s != NULL)
        *ret_generation = r.h.generation;
    free(r.regs);
    free(r.ranges);
    free(r.chunk);
    return s;
}
