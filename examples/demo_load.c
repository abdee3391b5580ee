/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads on one connection and its handles, one kind of call after another, all checked.
 * Beside each peek stands the same copy made without the library, in turn with it. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "demo.h"

#define THREADS 8
#define MAX_SIZE ((size_t)1 << 20)
#define STEP 4096         /* reads begin at multiples of this */
#define PHASE_NS 25000000 /* so long all threads make the same call */

struct worker {
    const struct demo *demo;
    uint64_t state; /* of the random numbers */
    unsigned char *buffer;
    unsigned char uuid[VIR_UUID_BUFLEN];
    int id;
};

/* One call.  0, or -1 when the call failed or the answer is wrong. */
typedef int call_func(struct worker *w, size_t size);

static size_t random_offset(struct worker *w, size_t size)
{
    w->state ^= w->state << 13;
    w->state ^= w->state >> 7;
    w->state ^= w->state << 17;
    return (size_t)((w->state >> 32) % ((DEMO_BYTES - size) / STEP + 1)) * STEP;
}

/* First and last words; the whole would take longer than to read it. */
static int check(const struct worker *w, const unsigned char *want, size_t size)
{
    size_t last = size - sizeof(uint64_t);

    return memcmp(w->buffer, want, sizeof(uint64_t)) == 0 &&
                   memcmp(w->buffer + last, want + last, sizeof(uint64_t)) == 0
               ? 0
               : -1;
}

static int call_ref(struct worker *w, size_t size)
{
    (void)size;
    return virDomainRef(w->demo->dom) < 0 || virDomainFree(w->demo->dom) < 0 ? -1 : 0;
}

static int drop(virDomainPtr dom)
{
    return dom == NULL ? -1 : virDomainFree(dom);
}

static int call_name(struct worker *w, size_t size)
{
    (void)size;
    return drop(virDomainLookupByName(w->demo->conn, DEMO_NAME));
}

static int call_uuid(struct worker *w, size_t size)
{
    (void)size;
    return drop(virDomainLookupByUUID(w->demo->conn, w->uuid));
}

static int call_id(struct worker *w, size_t size)
{
    (void)size;
    return drop(virDomainLookupByID(w->demo->conn, w->id));
}

static int call_list(struct worker *w, size_t size)
{
    int ids[16], n = virConnectListDomains(w->demo->conn, ids, 16);

    (void)size;
    for (int i = 0; i < n; i++) {
        if (ids[i] == w->id)
            return 0;
    }
    return -1;
}

static int call_info(struct worker *w, size_t size)
{
    virDomainInfo info;

    (void)size;
    if (virDomainGetInfo(w->demo->dom, &info) < 0 || info.maxMem != w->demo->kind->ram_kib)
        return -1;
    return info.state == VIR_DOMAIN_RUNNING || info.state == VIR_DOMAIN_BLOCKED ? 0 : -1;
}

static int peek(struct worker *w, size_t size, unsigned long long base, unsigned int flags)
{
    size_t at = random_offset(w, size);

    if (virDomainMemoryPeek(w->demo->dom, base + at, size, w->buffer, flags) < 0)
        return -1;
    return check(w, w->demo->want + at, size);
}

static int call_physical(struct worker *w, size_t size)
{
    return peek(w, size, DEMO_RAM_START, VIR_MEMORY_PHYSICAL);
}

static int call_virtual(struct worker *w, size_t size)
{
    return peek(w, size, w->demo->kind->direct_map + DEMO_RAM_START, VIR_MEMORY_VIRTUAL);
}

static int call_disk(struct worker *w, size_t size)
{
    size_t at = random_offset(w, size);

    if (virDomainBlockPeek(w->demo->dom, w->demo->kind->target, at, size, w->buffer, 0) < 0)
        return -1;
    return check(w, w->demo->disk + at, size);
}

static int plain_memcpy(struct worker *w, size_t size)
{
    size_t at = random_offset(w, size);

    memcpy(w->buffer, w->demo->ram + at, size);
    __asm__ volatile("" : : "r"(w->buffer) : "memory");
    return check(w, w->demo->want + at, size);
}

static int plain_pread(struct worker *w, size_t size)
{
    size_t at = random_offset(w, size);

    if (pread(w->demo->disk_fd, w->buffer, size, (off_t)at) != (ssize_t)size)
        return -1;
    return check(w, w->demo->disk + at, size);
}

/* A kind of call, and the same without the library, NULL where there is no such thing. */
static const struct {
    const char *name;
    call_func *call, *plain;
    const char *plain_name;
    size_t size;
    int turn; /* calls between two looks at what is wanted */
} calls[] = {
    {"virDomainRef + virDomainFree", call_ref, NULL, NULL, 0, 500},
    {"virDomainLookupByName", call_name, NULL, NULL, 0, 200},
    {"virDomainLookupByUUID", call_uuid, NULL, NULL, 0, 200},
    {"virDomainLookupByID", call_id, NULL, NULL, 0, 200},
    {"virConnectListDomains", call_list, NULL, NULL, 0, 200},
    {"virDomainGetInfo", call_info, NULL, NULL, 0, 500},
    {"virDomainMemoryPeek 4 KiB", call_physical, plain_memcpy, "memcpy", 4096, 50},
    {"  by virtual address", call_virtual, plain_memcpy, "memcpy", 4096, 50},
    {"virDomainMemoryPeek 1 MiB", call_physical, plain_memcpy, "memcpy", MAX_SIZE, 1},
    {"virDomainBlockPeek 4 KiB", call_disk, plain_pread, "pread", 4096, 20},
    {"virDomainBlockPeek 1 MiB", call_disk, plain_pread, "pread", MAX_SIZE, 1},
};
#define N_CALLS (sizeof calls / sizeof *calls)
/* Phase 2i is call i, phase 2i + 1 the same without the library. */
#define N_PHASES (2 * N_CALLS)

