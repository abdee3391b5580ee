/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two threads run the loop: a callback of one connection that does not return holds up no other
 * connection's, and loses nothing of its own. */
#include "config.h"

#include "loop_thread.h"

static atomic_int n_stuck, n_quick;
static atomic_bool go_on;

static int stuck(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    atomic_fetch_add(&n_stuck, 1);
    while (!atomic_load(&go_on))
        usleep(1000);
    return 0;
}

static int quick(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    atomic_fetch_add(&n_quick, 1);
    return 0;
}

int main(void)
{
    virConnectPtr a = scn_open(), b = scn_open();
    virDomainPtr dom;
    int rounds = scn_rounds(50);

    loop_start(2);
    OK(virConnectDomainEventRegister(a, stuck, NULL, NULL));
    OK(virConnectDomainEventRegister(b, quick, NULL, NULL));
    dom = scn_define(b, "x", "");
    LOOP_WAIT(atomic_load(&n_stuck) == 1);
    for (int i = 1; i <= rounds; i++) {
        OK(virDomainCreate(dom));
        OK(virDomainDestroy(dom));
        LOOP_WAIT(atomic_load(&n_quick) == 1 + 2 * i); /* while the other sleeps */
    }
    CHECK_INT(atomic_load(&n_stuck), 1);
    atomic_store(&go_on, true);
    LOOP_WAIT(atomic_load(&n_stuck) == 1 + 2 * rounds);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    loop_stop(); /* while an event is delivered its handle holds the connection */
    CHECK_INT(virConnectClose(a), 0);
    CHECK_INT(virConnectClose(b), 0);
    return 0;
}
