/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest with physical addresses of its own: frames that fail say why and are tried again after
 * their time, a window is no older than the stated bound, and the cap of foreign windows is kept. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1300u
#define PATIENCE_NS (20 * VT_NS_PER_S)

static void read_all(struct peek *p, struct fake_guest *g)
{
    for (uint32_t page = 0; page < PAGES; page++)
        CHECK_INT(fake_read_page(p, g, page), 0);
    CHECK_INT(fake_fault(p, PAGES), PEEK_FRAME_HOLE);
    CHECK_INT(fake_fault(p, PAGES + 600), PEEK_FRAME_HOLE); /* a window without one page */
    CHECK_ERROR(peek_memory(p, PEEK_FOREIGN_MIN_FRAMES * 4096, 1, &(char){0}, PEEK_PHYSICAL, 0),
                VIR_ERR_OPERATION_FAILED);
}

static void fail_one(struct peek *p, struct fake_guest *g, uint32_t page, int err,
                     enum peek_frame why)
{
    uint64_t deadline = vt_now_ns() + PATIENCE_NS;

    host.frame[g->frame[page]].err = err;
    peek_drop_windows(p);
    CHECK_INT(fake_fault(p, page), why);
    CHECK_INT(fake_read_page(p, g, page - 1), 0);
    CHECK_INT(fake_read_page(p, g, page + 1), 0);
    host.frame[g->frame[page]].err = 0;
    while (fake_read_page(p, g, page) < 0)
        CHECK(vt_now_ns() < deadline);
    vt_error_reset();
}

/* Not before the bound, perhaps, but then. */
static void grow_stale(struct peek *p, struct fake_guest *g, uint32_t page)
{
    uint64_t words[512], changed, start;

    CHECK_INT(fake_read_page(p, g, page), 0);
    fake_exchange(g, page);
    changed = vt_now_ns();
    do {
        start = vt_now_ns();
        CHECK_INT(peek_memory(p, (uint64_t)page * 4096, sizeof words, words, PEEK_PHYSICAL, 0), 0);
        fake_check(g, page, words, 512, 1);
    } while ((words[0] & 0xffffff) < atomic_load(&g->generation[page]));
    CHECK(start < changed + PEEK_FOREIGN_STALE_NS + 100 * VT_NS_PER_MS);
}

static void keep_cap(struct peek *p, struct fake_guest *g)
{
    peek_set_foreign_cap(4 * MIB);
    for (uint32_t page = 0; page < PAGES; page += 100) {
        CHECK_INT(fake_read_page(p, g, page), 0);
        CHECK(peek_cap_used() <= 4 * MIB);
        CHECK(fake_pinned() <= 1024);
    }
    peek_set_foreign_cap(PEEK_FOREIGN_CAP_DEFAULT_BYTES);
}

int main(void)
{
    struct fake_guest *g;
    struct peek *p;

    fake_host_init();
    g = fake_guest_new(7, PAGES, 0, false);
    p = test_peek(fake_source(g));
    read_all(p, g);
    fail_one(p, g, 11, ENOENT, PEEK_FRAME_PAGED);
    fail_one(p, g, 600, EPERM, PEEK_FRAME_DENIED);
    fail_one(p, g, 601, EINVAL, PEEK_FRAME_HOLE);
    fail_one(p, g, 602, ENOMEM, PEEK_FRAME_BUSY);
    grow_stale(p, g, 3);
    keep_cap(p, g);
    (void)peek_unref(p);
    CHECK_INT(fake_pinned(), 0);
    CHECK_INT(peek_cap_used(), 0);
    fake_guest_free(g);
    return 0;
}
