/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining: whose name and uuid it is, what the next start uses, which documents are refused. */
#include "config.h"

#include "scenario/scenario.h"

#define U1 "<uuid>11111111-1111-4111-8111-111111111111</uuid>"
#define U2 "<uuid>22222222-2222-4222-8222-222222222222</uuid>"

static char *uuid_of(virDomainPtr dom)
{
    static char text[2][VIR_UUID_STRING_BUFLEN];
    static int n;
    char *t = text[n++ % 2];

    OK(virDomainGetUUIDString(dom, t));
    return t;
}

static void again(virConnectPtr conn)
{
    virDomainPtr a = scn_define(conn, "one", U1);
    virDomainPtr b = scn_define(conn, "one", "<description>new</description>");

    CHECK_STR(uuid_of(b), uuid_of(a)); /* no uuid: that of the name */
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 1);
    OK(virDomainFree(b));
    b = scn_define(conn, "one", U2); /* shut off: another one takes the place */
    CHECK_STR(uuid_of(b), "22222222-2222-4222-8222-222222222222");
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 1);
    CHECK_STR(virDomainGetName(a), "one");
    FAILS(virDomainCreate(a), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(a));
    OK(virDomainCreate(b));
    char *xml = scn_xml("one", U1); /* running: it stays */
    FAILS_NULL(virDomainDefineXML(conn, xml), VIR_ERR_OPERATION_FAILED);
    free(xml);
    xml = scn_xml("two", U2); /* the uuid is taken */
    FAILS_NULL(virDomainDefineXML(conn, xml), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virDomainCreateXML(conn, xml, 0), VIR_ERR_OPERATION_FAILED);
    free(xml);
    CHECK(scn_runs(b));
    scn_drop(b);
}

static void next_start(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "one", "");
    virDomainPtr other;
    char *xml = scn_xml("one", "<on_reboot>destroy</on_reboot>");
    int id = (int)virDomainGetID(dom);

    other = virDomainDefineXML(conn, xml);
    CHECK(other != NULL);
    CHECK_INT(virDomainGetID(other), id);
    CHECK(scn_xml_has(dom, 0, "<on_reboot>restart</on_reboot>"));
    CHECK(scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, "<on_reboot>destroy</on_reboot>"));
    CHECK(!scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, " id="));
    OK(virDomainDestroy(dom));
    CHECK(scn_xml_has(dom, 0, "<on_reboot>destroy</on_reboot>"));
    OK(virDomainCreate(dom));
    CHECK(scn_xml_has(dom, 0, "<on_reboot>destroy</on_reboot>"));
    FAILS(virDomainUndefine(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainFree(other));
    scn_drop(dom);
    free(xml);
}

static void refuse(virConnectPtr conn, const char *xml, int code)
{
    FAILS_NULL(virDomainDefineXML(conn, xml), code);
    FAILS_NULL(virDomainCreateXML(conn, xml, 0), code);
}

static void refuse_inner(virConnectPtr conn, const char *type, const char *inner, int code)
{
    char xml[400];

    snprintf(xml, sizeof xml, "<domain type='%s'>%s</domain>", type, inner);
    refuse(conn, xml, code);
}

static void refuse_documents(virConnectPtr conn)
{
    static const struct {
        const char *inner;
        int code;
    } bad[] = {
        {"<memory>8192</memory><os><type>hvm</type></os>", VIR_ERR_NO_NAME},
        {"<name>b</name><memory>8192</memory>", VIR_ERR_OS_TYPE},
        {"<name>b</name><os><type>hvm</type></os>", VIR_ERR_INTERNAL_ERROR},
        {"<name>b</name><uuid>x</uuid><memory>8192</memory><os><type>hvm</type></os>",
         VIR_ERR_INTERNAL_ERROR},
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuse_inner(conn, scn_type(), bad[i].inner, bad[i].code);
    refuse_inner(conn, scn_other_type(),
                 "<name>b</name><memory>8192</memory><os><type>hvm</type></os>",
                 VIR_ERR_INTERNAL_ERROR);
    refuse(conn, "<domain", VIR_ERR_XML_DETAIL);
    refuse(conn, "", VIR_ERR_XML_DETAIL);
    refuse(conn, "<network/>", VIR_ERR_INTERNAL_ERROR);
}

static void refusals(virConnectPtr conn)
{
    virConnectPtr ro = scn_open_ro();
    char *good = scn_xml("b", "");

    refuse_documents(conn);
    FAILS_NULL(virDomainDefineXML(conn, NULL), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainCreateXML(conn, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainCreateXML(conn, good, 1), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineXML(ro, good), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainCreateXML(ro, good, 0), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainCreateLinux(ro, good, 0), VIR_ERR_OPERATION_DENIED);
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 0);
    CHECK_INT(virConnectNumOfDomains(conn), 1);
    virDomainPtr dom = virDomainLookupByName(ro, scn_resident());
    FAILS(virDomainUndefine(dom), VIR_ERR_OPERATION_DENIED);
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(ro), 0);
    free(good);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    again(conn);
    next_start(conn);
    refusals(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
