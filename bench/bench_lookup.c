/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a domain among N by name, UUID and id, and dropping the handle, beside a plain hash
 * table that hands out 64 bytes; and the lists, beside a copy of as many numbers. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "plain_table.h"
#include "rows.h"
#include "util/compiler.h"

#define STRIDE 7919 /* a prime, so that all guests have their turn and none is next to the last */
#define MAX_SIZES 8

static struct {
    long n;
    struct plain_table *table;
} tables[MAX_SIZES];

static const struct plain_table *table_of(long n)
{
    for (int i = 0; i < MAX_SIZES; i++) {
        if (tables[i].n == 0) {
            tables[i].table = plain_table_new(n);
            tables[i].n = n;
        }
        if (tables[i].n == n)
            return tables[i].table;
    }
    return NULL;
}

static int begin(const struct bench_row *row, const char **ret_why)
{
    if (fixture_host(row->n) == NULL) {
        *ret_why = fixture_why();
        return -1;
    }
    if (table_of(row->n) == NULL) {
        *ret_why = "no memory";
        return -1;
    }
    return 0;
}

static void end(void)
{
    for (int i = 0; i < MAX_SIZES; i++) {
        plain_table_free(tables[i].table);
        tables[i].table = NULL;
        tables[i].n = 0;
    }
    fixture_drop();
}

/* The guests that a thread looks for: its own part where there are enough, so that threads write
 * no count that another one writes; else all. */
struct part {
    long first, n, at;
};

static struct part part_of(const struct bench *b, long n)
{
    long threads = bench_threads(b);
    struct part p = {0, n, 0};

    if (n >= threads * 4) {
        p.n = n / threads;
        p.first = bench_thread(b) * p.n;
    }
    return p;
}

static long next_of(struct part *p)
{
    p->at += STRIDE % p->n;
    if (p->at >= p->n)
        p->at -= p->n;
    return p->first + p->at;
}

typedef virDomainPtr lookup_func(virConnectPtr conn, long i);
typedef void *plain_func(const struct plain_table *table, long i);

/* Always inlined, so that the calls in it are direct ones. */
static inline __attribute__((always_inline)) void run(struct bench *b, long n, lookup_func *find)
{
    virConnectPtr conn = fixture_host(n);
    struct part part = part_of(b, n);
    long missed = 0;

    BENCH_EACH(b) {
        virDomainPtr dom = find(conn, next_of(&part));

        if (dom == NULL || virDomainFree(dom) < 0)
            missed++;
    }
    if (missed != 0)
        bench_fail(b, "a guest that is there was not found");
}

static inline __attribute__((always_inline)) void run_plain(struct bench *b, long n,
                                                            plain_func *find)
{
    const struct plain_table *table = table_of(n);
    struct part part = part_of(b, n);

    BENCH_EACH(b) {
        void *found = find(table, next_of(&part));

        BENCH_KEEP(found);
        free(found);
    }
}

static virDomainPtr by_name(virConnectPtr conn, long i)
{
    return virDomainLookupByName(conn, fixture_guest(i)->name);
}

static virDomainPtr by_uuid(virConnectPtr conn, long i)
{
    return virDomainLookupByUUID(conn, fixture_guest(i)->uuid);
}

static virDomainPtr by_id(virConnectPtr conn, long i)
{
    return virDomainLookupByID(conn, (int)i + 1);
}

static void *plain_by_name(const struct plain_table *table, long i)
{
    return plain_table_by_name(table, fixture_guest(i)->name);
}

static void *plain_by_uuid(const struct plain_table *table, long i)
{
    return plain_table_by_uuid(table, fixture_guest(i)->uuid);
}

static void *plain_by_id(const struct plain_table *table, long i)
{
    return plain_table_by_id(table, (int)i + 1);
}

static void run_name(struct bench *b, const struct bench_row *row)
{
    run(b, row->n, by_name);
}

static void run_uuid(struct bench *b, const struct bench_row *row)
{
    run(b, row->n, by_uuid);
}

static void run_id(struct bench *b, const struct bench_row *row)
{
    run(b, row->n, by_id);
}

static void floor_name(struct bench *b, const struct bench_row *row)
{
    run_plain(b, row->n, plain_by_name);
}

static void floor_uuid(struct bench *b, const struct bench_row *row)
{
    run_plain(b, row->n, plain_by_uuid);
}

static void floor_id(struct bench *b, const struct bench_row *row)
{
    run_plain(b, row->n, plain_by_id);
}

static void run_list(struct bench *b, const struct bench_row *row)
{
    virConnectPtr conn = fixture_host(row->n);
    int *ids = calloc((size_t)row->n, sizeof *ids);
    bool failed = ids == NULL;

    BENCH_EACH_SLOW(b) {
        if (failed || virConnectListDomains(conn, ids, (int)row->n) != (int)row->n)
            failed = true;
        BENCH_KEEP(ids);
    }
    free(ids);
    if (failed)
        bench_fail(b, "the list is not complete");
}

static void floor_list(struct bench *b, const struct bench_row *row)
{
    size_t size = (size_t)row->n * sizeof(int);
    int *ids = calloc(1, size), *from = calloc(1, size);

    BENCH_EACH_SLOW(b) {
        if (ids != NULL && from != NULL)
            memcpy(ids, from, size);
        BENCH_KEEP(ids);
    }
    free(ids);
    free(from);
}

static void run_count(struct bench *b, const struct bench_row *row)
{
    virConnectPtr conn = fixture_host(row->n);
    bool failed = false;

    BENCH_EACH(b)
        failed |= virConnectNumOfDomains(conn) != (int)row->n;
    if (failed)
        bench_fail(b, "the number is wrong");
}

static void floor_count(struct bench *b, const struct bench_row *row VT_UNUSED)
{
    static atomic_int number;
    int sum = 0;

    BENCH_EACH(b)
        sum += atomic_load_explicit(&number, memory_order_acquire);
    BENCH_KEEP(sum);
}

#define LOOKUP(key, number, ...) \
    { \
        .name = "lookup." #key "/" #number, .run = run_##key, .floor = floor_##key, \
        .threads = {1, 2, 16}, .n = number, .scales = (number) >= 100, .aim = { \
            __VA_ARGS__ \
        } \
    }
#define LOOKUPS(key) \
    LOOKUP(key, 1, BENCH_NO_AIM), LOOKUP(key, 10, BENCH_NO_AIM), LOOKUP(key, 100, BENCH_NO_AIM), \
        LOOKUP(key, 1000, BENCH_NO_AIM), \
        LOOKUP(key, 10000, BENCH_AIM_ROW, 2, "lookup." #key "/10")

/* clang-format off */
static const struct bench_row lookup_rows[] = {
    LOOKUPS(name),
    LOOKUPS(uuid),
    LOOKUPS(id),
};

#define OF_ALL(what, number) \
    {.name = #what "/" #number, .run = run_##what, .floor = floor_##what, .threads = {1, 2}, \
     .n = number}

static const struct bench_row list_rows[] = {
    OF_ALL(list, 10),
    OF_ALL(list, 1000),
    OF_ALL(list, 10000),
    OF_ALL(count, 10),
    OF_ALL(count, 10000),
};
/* clang-format on */

const struct bench_group bench_lookup = {
    .rows = lookup_rows, .n_rows = VT_N_ELEMENTS(lookup_rows), .begin = begin, .end = end};
const struct bench_group bench_list = {
    .rows = list_rows, .n_rows = VT_N_ELEMENTS(list_rows), .begin = begin, .end = end};
