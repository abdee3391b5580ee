/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Collects what was measured and prints the table.
 * Times are wall time per operation, of all threads together; medians of the repetitions. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"

#define SCALE_WANTED 1.7 /* times the work of one thread, by two */

struct run {
    char *name;
    char *error; /* the first; NULL: none */
    int threads;
    int n;
    double ns[BENCH_MAX_REPS];
    double bytes_per_s[BENCH_MAX_REPS];
};

struct bench_report {
    FILE *values;
    struct run *runs[BENCH_MAX_RUNS];
    int n_runs;
    int met, missed, skipped;
};

struct bench_report *report_new(FILE *values)
{
    struct bench_report *report = calloc(1, sizeof *report);

    if (report != NULL)
        report->values = values;
    return report;
}

void report_free(struct bench_report *report)
{
    if (report == NULL)
        return;
    for (int i = 0; i < report->n_runs; i++) {
        free(report->runs[i]->name);
        free(report->runs[i]->error);
        free(report->runs[i]);
    }
    free(report);
}

static struct run *find(const struct bench_report *report, const char *name, int threads)
{
    for (int i = 0; i < report->n_runs; i++) {
        if (report->runs[i]->threads == threads && strcmp(report->runs[i]->name, name) == 0)
            return report->runs[i];
    }
    return NULL;
}

/* NULL when there is no room. */
static struct run *add(struct bench_report *report, const char *name, int threads)
{
    struct run *run;

    if (report->n_runs == BENCH_MAX_RUNS)
        return NULL;
    run = calloc(1, sizeof *run);
    if (run == NULL)
        return NULL;
    run->name = strdup(name);
    if (run->name == NULL) {
        free(run);
        return NULL;
    }
    run->threads = threads;
    report->runs[report->n_runs++] = run;
    return run;
}

