/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The last connection is closed while the driver's own threads are at work on a guest: nothing is used after
 * its end, and whoever comes next takes the work up where it was left. */
#include "config.h"

#include "xen/driver_testing.h"

#define ROUNDS 60 /* fewer by VT_TEST_SCALE */

static void leave(virConnectPtr conn, virDomainPtr dom)
{
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
}

/* The guest wants to reboot just when everybody leaves. */
static void reboots(int round)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "guest", "<on_reboot>restart</on_reboot>");
    unsigned int id = virDomainGetID(dom);

    CHECK_INT(drv_fake()->stop(id, XEN_SHUTDOWN_REBOOT), 0);
    usleep((unsigned int)(round % 20) * 100);
    leave(conn, dom);
    conn = scn_open();
    dom = drv_find(conn, "guest");
    UNTIL(scn_runs(dom) && virDomainGetID(dom) != id);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
}

/* The work hangs meanwhile: the host stays open for it, and is closed behind it. */
static void hangs(void)
{
    struct fake_counts counts;
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "guest", "<on_poweroff>destroy</on_poweroff>");
    unsigned int id = virDomainGetID(dom);

    drv_fake()->hang("destroy", id, 600000);
    CHECK_INT(drv_fake()->stop(id, XEN_SHUTDOWN_POWEROFF), 0);
    CHECK(drv_fake()->hanging("destroy", 1, 20000));
    leave(conn, dom);
    drv_fake()->counts(&counts);
    CHECK_INT(counts.hosts, 1);
    conn = scn_open(); /* there is still the same world */
    dom = drv_find(conn, "guest");
    CHECK(!scn_is_off(dom));
    leave(conn, dom);
    drv_fake()->let_go("destroy");
    UNTIL((drv_fake()->counts(&counts), counts.hosts == 0));
    conn = scn_open();
    dom = drv_find(conn, "guest");
    CHECK(scn_is_off(dom));
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
}

int main(void)
{
    (void)drv_fake();
    for (int i = 0; i < scn_rounds(ROUNDS); i++)
        reboots(i);
    hangs();
    return 0;
}
