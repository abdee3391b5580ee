/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node files: devices, and domains that begin otherwise than running and defined. */
#include "config.h"

#include "scenario/scenario.h"

#define DOM(name, more) \
    "<domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'><name>" name \
    "</name><memory>8192</memory><os><type>hvm</type></os>" more "</domain>"
#define STATE(n) "<t:runstate>" n "</t:runstate>"
#define NET(name) \
    "<device><name>" name "</name><capability type='net'><interface>eth0</interface></capability>" \
    "</device>"

static virConnectPtr open_text(const char *text)
{
    char uri[400];

    scn_write(scn_path("node.xml"), text, strlen(text));
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    return virConnectOpen(uri);
}

static void check_state(virConnectPtr conn, const char *name, int state)
{
    virDomainPtr dom = virDomainLookupByName(conn, name);

    CHECK(dom != NULL);
    CHECK_INT(scn_state(dom), state);
    OK(virDomainFree(dom));
}

static void states(void)
{
    virConnectPtr conn =
        open_text("<node>" DOM("run", STATE("1")) DOM("wait", STATE("3")) DOM("off", STATE("5"))
                      DOM("gone", "<t:transient/>")
                          DOM("other", "<o:runstate xmlns:o='urn:o'>7</o:runstate>") "</node>");
    virDomainPtr dom;

    CHECK(conn != NULL);
    check_state(conn, "run", VIR_DOMAIN_RUNNING);
    check_state(conn, "wait", VIR_DOMAIN_PAUSED);
    check_state(conn, "off", VIR_DOMAIN_SHUTOFF);
    check_state(conn, "gone", VIR_DOMAIN_RUNNING);
    check_state(conn, "other", VIR_DOMAIN_RUNNING);
    CHECK_INT(virConnectNumOfDomains(conn), 4);
    dom = virDomainLookupByName(conn, "gone");
    OK(virDomainDestroy(dom));
    FAILS(virDomainCreate(dom), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
    dom = virDomainLookupByName(conn, "off");
    OK(virDomainCreate(dom));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
}

static void devices(void)
{
    virConnectPtr conn = open_text("<node>" NET("b") NET("a") "</node>");
    virNodeDevicePtr dev;
    char *names[3];

    CHECK(conn != NULL);
    CHECK_INT(virNodeListDevices(conn, "net", names, 3, 0), 2);
    CHECK_STR(names[0], "b");
    CHECK_STR(names[1], "a");
    free(names[0]);
    free(names[1]);
    dev = virNodeDeviceLookupByName(conn, "a");
    CHECK_INT(virConnectClose(conn), 1);
    CHECK_INT(virNodeDeviceNumOfCaps(dev), 1); /* the handle keeps its world */
    OK(virNodeDeviceFree(dev));
    conn = open_text("<node/>");
    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 0);
    CHECK_INT(virConnectClose(conn), 0);
}

static void refuse(const char *text, int code)
{
    FAILS_NULL(open_text(text), code);
}

int main(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    states();
    devices();
    refuse("<node>" DOM("a", STATE("2")) "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" DOM("a", STATE("6")) "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" DOM("a", STATE("up")) "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" DOM("a", STATE("5") "<t:transient/>") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" DOM("a", STATE("5")) DOM("a", "") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" NET("a") NET("a") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" NET("a/b") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node><device file='none.xml'/></node>", VIR_ERR_SYSTEM_ERROR);
    refuse("<node><device file='node.xml'/></node>", VIR_ERR_INTERNAL_ERROR);
    refuse("<node><device file='.'/></node>", VIR_ERR_SYSTEM_ERROR);
    return 0;
}
