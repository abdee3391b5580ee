/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a callback may do: anything.  Free, deregister itself and others, register, change domains,
 * close its connection; and take its time, which loses nothing. */
#include "config.h"

#include <stdatomic.h>

#include "loop_thread.h"

static atomic_int n_calls, n_freed, n_inner, n_slow;
static int self_id, other_id;
static atomic_bool go_on;

static void freed(void *opaque)
{
    (void)opaque;
    atomic_fetch_add(&n_freed, 1);
}

static int inner(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    atomic_fetch_add(&n_inner, 1);
    return 0;
}

static int nosy(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    virDomainPtr mine;

    (void)event, (void)detail, (void)opaque;
    OK(virDomainRef(dom));
    OK(virDomainFree(dom));
    CHECK(virConnectNumOfDomains(conn) >= 1);
    OK(virConnectDomainEventDeregisterAny(conn, other_id));
    CHECK_INT(atomic_load(&n_freed), 1); /* nobody runs it: at once */
    OK(virConnectDomainEventRegister(conn, inner, NULL, freed));
    OK(virConnectDomainEventDeregisterAny(conn, self_id));
    CHECK_INT(atomic_load(&n_freed), 1); /* not while we are in it */
    mine = scn_start(conn, "of-the-callback", "");
    scn_drop(mine);
    atomic_fetch_add(&n_calls, 1);
    return 0;
}

static int *lifecycle(virConnectPtr conn, virConnectDomainEventCallback cb, int *id)
{
    *id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                           VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))cb), NULL,
                                           freed);
    CHECK(*id >= 0);
    return id;
}

static void everything(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom;

    (void)lifecycle(conn, nosy, &self_id);
    (void)lifecycle(conn, inner, &other_id);
    dom = scn_define(conn, "x", "");
    LOOP_WAIT(atomic_load(&n_freed) == 2);
    CHECK_INT(n_calls, 1);
    LOOP_WAIT(atomic_load(&n_inner) == 4); /* defined, started, stopped, undefined */
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    LOOP_WAIT(atomic_load(&n_inner) == 5);
    CHECK(virConnectClose(conn) >= 0); /* the last delivery may be about to drop its handle */
    CHECK_INT(n_freed, 3);
}

static int closes(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)dom, (void)event, (void)detail, (void)opaque;
    CHECK(virConnectClose(conn) >= 0); /* the only owner's: the end of it, but for our handle */
    CHECK_STR(virDomainGetName(dom), "x");
    atomic_fetch_add(&n_calls, 1);
    return 0;
}

static void closed_inside(void)
{
    virConnectPtr conn = scn_open(), other = scn_open();
    virDomainPtr dom;
    int id;

    atomic_store(&n_freed, 0);
    atomic_store(&n_calls, 0);
    (void)lifecycle(conn, closes, &id);
    dom = scn_define(other, "x", "");
    LOOP_WAIT(atomic_load(&n_freed) == 1);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    usleep(20000);
    CHECK_INT(n_calls, 1);
    CHECK_INT(virConnectClose(other), 0);
}

static int slow(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    while (!atomic_load(&go_on))
        usleep(1000);
    atomic_fetch_add(&n_slow, 1);
    return 0;
}

/* While one callback sleeps, domains change, others register and end, and all is told later. */
static void slow_one(void)
{
    virConnectPtr conn = scn_open(), other = scn_open();
    virDomainPtr dom;
    int id, id2, rounds = scn_rounds(500);

    (void)lifecycle(conn, slow, &id);
    dom = scn_define(other, "x", "");
    usleep(20000);
    for (int i = 0; i < rounds; i++) {
        OK(virDomainCreate(dom));
        OK(virDomainDestroy(dom));
    }
    OK(virConnectDomainEventDeregisterAny(other, *lifecycle(other, inner, &id2)));
    OK(virConnectDomainEventDeregisterAny(conn, *lifecycle(conn, inner, &id2)));
    CHECK_INT(n_slow, 0);
    atomic_store(&go_on, true);
    LOOP_WAIT(atomic_load(&n_slow) == 1 + 2 * rounds);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    OK(virConnectDomainEventDeregisterAny(conn, id));
    CHECK(virConnectClose(conn) >= 0); /* the last delivery may be about to drop its handle */
    CHECK(virConnectClose(other) >= 0);
}

/* Of one domain only, also of the next with its uuid. */
static void of_one(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr x = scn_define(conn, "x", "<uuid>11111111-2222-3333-4444-555555555555</uuid>");
    virDomainPtr y = scn_define(conn, "y", "");
    int id;

    atomic_store(&n_inner, 0);
    id = virConnectDomainEventRegisterAny(conn, x, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))inner), NULL,
                                          NULL);
    CHECK(id >= 0);
    scn_drop(y);
    scn_drop(x);
    x = scn_define(conn, "x", "<uuid>11111111-2222-3333-4444-555555555555</uuid>");
    LOOP_WAIT(atomic_load(&n_inner) == 2);
    scn_drop(x);
    LOOP_WAIT(atomic_load(&n_inner) == 3);
    CHECK(virConnectClose(conn) >= 0); /* the last delivery may be about to drop its handle */
}

int main(void)
{
    loop_start(1);
    everything();
    closed_inside();
    slow_one();
    of_one();
    loop_stop();
    return 0;
}
