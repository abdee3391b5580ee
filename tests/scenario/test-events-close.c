/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections that are closed while others register on them; callbacks in two threads that end each
 * other.  Nothing hangs, and each opaque is freed once. */
#include "config.h"

#include <stdatomic.h>

#include "loop_thread.h"

#define MAX_ROUNDS 300

static int rounds; /* fewer under tools that are slow */
static atomic_int n_freed, n_inside, n_calls;
static pthread_barrier_t at_once;

static void freed(void *opaque)
{
    (void)opaque;
    atomic_fetch_add(&n_freed, 1);
}

static int listen_to(virConnectPtr conn, virConnectDomainEventCallback cb, void *opaque)
{
    return virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                            VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))cb), opaque,
                                            freed);
}

static int count(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    atomic_fetch_add(&n_calls, 1);
    return 0;
}

/* A handle keeps the connection there, but nobody owns it any more: what was registered ends. */
static void *registers(void *dom)
{
    int id;

    (void)pthread_barrier_wait(&at_once);
    id = listen_to(virDomainGetConnect(dom), count, NULL);
    CHECK(id >= 0 || virGetLastError()->code == VIR_ERR_OPERATION_INVALID);
    return id >= 0 ? dom : NULL;
}

static void closed_meanwhile(virConnectPtr keep)
{
    int n = 0;

    CHECK_INT(pthread_barrier_init(&at_once, NULL, 3), 0);
    for (int i = 0; i < rounds; i++) {
        virConnectPtr conn = scn_open();
        virDomainPtr dom = virDomainLookupByName(conn, scn_resident());
        pthread_t t[2];
        void *registered;

        CHECK(dom != NULL);
        for (int k = 0; k < 2; k++)
            CHECK_INT(pthread_create(&t[k], NULL, registers, dom), 0);
        (void)pthread_barrier_wait(&at_once);
        if (i % 2 == 0)
            usleep((unsigned int)i % 50);
        CHECK(virConnectClose(conn) >= 0);
        for (int k = 0; k < 2; k++) {
            CHECK_INT(pthread_join(t[k], &registered), 0);
            n += registered != NULL;
        }
        CHECK_INT(atomic_load(&n_freed), n);
        OK(virDomainFree(dom));
        FAILS(virConnectNumOfDomains(conn), VIR_ERR_INVALID_CONN);
    }
    CHECK_INT(pthread_barrier_destroy(&at_once), 0);
    scn_drop(scn_define(keep, "x", ""));
    usleep(1000);
    CHECK_INT(atomic_load(&n_calls), 0);
}

/* Waits for the other, then ends its callback: by number, or by closing. */
struct pair {
    virConnectPtr theirs;
    int their_id; /* -1: close */
};

static int ends_the_other(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    struct pair *p = opaque;

    (void)conn, (void)dom, (void)detail;
    if (event != VIR_DOMAIN_EVENT_DEFINED)
        return 0;
    atomic_fetch_add(&n_inside, 1);
    LOOP_WAIT(atomic_load(&n_inside) == 2);
    if (p->their_id >= 0)
        OK(virConnectDomainEventDeregisterAny(p->theirs, p->their_id));
    else
        CHECK(virConnectClose(p->theirs) >= 0); /* their handle is out */
    return 0;
}

static void each_other(virConnectPtr keep, struct pair p[2], bool by_closing)
{
    virConnectPtr conn[2] = {scn_open(), scn_open()};
    int id[2];

    atomic_store(&n_freed, 0);
    atomic_store(&n_inside, 0);
    for (int i = 0; i < 2; i++) {
        p[i].theirs = conn[1 - i];
        id[i] = listen_to(conn[i], ends_the_other, &p[i]);
        CHECK(id[i] >= 0);
    }
    for (int i = 0; i < 2; i++)
        p[i].their_id = by_closing ? -1 : id[1 - i];
    scn_drop(scn_define(keep, "x", ""));
    LOOP_WAIT(atomic_load(&n_freed) == 2);
    for (int i = 0; !by_closing && i < 2; i++)
        CHECK(virConnectClose(conn[i]) >= 0); /* a callback may be about to drop its handle */
}

int main(void)
{
    /* One for each turn: the tools do not see the order that atomics make. */
    static struct pair pairs[20][2];
    virConnectPtr keep;

    rounds = scn_rounds(MAX_ROUNDS);
    loop_start(2);
    keep = scn_open();
    closed_meanwhile(keep);
    for (int i = 0; i < 20; i++)
        each_other(keep, pairs[i], i % 2 == 0);
    loop_stop();
    CHECK_INT(virConnectClose(keep), 0);
    return 0;
}
