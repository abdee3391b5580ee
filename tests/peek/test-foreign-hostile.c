/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a PV guest may write where its list of frames is looked for: each is refused, with a reason and
 * in bounded time, or served from the guest's own frames; nothing is asked for that is no frame. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 600u
#define OTHER 2u

static struct fake_guest *other; /* whose frames are not to be seen */

/* Reads here and there: an error, or this guest's bytes. */
static void look(struct fake_guest *g, const char *what)
{
    struct peek *p = test_peek(fake_source(g));
    static const uint64_t at[] = {0, 511, 512, 599, 600, 1u << 20, (1u << 24) - 1};
    uint64_t words[512];

    for (size_t i = 0; i < VT_N_ELEMENTS(at); i++) {
        if (peek_memory(p, at[i] * 4096, sizeof words, words, PEEK_PHYSICAL, 0) == 0) {
            CHECK(words[0] >> 48 != OTHER);
        } else if (vt_error_last()->code != VIR_ERR_OPERATION_FAILED) {
            fprintf(stderr, "%s: %s\n", what, vt_error_last()->message);
            CHECK(false);
        }
        vt_error_reset();
    }
    (void)peek_memory(p, fake_vaddr(g, 3), sizeof words, words, PEEK_VIRTUAL, 0);
    vt_error_reset();
    (void)peek_tend(vt_now_ns());
    (void)peek_unref(p);
    CHECK_INT(fake_pinned(), 0);
    atomic_store(&g->done, false);
}

static void numbers(struct fake_guest *g, unsigned int width)
{
    const uint64_t values[] = {0,
                               1,
                               4095,
                               4096,
                               UINT64_C(1) << 31,
                               UINT32_MAX,
                               UINT64_C(1) << 40,
                               UINT64_C(1) << 47,
                               UINT64_MAX - 4095,
                               UINT64_MAX - 7,
                               UINT64_MAX,
                               FOREIGN_XEN_START_64,
                               FOREIGN_XEN_END_64 - 8,
                               FOREIGN_XEN_START_64 - 8,
                               FOREIGN_XEN_START_32 - 4,
                               FOREIGN_XEN_START_32,
                               fake_mfn(g->frame[0]),
                               fake_mfn(g->shared_info),
                               fake_mfn(g->shared_info) << 12,
                               fake_mfn(other->frame[0]),
                               fake_mfn(other->frame[0]) << 12};
    static const size_t field_64[] = {FOREIGN_MAX_PFN_64, FOREIGN_LIST_LIST_64, FOREIGN_P2M_CR3_64,
                                      FOREIGN_P2M_VADDR_64};
    static const size_t field_32[] = {FOREIGN_MAX_PFN_32, FOREIGN_LIST_LIST_32, FOREIGN_P2M_CR3_32,
                                      FOREIGN_P2M_VADDR_32};

    for (size_t f = 0; f < VT_N_ELEMENTS(field_64); f++) {
        char *at = (char *)fake_bytes(g->shared_info) + (width == 8 ? field_64[f] : field_32[f]);
        uint64_t before = 0;
        memcpy(&before, at, width);
        for (size_t v = 0; v < VT_N_ELEMENTS(values); v++) {
            fake_store(g, at, values[v]);
            look(g, "a number");
        }
        fake_store(g, at, before);
    }
}

/* Tables that lead to themselves, to the list, to nobody's and to others' frames. */
static void loops(struct fake_guest *g)
{
    const uint64_t targets[] = {fake_mfn(g->p2m_cr3), fake_mfn(g->list[0]), 7,
                                fake_mfn(other->frame[1]), (UINT64_C(1) << 40) - 1};
    uint64_t saved[512], *root = fake_bytes(g->p2m_cr3);

    memcpy(saved, root, sizeof saved);
    for (size_t t = 0; t < VT_N_ELEMENTS(targets); t++) {
        for (size_t i = 0; i < 512; i++)
            root[i] = targets[t] << 12 | FAKE_PRESENT;
        look(g, "a loop");
    }
    memset(root, 0xff, 4096);
    look(g, "large pages");
    memcpy(root, saved, sizeof saved);
}

static void entries(struct fake_guest *g)
{
    const uint64_t values[] = {0,
                               fake_mfn(other->frame[0]),
                               UINT64_C(1) << 40,
                               (UINT64_C(1) << 40) + fake_mfn(g->frame[1]),
                               UINT64_C(1) << 62,
                               UINT64_MAX - 1};

    for (size_t v = 0; v < VT_N_ELEMENTS(values); v++) {
        for (uint32_t page = 0; page < PAGES; page += v % 2 + 1)
            fake_store(g, fake_entry(g, page), values[v]);
        look(g, "an entry");
    }
    for (uint32_t page = 0; page < PAGES; page++)
        fake_store(g, fake_entry(g, page), fake_mfn(g->frame[page]));
}

/* Never done with changing the list: an end is made, and it is not of that moment's bytes. */
static void always_changing(struct fake_guest *g)
{
    struct peek *p = test_peek(fake_source(g));

    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 1);
    CHECK_ERROR(fake_read_page(p, g, 0), VIR_ERR_OPERATION_FAILED);
    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 2);
    CHECK_INT(fake_read_page(p, g, 0), 0);
    (void)peek_unref(p);
    atomic_store(&g->done, false);
}

int main(void)
{
    fake_host_init();
    other = fake_guest_new(OTHER, 2, 0, false);
    for (unsigned int i = 0; i < 4; i++) {
        struct fake_guest *g = fake_guest_new(i + 3, PAGES, i & 1 ? 8 : 4, i & 2);
        numbers(g, g->width);
        entries(g);
        if (g->linear) {
            loops(g);
            always_changing(g);
        }
        atomic_store(&g->done, true);
        fake_guest_free(g);
    }
    return 0;
}
