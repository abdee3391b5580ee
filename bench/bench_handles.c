/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Taking and dropping references, beside an atomic up and down.
 * Own: each thread has its handle; shared: all threads have one. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdatomic.h>

#include "fixture.h"
#include "rows.h"
#include "util/compiler.h"

#define MAX_THREADS 32

static struct {
    _Alignas(VT_CACHE_LINE) atomic_long count;
} counts[MAX_THREADS];

static virConnectPtr conn;
static virDomainPtr handles[MAX_THREADS];

static int begin(const struct bench_row *row VT_UNUSED, const char **ret_why)
{
    conn = fixture_host(100);
    for (int i = 0; conn != NULL && i < MAX_THREADS; i++) {
        if (handles[i] == NULL)
            handles[i] = virDomainLookupByName(conn, fixture_guest(i)->name);
        if (handles[i] == NULL) {
            *ret_why = "the guests of the host cannot be found";
            return -1;
        }
    }
    *ret_why = fixture_why();
    return conn == NULL ? -1 : 0;
}

static void end(void)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        if (handles[i] != NULL)
            (void)virDomainFree(handles[i]);
        handles[i] = NULL;
    }
    fixture_drop();
}

static void up_and_down(struct bench *b, atomic_long *count)
{
    BENCH_EACH(b) {
        (void)atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
        (void)atomic_fetch_sub_explicit(count, 1, memory_order_release);
    }
}

static void ref_and_free(struct bench *b, virDomainPtr dom)
{
    int failed = 0;

    BENCH_EACH(b) {
        failed |= virDomainRef(dom);
        failed |= virDomainFree(dom);
    }
    if (failed != 0)
        bench_fail(b, "a reference was refused");
}

static void floor_own(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    up_and_down(b, &counts[bench_thread(b)].count);
}

static void floor_shared(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    up_and_down(b, &counts[0].count);
}

static void run_own(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    ref_and_free(b, handles[bench_thread(b)]);
}

static void run_shared(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    ref_and_free(b, handles[0]);
}

static void run_connection(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    int failed = 0;

    BENCH_EACH(b) {
        failed |= virConnectRef(conn) < 0;
        failed |= virConnectClose(conn) < 0;
    }
    if (failed != 0)
        bench_fail(b, "a reference was refused");
}

static const struct bench_row rows[] = {
    {.name = "ref/own",
     .run = run_own,
     .floor = floor_own,
     .threads = {1, 2, 8, 16, 32},
     .aim = {BENCH_AIM_FLOOR, 3, NULL},
     .scales = true},
    {.name = "ref/shared",
     .run = run_shared,
     .floor = floor_shared,
     .threads = {1, 2, 8, 16, 32},
     .aim = {BENCH_AIM_FLOOR, 3, NULL}},
    {.name = "ref/connection",
     .run = run_connection,
     .floor = floor_shared,
     .threads = {1, 2, 8, 16, 32},
     .aim = {BENCH_AIM_FLOOR, 3, NULL}},
};

const struct bench_group bench_ref = {
    .rows = rows, .n_rows = VT_N_ELEMENTS(rows), .begin = begin, .end = end};
