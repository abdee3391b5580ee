/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading guest memory, beside memcpy out of a kept mapping of as large a memfd; and disks, beside
 * pread from a kept descriptor.  Floor and row go through their warm bytes in the same pattern. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "rows.h"
#include "util/compiler.h"

#define ALIGN 64 /* bytes: where random reads begin */
#define PAGE 4096

/* Where the next read begins. */
struct walk {
    size_t size;
    size_t room; /* places for a random read; 0: one after another */
    int batch;   /* reads per question whether to go on */
    uint64_t state;
    size_t next;
};

static struct walk walk_of(const struct bench *b, const struct bench_row *row)
{
    size_t size = (size_t)row->n;
    bool is_random = strcmp(row->text, "random") == 0;
    uint64_t seed = (uint64_t)bench_thread(b) + 1;

    return (struct walk){
        .size = size,
        .room = is_random ? (FIXTURE_WARM_BYTES - size) / ALIGN + 1 : 0,
        .batch = size <= PAGE ? BENCH_BATCH : 1,
        .state = seed * UINT64_C(0x9e3779b97f4a7c15),
        .next = (size_t)bench_thread(b) * (1 << 20) % FIXTURE_WARM_BYTES / size * size,
    };
}

static inline size_t walk_next(struct walk *w)
{
    size_t at = w->next;

    if (w->room != 0) {
        w->state ^= w->state << 13;
        w->state ^= w->state >> 7;
        w->state ^= w->state << 17;
        return (size_t)((w->state >> 32) * w->room >> 32) * ALIGN;
    }
    w->next = at + 2 * w->size <= FIXTURE_WARM_BYTES ? at + w->size : 0;
    return at;
}

/* Where a loop reads to; dropped by free.  NULL: the loop has failed. */
static unsigned char *make_buffer(struct bench *b, size_t size)
{
    unsigned char *buffer = aligned_alloc(PAGE, (size + PAGE - 1) / PAGE * PAGE);

    if (buffer == NULL)
        bench_fail(b, "no memory");
    else
        memset(buffer, 0, size);
    return buffer;
}

/* Reads all that the row will read once, so that nothing of it is cold. */
static int begin(const struct bench_row *row, const char **ret_why)
{
    static unsigned char page[PAGE];
    virDomainPtr dom = fixture_peeked();

    *ret_why = fixture_why();
    if (dom == NULL || fixture_map() == NULL)
        return -1;
    for (size_t at = 0; at < FIXTURE_WARM_BYTES; at += PAGE) {
        int r = strncmp(row->name, "block", 5) == 0
                    ? virDomainBlockPeek(dom, "vda", at, PAGE, page, 0)
                    : virDomainMemoryPeek(dom, at, PAGE, page, VIR_MEMORY_PHYSICAL);

        if (r < 0) {
            *ret_why = fixture_last_error();
            return -1;
        }
    }
    return 0;
}

static void run_memory(struct bench *b, const struct bench_row *row)
{
    struct walk w = walk_of(b, row);
    unsigned char *buffer = make_buffer(b, w.size);
    virDomainPtr dom = fixture_peeked();
    int failed = 0;

    BENCH_EACH_N(b, w.batch)
        failed |= virDomainMemoryPeek(dom, walk_next(&w), w.size, buffer, VIR_MEMORY_PHYSICAL);
    free(buffer);
    bench_bytes(b, w.size);
    if (failed != 0)
        bench_fail(b, "the guest's memory could not be read");
}

static void floor_memory(struct bench *b, const struct bench_row *row)
{
    struct walk w = walk_of(b, row);
    unsigned char *buffer = make_buffer(b, w.size);
    const unsigned char *map = fixture_map();

    BENCH_EACH_N(b, w.batch) {
        memcpy(buffer, map + walk_next(&w), w.size);
        BENCH_KEEP(buffer);
    }
    free(buffer);
}

static void run_block(struct bench *b, const struct bench_row *row)
{
    struct walk w = walk_of(b, row);
    unsigned char *buffer = make_buffer(b, w.size);
    virDomainPtr dom = fixture_peeked();
    int failed = 0;

    BENCH_EACH_N(b, w.batch)
        failed |= virDomainBlockPeek(dom, "vda", walk_next(&w), w.size, buffer, 0);
    free(buffer);
    bench_bytes(b, w.size);
    if (failed != 0)
        bench_fail(b, "the guest's disk could not be read");
}

static void floor_block(struct bench *b, const struct bench_row *row)
{
    struct walk w = walk_of(b, row);
    unsigned char *buffer = make_buffer(b, w.size);
    int fd = fixture_disk_fd();
    bool failed = false;

    BENCH_EACH_N(b, w.batch)
        failed |= pread(fd, buffer, w.size, (off_t)walk_next(&w)) != (ssize_t)w.size;
    free(buffer);
    if (failed)
        bench_fail(b, "the file could not be read");
}

/* clang-format off */
#define PEEK(what, order, label, size, ...) \
    {.name = #what "." #order "/" label, .run = run_##what, .floor = floor_##what, \
     .threads = {1, 2, 4, 8}, .scales = true, .n = size, .text = #order, .aim = {__VA_ARGS__}}

#define PEEKS(order) \
    PEEK(memory, order, "64", 64, BENCH_NO_AIM), \
    PEEK(memory, order, "4Ki", 4096, BENCH_AIM_FLOOR, 2, NULL), \
    PEEK(memory, order, "64Ki", 65536, BENCH_NO_AIM), \
    PEEK(memory, order, "1Mi", 1048576, BENCH_AIM_FLOOR, 1.1, NULL)

#define BLOCKS(order) \
    PEEK(block, order, "64", 64, BENCH_AIM_FLOOR, 1.3, NULL), \
    PEEK(block, order, "4Ki", 4096, BENCH_AIM_FLOOR, 1.3, NULL), \
    PEEK(block, order, "64Ki", 65536, BENCH_AIM_FLOOR, 1.3, NULL), \
    PEEK(block, order, "1Mi", 1048576, BENCH_AIM_FLOOR, 1.3, NULL)

static const struct bench_row peek_rows[] = {PEEKS(random), PEEKS(sequential)};
static const struct bench_row block_rows[] = {BLOCKS(random), BLOCKS(sequential)};
/* clang-format on */

const struct bench_group bench_peek = {
    .rows = peek_rows, .n_rows = VT_N_ELEMENTS(peek_rows), .begin = begin, .end = fixture_drop};
const struct bench_group bench_block = {
    .rows = block_rows, .n_rows = VT_N_ELEMENTS(block_rows), .begin = begin, .end = fixture_drop};
