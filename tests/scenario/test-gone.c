/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of domains that are gone, undefined or transient and stopped: they know who they were,
 * and say NO_DOMAIN to all else. */
#include "config.h"

#include "scenario/scenario.h"

static void gone(virDomainPtr dom)
{
    virDomainInfo info;
    char text[VIR_UUID_STRING_BUFLEN];
    int on;

    CHECK_STR(virDomainGetName(dom), "one");
    OK(virDomainGetUUIDString(dom, text));
    CHECK_INT((int)virDomainGetID(dom), -1);
    OK(virDomainRef(dom));
    OK(virDomainFree(dom));
    FAILS(virDomainGetInfo(dom, &info), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainGetXMLDesc(dom, 0), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainGetOSType(dom), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainCreate(dom), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainDestroy(dom), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainUndefine(dom), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainSuspend(dom), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainGetAutostart(dom, &on), VIR_ERR_NO_DOMAIN);
    CHECK_INT(virDomainGetMaxMemory(dom), 0);
    FAILS(virDomainMemoryPeek(dom, 0, 1, text, VIR_MEMORY_PHYSICAL), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByName(virDomainGetConnect(dom), "one"), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char *xml = scn_xml("one", "");

    virDomainPtr dom = scn_define(conn, "one", "");
    OK(virDomainUndefine(dom));
    gone(dom);
    dom = virDomainCreateXML(conn, xml, 0); /* transient: gone when it stops */
    CHECK(dom != NULL);
    FAILS(virDomainUndefine(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virDomainCreateXML(conn, xml, 0), VIR_ERR_OPERATION_FAILED);
    OK(virDomainDestroy(dom));
    gone(dom);
    dom = virDomainCreateLinux(conn, xml, 0);
    CHECK(dom != NULL);
    scn_wait_ready(dom);
    scn_shut_down(dom);
    gone(dom);
    free(xml);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
