/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ELF source: a sorted table of segments over a file, whatever kind of core it came from. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "elf_source.h"
#include "file_source.h"
#include "obj/error.h"
#include "util/cleanup.h"

struct elf_source {
    struct peek_source source;
    int fd;
    struct peek_segment *segments; /* ascending, without overlap */
    size_t n_segments;
    struct peek_frame_pair *machine_frames;
    size_t n_machine_frames;
};

static struct elf_source *of(struct peek_source *s)
{
    return VT_CONTAINER_OF(s, struct elf_source, source);
}

static void elf_done(struct peek_source *s)
{
    if (of(s)->fd >= 0)
        (void)close(of(s)->fd);
    free(of(s)->segments);
    free(of(s)->machine_frames);
}

/* The segment that holds @paddr, or the next one. */
static size_t find_segment(const struct elf_source *e, uint64_t paddr)
{
    size_t low = 0, high = e->n_segments;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (e->segments[mid].paddr + e->segments[mid].len <= paddr)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int elf_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf)
{
    struct elf_source *e = of(s);
    size_t i = find_segment(e, paddr);

    /* One RAM range is a row of segments that touch, so the next one goes on where this ends. */
    while (len > 0 && i < e->n_segments) {
        const struct peek_segment *g = &e->segments[i++];
        uint64_t skip = paddr - g->paddr;
        size_t n = len < g->len - skip ? len : (size_t)(g->len - skip);
        if (peek_file_read(s, e->fd, paddr, g->offset + skip, n, buf) < 0)
            return -1;
        buf = (char *)buf + n;
        paddr += n;
        len -= n;
    }
    return 0;
}

static int elf_next_data(struct peek_source *s, uint64_t start, struct peek_range *ret_data)
{
    struct elf_source *e = of(s);

    for (size_t i = find_segment(e, start); i < e->n_segments; i++) {
        const struct peek_segment *g = &e->segments[i];
        uint64_t skip = start > g->paddr ? start - g->paddr : 0;
        struct peek_range data;
        if (peek_file_next_data(e->fd, g->offset + skip, g->offset + g->len, &data)) {
            ret_data->start = g->paddr + (data.start - g->offset);
            ret_data->end = g->paddr + (data.end - g->offset);
            return 1;
        }
    }
    return 0;
}

static bool elf_frame(struct peek_source *s, uint64_t machine, uint64_t *ret_frame)
{
    struct elf_source *e = of(s);
    size_t low = 0, high = e->n_machine_frames;

    if (e->machine_frames == NULL) {
        *ret_frame = machine;
        return true;
    }
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (e->machine_frames[mid].machine < machine)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == e->n_machine_frames || e->machine_frames[low].machine != machine)
        return false;
    *ret_frame = e->machine_frames[low].frame;
    return true;
}

static const struct peek_source_ops elf_ops = {
    .done = elf_done,
    .read = elf_read,
    .next_data = elf_next_data,
    .frame = elf_frame,
};

static int compare_segments(const void *a, const void *b)
{
    const struct peek_segment *x = a, *y = b;

    if (x->paddr != y->paddr)
        return x->paddr < y->paddr ? -1 : 1;
    return (x->len > y->len) - (x->len < y->len);
}

/* Sorts; joins segments that overlap or touch where the file says the same of both. */
static int tidy_segments(struct peek_elf *e)
{
    struct peek_segment *g = e->segments;
    size_t n = 0;

    if (e->n_segments == 0)
        return peek_elf_bad(e, "it holds no memory", 0);
    qsort(g, e->n_segments, sizeof *g, compare_segments);
    for (size_t i = 1; i < e->n_segments; i++) {
        uint64_t end = g[n].paddr + g[n].len;
        bool in_step = g[i].offset - g[n].offset == g[i].paddr - g[n].paddr;
        if (g[i].paddr > end || (g[i].paddr == end && !in_step)) {
            g[++n] = g[i];
            continue;
        }
        if (!in_step)
            return peek_elf_bad(e, "it says two things of one physical address", g[i].paddr);
        if (g[i].paddr + g[i].len > end)
            g[n].len = g[i].paddr + g[i].len - g[n].paddr;
    }
    e->n_segments = n + 1;
    return 0;
}

static int set_ram(struct peek_source *s, const struct peek_elf *e)
{
    VT_AUTOFREE struct peek_range *ram = calloc(e->n_segments, sizeof *ram);

    if (ram == NULL)
        return vt_error_no_memory(e->error_domain);
    for (size_t i = 0; i < e->n_segments; i++) {
        ram[i].start = e->segments[i].paddr;
        ram[i].end = e->segments[i].paddr + e->segments[i].len;
    }
    peek_source_take_ram(s, &ram, e->n_segments);
    return peek_source_set_regs(s, e->regs, e->n_vcpus);
}

static struct peek_source *make_source(struct peek_elf *e)
{
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    struct elf_source *made = calloc(1, sizeof *made);

    if (made == NULL) {
        (void)vt_error_no_memory(e->error_domain);
        return NULL;
    }
    made->fd = -1;
    if (peek_source_init(&made->source, &elf_ops, e->name, e->error_domain) < 0) {
        free(made);
        return NULL;
    }
    s = &made->source;
    if (set_ram(s, e) < 0)
        return NULL;
    made->n_segments = e->n_segments;
    made->segments = VT_TAKE(e->segments);
    made->n_machine_frames = e->n_machine_frames;
    made->machine_frames = VT_TAKE(e->machine_frames);
    made->fd = e->fd;
    return VT_TAKE(s);
}

struct peek_source *peek_elf_source_new(int fd, const char *name, uint64_t size, int error_domain)
{
    struct peek_elf e = {.fd = fd, .name = name, .error_domain = error_domain, .file_size = size};
    struct peek_source *s = NULL;

    if (peek_elf_read_header(&e) == 0 &&
        (e.phnum > 0 ? peek_elf_load_program(&e) : peek_elf_load_xen(&e)) == 0 &&
        tidy_segments(&e) == 0)
        s = make_source(&e);
    free(e.segments);
    free(e.regs);
    free(e.machine_frames);
    return s;
}
