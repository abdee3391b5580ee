/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* References, handles that outlive the close of their connection, one world for all connections. */
#include "config.h"

#include "scenario/scenario.h"

static void references(void)
{
    virConnectPtr conn = virConnectOpen(scn_uri());
    virDomainPtr dom;
    virDomainInfo info;

    CHECK_INT(virConnectRef(conn), 0);
    CHECK_INT(virConnectClose(conn), 1);
    CHECK_INT(virConnectNumOfDomains(conn), 1);
    dom = virDomainLookupByID(conn, scn_resident_id());
    CHECK_INT(virDomainRef(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virConnectClose(conn), 1); /* the handle */
    CHECK_INT(virConnectClose(conn), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_CONN);
    /* It goes on working, and so does its connection, until its own Free. */
    CHECK_INT(virDomainGetInfo(dom, &info), 0);
    CHECK(scn_runs(dom));
    CHECK(virDomainGetConnect(dom) == conn);
    virDomainPtr again = virDomainLookupByName(conn, scn_resident());
    CHECK(again != NULL);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virDomainFree(dom), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_DOMAIN);
    CHECK_STR(virDomainGetName(again), scn_resident());
    CHECK_INT(virDomainFree(again), 0);
    CHECK_INT(virConnectClose(conn), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_CONN);
}

static void one_world(void)
{
    virConnectPtr a = virConnectOpen(scn_uri());
    virConnectPtr b = virConnectOpenReadOnly(scn_uri());
    virDomainPtr dom = scn_start(a, "one", "");
    virDomainPtr other = virDomainLookupByName(b, "one");
    virDomainInfo info;

    CHECK_INT(virDomainSuspend(dom), 0);
    CHECK_INT(virDomainGetInfo(other, &info), 0);
    CHECK_INT(info.state, VIR_DOMAIN_PAUSED);
    CHECK_INT(virDomainSuspend(other), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_OPERATION_DENIED);
    CHECK(virDomainGetXMLDesc(other, VIR_DOMAIN_XML_SECURE) == NULL);
    CHECK_INT(virGetLastError()->code, VIR_ERR_OPERATION_DENIED);
    OK(virDomainResume(dom));
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(a), 0);
    CHECK_INT(virConnectClose(b), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    CHECK_STR(virConnectGetType(conn), scn_type_word());
    CHECK_INT(virConnectClose(conn), 0);
    references();
    one_world();
    return 0;
}
