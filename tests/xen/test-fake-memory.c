/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of guests in memory: patterns, tables and p2m as a guest would have them. */
#include "config.h"

#include "peek/source.h"
#include "xen/frame_testing.h"

#define SHARED_MAX_PFN (3088 / 8)
#define SHARED_FRAME_LISTS (3096 / 8)
#define SHARED_P2M_CR3 (3112 / 8)
#define SHARED_P2M_VADDR (3120 / 8)

static uint64_t word(uint64_t frame, uint64_t index)
{
    const uint64_t *at = map(frame);
    uint64_t value;

    CHECK(at != NULL);
    value = at[index];
    unmap(at);
    return value;
}

/* The frame behind a virtual address; 0: none. */
static uint64_t walk(uint64_t root, uint64_t vaddr)
{
    uint64_t table = root >> 12;

    for (unsigned int level = 4; level > 0; level--) {
        uint64_t e = word(table, vaddr >> (12 + 9 * (level - 1)) & 511);
        if ((e & 1) == 0)
            return 0;
        table = (e & ~(UINT64_C(0xfff) << 52)) >> 12;
        if ((e & 0x80) != 0 && level == 2)
            return table + (vaddr >> 12 & 511);
    }
    return table;
}

static void translates(enum fake_kind kind)
{
    struct peek_regs regs;
    struct fake_page page;

    begin(kind);
    CHECK_OP(&t, t.ops->regs(t.host, guest, 0, kind >= FAKE_PVH ? 0 : 8, &regs, &t.fail));
    for (uint64_t i = 1; i < info.pages; i += 37) {
        CHECK_INT(t.fake->page(guest, i, &page), 0);
        if (page.present)
            CHECK_INT(walk(regs.cr3, FAKE_DIRECT_VADDR + i * 4096), page.frame);
        CHECK_INT(i < 512 ? walk(regs.cr3, i * 4096) : 0, i < 512 && page.present ? page.frame : 0);
        if (page.present && (i < info.tables || i >= info.behind))
            CHECK(has_pattern(page.frame, i, 0));
    }
    CHECK_INT(walk(regs.cr3, 0), 0);
    end();
}

/* The entry of a page in the list or tree that the shared info names. */
static uint64_t p2m(uint64_t shared, uint64_t page)
{
    uint64_t cr3 = word(shared, SHARED_P2M_CR3), top = word(shared, SHARED_FRAME_LISTS), leaf;

    CHECK_INT(word(shared, SHARED_MAX_PFN), info.pages);
    if (info.kind == FAKE_PV_LINEAR)
        leaf = walk(cr3, word(shared, SHARED_P2M_VADDR) + page * 8);
    else
        leaf = word(word(top, page >> 18), page >> 9 & 511);
    return word(leaf, page & 511);
}

static void publishes(enum fake_kind kind)
{
    struct fake_page page;
    struct xen_domain d;

    begin(kind);
    CHECK(test_listed(&t, guest, &d));
    for (uint64_t i = 0; i < info.pages; i += 41) {
        CHECK_INT(t.fake->page(guest, i, &page), 0);
        CHECK_INT(p2m(d.shared_info_frame, i), page.frame);
    }
    CHECK_INT(t.fake->balloon_out(guest, info.movable, 8), 0);
    CHECK_INT(p2m(d.shared_info_frame, info.movable + 7), -1);
    CHECK_INT(t.fake->balloon_in(guest, info.movable, 8), 0);
    CHECK_INT(t.fake->page(guest, info.movable + 7, &page), 0);
    CHECK_INT(p2m(d.shared_info_frame, info.movable + 7), page.frame);
    CHECK(page.generation == 1 && has_pattern(page.frame, info.movable + 7, 1));
    CHECK_INT(t.fake->set(guest, FAKE_NO_P2M, true), 0);
    CHECK_INT(word(d.shared_info_frame, SHARED_MAX_PFN), 0);
    end();
}

int main(void)
{
    t = test_host_open();
    CHECK(t.fake != NULL);
    for (enum fake_kind kind = FAKE_PV_LINEAR; kind <= FAKE_HVM; kind++)
        translates(kind);
    publishes(FAKE_PV_LINEAR);
    publishes(FAKE_PV_TREE);
    test_host_close(&t);
    return 0;
}
