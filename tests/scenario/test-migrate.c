/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration between two worlds: what is kept, and what is left when it fails. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((size_t)2 << 20)
#define FAULT "<vt:fault call='virDomainMigrate' code='38' times='1'/>"

static virConnectPtr node_world(void)
{
    char uri[300];

    scn_write(scn_path("node.xml"), "<node/>", 7);
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    virConnectPtr conn = virConnectOpen(uri);
    CHECK(conn != NULL);
    CHECK_INT(virConnectNumOfDomains(conn), 0);
    return conn;
}

static void there_and_back(virConnectPtr a, virConnectPtr b, unsigned long flags)
{
    virDomainPtr here = scn_start(a, "one", ""), there, back;
    unsigned char *before, *after;
    char u1[VIR_UUID_STRING_BUFLEN], u2[VIR_UUID_STRING_BUFLEN];

    OK(virDomainReboot(here, 0));
    OK(virDomainSetMemory(here, 8192));
    before = scn_ram(here, RAM);
    there = virDomainMigrate(here, b, flags, NULL, NULL, 0);
    CHECK(there != NULL && virDomainGetConnect(there) == b);
    CHECK_STR(virDomainGetName(there), "one");
    OK(virDomainGetUUIDString(here, u1));
    OK(virDomainGetUUIDString(there, u2));
    CHECK_STR(u1, u2);
    CHECK_INT(scn_state(here), VIR_DOMAIN_SHUTOFF);
    CHECK(scn_runs(there));
    CHECK(scn_xml_has(there, 0, "<currentMemory>8192</currentMemory>"));
    after = scn_ram(there, RAM);
    CHECK(memcmp(before, after, RAM) == 0);
    FAILS_NULL(virDomainMigrate(here, b, 0, NULL, NULL, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainSuspend(there)); /* a paused one stays paused */
    back = virDomainMigrate(there, a, flags, NULL, NULL, 10);
    CHECK(back != NULL);
    CHECK_INT(scn_state(back), VIR_DOMAIN_PAUSED);
    CHECK_INT(scn_state(here), VIR_DOMAIN_PAUSED);
    CHECK_INT(virConnectNumOfDomains(b), 0);
    CHECK_INT(virConnectNumOfDefinedDomains(b), 0); /* there it was transient */
    virDomainInfo info;
    FAILS(virDomainGetInfo(there, &info), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(there));
    OK(virDomainFree(back));
    scn_drop(here);
    free(before);
    free(after);
}

static void new_name(virConnectPtr a, virConnectPtr b)
{
    virDomainPtr here = scn_start(a, "one", ""), there;

    there = virDomainMigrate(here, b, 0, "other", NULL, 0);
    CHECK(there != NULL);
    CHECK_STR(virDomainGetName(there), "other");
    CHECK(scn_xml_has(there, 0, "<name>other</name>"));
    FAILS_NULL(virDomainLookupByName(b, "one"), VIR_ERR_NO_DOMAIN);
    OK(virDomainDestroy(there));
    OK(virDomainFree(there));
    scn_drop(here);
}

static void fails(virDomainPtr dom, virConnectPtr to, unsigned long flags, const char *dname,
                  int code)
{
    int state = scn_state(dom), id = (int)virDomainGetID(dom);
    int there = virConnectNumOfDomains(to), defined = virConnectNumOfDefinedDomains(to);

    FAILS_NULL(virDomainMigrate(dom, to, flags, dname, NULL, 0), code);
    CHECK_INT(scn_state(dom), state);
    CHECK_INT(virDomainGetID(dom), id);
    CHECK_INT(virConnectNumOfDomains(to), there);
    CHECK_INT(virConnectNumOfDefinedDomains(to), defined);
}

static void refusals(virConnectPtr a, virConnectPtr b)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr dom = scn_start(a, "one", SCN_EMBEDDED(FAULT)), taken, there;
    virDomainPtr seen = virDomainLookupByName(ro, "one");

    fails(dom, b, 0, NULL, VIR_ERR_SYSTEM_ERROR); /* as the script wants */
    fails(dom, b, 2, NULL, VIR_ERR_INVALID_ARG);
    fails(dom, a, 0, NULL, VIR_ERR_INTERNAL_ERROR);    /* the same world: it runs there */
    fails(dom, a, 0, "two", VIR_ERR_OPERATION_FAILED); /* so does its uuid */
    FAILS_NULL(virDomainMigrate(seen, b, 0, NULL, NULL, 0), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainMigrate(dom, ro, 0, NULL, NULL, 0), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainMigrate(dom, NULL, 0, NULL, NULL, 0), VIR_ERR_INVALID_CONN);
    taken = scn_start(b, "one", "");
    fails(dom, b, 0, NULL, VIR_ERR_OPERATION_FAILED); /* another one of that name */
    scn_drop(taken);
    OK(virDomainSuspend(dom));
    taken = scn_start(b, "one", "");
    fails(dom, b, 0, NULL, VIR_ERR_OPERATION_FAILED);
    scn_drop(taken);
    OK(virDomainResume(dom));
    there = virDomainMigrate(dom, b, 0, NULL, NULL, 0); /* nothing is left over of the failures */
    CHECK(there != NULL);
    OK(virDomainDestroy(there));
    OK(virDomainFree(there));
    OK(virDomainFree(seen));
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    FAILS_NULL(virDomainMigrate(dom, b, 0, NULL, NULL, 0), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr a = scn_open(), b = node_world();

    there_and_back(a, b, 0);
    there_and_back(a, b, VIR_MIGRATE_LIVE);
    new_name(a, b);
    refusals(a, b);
    CHECK_INT(virConnectClose(b), 0);
    CHECK_INT(virConnectClose(a), 0);
    return 0;
}
