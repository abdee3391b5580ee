/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of a window that nobody has read yet, only the pages around a read are mapped; all of it as soon as the rest is read.
 * What was mapped is mapped again when it has become old, and no more. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1600u
#define GRAIN PEEK_FOREIGN_GRAIN
#define WINDOW PEEK_WINDOW_PAGES

/* Reads @n pages from page @first on, two or more from the middle of the first to the middle of the last. */
static void read_pages(struct peek *p, const struct fake_guest *g, uint32_t first, uint32_t n)
{
    static uint64_t words[PAGES * 512];
    size_t skip = n > 1 ? 256 : 0, end = (size_t)n * 512 - skip;

    CHECK_INT(peek_memory(p, (uint64_t)first * 4096 + skip * 8, (end - skip) * 8, words + skip,
                          PEEK_PHYSICAL, 0),
              0);
    for (size_t i = skip; i < end; i++) {
        uint32_t page = first + (uint32_t)(i / 512);

        CHECK(words[i] == fake_word(g->domain, page, atomic_load(&g->generation[page]), i % 512));
    }
}

/* The same, of which @want pages are mapped in all afterwards. */
static void read_so(struct peek *p, const struct fake_guest *g, uint32_t first, uint32_t n,
                    uint64_t want)
{
    read_pages(p, g, first, n);
    CHECK_INT(peek_cap_used(), want * PEEK_PAGE_SIZE);
    read_pages(p, g, first, n); /* from what is mapped now */
    CHECK_INT(peek_cap_used(), want * PEEK_PAGE_SIZE);
}

static void grow(struct peek *p, const struct fake_guest *g)
{
    read_so(p, g, GRAIN + 3, 1, GRAIN);
    read_so(p, g, GRAIN, GRAIN, GRAIN);
    read_so(p, g, GRAIN - 1, 1, WINDOW); /* before it */
    peek_drop_windows(p);
    read_so(p, g, GRAIN, 1, GRAIN);
    read_so(p, g, 2 * GRAIN - 1, 2, WINDOW); /* half of it in it */
    peek_drop_windows(p);
    read_so(p, g, GRAIN - 1, 2, 2 * GRAIN);
    read_so(p, g, WINDOW - 1, 2, WINDOW + GRAIN);              /* the rest of one, and the next */
    read_so(p, g, 2 * WINDOW - 3 * GRAIN, 1, WINDOW + WINDOW); /* all of that */
    peek_drop_windows(p);
    read_so(p, g, 5, PAGES - 5,
            3 * WINDOW + PAGES % WINDOW - PAGES % GRAIN + (PAGES % GRAIN ? GRAIN : 0));
    peek_drop_windows(p);
    CHECK_INT(fake_pinned(), 0);
}

/* One that is too old, or of which a page was exchanged, is mapped as it was. */
static void again(struct peek *p, struct fake_guest *g)
{
    uint64_t words[512], generation;

    read_so(p, g, 3 * GRAIN + 1, 1, GRAIN);
    fake_exchange(g, 3 * GRAIN + 1);
    generation = atomic_load(&g->generation[3 * GRAIN + 1]);
    do
        CHECK_INT(
            peek_memory(p, (3 * GRAIN + 1) * PEEK_PAGE_SIZE, sizeof words, words, PEEK_PHYSICAL, 0),
            0);
    while ((words[0] & 0xffffff) < generation);
    read_so(p, g, 3 * GRAIN + 1, 1, GRAIN);
    fake_balloon(g, 3 * GRAIN + 2);
    peek_drop_windows(p);
    read_so(p, g, 3 * GRAIN + 1, 1, GRAIN);
    CHECK_INT(fake_fault(p, 3 * GRAIN + 2), PEEK_FRAME_HOLE);
    CHECK_INT(peek_cap_used(), GRAIN * PEEK_PAGE_SIZE);
    peek_drop_windows(p);
}

int main(void)
{
    static const struct {
        unsigned int width;
        bool linear;
    } kinds[] = {{0, false}, {8, true}, {8, false}, {4, true}, {4, false}};

    fake_host_init();
    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        struct fake_guest *g = fake_guest_new(1, PAGES, kinds[i].width, kinds[i].linear);
        struct peek *p = test_peek(fake_source(g));

        grow(p, g);
        again(p, g);
        (void)peek_unref(p);
        CHECK_INT(fake_pinned(), 0);
        fake_guest_free(g);
    }
    return 0;
}
