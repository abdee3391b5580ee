/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A source whose frames can fail, as foreign mappings do: a page that failed is never touched,
 * is tried again after its time, and a window is mapped anew when it is too old. */
#include "config.h"

#include <sys/mman.h>

#include "peek/read.h"
#include "peek_testing.h"
#include "util/clock.h"

#define BAD_PAGE 5
#define PATIENCE_NS (10 * VT_NS_PER_S)

static bool broken = true;
static unsigned char content = 1;
static int mapped;

static int fake_map(struct peek_source *s VT_UNUSED, uint64_t paddr VT_UNUSED, size_t len,
                    void **ret_map, struct peek_page_map *pages)
{
    unsigned char *map =
        mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    CHECK(map != MAP_FAILED);
    memset(map, content, len);
    memset(pages->present, 0xff, sizeof pages->present);
    if (broken) {
        pages->failed[0] = 1u << BAD_PAGE;
        CHECK(mprotect(map + BAD_PAGE * 4096, 4096, PROT_NONE) == 0); /* touching it kills */
    }
    *ret_map = map;
    mapped++;
    return 0;
}

static void fake_unmap(struct peek_source *s VT_UNUSED, void *map, size_t len, void *own VT_UNUSED)
{
    CHECK(munmap(map, len) == 0);
    mapped--;
}

static int fake_read(struct peek_source *s, uint64_t paddr VT_UNUSED, size_t len VT_UNUSED,
                     void *buf VT_UNUSED)
{
    return vt_error(s->error_domain, VIR_ERR_INTERNAL_ERROR, "not expected here");
}

static const struct peek_source_ops fake_ops = {
    .map = fake_map, .unmap = fake_unmap, .read = fake_read};

int main(void)
{
    struct peek_source *s = calloc(1, sizeof *s);
    unsigned char buf[3 * 4096];
    uint64_t deadline = vt_now_ns() + PATIENCE_NS;
    struct peek_read r;
    struct peek_stats stats;
    struct peek *p;

    CHECK(s != NULL);
    CHECK_INT(peek_source_init(s, &fake_ops, "fake", VIR_FROM_TEST), 0);
    CHECK_INT(peek_source_set_ram(s, 3 * MIB, NULL, 0), 0);
    s->retry_ns = 200 * VT_NS_PER_MS;
    s->stale_ns = VT_NS_PER_S;
    p = test_peek(s);
    r = (struct peek_read){.peek = p};
    CHECK_INT(peek_read_physical(&r, 4 * 4096, sizeof buf, buf), -1);
    CHECK_INT(r.fault.kind, PEEK_FAULT_FRAME);
    CHECK_INT(r.fault.paddr, BAD_PAGE * 4096);
    CHECK_INT(peek_memory(p, (BAD_PAGE + 1) * 4096, sizeof buf, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_ERROR(peek_memory(p, BAD_PAGE * 4096 + 7, 0, NULL, PEEK_PHYSICAL, 0),
                VIR_ERR_OPERATION_FAILED);
    CHECK_INT(mapped, 1);

    broken = false;
    while (peek_memory(p, 4 * 4096, sizeof buf, buf, PEEK_PHYSICAL, 0) < 0)
        CHECK(vt_now_ns() < deadline);
    vt_error_reset();
    CHECK_INT(mapped, 1);
    content = 2;
    do {
        CHECK_INT(peek_memory(p, 0, 1, buf, PEEK_PHYSICAL, 0), 0);
        CHECK(vt_now_ns() < deadline);
    } while (buf[0] == 1);
    CHECK_INT(mapped, 1);
    peek_get_stats(p, &stats);
    CHECK_INT(stats.maps - stats.unmaps, 1);
    CHECK(stats.frames_failed >= 1);
    (void)peek_unref(p);
    CHECK_INT(mapped, 0);
    return 0;
}
