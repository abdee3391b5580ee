/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration: the guest is the same one behind it, and a failure leaves it as it was.  The embedded
 * hypervisor moves it to another world and another definition; Xen into another domain of its host. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((size_t)1 << 20)

static virConnectPtr there_is(void)
{
    char uri[300];

    scn_write(scn_path("node.xml"), "<node/>", 7);
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    virConnectPtr conn = virConnectOpen(scn_xen() ? scn_uri() : uri);
    CHECK(conn != NULL);
    return conn;
}

static void moves(virDomainPtr here, virConnectPtr to, unsigned long flags)
{
    unsigned char *before = scn_middle(here, RAM), *after;
    char u1[VIR_UUID_STRING_BUFLEN], u2[VIR_UUID_STRING_BUFLEN];
    virDomainPtr there = virDomainMigrate(here, to, flags, NULL, NULL, 0);

    if (there == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(there != NULL && virDomainGetConnect(there) == to);
    CHECK_STR(virDomainGetName(there), "one");
    OK(virDomainGetUUIDString(here, u1));
    OK(virDomainGetUUIDString(there, u2));
    CHECK_STR(u1, u2);
    CHECK(scn_runs(there));
    CHECK_INT(scn_xen() ? scn_runs(here) : scn_is_off(here), true);
    after = scn_middle(there, RAM);
    CHECK(memcmp(before, after, RAM) == 0);
    if (!scn_xen())
        OK(virDomainDestroy(there));
    OK(virDomainFree(there));
    free(before);
    free(after);
}

/* A hypervisor may be built without what it needs to see which pages a PV guest writes; then the guest is
 * not harmed. */
static bool can_move_live(virDomainPtr dom, virConnectPtr to)
{
    virDomainPtr there;

    if (!scn_xen())
        return true;
    there = virDomainMigrate(dom, to, VIR_MIGRATE_LIVE, NULL, NULL, 0);
    if (there != NULL) {
        OK(virDomainFree(there));
        return true;
    }
    CHECK_INT(virGetLastError()->code, VIR_ERR_OPERATION_FAILED);
    CHECK(strstr(virGetLastError()->message, "shadow paging") != NULL);
    CHECK(scn_runs(dom));
    return false;
}

static void fails(virDomainPtr dom, virConnectPtr to, unsigned long flags, int code)
{
    int id = (int)virDomainGetID(dom);

    FAILS_NULL(virDomainMigrate(dom, to, flags, NULL, NULL, 0), code);
    CHECK(scn_runs(dom));
    CHECK_INT(virDomainGetID(dom), id);
    CHECK_INT(virConnectNumOfDomains(virDomainGetConnect(dom)), 2);
}

int main(void)
{
    virConnectPtr a = scn_open(), ro = scn_open_ro(), b = there_is();
    virDomainPtr dom = scn_start(a, "one", ""), seen = virDomainLookupByName(ro, "one");

    fails(dom, b, 1ul << 30, VIR_ERR_INVALID_ARG);
    fails(dom, ro, 0, VIR_ERR_OPERATION_DENIED);
    fails(seen, b, 0, VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainMigrate(dom, NULL, 0, NULL, NULL, 0), VIR_ERR_INVALID_CONN);
    moves(dom, b, 0);
    if (!scn_xen())
        OK(virDomainCreate(dom));
    if (can_move_live(dom, b))
        moves(dom, b, VIR_MIGRATE_LIVE);
    OK(virDomainDestroy(dom));
    FAILS_NULL(virDomainMigrate(dom, b, 0, NULL, NULL, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainUndefine(dom));
    FAILS_NULL(virDomainMigrate(dom, b, 0, NULL, NULL, 0), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(seen));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(b), 0);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(a), 0);
    return 0;
}
