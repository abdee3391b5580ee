/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sixteen threads change domains: every listener hears each change once and in order; callbacks
 * come and go meanwhile, and none is called after its end. */
#include "config.h"

#include <stdatomic.h>

#include "loop_thread.h"

#define THREADS 16 /* at most */
#define MAX_ROUNDS 60

static int rounds, threads; /* fewer under tools that are slow, and on a real host */
static virConnectPtr conn;
static atomic_int n_wrong, n_all, n_freed;

/* What a listener knows of a domain: the next event that may come. */
struct listener {
    int state[THREADS]; /* 0 unknown, 1 defined, 2 running, 3 paused */
    int heard;
};

static void wrong(const char *what, int number, int event)
{
    fprintf(stderr, "%s: domain %d, event %d\n", what, number, event);
    atomic_fetch_add(&n_wrong, 1);
}

static int follow(virConnectPtr c, virDomainPtr dom, int event, int detail, void *opaque)
{
    /* From the state in the row, by the event in the column. */
    static const int next[4][6] = {
        {1, -1, -1, -1, -1, -1},
        {1, 0, 2, -1, -1, -1},
        {-1, -1, -1, 3, -1, 1},
        {-1, -1, -1, -1, 2, 1},
    };
    struct listener *l = opaque;
    int n = atoi(virDomainGetName(dom) + 1);

    (void)c, (void)detail;
    if (virDomainGetName(dom)[0] != 'w')
        return 0;
    if (n < 0 || n >= THREADS || event < 0 || event > 5 || next[l->state[n]][event] < 0)
        wrong("out of order", n, event);
    else
        l->state[n] = next[l->state[n]][event];
    l->heard++;
    atomic_fetch_add(&n_all, 1);
    return 0;
}

static void *change(void *arg)
{
    char name[8];
    int n = *(int *)arg;

    snprintf(name, sizeof name, "w%d", n);
    for (int i = 0; i < rounds; i++) {
        virDomainPtr dom = scn_define(conn, name, "");

        OK(virDomainCreate(dom));
        OK(virDomainSuspend(dom));
        OK(virDomainResume(dom));
        OK(virDomainDestroy(dom));
        OK(virDomainUndefine(dom));
        OK(virDomainFree(dom));
    }
    return NULL;
}

/* One that is registered and ended again and again. */
static atomic_int may_come;

static void come(virConnectPtr c, virDomainPtr dom, void *opaque)
{
    (void)c, (void)dom, (void)opaque;
    if (atomic_load(&may_come) == 0)
        atomic_fetch_add(&n_wrong, 1);
}

static void gone(void *opaque)
{
    (void)opaque;
    atomic_fetch_add(&n_freed, 1);
}

static int come_5(virConnectPtr c, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)event, (void)detail;
    come(c, dom, opaque);
    return 0;
}

static void *register_and_end(void *arg)
{
    atomic_bool *stop = arg;
    int n = 0;

    while (!atomic_load(stop)) {
        atomic_store(&may_come, 1);
        int id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                  VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))come_5),
                                                  NULL, gone);
        CHECK(id >= 0);
        usleep(300);
        OK(virConnectDomainEventDeregisterAny(conn, id));
        atomic_store(&may_come, 0); /* from here on it is wrong */
        n++;
        CHECK_INT(atomic_load(&n_freed), n);
        usleep(100);
    }
    return NULL;
}

int main(void)
{
    static struct listener l[3];
    virConnectPtr other;
    pthread_t thread[THREADS], churn;
    int number[THREADS], id[3];
    static atomic_bool stop;

    rounds = scn_rounds(MAX_ROUNDS);
    threads = getenv("VT_SCENARIO_KERNEL") != NULL ? THREADS / 4 : THREADS;
    loop_start(1);
    conn = scn_open();
    other = scn_open_ro();
    for (int i = 0; i < 3; i++) {
        id[i] = virConnectDomainEventRegisterAny(
            i < 2 ? conn : other, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
            VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))follow), &l[i], gone);
        CHECK(id[i] >= 0);
    }
    CHECK_INT(pthread_create(&churn, NULL, register_and_end, &stop), 0);
    for (int i = 0; i < threads; i++) {
        number[i] = i;
        CHECK_INT(pthread_create(&thread[i], NULL, change, &number[i]), 0);
    }
    for (int i = 0; i < threads; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    atomic_store(&stop, true);
    CHECK_INT(pthread_join(churn, NULL), 0);
    LOOP_WAIT(atomic_load(&n_all) == 3 * threads * rounds * 6);
    usleep(20000);
    CHECK_INT(atomic_load(&n_all), 3 * threads * rounds * 6);
    CHECK_INT(atomic_load(&n_wrong), 0);
    int freed = atomic_load(&n_freed);
    OK(virConnectDomainEventDeregisterAny(conn, id[0]));
    /* Ends its callbacks as well; their last deliveries may be about to drop their handles. */
    CHECK(virConnectClose(other) >= 0);
    CHECK(virConnectClose(conn) >= 0);
    CHECK_INT(atomic_load(&n_freed), freed + 3);
    for (int i = 0; i < 3; i++)
        CHECK_INT(l[i].heard, threads * rounds * 6);
    loop_stop();
    return 0;
}
