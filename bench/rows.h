/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the table: what is measured, beside which floor, with how many threads, to what aim. */
#pragma once

#include <stddef.h>

#include "shim.h"

/* What a row should reach; shown, never enforced. */
enum bench_aim_kind {
    BENCH_AIM_NONE,
    BENCH_AIM_FLOOR, /* time at most @limit times the floor's */
    BENCH_AIM_NS,    /* at most @limit ns */
    BENCH_AIM_ROW,   /* time at most @limit times that of the row @other, same threads */
};

struct bench_aim {
    enum bench_aim_kind kind;
    double limit;
    const char *other;
};

#define BENCH_NO_AIM BENCH_AIM_NONE, 0, NULL

#define BENCH_MAX_THREADS 8 /* counts of threads of one row, the closing 0 included */

struct bench_row {
    const char *name; /* GROUP/REST; rows of one group are measured together, interleaved */
    bench_func *run;
    bench_func *floor; /* the least that such work takes, without the library; NULL: none */
    int threads[BENCH_MAX_THREADS]; /* ends with 0 */
    struct bench_aim aim;           /* with one thread */
    bool scales;                    /* two threads should do 1.7 times the work of one */
    long n;                         /* domains or bytes, as the group says */
    const char *text;               /* what else its loop wants to know */
};

/* Rows with what they need made before and dropped after. */
struct bench_group {
    const struct bench_row *rows;
    size_t n_rows;
    /* Makes what the loops of @row and its floor use, in the main thread.  -1: *ret_why says, in a
     * sentence that stays valid, why the row cannot run. */
    int (*begin)(const struct bench_row *row, const char **ret_why);
    void (*end)(void); /* drops all that begin made; NULL: nothing to drop */
};

extern const struct bench_group bench_ref, bench_lookup, bench_list, bench_info, bench_xml,
    bench_open, bench_peek, bench_block, bench_blocked, bench_mixed;
