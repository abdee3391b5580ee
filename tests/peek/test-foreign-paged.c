/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest with pages paged out whose mapping never comes back: the read fails when its time is up,
 * the next ones at once, the guest can be let go of, and what comes at last is unmapped. */
#include "config.h"

#include "fake_foreign.h"

#define PAGES 1100u

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool closed; /* maps wait */
static atomic_int waiting;

static void wait_for_pager(struct fake_guest *g VT_UNUSED)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    waiting++;
    while (closed)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    waiting--;
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void set_closed(bool to)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    closed = to;
    CHECK(pthread_cond_broadcast(&changed) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void *read_second(void *arg)
{
    uint64_t before = vt_now_ns();
    char byte;

    CHECK_ERROR(peek_memory(arg, 600 * 4096, 1, &byte, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK(vt_now_ns() - before < PEEK_FOREIGN_MAP_WAIT_NS + VT_NS_PER_S * 10);
    return NULL;
}

static void wait_until(bool (*ok)(struct fake_guest *g), struct fake_guest *g)
{
    uint64_t deadline = vt_now_ns() + 20 * VT_NS_PER_S;

    while (!ok(g))
        CHECK(vt_now_ns() < deadline);
}

static bool is_done(struct fake_guest *g)
{
    return atomic_load(&g->done);
}

static bool nothing_pinned(struct fake_guest *g VT_UNUSED)
{
    return fake_pinned() == 0;
}

static void stuck(struct fake_guest *g, struct peek *p, bool come_back)
{
    uint64_t before = vt_now_ns();
    pthread_t thread;
    char byte;

    set_closed(true);
    CHECK_INT(pthread_create(&thread, NULL, read_second, p), 0);
    CHECK_ERROR(peek_memory(p, 0, 1, &byte, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK(vt_now_ns() - before >= PEEK_FOREIGN_MAP_WAIT_NS / 2);
    CHECK_INT(pthread_join(thread, NULL), 0);
    before = vt_now_ns();
    for (int i = 0; i < 100; i++)
        CHECK_ERROR(peek_memory(p, 1024 * 4096, 1, &byte, PEEK_PHYSICAL, 0),
                    VIR_ERR_OPERATION_FAILED);
    CHECK(vt_now_ns() - before < PEEK_FOREIGN_MAP_WAIT_NS);
    CHECK_INT(waiting, 1); /* one thread, however many wanted to map */
    if (!come_back)
        return;
    set_closed(false);
    wait_until(nothing_pinned, g);
    while (fake_read_page(p, g, 1000) < 0)
        CHECK(vt_now_ns() - before < 20 * VT_NS_PER_S);
    vt_error_reset();
}

int main(void)
{
    struct fake_guest *g;
    struct peek *p;

    fake_host_init();
    g = fake_guest_new(1, PAGES, 0, false);
    g->in_map = wait_for_pager;
    atomic_store(&g->paged_pages, 5);
    p = test_peek(fake_source(g));
    CHECK_INT(fake_read_page(p, g, 0), 0); /* by a helper that is not stuck */
    peek_drop_windows(p);
    stuck(g, p, true);
    peek_drop_windows(p);
    stuck(g, p, false);
    (void)peek_unref(p); /* does not wait for the helper */
    CHECK(!atomic_load(&g->done));
    set_closed(false);
    wait_until(is_done, g);
    CHECK_INT(fake_pinned(), 0);
    fake_guest_free(g);
    return 0;
}
