/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that ends, or whose number is another's, before or while a window of it is mapped: the
 * read fails, no window is left, and tending drops what was there already. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 600u
#define OTHER 9u

static void end_it(struct fake_guest *g)
{
    atomic_store(&g->gone, true);
}

/* The number is given to another domain between the mapping and its end. */
static void reuse_number(struct fake_guest *g)
{
    atomic_store(&g->number, OTHER);
}

static void die(unsigned int width, bool linear, void (*how)(struct fake_guest *g), bool in_map,
                bool virtually)
{
    struct fake_guest *g = fake_guest_new(3, PAGES, width, linear);
    struct peek *p = test_peek(fake_source(g));
    uint64_t at = virtually ? fake_vaddr(g, 5) : 5 * 4096;
    char buf[64];

    if (in_map)
        g->in_map = how;
    else
        how(g);
    CHECK_ERROR(peek_memory(p, at, sizeof buf, buf, virtually ? PEEK_VIRTUAL : PEEK_PHYSICAL, 0),
                VIR_ERR_OPERATION_FAILED);
    CHECK_INT(fake_pinned(), 0);
    CHECK_INT(peek_cap_used(), 0);
    g->in_map = NULL;
    atomic_store(&g->gone, false);
    atomic_store(&g->number, g->domain);
    /* Once gone, it stays so: whoever has the number is not this guest. */
    CHECK_ERROR(peek_memory(p, at, sizeof buf, buf, virtually ? PEEK_VIRTUAL : PEEK_PHYSICAL, 0),
                VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);
    fake_guest_free(g);
}

static void tended(unsigned int width)
{
    struct fake_guest *g = fake_guest_new(4, PAGES, width, true);
    struct peek *p = test_peek(fake_source(g));

    CHECK_INT(fake_read_page(p, g, 1), 0);
    CHECK(peek_tend(vt_now_ns()) != PEEK_TEND_NEVER);
    CHECK(fake_pinned() > 0);
    end_it(g);
    CHECK(peek_tend(vt_now_ns()) == PEEK_TEND_NEVER);
    CHECK_INT(fake_pinned(), 0);
    CHECK_ERROR(fake_read_page(p, g, 1), VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);
    fake_guest_free(g);
}

static void never_begun(void)
{
    struct fake_guest *g = fake_guest_new(5, 10, 8, true);

    end_it(g);
    CHECK(peek_foreign_new(&fake_foreign_ops, g, "fake", 1, VIR_FROM_TEST) == NULL);
    CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
    CHECK(!atomic_load(&g->done)); /* still the caller's */
    atomic_store(&g->done, true);
    fake_guest_free(g);
}

int main(void)
{
    static const unsigned int widths[] = {0, 4, 8, 8};

    fake_host_init();
    for (unsigned int i = 0; i < 4; i++) {
        for (int in_map = 0; in_map < 2; in_map++) {
            for (int virtually = 0; virtually < (widths[i] > 0 ? 2 : 1); virtually++) {
                die(widths[i], i != 3, end_it, in_map, virtually);
                die(widths[i], i != 3, reuse_number, in_map, virtually);
            }
        }
        tended(widths[i]);
    }
    never_begun();
    return 0;
}
