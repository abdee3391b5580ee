/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain events by an application's own loop, in its only thread, as clients of 0.6 have it. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "event/own_loop.h"
#include "testing.h"

static int n_heard, n_freed, last;

static int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)detail;
    CHECK(opaque == &n_heard && strcmp(virDomainGetName(dom), "test") == 0);
    n_heard++;
    last = event;
    return 0;
}

static void freed(void *opaque)
{
    CHECK(opaque == &n_heard);
    n_freed++;
}

int main(void)
{
    virConnectPtr conn;
    virDomainPtr dom;

    own_loop_register();
    conn = virConnectOpen("test:///default");
    CHECK(conn != NULL);
    dom = virDomainLookupByName(conn, "test");
    CHECK(dom != NULL);
    CHECK_INT(virConnectDomainEventRegister(conn, on_event, &n_heard, freed), 0);
    CHECK_INT(virDomainSuspend(dom), 0);
    CHECK_INT(n_heard, 0); /* never from inside the call */
    own_loop_turn();
    CHECK_INT(n_heard, 1);
    CHECK_INT(last, VIR_DOMAIN_EVENT_SUSPENDED);
    CHECK_INT(virDomainResume(dom), 0);
    CHECK_INT(virDomainDestroy(dom), 0);
    own_loop_turn();
    CHECK_INT(n_heard, 3);
    CHECK_INT(last, VIR_DOMAIN_EVENT_STOPPED);
    CHECK_INT(virDomainCreate(dom), 0);
    CHECK_INT(virConnectDomainEventDeregister(conn, on_event), 0); /* what waits is not told */
    CHECK_INT(n_freed, 1);
    CHECK_INT(n_heard, 3);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
