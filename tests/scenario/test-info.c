/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told of a domain: numbers, document, label, autostart. */
#include "config.h"

#include <time.h>

#include "scenario/scenario.h"

static unsigned long long cpu_time(virDomainPtr dom)
{
    virDomainInfo info;

    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.maxMem, SCN_MEM_KIB);
    scn_want_memory(info.memory, SCN_MEM_KIB);
    CHECK_INT(info.nrVirtCpu, scn_vcpus());
    return info.cpuTime;
}

/* Busy until the coarse clock has moved well on. */
static void pass_time(void)
{
    struct timespec a, b;

    clock_gettime(CLOCK_MONOTONIC, &a);
    do
        clock_gettime(CLOCK_MONOTONIC, &b);
    while ((b.tv_sec - a.tv_sec) * 1000000000LL + b.tv_nsec - a.tv_nsec < 30000000);
}

static void cpu_grows(virDomainPtr dom)
{
    CHECK_INT(cpu_time(dom), 0);
    scn_create(dom);
    unsigned long long a = cpu_time(dom);
    CHECK(a > 0);
    pass_time();
    unsigned long long b = cpu_time(dom);
    CHECK(b > a);
    OK(virDomainSuspend(dom));
    a = cpu_time(dom);
    CHECK(a >= b);
    pass_time();
    CHECK_INT(cpu_time(dom), a); /* paused: it stands still */
    OK(virDomainResume(dom));
    pass_time();
    CHECK(cpu_time(dom) > a);
    OK(virDomainDestroy(dom));
    CHECK_INT(cpu_time(dom), 0);
    FAILS(virDomainGetInfo(dom, NULL), VIR_ERR_INVALID_ARG);
}

static void xml_flags(virConnectPtr conn, virDomainPtr dom)
{
    virDomainPtr secret = scn_define(conn, "two",
                                     "<devices><graphics type='vnc' port='5900' passwd='secret'/>"
                                     "</devices>");

    CHECK(!scn_xml_has(secret, 0, "secret"));
    CHECK(scn_xml_has(secret, VIR_DOMAIN_XML_SECURE, "passwd='secret'"));
    CHECK(scn_xml_has(secret, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE, "passwd='secret'"));
    scn_drop(secret);
    scn_create(dom);
    CHECK(scn_xml_has(dom, 0, " id="));
    CHECK(!scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, " id="));
    FAILS_NULL(virDomainGetXMLDesc(dom, 4), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    CHECK(!scn_xml_has(dom, 0, " id="));
}

/* Xen has labels of its own, of which nothing is told here. */
static void label(virDomainPtr dom)
{
    virSecurityLabel label;

    if (scn_xen()) {
        FAILS(virDomainGetSecurityLabel(dom, &label), VIR_ERR_NO_SUPPORT);
        return;
    }
    OK(virDomainGetSecurityLabel(dom, &label)); /* shut off: none */
    CHECK_STR(label.label, "");
    scn_create(dom);
    OK(virDomainGetSecurityLabel(dom, &label));
    CHECK(label.label[0] != '\0' && label.enforcing == 1);
    OK(virDomainDestroy(dom));
    FAILS(virDomainGetSecurityLabel(dom, NULL), VIR_ERR_INVALID_ARG);
}

static void words(virDomainPtr dom)
{
    char *type = virDomainGetOSType(dom);
    int on = 7;

    CHECK_STR(type, "linux");
    free(type);
    label(dom);
    OK(virDomainGetAutostart(dom, &on));
    CHECK_INT(on, 0);
    OK(virDomainSetAutostart(dom, 17));
    OK(virDomainGetAutostart(dom, &on));
    CHECK_INT(on, 1);
    OK(virDomainSetAutostart(dom, 0));
    OK(virDomainGetAutostart(dom, &on));
    CHECK_INT(on, 0);
    FAILS(virDomainGetAutostart(dom, NULL), VIR_ERR_INVALID_ARG);
}

static void transient(virConnectPtr conn)
{
    char *xml = scn_xml("passing", "");
    virDomainPtr dom = virDomainCreateXML(conn, xml, 0);
    int on = 7;

    CHECK(dom != NULL);
    OK(virDomainGetAutostart(dom, &on));
    CHECK_INT(on, 0);
    FAILS(virDomainSetAutostart(dom, 1), VIR_ERR_INTERNAL_ERROR);
    CHECK(!scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, " id="));
    OK(virDomainDestroy(dom));
    OK(virDomainFree(dom));
    free(xml);
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = scn_define(conn, "one", "");

    cpu_grows(dom);
    xml_flags(conn, dom);
    words(dom);
    transient(conn);
    virDomainPtr other = virDomainLookupByName(ro, "one");
    FAILS(virDomainSetAutostart(other, 1), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainGetXMLDesc(other, VIR_DOMAIN_XML_SECURE), VIR_ERR_OPERATION_DENIED);
    CHECK_INT(virDomainGetMaxMemory(other), SCN_MEM_KIB);
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
