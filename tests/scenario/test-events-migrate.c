/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The events of a migration between two worlds of the embedded hypervisor. */
#include "config.h"

#include "heard.h"

/* Both sides hear of it; the node file's connection is a world of its own. */
static void migrate(virConnectPtr conn)
{
    scn_write(scn_path("node.xml"), "<node/>", 7);
    char *uri = NULL;
    CHECK(asprintf(&uri, "test://%s", scn_path("node.xml")) > 0);
    virConnectPtr there = virConnectOpen(uri);
    virDomainPtr dom = scn_start(conn, "m", ""), moved;

    CHECK(there != NULL);
    EXPECT("m", EV(DEFINED, ADDED), EV(STARTED, BOOTED));
    OK(virConnectDomainEventRegister(there, on_event, heard, NULL));
    moved = virDomainMigrate(dom, there, 0, NULL, NULL, 0);
    CHECK(moved != NULL);
    LOOP_WAIT(heard_so_far() > 2);
    usleep(50000);
    /* Of the two queues only the order within each is fixed. */
    int n = heard_so_far(), stopped = 0, started = 0, suspended = 0;
    for (int i = n - 3; i < n; i++) {
        stopped += heard[i].event == VIR_DOMAIN_EVENT_STOPPED &&
                   heard[i].detail == VIR_DOMAIN_EVENT_STOPPED_MIGRATED;
        started += heard[i].event == VIR_DOMAIN_EVENT_STARTED &&
                   heard[i].detail == VIR_DOMAIN_EVENT_STARTED_MIGRATED;
        suspended += heard[i].event == VIR_DOMAIN_EVENT_SUSPENDED &&
                     heard[i].detail == VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED;
    }
    CHECK(stopped == 1 && started == 1 && suspended == 1);
    OK(virDomainFree(moved));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(there), 0);
    free(uri);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    loop_start(1);
    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    migrate(conn);
    loop_stop();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
