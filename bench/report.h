/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table: medians of the repetitions, row beside floor, ratio, aim, and whether it is met. */
#pragma once

#include <stdio.h>

#include "rows.h"

#define BENCH_MAX_RUNS 4096  /* rows and floors with their counts of threads, all groups together */
#define BENCH_MAX_REPS 64    /* repetitions that are looked at; more are not */
#define BENCH_FLOOR ":floor" /* what the name of a floor ends with */

struct bench_report;

/* @values  where the plain values go too, tab-separated; NULL: nowhere.  NULL when no memory. */
struct bench_report *report_new(FILE *values);
void report_free(struct bench_report *report);

/* A bench_sink. */
void report_result(void *report, const struct bench_result *result);
void report_head(const struct bench_report *report);
/* Prints the lines of @row; @skipped, when not NULL, says why it was not run. */
void report_row(struct bench_report *report, const struct bench_row *row, const char *skipped);
/* How many aims were met and missed, and what could not run. */
void report_foot(const struct bench_report *report);