void report_result(void *opaque, const struct bench_result *result)
{
    struct bench_report *report = opaque;
    struct run *run = find(report, result->name, result->threads);

    if (run == NULL)
        run = add(report, result->name, result->threads);
    if (run == NULL)
        return;
    if (result->error != NULL) {
        if (run->error == NULL)
            run->error = strdup(result->error);
        return;
    }
    if (run->n == BENCH_MAX_REPS)
        return;
    run->ns[run->n] = result->ns;
    run->bytes_per_s[run->n] = result->bytes_per_s;
    run->n++;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* 0 when there is nothing. */
static double median(const double *values, int n)
{
    double sorted[BENCH_MAX_REPS];

    if (n == 0)
        return 0;
    memcpy(sorted, values, (size_t)n * sizeof *values);
    qsort(sorted, (size_t)n, sizeof *sorted, by_value);
    return n % 2 != 0 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* 0 when it was not measured. */
static double ns_of(const struct bench_report *report, const char *name, int threads)
{
    const struct run *run = find(report, name, threads);

    return run == NULL || run->error != NULL ? 0 : median(run->ns, run->n);
}

static double floor_of(const struct bench_report *report, const struct bench_row *row, int threads)
{
    char name[256];

    (void)snprintf(name, sizeof name, "%s" BENCH_FLOOR, row->name);
    return ns_of(report, name, threads);
}

/* A time in three digits and its unit. */
static const char *show_ns(double ns, char *buf, size_t len)
{
    if (ns <= 0)
        (void)snprintf(buf, len, "-");
    else if (ns < 1e3)
        (void)snprintf(buf, len, "%.3g ns", ns);
    else if (ns < 1e6)
        (void)snprintf(buf, len, "%.3g us", ns / 1e3);
    else if (ns < 1e9)
        (void)snprintf(buf, len, "%.3g ms", ns / 1e6);
    else
        (void)snprintf(buf, len, "%.3g s", ns / 1e9);
    return buf;
}

/* What a line should reach, in words, and whether it does: 1, 0, or -1 for no aim or no number. */
static int judge(const struct bench_report *report, const struct bench_row *row, int threads,
                 char *words, size_t len)
{
    const struct bench_aim *aim = &row->aim;
    double ns = ns_of(report, row->name, threads), limit = 0;
    char time[32];

    words[0] = '\0';
    if (threads == 2 && row->scales) {
        double one = ns_of(report, row->name, 1);

        if (one > 0 && ns > 0)
            (void)snprintf(words, len, ">= %.2gx of one, is %.3gx", SCALE_WANTED, one / ns);
        limit = one / SCALE_WANTED;
    } else if (threads != 1) {
        return -1;
    } else if (aim->kind == BENCH_AIM_FLOOR) {
        (void)snprintf(words, len, "<= %.3gx of floor", aim->limit);
        limit = aim->limit * floor_of(report, row, threads);
    } else if (aim->kind == BENCH_AIM_NS) {
        (void)snprintf(words, len, "<= %s", show_ns(aim->limit, time, sizeof time));
        limit = aim->limit;
    } else if (aim->kind == BENCH_AIM_ROW) {
        double other = ns_of(report, aim->other, threads);

        (void)snprintf(words, len, "<= %.3gx of %s", aim->limit, aim->other);
        if (other > 0 && ns > 0)
            (void)snprintf(words, len, "<= %.3gx of %s, is %.3gx", aim->limit, aim->other,
                           ns / other);
        limit = aim->limit * other;
    }
    if (limit <= 0 || ns <= 0)
        return -1;
    return ns <= limit;
}

void report_head(const struct bench_report *report)
{
    printf("%-30s %3s %10s %10s %8s %9s  %-3s %s\n", "row", "thr", "time/op", "floor", "ratio",
           "GB/s", "met", "aim");
    if (report->values != NULL)
        fputs("row\tthreads\tns\tfloor_ns\tbytes_per_s\terror\n", report->values);
}

static void print_values(const struct bench_report *report, const struct bench_row *row,
                         int threads, double bytes_per_s, const char *error)
{
    if (report->values == NULL)
        return;
    fprintf(report->values, "%s\t%d\t%.6g\t%.6g\t%.6g\t%s\n", row->name, threads,
            ns_of(report, row->name, threads), floor_of(report, row, threads), bytes_per_s,
            error != NULL ? error : "");
    (void)fflush(report->values);
}

static void print_line(struct bench_report *report, const struct bench_row *row, int threads,
                       const struct run *run)
{
    static const char *const marks[] = {"", "no", "yes"};
    double ns = median(run->ns, run->n), floor_ns = floor_of(report, row, threads);
    double bytes_per_s = median(run->bytes_per_s, run->n);
    char words[128], time[32], least[32], ratio[32] = "-", rate[32] = "";
    int met = judge(report, row, threads, words, sizeof words);

    if (floor_ns > 0)
        (void)snprintf(ratio, sizeof ratio, "%.2fx", ns / floor_ns);
    if (bytes_per_s > 0)
        (void)snprintf(rate, sizeof rate, "%.3g", bytes_per_s / 1e9);
    printf("%-30s %3d %10s %10s %8s %9s  %-3s %s\n", row->name, threads,
           show_ns(ns, time, sizeof time), show_ns(floor_ns, least, sizeof least), ratio, rate,
           marks[met + 1], words);
    report->met += met == 1;
    report->missed += met == 0;
    print_values(report, row, threads, bytes_per_s, NULL);
}

void report_row(struct bench_report *report, const struct bench_row *row, const char *skipped)
{
    for (int i = 0; row->threads[i] != 0; i++) {
        int threads = row->threads[i];
        const struct run *run = find(report, row->name, threads);
        const char *why = skipped;

        if (why == NULL && run != NULL)
            why = run->error;
        if (why == NULL && run != NULL) {
            print_line(report, row, threads, run);
            continue;
        }
        if (why == NULL)
            why = "it was not run";
        printf("%-30s %3d  skipped: %s\n", row->name, threads, why);
        report->skipped++;
        print_values(report, row, threads, 0, why);
        if (skipped != NULL)
            break; /* one line says it for all */
    }
    (void)fflush(stdout);
}

void report_foot(const struct bench_report *report)
{
    printf("%d aims met, %d missed, %d rows skipped\n", report->met, report->missed,
           report->skipped);
}