struct thread {
    pthread_t id;
    struct worker worker;
    uint64_t counts[N_PHASES];
    unsigned char buffer[MAX_SIZE];
};

static atomic_uint phase; /* what all threads do now */
static atomic_bool stop, failed;

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void explain(unsigned int wanted)
{
    if (wanted % 2 != 0)
        fprintf(stderr, "demo: %s went wrong\n", calls[wanted / 2].plain_name);
    else if (virGetLastError() != NULL)
        (void)demo_failed(calls[wanted / 2].name);
    else
        fprintf(stderr, "demo: %s gave a wrong answer\n", calls[wanted / 2].name);
}

static void *work(void *opaque)
{
    struct thread *t = opaque;

    while (!atomic_load(&stop) && !atomic_load(&failed)) {
        unsigned int wanted = atomic_load(&phase);
        size_t i = wanted / 2;
        call_func *call = wanted % 2 == 0 ? calls[i].call : calls[i].plain;
        int bad = 0;

        for (int n = 0; n < calls[i].turn; n++)
            bad |= call(&t->worker, calls[i].size);
        t->counts[wanted] += (uint64_t)calls[i].turn;
        if (bad != 0) {
            explain(wanted);
            atomic_store(&failed, true);
        }
    }
    return NULL;
}

/* Lets the threads do one thing after another, round after round, until the time is over; adds
 * up how long they did each. */
static void conduct(double seconds, double spent[N_PHASES])
{
    double begun = now(), last = begun;

    do {
        for (unsigned int p = 0; p < N_PHASES && !atomic_load(&failed); p++) {
            double t;

            if (p % 2 != 0 && calls[p / 2].plain == NULL)
                continue;
            atomic_store(&phase, p);
            (void)nanosleep(&(struct timespec){.tv_nsec = PHASE_NS}, NULL);
            t = now();
            spent[p] += t - last;
            last = t;
        }
    } while (!atomic_load(&failed) && !demo_interrupted() && last - begun < seconds);
}

/* "1.23 G" and the like. */
static const char *show(double value, const char *unit, char *buf, size_t len)
{
    static const char *const prefixes[] = {"", "k", "M", "G", "T"};
    int i = 0;

    while (value >= 999.5 && i < 4) {
        value /= 1000;
        i++;
    }
    (void)snprintf(buf, len, "%.3g %s%s", value, prefixes[i], unit);
    return buf;
}

/* Calls that all threads made in @p. */
static double count_of(const struct thread *threads, size_t p)
{
    uint64_t n = 0;

    for (int i = 0; i < THREADS; i++)
        n += threads[i].counts[p];
    return (double)n;
}

static void print_call(const struct thread *threads, const double spent[N_PHASES], size_t i)
{
    double n = count_of(threads, 2 * i), rate = n / spent[2 * i], size = (double)calls[i].size;
    char buf[4][32];

    printf("%-30s %9s %11s", calls[i].name, show(n, "", buf[0], sizeof buf[0]),
           show(rate, "/s", buf[1], sizeof buf[1]));
    if (calls[i].plain != NULL) {
        double plain = count_of(threads, 2 * i + 1) / spent[2 * i + 1];

        printf(" %11s %7s %11s %7.2fx", show(rate * size, "B/s", buf[2], sizeof buf[2]),
               calls[i].plain_name, show(plain * size, "B/s", buf[3], sizeof buf[3]), plain / rate);
    }
    putchar('\n');
}

static int start(struct thread *t, const struct demo *demo, int number)
{
    t->worker = (struct worker){
        .demo = demo,
        .state = (uint64_t)(number + 1) * UINT64_C(0x9e3779b97f4a7c15),
        .buffer = t->buffer,
        .id = (int)virDomainGetID(demo->dom),
    };
    if (virDomainGetUUID(demo->dom, t->worker.uuid) < 0)
        return demo_failed("the guest has no UUID");
    if (pthread_create(&t->id, NULL, work, t) != 0) {
        fprintf(stderr, "demo: cannot start thread %d\n", number);
        return -1;
    }
    return 0;
}

int demo_load(const struct demo *demo, double seconds)
{
    static struct thread threads[THREADS];
    double spent[N_PHASES] = {0};
    int n = 0;

    printf("\n%d threads share the connection and the guest's handle for %g s:\n\n", THREADS,
           seconds);
    (void)fflush(stdout);
    while (n < THREADS && start(&threads[n], demo, n) == 0)
        n++;
    if (n == THREADS)
        conduct(seconds, spent);
    atomic_store(&stop, true);
    for (int i = 0; i < n; i++)
        (void)pthread_join(threads[i].id, NULL);
    if (n < THREADS || atomic_load(&failed))
        return -1;
    printf("%-30s %9s %11s %11s %19s %8s\n", "call", "calls", "calls/s", "bytes/s",
           "the same without", "ratio");
    for (size_t i = 0; i < N_CALLS; i++)
        print_call(threads, spent, i);
    return 0;
}
