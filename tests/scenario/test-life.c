/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of a domain and the calls that lead from one to the other. */
#include "config.h"

#include "scenario/scenario.h"

static void walk(virDomainPtr dom)
{
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK_INT((int)virDomainGetID(dom), -1);
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainResume(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainShutdown(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainReboot(dom, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainDestroy(dom)); /* off already */
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);

    scn_create(dom);
    CHECK(scn_runs(dom));
    FAILS(virDomainCreate(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainResume(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainSuspend(dom));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_PAUSED);
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainCreate(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainResume(dom));
    CHECK(scn_runs(dom));
    scn_shut_down(dom);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK_INT((int)virDomainGetID(dom), -1);

    scn_create(dom);
    OK(virDomainSuspend(dom));
    OK(virDomainDestroy(dom)); /* a paused one too */
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
}

static void numbers_rise(virDomainPtr a, virDomainPtr b)
{
    int last = 0;

    for (int i = 0; i < 5; i++) {
        OK(virDomainCreate(a));
        CHECK((int)virDomainGetID(a) > last);
        last = (int)virDomainGetID(a);
        OK(virDomainCreate(b));
        CHECK((int)virDomainGetID(b) > last);
        last = (int)virDomainGetID(b);
        OK(virDomainDestroy(a));
        OK(virDomainDestroy(b));
    }
}

/* Reboots a guest whose definition wants something else to happen. */
static void reboot_ends(virConnectPtr conn, const char *on_reboot)
{
    virDomainPtr dom = scn_start(conn, "boot", on_reboot);

    OK(virDomainReboot(dom, 0));
    SCN_WAIT(scn_is_off(dom));
    scn_drop(dom);
}

static void reboot(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "boot", "");

    scn_reboot(dom);
    CHECK(scn_runs(dom));
    FAILS(virDomainReboot(dom, 1), VIR_ERR_INVALID_ARG);
    OK(virDomainSuspend(dom));
    if (scn_xen()) {
        /* A guest that stands still obeys when it goes on. */
        int id = (int)virDomainGetID(dom);
        OK(virDomainReboot(dom, 0));
        CHECK_INT(scn_state(dom), VIR_DOMAIN_PAUSED);
        OK(virDomainResume(dom));
        SCN_WAIT(scn_runs(dom) && (int)virDomainGetID(dom) != id);
    } else {
        scn_reboot(dom);
    }
    scn_drop(dom);
    dom = scn_start(conn, "boot", "<on_reboot>rename-restart</on_reboot>");
    scn_reboot(dom);
    CHECK(scn_runs(dom));
    scn_drop(dom);
    reboot_ends(conn, "<on_reboot>destroy</on_reboot>");
    if (!scn_xen()) /* there it stays as it is, for whoever wants to look */
        reboot_ends(conn, "<on_reboot>preserve</on_reboot>");
}

static void read_only(void)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr dom = virDomainLookupByName(ro, scn_resident());

    FAILS(virDomainCreate(dom), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainDestroy(dom), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainShutdown(dom), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainReboot(dom, 0), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainResume(dom), VIR_ERR_OPERATION_DENIED);
    CHECK(scn_runs(dom));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr a = scn_define(conn, "a", ""), b = scn_define(conn, "b", "");

    walk(a);
    numbers_rise(a, b);
    reboot(conn);
    read_only();
    FAILS(virDomainCreate(NULL), VIR_ERR_INVALID_DOMAIN);
    FAILS(virDomainDestroy(NULL), VIR_ERR_INVALID_DOMAIN);
    scn_drop(a);
    scn_drop(b);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
