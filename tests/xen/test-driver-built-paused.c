/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that others build stands still until it is whole: nobody is told of that, unless it stays so. */
#include "config.h"

#include "xen/driver_testing.h"

/* A builder lets the guest stand still until it is whole. */
static void built_by_others(virConnectPtr conn)
{
    uint32_t domid =
        drv_make(&(struct fake_spec){.name = "guest", .no_daemon = true, .paused = true});
    virDomainPtr dom = drv_find(conn, "guest");
    uint64_t looks = drv_fake()->calls("domains");

    UNTIL(drv_fake()->calls("domains") >= looks + 2);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_PAUSED);
    CHECK_INT(drv_fake()->unpause(domid), 0);
    CHECK(scn_runs(dom));
    EXPECT("guest", EV(STARTED, BOOTED));
    CHECK_INT(drv_fake()->pause(domid), 0);
    EXPECT("guest", EV(SUSPENDED, PAUSED));
    CHECK_INT(drv_fake()->destroy(domid), 0);
    EXPECT("guest", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
}

/* One that goes on standing still is told of. */
static void left_paused(virConnectPtr conn)
{
    uint32_t domid =
        drv_make(&(struct fake_spec){.name = "guest", .no_daemon = true, .paused = true});
    virDomainPtr dom = drv_find(conn, "guest");

    EXPECT("guest", EV(STARTED, BOOTED), EV(SUSPENDED, PAUSED));
    CHECK_INT(drv_fake()->destroy(domid), 0);
    EXPECT("guest", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
}

int main(void)
{
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();

    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    built_by_others(conn);
    left_paused(conn);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
