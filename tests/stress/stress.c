/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stress [THREADS [CALLS [SEED]]]: random calls from many threads over shared connections and
 * handles; what is checked besides is that every failure says why, and that nothing is left. */
#include "config.h"

#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stress/stress.h"
#include "testing.h"

static struct {
    pthread_mutex_t lock;
    virConnectPtr conn;
} conns[STRESS_CONNS];

static struct {
    pthread_mutex_t lock;
    virDomainPtr dom;
} slots[STRESS_SLOTS];

char stress_dir[40];
static unsigned int calls_each;

unsigned int stress_pick(struct stress_thread *t, unsigned int n)
{
    t->random ^= t->random << 13; /* xorshift64 */
    t->random ^= t->random >> 7;
    t->random ^= t->random << 17;
    return (unsigned int)((t->random >> 11) % n);
}

void stress_xml(struct stress_thread *t, char *buf, size_t len)
{
    unsigned int n = stress_pick(t, STRESS_NAMES);

    snprintf(buf, len,
             "<domain type='test'><name>s%u</name>"
             "<uuid>00000000-0000-4000-8000-%012u</uuid><memory>%u</memory><vcpu>2</vcpu>"
             "<os><type>hvm</type></os><devices>"
             "<disk type='file'><source file='%s/disk'/><target dev='vda'/></disk>"
             "<interface type='network'><source network='default'/><target dev='tap0'/></interface>"
             "</devices></domain>",
             n, n + 1, 4096 + 1024 * stress_pick(t, 4), stress_dir);
}

void stress_path(struct stress_thread *t, const char *kind, char *buf, size_t len)
{
    snprintf(buf, len, "%s/%s%u", stress_dir, kind, stress_pick(t, 4));
}

void stress_share(struct stress_thread *t, virDomainPtr dom)
{
    unsigned int i = stress_pick(t, STRESS_SLOTS);
    virDomainPtr old;

    pthread_mutex_lock(&slots[i].lock);
    old = slots[i].dom;
    slots[i].dom = dom;
    pthread_mutex_unlock(&slots[i].lock);
    if (old != NULL)
        CHECK_INT(virDomainFree(old), 0);
}

static void take_conn(struct stress_thread *t)
{
    unsigned int i = stress_pick(t, STRESS_CONNS);
    virConnectPtr old = NULL;

    pthread_mutex_lock(&conns[i].lock);
    if (stress_pick(t, 64) == 0) {
        old = conns[i].conn;
        conns[i].conn = virConnectOpen("test:///default");
        CHECK(conns[i].conn != NULL);
    }
    t->conn = conns[i].conn;
    CHECK_INT(virConnectRef(t->conn), 0);
    pthread_mutex_unlock(&conns[i].lock);
    if (old != NULL)
        CHECK(virConnectClose(old) >= 0);
}

static void take_dom(struct stress_thread *t)
{
    unsigned int i = stress_pick(t, STRESS_SLOTS);

    pthread_mutex_lock(&slots[i].lock);
    t->dom = slots[i].dom;
    if (t->dom != NULL)
        CHECK_INT(virDomainRef(t->dom), 0);
    pthread_mutex_unlock(&slots[i].lock);
}

static const struct stress_op *pick_op(struct stress_thread *t)
{
    static atomic_uint sum;
    unsigned int total = atomic_load(&sum), n;

    if (total == 0) {
        for (const struct stress_op *op = stress_ops; op->name != NULL; op++)
            total += op->weight;
        atomic_store(&sum, total);
    }
    n = stress_pick(t, total);
    for (const struct stress_op *op = stress_ops;; op++) {
        if (n < op->weight)
            return op;
        n -= op->weight;
    }
}

