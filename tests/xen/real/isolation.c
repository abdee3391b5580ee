/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* isolation DEAF STUCK OTHER: while one guest does not hear that it is to shut down, and saving a second one
 * hangs, everything that is asked of others goes on.  How fast, beside what it was before, is told. */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "lab.h"

#define CALLS 100
#define HELPER "libxl-save-help" /* as much of the name as the kernel keeps */
#define IMAGE "/tmp/isolation.image"
#define WORST 10.0 /* s: one call may wait for the processor; what hangs here hangs for good */

struct latencies {
    double median, tail, worst; /* tail: 95 of 100 are faster */
};

static struct {
    virConnectPtr conn;
    virDomainPtr deaf, stuck, other;
    struct lab_guest g;
    atomic_int shutdown_done, save_done; /* 1 ended well, -1 not */
} all;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void call_list(void)
{
    int ids[64];

    CHECK(virConnectListDomains(all.conn, ids, 64) >= 4);
}

static void call_info(void)
{
    virDomainInfo info;

    CHECK_INT(virDomainGetInfo(all.other, &info), 0);
}

static void call_lookup(void)
{
    virDomainPtr dom = virDomainLookupByName(all.conn, virDomainGetName(all.stuck));

    CHECK(dom != NULL);
    (void)virDomainFree(dom);
}

static void call_peek(void)
{
    static unsigned char bytes[4096];
    uint64_t at = lab_middle(&all.g) * LAB_PAGE;

    CHECK_INT(virDomainMemoryPeek(all.other, at, sizeof bytes, bytes, VIR_MEMORY_PHYSICAL), 0);
    CHECK(lab_right(&all.g, bytes, sizeof bytes, at));
}

static const struct {
    const char *name;
    void (*call)(void);
} calls[] = {
    {"list", call_list}, {"info", call_info}, {"lookup", call_lookup}, {"peek", call_peek}};
#define N_CALLS (sizeof calls / sizeof calls[0])

static void measure(struct latencies ret[N_CALLS])
{
    for (size_t c = 0; c < N_CALLS; c++) {
        double t[CALLS];

        for (int i = 0; i < CALLS; i++) {
            double begun = lab_now();

            calls[c].call();
            t[i] = lab_now() - begun;
        }
        qsort(t, CALLS, sizeof t[0], compare);
        ret[c] = (struct latencies){t[CALLS / 2], t[CALLS * 95 / 100], t[CALLS - 1]};
    }
}

static void *shut_down(void *opaque)
{
    (void)opaque;
    all.shutdown_done = virDomainShutdown(all.deaf) == 0 ? 1 : -1;
    return NULL;
}

static void *save(void *opaque)
{
    (void)opaque;
    all.save_done = virDomainSave(all.stuck, IMAGE) == 0 ? 1 : -1;
    if (all.save_done < 0)
        fprintf(stderr, "save: %s\n", lab_error());
    return NULL;
}

/* A process of this name; -1 none. */
static pid_t find_process(const char *name)
{
    DIR *dir = opendir("/proc");
    struct dirent *entry;
    pid_t found = -1;

    CHECK(dir != NULL);
    while (found < 0 && (entry = readdir(dir)) != NULL) {
        char path[300], line[32] = "";
        FILE *f;

        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9' || (f = fopen(path, "re")) == NULL)
            continue;
        if (fgets(line, sizeof line, f) != NULL && strncmp(line, name, strlen(name)) == 0)
            found = atoi(entry->d_name);
        (void)fclose(f);
    }
    (void)closedir(dir);
    return found;
}

/* The process that writes the image, stopped; the one that begins the saving leads there. */
static pid_t stop_helper(void)
{
    pid_t pid = -1;
    double end = lab_now() + LAB_PATIENCE;

    while (all.save_done == 0 && pid < 0 && lab_now() < end)
        pid = find_process(HELPER);
    CHECK(pid > 0);
    CHECK_INT(kill(pid, SIGSTOP), 0);
    CHECK_INT(all.save_done, 0);
    return pid;
}

static void report(const struct latencies *before, const struct latencies *during)
{
    for (size_t c = 0; c < N_CALLS; c++)
        printf(
            "%s: median %.2f times, tail %.2f times what it was (%.3f ms, %.3f ms, worst %.3f ms)\n",
            calls[c].name, during[c].median / before[c].median, during[c].tail / before[c].tail,
            1000 * during[c].median, 1000 * during[c].tail, 1000 * during[c].worst);
    (void)fflush(stdout);
    for (size_t c = 0; c < N_CALLS; c++)
        CHECK(during[c].worst < WORST);
}

int main(int argc, char **argv)
{
    struct latencies before[N_CALLS], during[N_CALLS];
    pthread_t threads[2];
    struct lab_guest g;
    pid_t helper;

    CHECK_INT(argc, 4);
    all.conn = lab_open();
    all.deaf = lab_find(all.conn, argv[1]);
    all.stuck = lab_find(all.conn, argv[2]);
    all.other = lab_find(all.conn, argv[3]);
    lab_look(&g, argv[1], (int)virDomainGetID(all.deaf));
    lab_look(&all.g, argv[3], (int)virDomainGetID(all.other));
    lab_tell(&g, "deaf");
    measure(before);
    CHECK_INT(pthread_create(&threads[0], NULL, shut_down, NULL), 0);
    CHECK_INT(pthread_create(&threads[1], NULL, save, NULL), 0);
    helper = stop_helper();
    measure(during);
    CHECK_INT(all.save_done, 0);
    printf("the shutdown %s\n", all.shutdown_done == 0 ? "is waited for" : "was asked for");
    CHECK_INT(kill(helper, SIGCONT), 0);
    CHECK_INT(pthread_join(threads[1], NULL), 0);
    CHECK_INT(all.save_done, 1);
    CHECK_INT(virDomainDestroy(all.deaf), 0);
    CHECK_INT(pthread_join(threads[0], NULL), 0);
    report(before, during);
    CHECK_INT(virDomainRestore(all.conn, IMAGE), 0);
    remove(IMAGE);
    (void)virDomainFree(all.deaf);
    (void)virDomainFree(all.stuck);
    (void)virDomainFree(all.other);
    lab_check_nothing_left();
    CHECK_INT(virConnectClose(all.conn), 0);
    return 0;
}
