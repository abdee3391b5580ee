/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How often the host is asked for one read: a window is one map, of the pages that are read; where a PV guest's list is, is found
 * step by step the first time and by one map from then on, also when the guest has moved it. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1600u

/* Pages of a PV guest that are mapped besides those that are read: up to a list's path, or two, of them. */
#define EXTRA 16

struct asked {
    int infos, gone, maps, frames;
};

static struct asked so_far(const struct fake_guest *g)
{
    return (struct asked){atomic_load(&g->n_infos), atomic_load(&g->n_gone),
                          atomic_load(&g->n_maps), atomic_load(&g->n_frames)};
}

/* Reads 1 MiB from page @page on. */
static void read_mib(struct peek *p, const struct fake_guest *g, uint32_t page, struct asked want)
{
    static uint64_t words[MIB / 8];
    struct asked before = so_far(g), after;

    CHECK_INT(peek_memory(p, (uint64_t)page * 4096, sizeof words, words, PEEK_PHYSICAL, 0), 0);
    for (uint32_t i = 0; i < MIB / 4096; i++)
        fake_check(g, page + i, words + (size_t)i * 512, 512, 1);
    after = so_far(g);
    CHECK_INT(after.infos - before.infos, want.infos);
    CHECK_INT(after.gone - before.gone, want.gone);
    CHECK_INT(after.maps - before.maps, want.maps);
    CHECK(after.frames - before.frames >= want.frames);
    CHECK(after.frames - before.frames <= want.frames + (g->width > 0 ? EXTRA : 0));
}

/* @steps: to the list; @other: maps of another window then, whose part of the list may be new. */
static void cold_and_warm(unsigned int width, bool linear, int steps, int other)
{
    struct fake_guest *g = fake_guest_new(1, PAGES, width, linear);
    struct peek *p = test_peek(fake_source(g));
    struct asked cold = {1, 1, width > 0 ? 2 : 1, 256}, none = {0, 0, 0, 0};

    read_mib(p, g, 512, (struct asked){1, 1, steps + 1, 256});
    read_mib(p, g, 512, none);
    peek_drop_windows(p);
    CHECK_INT(fake_pinned(), 0);
    read_mib(p, g, 512, cold);
    /* The rest is read as well: all of it is mapped, and the page of the list that its end reaches into. */
    read_mib(p, g, 768, (struct asked){1, 1, linear ? 2 : 1, 512});
    read_mib(p, g, 512, none);
    read_mib(p, g, 768, none);
    read_mib(p, g, 1024, (struct asked){1, 1, other, 256});
    peek_drop_windows(p);
    read_mib(p, g, 1024, cold);
    (void)peek_unref(p);
    CHECK_INT(fake_pinned(), 0);
    fake_guest_free(g);
}

/* A path that leads nowhere any more costs one call, and nothing of it is believed. */
static void moved(void)
{
    struct fake_guest *g = fake_guest_new(2, PAGES, 8, true);
    struct peek *p = test_peek(fake_source(g));
    uint32_t old[4], n = 0;

    read_mib(p, g, 512, (struct asked){1, 1, 7, 256});
    peek_drop_windows(p);
    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 1);
    for (size_t i = 0; i < 4; i++) {
        uint64_t vaddr = (g->list_vaddr & ~UINT64_C(4095)) + i * 4096;
        old[n] = g->list[i];
        g->list[i] = fake_alloc(g->domain);
        memcpy(fake_bytes(g->list[i]), fake_bytes(old[n]), 4096);
        fake_pt_map(g, g->p2m_cr3, vaddr, fake_mfn(g->list[i]), FAKE_PRESENT);
        fake_release(old[n++]);
    }
    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 2);
    read_mib(p, g, 512, (struct asked){1, 1, 3, 256});
    peek_drop_windows(p);
    read_mib(p, g, 512, (struct asked){1, 1, 2, 256});
    (void)peek_unref(p);
    CHECK_INT(fake_pinned(), 0);
    fake_guest_free(g);
}

static void virtually(unsigned int width)
{
    struct fake_guest *g = fake_guest_new(3, PAGES, width, true);
    struct peek *p = test_peek(fake_source(g));
    struct asked before;
    char bytes[4096];

    CHECK_INT(peek_memory(p, fake_vaddr(g, 9), sizeof bytes, bytes, PEEK_VIRTUAL, 0), 0);
    before = so_far(g);
    CHECK_INT(peek_memory(p, fake_vaddr(g, 9), sizeof bytes, bytes, PEEK_VIRTUAL, 0), 0);
    CHECK_INT(atomic_load(&g->n_infos) - before.infos, 0);
    CHECK_INT(atomic_load(&g->n_maps) - before.maps, 0);
    (void)peek_unref(p);
    fake_guest_free(g);
}

int main(void)
{
    fake_host_init();
    cold_and_warm(0, false, 0, 1);
    cold_and_warm(8, true, 6, 1);
    cold_and_warm(8, false, 4, 2);
    cold_and_warm(4, true, 5, 1);
    cold_and_warm(4, false, 4, 2);
    moved();
    virtually(8);
    virtually(4);
    return 0;
}