static void one_call(struct stress_thread *t)
{
    const struct stress_op *op = pick_op(t);
    virErrorPtr err;

    take_conn(t);
    take_dom(t);
    if (t->dom != NULL || !op->needs_domain) {
        t->calls++;
        if (!op->run(t)) {
            t->failures++;
            err = virGetLastError();
            if (err != NULL && strstr(err->message, "without saying why") != NULL) {
                fprintf(stderr, "%s: %s\n", op->name, err->message);
                exit(1);
            }
        }
    }
    if (t->dom != NULL)
        CHECK_INT(virDomainFree(t->dom), 0);
    CHECK(virConnectClose(t->conn) >= 0);
}

static void *run(void *arg)
{
    struct stress_thread *t = arg;

    for (unsigned int i = 0; i < calls_each; i++)
        one_call(t);
    return NULL;
}

static void quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static pthread_t loop;
static atomic_bool loop_ends;

static void *turn_loop(void *arg)
{
    while (!atomic_load(&loop_ends))
        CHECK_INT(virEventRunDefaultImpl(), 0);
    return arg;
}

static void wake(int timer, void *opaque)
{
    (void)timer, (void)opaque;
}

/* From here on nothing is told, and no handle is a callback's. */
static void end_loop(void)
{
    atomic_store(&loop_ends, true);
    CHECK(virEventAddTimeout(0, wake, NULL, NULL) >= 0);
    CHECK(pthread_join(loop, NULL) == 0);
}

static void setup(void)
{
    char path[80];
    FILE *disk;

    virSetErrorFunc(NULL, quiet);
    CHECK(virEventRegisterDefaultImpl() == 0 && pthread_create(&loop, NULL, turn_loop, NULL) == 0);
    /* In memory where that is to be had: thousands of files are synced. */
    snprintf(stress_dir, sizeof stress_dir, "%s/vitrine-stress-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    CHECK(mkdtemp(stress_dir) != NULL);
    snprintf(path, sizeof path, "%s/disk", stress_dir);
    disk = fopen(path, "w");
    CHECK(disk != NULL && ftruncate(fileno(disk), 1 << 17) == 0 && fclose(disk) == 0);
    for (int i = 0; i < STRESS_CONNS; i++) {
        pthread_mutex_init(&conns[i].lock, NULL);
        conns[i].conn = virConnectOpen("test:///default");
        CHECK(conns[i].conn != NULL);
    }
    for (int i = 0; i < STRESS_SLOTS; i++)
        pthread_mutex_init(&slots[i].lock, NULL);
}

static void teardown(void)
{
    end_loop();
    for (int i = 0; i < STRESS_SLOTS; i++) {
        if (slots[i].dom != NULL)
            CHECK_INT(virDomainFree(slots[i].dom), 0);
    }
    for (int i = 0; i < STRESS_CONNS; i++)
        CHECK_INT(virConnectClose(conns[i].conn), 0); /* no handle is left of any of them */
    stress_check_listeners();
    CHECK(nftw(stress_dir, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

int main(int argc, char **argv)
{
    const char *scale = getenv("VT_TEST_SCALE"); /* percent, for slow tools */
    int n = argc > 1 ? atoi(argv[1]) : 32;
    unsigned long seed = argc > 3 ? strtoul(argv[3], NULL, 0) : 20090402;
    struct stress_thread threads[256];
    pthread_t id[256];
    unsigned long calls = 0, failures = 0;

    CHECK(n > 0 && n <= 256);
    calls_each = argc > 2 ? (unsigned int)atoi(argv[2]) : 500;
    if (scale != NULL && argc <= 2)
        calls_each = calls_each * (unsigned int)atoi(scale) / 100;
    setup();
    for (int i = 0; i < n; i++) {
        threads[i] = (struct stress_thread){
            .random = (seed + 1) * 0x9e3779b97f4a7c15u + (uint64_t)i * 77777, .number = i};
        CHECK(pthread_create(&id[i], NULL, run, &threads[i]) == 0);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(id[i], NULL);
        calls += threads[i].calls;
        failures += threads[i].failures;
    }
    teardown();
    printf("%d threads, %lu calls, %lu of them refused, seed %lu\n", n, calls, failures, seed);
    return 0;
}
