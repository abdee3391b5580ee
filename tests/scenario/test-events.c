/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain events: each change raises its event once, with the right detail, in order. */
#include "config.h"

#include <stdatomic.h>

#include "heard.h"

static atomic_int n_freed, n_reboots;

static void on_reboot(virConnectPtr conn, virDomainPtr dom, void *opaque)
{
    (void)conn, (void)opaque;
    CHECK_STR(virDomainGetName(dom), "a");
    atomic_fetch_add(&n_reboots, 1);
}

static void freed(void *opaque)
{
    CHECK(opaque == heard);
    atomic_fetch_add(&n_freed, 1);
}

static void reboot(virDomainPtr dom)
{
    scn_reboot(dom);
    LOOP_WAIT(atomic_load(&n_reboots) == 1);
    if (scn_xen()) {
        /* The guest ends, and another begins that has its name and uuid. */
        EXPECT("a", EV(STOPPED, SHUTDOWN), EV(STARTED, BOOTED));
        return;
    }
    OK(virDomainSuspend(dom));
    OK(virDomainReboot(dom, 0));
    EXPECT("a", EV(SUSPENDED, PAUSED), EV(RESUMED, UNPAUSED));
    CHECK_INT(n_reboots, 2);
}

static void life(virConnectPtr conn)
{
    virDomainPtr dom = scn_define(conn, "a", "<on_reboot>restart</on_reboot>"), again;

    EXPECT("a", EV(DEFINED, ADDED));
    again = scn_define(conn, "a", "<on_reboot>restart</on_reboot>");
    OK(virDomainFree(again));
    EXPECT("a", EV(DEFINED, UPDATED));
    scn_create(dom);
    EXPECT("a", EV(STARTED, BOOTED));
    FAILS(virDomainCreate(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainSuspend(dom));
    EXPECT("a", EV(SUSPENDED, PAUSED));
    OK(virDomainResume(dom));
    EXPECT("a", EV(RESUMED, UNPAUSED));
    reboot(dom);
    OK(virDomainSetMemory(dom, SCN_MEM_KIB / 2));
    EXPECT("a");
    OK(virDomainShutdown(dom));
    EXPECT("a", EV(STOPPED, SHUTDOWN));
    SCN_WAIT(scn_is_off(dom));
    OK(virDomainDestroy(dom)); /* it is off: nothing changes */
    EXPECT("a");
    scn_create(dom);
    OK(virDomainDestroy(dom));
    EXPECT("a", EV(STARTED, BOOTED), EV(STOPPED, DESTROYED));
    OK(virDomainUndefine(dom));
    EXPECT("a", EV(UNDEFINED, REMOVED));
    OK(virDomainFree(dom));
}

static void transient(virConnectPtr conn)
{
    char *xml = scn_xml("t", "");
    virDomainPtr dom = virDomainCreateXML(conn, xml, 0);

    CHECK(dom != NULL);
    EXPECT("t", EV(STARTED, BOOTED));
    virDomainPtr kept = virDomainDefineXML(conn, xml); /* it stays from now on */
    CHECK(kept != NULL);
    EXPECT("t", EV(DEFINED, ADDED));
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    EXPECT("t", EV(STOPPED, DESTROYED), EV(UNDEFINED, REMOVED));
    OK(virDomainFree(kept));
    OK(virDomainFree(dom));
    dom = virDomainCreateXML(conn, xml, 0);
    CHECK(dom != NULL);
    scn_wait_ready(dom);
    scn_shut_down(dom);
    EXPECT("t", EV(STARTED, BOOTED), EV(STOPPED, SHUTDOWN));
    OK(virDomainFree(dom));
    free(xml);
}

static void reason(virDomainPtr dom, int want_state, int want_reason)
{
    int state = -1, why = -1;

    OK(virDomainGetState(dom, &state, &why, 0));
    CHECK(state == want_state || (want_state == VIR_DOMAIN_RUNNING && scn_runs(dom)));
    CHECK_INT(why, want_reason);
    OK(virDomainGetState(dom, &state, NULL, 0));
}

static void save_and_restore(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "s", "");

    EXPECT("s", EV(DEFINED, ADDED), EV(STARTED, BOOTED));
    reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED);
    FAILS(virDomainSave(dom, "/nowhere/at/all"), VIR_ERR_SYSTEM_ERROR);
    EXPECT("s");
    if (!scn_xen()) /* there the folder is looked for before the guest stands still */
        reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_SAVE_CANCELED);
    OK(virDomainCoreDump(dom, scn_path("core"), 0));
    EXPECT("s");
    OK(virDomainSave(dom, scn_path("save")));
    EXPECT("s", EV(STOPPED, SAVED));
    reason(dom, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SAVED);
    OK(virDomainRestore(conn, scn_path("save")));
    EXPECT("s", EV(STARTED, RESTORED));
    reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED);
    OK(virDomainSuspend(dom));
    reason(dom, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER);
    scn_drop(dom);
    EXPECT("s", EV(SUSPENDED, PAUSED), EV(STOPPED, DESTROYED), EV(UNDEFINED, REMOVED));
}

static void refusals(virConnectPtr conn)
{
    FAILS(virConnectDomainEventRegister(conn, on_event, heard, NULL), VIR_ERR_INTERNAL_ERROR);
    FAILS(virConnectDomainEventDeregisterAny(conn, 77), VIR_ERR_INTERNAL_ERROR);
    FAILS(virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_WATCHDOG, on_reboot,
                                           NULL, NULL),
          VIR_ERR_NO_SUPPORT);
    FAILS(virConnectDomainEventRegisterAny(conn, NULL, 4711, on_reboot, NULL, NULL),
          VIR_ERR_INVALID_ARG);
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    int number;

    /* Without a loop nobody could ever be told. */
    FAILS(virConnectDomainEventRegister(conn, on_event, heard, freed), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 0);
    loop_start(1);
    OK(virConnectDomainEventRegister(conn, on_event, heard, freed));
    number = virConnectDomainEventRegisterAny(ro, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, on_reboot,
                                              heard, freed);
    CHECK(number >= 0);
    refusals(conn);
    life(conn);
    transient(conn);
    save_and_restore(conn);
    OK(virConnectDomainEventDeregisterAny(ro, number));
    FAILS(virConnectDomainEventDeregisterAny(ro, number), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 1);
    OK(virConnectDomainEventDeregister(conn, on_event));
    FAILS(virConnectDomainEventDeregister(conn, on_event), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 2);
    loop_stop();
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
