/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asking a domain how it is, beside a copy of the bare struct.
 * One domain asked again and again, and a thousand in turn. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "fixture.h"
#include "rows.h"
#include "util/compiler.h"

#define HOST 1000

static virDomainPtr handles[HOST];
static virDomainInfo infos[HOST];

static int begin(const struct bench_row *row VT_UNUSED, const char **ret_why)
{
    virConnectPtr conn = fixture_host(HOST);

    for (int i = 0; conn != NULL && i < HOST; i++) {
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
    for (int i = 0; i < HOST; i++) {
        if (handles[i] != NULL)
            (void)virDomainFree(handles[i]);
        handles[i] = NULL;
    }
    fixture_drop();
}

static void run(struct bench *b, const struct bench_row *row)
{
    long i = bench_thread(b) % row->n;
    virDomainInfo info;
    int failed = 0;

    BENCH_EACH(b) {
        failed |= virDomainGetInfo(handles[i], &info);
        BENCH_KEEP(info);
        i = i + 1 == row->n ? 0 : i + 1;
    }
    if (failed != 0)
        bench_fail(b, "a guest gave no answer");
}

static void floor_copy(struct bench *b, const struct bench_row *row)
{
    long i = bench_thread(b) % row->n;
    virDomainInfo info;

    BENCH_EACH(b) {
        info = infos[i];
        BENCH_KEEP(info);
        i = i + 1 == row->n ? 0 : i + 1;
    }
}

static const struct bench_row rows[] = {
    {.name = "info/1",
     .run = run,
     .floor = floor_copy,
     .threads = {1, 2, 16},
     .aim = {BENCH_AIM_NS, 40, NULL},
     .scales = true,
     .n = 1},
    {.name = "info/1000",
     .run = run,
     .floor = floor_copy,
     .threads = {1, 2, 16},
     .aim = {BENCH_AIM_NS, 40, NULL},
     .scales = true,
     .n = HOST},
};

const struct bench_group bench_info = {
    .rows = rows, .n_rows = VT_N_ELEMENTS(rows), .begin = begin, .end = end};
