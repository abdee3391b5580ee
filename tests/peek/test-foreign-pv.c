/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PV guests of both widths with both kinds of list: every page reads as the guest has it at this
 * moment, by physical and by virtual address, also after it was given back or exchanged. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1700u

static void read_all(struct peek *p, const struct fake_guest *g)
{
    size_t size = (size_t)PAGES * 4096;
    uint64_t *all = malloc(size);

    CHECK(all != NULL);
    CHECK_INT(peek_memory(p, 0, size, all, PEEK_PHYSICAL, 0), 0);
    for (uint32_t i = 0; i < PAGES; i++)
        fake_check(g, i, all + (size_t)i * 512, 512, 1);
    memset(all, 0, size);
    CHECK_INT(peek_memory(p, fake_vaddr(g, 0), size, all, PEEK_VIRTUAL, 1), 0);
    for (uint32_t i = 0; i < PAGES; i++)
        fake_check(g, i, all + (size_t)i * 512, 512, 1);
    CHECK_INT(peek_memory(p, fake_vaddr(g, 7) + 4000, 200, all, PEEK_VIRTUAL, 0), 0);
    CHECK(all[0] == fake_word(g->domain, 7, 1, 500) && all[12] == fake_word(g->domain, 8, 1, 0));
    CHECK_ERROR(peek_memory(p, (uint64_t)PAGES * 4096, 1, all, PEEK_PHYSICAL, 0),
                VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, fake_vaddr(g, PAGES), 1, all, PEEK_VIRTUAL, 0),
                VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, fake_vaddr(g, 0), 1, all, PEEK_VIRTUAL, 2), VIR_ERR_INVALID_ARG);
    free(all);
}

static void change(struct peek *p, struct fake_guest *g)
{
    uint64_t one = UINT64_C(1) << (g->width * 8 - 2);

    for (uint32_t page = 500; page < 530; page++) {
        fake_balloon(g, page);
        CHECK_INT(fake_fault(p, page), PEEK_FRAME_HOLE);
        CHECK_INT(fake_read_page(p, g, page - 1), 0);
        fake_populate(g, page); /* seen at once, not after the time of a retry */
        CHECK_INT(fake_read_page(p, g, page), 0);
        fake_exchange(g, page);
        CHECK_INT(fake_read_page(p, g, page), 0);
    }
    /* The frame of another guest, and of a device: not asked for. */
    fake_store(g, fake_entry(g, 3), fake_mfn(g->frame[3]) | one << 1);
    CHECK_INT(fake_fault(p, 3), PEEK_FRAME_NOT_OWN);
    fake_store(g, fake_entry(g, 3), fake_mfn(g->frame[3]) | one);
    CHECK_INT(fake_fault(p, 3), PEEK_FRAME_NOT_OWN);
    fake_store(g, fake_entry(g, 3), fake_mfn(g->frame[3]));
    CHECK_INT(fake_read_page(p, g, 3), 0);
}

/* Memory that is read while nothing may be kept. */
static void read_directly(struct peek *p, struct fake_guest *g)
{
    peek_set_foreign_cap(0);
    CHECK_INT(peek_cap_used(), 0);
    for (uint32_t page = 0; page < PAGES; page += 37)
        CHECK_INT(fake_read_page(p, g, page), 0);
    fake_balloon(g, 40);
    CHECK_ERROR(fake_read_page(p, g, 40), VIR_ERR_OPERATION_FAILED);
    fake_populate(g, 40);
    CHECK_INT(fake_read_page(p, g, 40), 0);
    CHECK_INT(peek_cap_used(), 0);
    peek_set_foreign_cap(PEEK_FOREIGN_CAP_DEFAULT_BYTES);
}

static void refuse_device(struct peek *p, struct fake_guest *g)
{
    struct peek_read r = {.peek = p};
    uint64_t vaddr = fake_vaddr(g, PAGES + 5);
    char byte;

    fake_pt_map(g, g->cr3, vaddr, fake_mfn(g->frame[9]), FAKE_PRESENT | FAKE_UNCACHED);
    CHECK_INT(peek_read_virtual(&r, vaddr, 1, &byte, 0), -1);
    CHECK_INT(r.fault.kind, PEEK_FAULT_DEVICE);
    r = (struct peek_read){.peek = p};
    fake_pt_map(g, g->cr3, vaddr, 5, FAKE_PRESENT); /* nobody's */
    CHECK_INT(peek_read_virtual(&r, vaddr, 1, &byte, 0), -1);
    CHECK_INT(r.fault.kind, PEEK_FAULT_FRAME);
    CHECK_INT(r.fault.frame, PEEK_FRAME_DENIED);
    CHECK(r.fault.vaddr == vaddr && r.fault.is_machine && r.fault.paddr == 5 * 4096);
    fake_pt_map(g, g->cr3, vaddr, fake_mfn(g->frame[9]), FAKE_PRESENT);
    CHECK_INT(peek_memory(p, vaddr, 1, &byte, PEEK_VIRTUAL, 0), 0);
}

int main(void)
{
    fake_host_init();
    for (unsigned int i = 0; i < 4; i++) {
        struct fake_guest *g = fake_guest_new(i + 1, PAGES, i & 1 ? 8 : 4, i & 2);
        struct peek *p = test_peek(fake_source(g));
        read_all(p, g);
        change(p, g);
        read_directly(p, g);
        refuse_device(p, g);
        CHECK(fake_pinned() > 0);
        (void)peek_unref(p);
        CHECK_INT(fake_pinned(), 0);
        fake_guest_free(g);
    }
    return 0;
}
