/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What others do with guests is told, with the reason. */
#include "config.h"

#include <stdatomic.h>

#include "xen/driver_testing.h"

static atomic_int n_reboots;

static void on_reboot(virConnectPtr conn, virDomainPtr dom, void *opaque)
{
    (void)conn, (void)opaque;
    CHECK_STR(virDomainGetName(dom), "guest");
    atomic_fetch_add(&n_reboots, 1);
}

static uint32_t come(const char *name)
{
    uint32_t domid = drv_make(&(struct fake_spec){.name = name, .no_daemon = true});

    EXPECT(name, EV(STARTED, BOOTED));
    return domid;
}

/* The guest stops by itself, and then somebody ends it. */
static void stops(virConnectPtr conn, enum xen_shutdown reason, int state, int detail)
{
    uint32_t domid = come("guest");
    virDomainPtr dom = drv_find(conn, "guest");

    CHECK_INT(drv_fake()->stop(domid, reason), 0);
    CHECK_INT(scn_state(dom), state);
    EXPECT("guest"); /* it is still there */
    CHECK_INT(drv_fake()->destroy(domid), 0);
    EXPECT("guest", VIR_DOMAIN_EVENT_STOPPED, detail);
    OK(virDomainFree(dom));
}

static void paused_by_others(virConnectPtr conn)
{
    uint32_t domid = come("guest");
    virDomainPtr dom = drv_find(conn, "guest");

    for (int i = 0; i < 2; i++) {
        CHECK_INT(drv_fake()->pause(domid), 0);
        EXPECT("guest", EV(SUSPENDED, PAUSED)); /* nobody asked: it was looked for */
        CHECK_INT(scn_state(dom), VIR_DOMAIN_PAUSED);
        CHECK_INT(drv_fake()->unpause(domid), 0);
        CHECK(scn_runs(dom));
        EXPECT("guest", EV(RESUMED, UNPAUSED));
    }
    /* Pauses are counted: ours and theirs. */
    CHECK_INT(drv_fake()->pause(domid), 0);
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainResume(dom));
    EXPECT("guest", EV(SUSPENDED, PAUSED), EV(RESUMED, UNPAUSED));
    CHECK_INT(drv_fake()->destroy(domid), 0);
    EXPECT("guest", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
}

/* One that runs when it is defined is off, not gone, when others end it. */
static void of_a_definition(virConnectPtr conn)
{
    virDomainPtr dom = scn_define(conn, "mine", "");

    EXPECT("mine", EV(DEFINED, ADDED));
    OK(virDomainCreate(dom));
    EXPECT("mine", EV(STARTED, BOOTED));
    CHECK_INT(drv_fake()->destroy(virDomainGetID(dom)), 0);
    EXPECT("mine", EV(STOPPED, DESTROYED));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    OK(virDomainUndefine(dom));
    EXPECT("mine", EV(UNDEFINED, REMOVED));
    OK(virDomainFree(dom));
}

static void *destroy(void *dom)
{
    OK(virDomainDestroy(dom));
    return NULL;
}

/* A toolstack pauses a guest before it takes it apart: that is no suspend. */
static void destroyed(virConnectPtr conn)
{
    uint32_t domid = come("guest");
    virDomainPtr dom = drv_find(conn, "guest");
    pthread_t thread;
    uint64_t looks;

    drv_fake()->hang("destroy", domid, 600000);
    CHECK_INT(pthread_create(&thread, NULL, destroy, dom), 0);
    CHECK(drv_fake()->hanging("destroy", 1, 20000));
    CHECK_INT(drv_fake()->pause(domid), 0);
    looks = drv_fake()->calls("domains");
    UNTIL(drv_fake()->calls("domains") >= looks + 2);
    CHECK(scn_runs(dom));
    EXPECT("guest");
    drv_fake()->let_go("destroy");
    CHECK_INT(pthread_join(thread, NULL), 0);
    EXPECT("guest", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
}

int main(void)
{
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();

    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    int number = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, on_reboot,
                                                  NULL, NULL);
    CHECK(number >= 0);
    stops(conn, XEN_SHUTDOWN_POWEROFF, VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    stops(conn, XEN_SHUTDOWN_REBOOT, VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    UNTIL(atomic_load(&n_reboots) == 1); /* whoever makes it start again */
    stops(conn, XEN_SHUTDOWN_SUSPEND, VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SAVED);
    stops(conn, XEN_SHUTDOWN_CRASH, VIR_DOMAIN_CRASHED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    stops(conn, XEN_SHUTDOWN_WATCHDOG, VIR_DOMAIN_CRASHED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    paused_by_others(conn);
    of_a_definition(conn);
    destroyed(conn);
    CHECK_INT(n_reboots, 1);
    OK(virConnectDomainEventDeregisterAny(conn, number));
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
