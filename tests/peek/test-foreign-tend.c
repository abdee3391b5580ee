/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tending: what is idle goes, what is read stays, a window of which the guest gave back a page goes
 * at once, and who sleeps because nothing is kept is woken when something is. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1600u
#define PART (PEEK_FOREIGN_GRAIN * PEEK_PAGE_SIZE) /* mapped for a page */

static int woken;

static void wake(void *opaque)
{
    CHECK(opaque == &woken);
    woken++;
}

static void idle(unsigned int width)
{
    struct fake_guest *g = fake_guest_new(1, PAGES, width, true);
    struct peek *p = test_peek(fake_source(g));
    uint64_t now = vt_now_ns();
    size_t pinned;
    int n_asked;
    char byte;

    CHECK(peek_tend(now) == PEEK_TEND_NEVER);
    woken = 0;
    CHECK_INT(fake_read_page(p, g, 0), 0);
    CHECK_INT(woken, 1);
    CHECK_INT(fake_read_page(p, g, 600), 0);
    CHECK_INT(woken, 1);
    if (width > 0)
        CHECK_INT(peek_memory(p, fake_vaddr(g, 0), 1, &byte, PEEK_VIRTUAL, 0), 0);
    pinned = fake_pinned();
    CHECK_INT(peek_cap_used(), 2 * PART);
    /* The clock is ours: only stale times are by the real one, so it stays near. */
    CHECK(peek_tend(now) == now + PEEK_TEND_NS);
    CHECK(peek_tend(now + PEEK_TEND_NS) == now + 2 * PEEK_TEND_NS);
    CHECK_INT(fake_pinned(), pinned);
    if (width > 0) { /* windows of others are stale by then */
        CHECK_INT(fake_read_page(p, g, 0), 0);
        CHECK(peek_tend(now + PEEK_FOREIGN_IDLE_NS) != PEEK_TEND_NEVER);
        CHECK_INT(peek_cap_used(), PART);
        CHECK(fake_pinned() >= PEEK_FOREIGN_GRAIN && fake_pinned() < pinned);
    }
    CHECK(peek_tend(now + 3 * PEEK_FOREIGN_IDLE_NS) == PEEK_TEND_NEVER);
    CHECK_INT(peek_cap_used(), 0);
    CHECK_INT(fake_pinned(), 0);
    n_asked = atomic_load(&g->n_gone);
    CHECK(peek_tend(now) == PEEK_TEND_NEVER);
    CHECK_INT(atomic_load(&g->n_gone),
              n_asked); /* nobody asks for a guest of which nothing is kept */
    CHECK_INT(fake_read_page(p, g, 0), 0);
    CHECK_INT(woken, 2);
    (void)peek_unref(p);
    fake_guest_free(g);
}

static void give_back(bool linear)
{
    struct fake_guest *g = fake_guest_new(2, PAGES, 8, linear);
    struct peek *p = test_peek(fake_source(g));
    uint64_t now = vt_now_ns();
    uint32_t frame = g->frame[700];

    CHECK_INT(fake_read_page(p, g, 0), 0);
    CHECK_INT(fake_read_page(p, g, 701), 0);
    fake_balloon(g, 700);
    CHECK(host.frame[frame].owner == 2 && host.frame[frame].leaving); /* not really */
    CHECK(peek_tend(now) != PEEK_TEND_NEVER);
    CHECK_INT(host.frame[frame].owner, 0);
    CHECK_INT(peek_cap_used(), PART);
    if (linear) { /* the list is moved: it is looked up again */
        FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 2);
        CHECK_INT(fake_read_page(p, g, 5), 0);
        FAKE_SHARE(g, FOREIGN_P2M_GENERATION, 4);
        CHECK(peek_tend(now) != PEEK_TEND_NEVER);
        CHECK_INT(peek_cap_used(), 0);
    }
    peek_drop_windows(p);
    CHECK_INT(fake_pinned(), 0);
    (void)peek_unref(p);
    fake_guest_free(g);
}

/* A page that the guest gave back is let go of also when others that were mapped with it are read all the
 * time. */
static void give_back_kept(void)
{
    struct fake_guest *g = fake_guest_new(2, PAGES, 8, true);
    struct peek *p = test_peek(fake_source(g));
    static char bytes[64 * PEEK_PAGE_SIZE];
    uint64_t now = vt_now_ns();
    uint32_t frame = g->frame[10];

    CHECK_INT(peek_memory(p, fake_vaddr(g, 0), sizeof bytes, bytes, PEEK_VIRTUAL, 0), 0);
    fake_balloon(g, 10);
    CHECK(host.frame[frame].owner == 2 && host.frame[frame].leaving);
    for (uint64_t ns = 0; ns <= PEEK_FOREIGN_KEPT_NS + PEEK_TEND_NS; ns += PEEK_TEND_NS) {
        CHECK_INT(peek_memory(p, fake_vaddr(g, 12), 1, bytes, PEEK_VIRTUAL, 0), 0);
        (void)peek_tend(now + ns);
    }
    CHECK_INT(host.frame[frame].owner, 0);
    CHECK_INT(peek_memory(p, fake_vaddr(g, 12), 1, bytes, PEEK_VIRTUAL, 0), 0);
    peek_drop_windows(p);
    CHECK_INT(fake_pinned(), 0);
    (void)peek_unref(p);
    fake_guest_free(g);
}

/* A page table that the guest gave back was mapped together with what a window needs: it is let go of
 * also when the window is read all the time. */
static void give_back_table(void)
{
    struct fake_guest *g = fake_guest_new(3, PAGES, 8, true);
    struct peek *p = test_peek(fake_source(g));
    uint64_t now = vt_now_ns();

    CHECK_INT(fake_read_page(p, g, 0), 0);
    peek_drop_windows(p);
    CHECK_INT(fake_read_page(p, g, 0), 0); /* by one call */
    fake_release(g->p2m_cr3);
    for (uint64_t ns = 0; host.frame[g->p2m_cr3].owner == 3; ns += PEEK_TEND_NS) {
        CHECK(ns <= PEEK_FOREIGN_PV_NS + PEEK_TEND_NS);
        CHECK_INT(fake_read_page(p, g, 0), 0);
        (void)peek_tend(now + ns);
    }
    (void)peek_unref(p);
    CHECK_INT(fake_pinned(), 0);
    fake_guest_free(g);
}

int main(void)
{
    fake_host_init();
    peek_tend_set_hook(wake, &woken);
    idle(8);
    idle(4);
    idle(0);
    give_back(true);
    give_back(false);
    give_back_kept();
    give_back_table();
    CHECK(peek_tend(0) == PEEK_TEND_NEVER);
    return 0;
}
