/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Google Benchmark for C: what a loop of a benchmark calls, and how a program runs its rows. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench;     /* one thread's part of one run of one loop */
struct bench_row; /* rows.h */

/* A loop.  It asks bench_next_n, by one of the macros, until that says no; all threads run it at once. */
typedef void bench_func(struct bench *b, const struct bench_row *row);

/* Goes on for @n more operations?  All threads wait for each other at the first and last question,
 * so what thread 0 does before the first question is done before any thread works. */
bool bench_next_n(struct bench *b, int n);

/* Runs the statement behind it as often as wanted.  The question costs a call, so loops over
 * operations of nanoseconds ask it for many of them at once. */
#define BENCH_EACH_N(b, n) \
    while (bench_next_n(b, n)) \
        for (int bench_i_ = 0; bench_i_ < (n); bench_i_++)
#define BENCH_BATCH 64
#define BENCH_EACH(b) BENCH_EACH_N(b, BENCH_BATCH)
#define BENCH_EACH_SLOW(b) while (bench_next_n(b, 1)) /* operations of microseconds */

/* Keeps the compiler from leaving out what made @x, and from moving memory accesses over it. */
#define BENCH_KEEP(x) __asm__ volatile("" : : "r,m"(x) : "memory")

int bench_thread(const struct bench *b); /* 0 to bench_threads - 1 */
int bench_threads(const struct bench *b);
/* Bytes that each operation of the loop moved; after the loop. */
void bench_bytes(struct bench *b, uint64_t bytes_per_op);
/* The row cannot be measured: @why is shown in its place.  The thread's loop then ends. */
void bench_fail(struct bench *b, const char *why);

/* What one run measured. */
struct bench_result {
    const char *name; /* of the row as registered */
    int threads;
    double ns;          /* wall time of one operation, all threads together */
    double bytes_per_s; /* 0: none given */
    const char *error;  /* NULL, or why there is no number */
};
typedef void bench_sink(void *opaque, const struct bench_result *result);

/* Reads the options of the benchmark library from the command line, after @n_defaults of our own
 * that they override.  What is left stays in @argv. */
void bench_init(int *argc, char **argv, const char *const *defaults, int n_defaults);
/* The user's --benchmark_filter as it was given; "" for none. */
const char *bench_filter(void);
/* Whether @regex is found in @text; -1 when it is no regular expression. */
int bench_match(const char *regex, const char *text);
/* Makes a loop known under @name, once per entry of @threads, which ends with 0. */
void bench_register(const char *name, bench_func *func, const struct bench_row *row,
                    const int *threads);
/* Runs what is registered, repetitions interleaved at random, hands over each repetition, and
 * forgets the registered. */
void bench_run(bench_sink *sink, void *opaque);

#ifdef __cplusplus
}
#endif
