/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads read a guest while it balloons, exchanges pages, moves its list of frames, is tended,
 * ends and begins anew: every page that is read is whole, the guest's, and of a PV guest never older
 * than the read; nothing stays mapped. */
#include "config.h"

#include <sched.h>

#include "fake_foreign.h"

#define READERS 8
#define PAGES 1100u
#define RUNS 12u

static struct fake_guest *run[RUNS];
static _Atomic unsigned int current; /* set when peek_set_source has returned */
static struct peek *peek;
static atomic_int n_good;
static atomic_bool stop;

static struct fake_guest *new_run(unsigned int i)
{
    static const unsigned int widths[] = {8, 8, 4, 0, 4};
    static const bool linear[] = {true, false, true, false, false};

    return fake_guest_new(i + 1, PAGES, widths[i % 5], linear[i % 5]);
}

/* Most often one of the few that are in two windows. */
static uint32_t some_page(unsigned int *seed)
{
    uint32_t any = (uint32_t)rand_r(seed);

    return any % 4 == 0 ? any / 4 % PAGES : 496 + any / 4 % 32;
}

static void read_one(unsigned int *seed)
{
    unsigned int before = atomic_load(&current), after, domain;
    struct fake_guest *g = run[before];
    uint32_t page = some_page(seed);
    bool virtually = g->width > 0 && rand_r(seed) % 4 == 0;
    uint64_t since = atomic_load(&g->generation[page]), words[512];

    if (peek_memory(peek, virtually ? fake_vaddr(g, page) : (uint64_t)page * 4096, sizeof words,
                    words, virtually ? PEEK_VIRTUAL : PEEK_PHYSICAL, 0) < 0) {
        CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
        vt_error_reset();
        (void)sched_yield();
        return;
    }
    after = atomic_load(&current) + 1; /* it may be set just now */
    domain = (unsigned int)(words[0] >> 48);
    CHECK(domain >= before + 1 && domain <= after + 1 && domain <= RUNS);
    if (domain != before + 1 || g->width == 0)
        since = 1;
    fake_check(run[domain - 1], page, words, 512, since);
    atomic_fetch_add(&n_good, 1);
}

static void *reader(void *arg)
{
    unsigned int seed = (unsigned int)(uintptr_t)arg + 1;

    while (!atomic_load(&stop))
        read_one(&seed);
    return NULL;
}

static void *tender(void *arg VT_UNUSED)
{
    while (!atomic_load(&stop)) {
        (void)peek_tend(vt_now_ns());
        (void)sched_yield();
    }
    return NULL;
}

/* Another page takes the place of one of the list. */
static void move_list(struct fake_guest *g, size_t which)
{
    static uint64_t generation;
    uint32_t old = g->list[which], now = fake_alloc(g->domain);
    uint64_t vaddr = (g->list_vaddr & ~UINT64_C(4095)) + which * 4096;

    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, ++generation * 2 - 1);
    memcpy(fake_bytes(now), fake_bytes(old), 4096);
    fake_pt_map(g, g->p2m_cr3, vaddr, fake_mfn(now), FAKE_PRESENT);
    g->list[which] = now;
    FAKE_SHARE(g, FOREIGN_P2M_GENERATION, generation * 2);
    fake_release(old);
}

static void change(struct fake_guest *g, unsigned int *seed)
{
    uint32_t page = some_page(seed);

    if (g->linear && rand_r(seed) % 8 == 0)
        move_list(g, 0);
    if (g->width > 0)
        fake_pt_map(g, g->cr3, fake_vaddr(g, page), 0, 0);
    fake_balloon(g, page);
    (void)sched_yield();
    fake_populate(g, page);
    if (g->width > 0)
        fake_pt_map(g, g->cr3, fake_vaddr(g, page), fake_mfn(g->frame[page]), FAKE_PRESENT);
}

static void begin_anew(unsigned int i)
{
    struct peek_source *s;

    atomic_store(&run[i - 1]->gone, true);
    run[i] = new_run(i);
    s = fake_source(run[i]);
    CHECK_INT(peek_set_source(peek, s), 0);
    (void)peek_source_unref(s);
    atomic_store(&current, i);
}

int main(void)
{
    pthread_t thread[READERS + 1];
    struct peek_stats stats;
    unsigned int seed = 5;
    int quota = test_rounds(5000);

    fake_host_init();
    VT_HG_ATOMIC(run, sizeof run);
    run[0] = new_run(0);
    peek = test_peek(fake_source(run[0]));
    for (uintptr_t i = 0; i < READERS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, reader, (void *)i), 0);
    CHECK_INT(pthread_create(&thread[READERS], NULL, tender, NULL), 0);
    for (unsigned int i = 0; i < RUNS; i++) {
        int until;
        if (i > 0)
            begin_anew(i);
        for (until = atomic_load(&n_good) + quota; atomic_load(&n_good) < until;)
            change(run[i], &seed);
    }
    atomic_store(&stop, true);
    for (int i = 0; i <= READERS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    peek_get_stats(peek, &stats);
    CHECK(stats.maps >= RUNS); /* each run had at least one */
    (void)peek_unref(peek);
    CHECK_INT(fake_pinned(), 0);
    CHECK_INT(peek_cap_used(), 0);
    for (unsigned int i = 0; i < RUNS; i++)
        fake_guest_free(run[i]);
    return 0;
}
