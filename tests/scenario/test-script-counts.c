/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a script has counted goes on while its rules stay, and begins anew with other ones. */
#include "config.h"

#include "scenario/scenario.h"

#define SUSPEND(attrs) "<vt:fault call='virDomainSuspend' " attrs "/>"
#define DISK "<disk type='file'><source file='/none'/><target dev='vdz'/></disk>"

static void redefine(virConnectPtr conn, const char *more)
{
    OK(virDomainFree(scn_define(conn, "one", more)));
}

/* Suspends and resumes. */
static void good_turn(virDomainPtr dom)
{
    OK(virDomainSuspend(dom));
    OK(virDomainResume(dom));
}

/* The second and third suspend fail, over all that changes the definition meanwhile. */
static void devices(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "one", SCN_EMBEDDED(SUSPEND("after='1' times='2'")));

    good_turn(dom);
    OK(virDomainAttachDevice(dom, DISK));
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    OK(virDomainDetachDevice(dom, DISK));
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    OK(virDomainAttachDevice(dom, DISK));
    good_turn(dom);
    scn_drop(dom);
}

static void starts_and_sizes(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "one", SCN_EMBEDDED(SUSPEND("after='1' times='1'")));

    good_turn(dom);
    OK(virDomainDestroy(dom));
    OK(virDomainSetMaxMemory(dom, SCN_MEM_KIB * 2));
    OK(virDomainSetVcpus(dom, 1));
    OK(virDomainCreate(dom));
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    good_turn(dom);
    scn_drop(dom);
}

static void definitions(virConnectPtr conn)
{
    virDomainPtr dom = scn_define(conn, "one", SCN_EMBEDDED(SUSPEND("times='1' code='38'")));

    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    redefine(conn, SCN_EMBEDDED(SUSPEND("times='1' code='38'"))); /* as before: it is over */
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);         /* shut off */
    redefine(conn, SCN_EMBEDDED(SUSPEND("times='2' code='38'"))); /* others: from the beginning */
    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    redefine(conn, "");
    FAILS(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    redefine(conn, SCN_EMBEDDED(SUSPEND("times='2' code='38'")));
    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    /* A running guest goes by what it was started with. */
    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    OK(virDomainCreate(dom));
    redefine(conn, SCN_EMBEDDED(SUSPEND("")));
    good_turn(dom);
    OK(virDomainDestroy(dom));
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    scn_drop(dom);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    devices(conn);
    starts_and_sizes(conn);
    definitions(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
