/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The benchmark program: runs the groups one after another and prints their rows.
 * It always exits 0 when it could measure: a benchmark never gates. */
#include "config.h"

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "report.h"
#include "util/compiler.h"

static const struct bench_group *const groups[] = {
    &bench_ref,  &bench_lookup, &bench_list,  &bench_info,    &bench_xml,
    &bench_open, &bench_peek,   &bench_block, &bench_blocked, &bench_mixed,
};

#define MAX_GROUP_ROWS 64

static void discard_error(void *opaque VT_UNUSED, virErrorPtr error VT_UNUSED)
{
}

static bool wanted(const struct bench_row *row)
{
    const char *filter = bench_filter();

    return filter[0] == '\0' || bench_match(filter, row->name) == 1;
}

/* Loops and floors of one set of rows: the part of the name before the last '/' is the same. */
static bool same_set(const struct bench_row *a, const struct bench_row *b)
{
    size_t len = strcspn(a->name, "/");

    return len == strcspn(b->name, "/") && strncmp(a->name, b->name, len) == 0;
}

static void add_row(const struct bench_row *row)
{
    char name[256];

    bench_register(row->name, row->run, row, row->threads);
    if (row->floor == NULL)
        return;
    (void)snprintf(name, sizeof name, "%s" BENCH_FLOOR, row->name);
    bench_register(name, row->floor, row, row->threads);
}

/* Measures rows @first to @end - 1 of @group together. */
static void run_set(struct bench_report *report, const struct bench_group *group, size_t first,
                    size_t end)
{
    const char *skipped[MAX_GROUP_ROWS] = {NULL};
    size_t n = 0;

    for (size_t i = first; i < end; i++) {
        const struct bench_row *row = &group->rows[i];
        const char *why = NULL;

        if (!wanted(row))
            continue;
        if (group->begin != NULL && group->begin(row, &why) < 0) {
            skipped[i - first] = why;
            continue;
        }
        add_row(row);
        n++;
    }
    if (n > 0)
        bench_run(report_result, report);
    for (size_t i = first; i < end; i++) {
        if (wanted(&group->rows[i]))
            report_row(report, &group->rows[i], skipped[i - first]);
    }
}

static void run_group(struct bench_report *report, const struct bench_group *group)
{
    for (size_t first = 0, end; first < group->n_rows; first = end) {
        end = first + 1;
        while (end < group->n_rows && end - first < MAX_GROUP_ROWS &&
               same_set(&group->rows[first], &group->rows[end]))
            end++;
        run_set(report, group, first, end);
    }
    if (group->end != NULL)
        group->end();
}

static void print_library(void)
{
    unsigned long version = 0;
    double load[1] = {0};
    Dl_info info = {0};

    (void)virGetVersion(&version, NULL, NULL);
    (void)dladdr(dlsym(RTLD_DEFAULT, "virGetVersion"), &info);
    (void)getloadavg(load, 1);
    printf("library %s, level %lu.%lu.%lu; %ld CPUs, load %.1f\n",
           info.dli_fname != NULL ? info.dli_fname : "unknown", version / 1000000,
           version / 1000 % 1000, version % 1000, sysconf(_SC_NPROCESSORS_ONLN), load[0]);
}

static void list_groups(void)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(groups); i++) {
        const struct bench_row *rows = groups[i]->rows;

        for (size_t j = 0; j < groups[i]->n_rows; j++) {
            if (wanted(&rows[j]) && (j == 0 || !same_set(&rows[j], &rows[j - 1])))
                printf("%.*s\n", (int)strcspn(rows[j].name, "/"), rows[j].name);
        }
    }
}

/* Runs all; @values_path NULL when only the table is wanted. */
static int run_all(const char *values_path)
{
    FILE *values = values_path != NULL ? fopen(values_path, "w") : NULL;
    struct bench_report *report;

    if (values_path != NULL && values == NULL) {
        fprintf(stderr, "vitrine-bench: cannot write '%s'\n", values_path);
        return 1;
    }
    report = report_new(values);
    if (report == NULL) {
        fprintf(stderr, "vitrine-bench: no memory\n");
        return 1;
    }
    print_library();
    report_head(report);
    for (size_t i = 0; i < VT_N_ELEMENTS(groups); i++)
        run_group(report, groups[i]);
    report_foot(report);
    report_free(report);
    if (values != NULL)
        (void)fclose(values);
    return 0;
}

int main(int argc, char **argv)
{
    static const char *const defaults[] = {
        "--benchmark_min_time=0.02",
        "--benchmark_repetitions=5",
        "--benchmark_enable_random_interleaving=true",
    };
    const char *values_path = NULL;
    bool list = false;
    int rv;

    bench_init(&argc, argv, defaults, VT_N_ELEMENTS(defaults));
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--values=", 9) == 0) {
            values_path = argv[i] + 9;
        } else if (strcmp(argv[i], "--list-groups") == 0) {
            list = true;
        } else {
            fprintf(stderr,
                    "usage: %s [--list-groups] [--values=FILE] [--benchmark_filter=REGEX]"
                    " [other --benchmark_ options]\n",
                    argv[0]);
            return 1;
        }
    }
    if (bench_match(bench_filter(), "") < 0) {
        fprintf(stderr, "vitrine-bench: '%s' is no regular expression\n", bench_filter());
        return 1;
    }
    virSetErrorFunc(NULL, discard_error);
    if (list) {
        list_groups();
        return 0;
    }
    if (fixture_init() < 0)
        return 1;
    rv = run_all(values_path);
    fixture_done();
    return rv;
}
