/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks: the one that is there, and the life of others. */
#include "config.h"

#include "scenario/network_testing.h"

static void default_network(virConnectPtr conn)
{
    unsigned char uuid[VIR_UUID_BUFLEN];
    char text[VIR_UUID_STRING_BUFLEN];
    virNetworkPtr net = virNetworkLookupByName(conn, "default"), other;
    int on = 7;

    CHECK(net != NULL);
    CHECK_STR(virNetworkGetName(net), "default");
    OK(virNetworkGetUUIDString(net, text));
    CHECK_STR(text, "dd8fe884-6c02-601e-7551-cca97df1c5df");
    OK(virNetworkGetUUID(net, uuid));
    other = virNetworkLookupByUUID(conn, uuid);
    CHECK_STR(virNetworkGetName(other), "default");
    OK(virNetworkFree(other));
    other = virNetworkLookupByUUIDString(conn, "DD8FE884-6c02-601e-7551-cca97df1c5df");
    CHECK_STR(virNetworkGetName(other), "default");
    OK(virNetworkFree(other));
    net_want_state(net, 1, 1);
    net_want_bridge(net, "virbr0");
    OK(virNetworkGetAutostart(net, &on));
    CHECK_INT(on, 0);
    CHECK(virNetworkGetConnect(net) == conn);
    char *xml = virNetworkGetXMLDesc(net, 0);
    CHECK_STR(xml, "<network>\n"
                   "  <name>default</name>\n"
                   "  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>\n"
                   "  <forward mode='nat'/>\n"
                   "  <bridge name='virbr0' stp='on' delay='0'/>\n"
                   "  <ip address='192.168.122.1' netmask='255.255.255.0'>\n"
                   "    <dhcp>\n"
                   "      <range start='192.168.122.2' end='192.168.122.254'/>\n"
                   "    </dhcp>\n"
                   "  </ip>\n"
                   "</network>\n");
    free(xml);
    OK(virNetworkRef(net));
    OK(virNetworkFree(net));
    OK(virNetworkFree(net));
}

static void leases(virConnectPtr conn)
{
    virNetworkPtr net = virNetworkLookupByName(conn, "default");
    virNetworkDHCPLeasePtr *list = NULL;

    CHECK_INT(virNetworkGetDHCPLeases(net, NULL, NULL, 0), 0);
    CHECK_INT(virNetworkGetDHCPLeases(net, "52:54:00:00:00:01", &list, 0), 0);
    CHECK(list != NULL && list[0] == NULL);
    free(list);
    list = NULL;
    FAILS(virNetworkGetDHCPLeases(net, "52:54:00:00:00", &list, 0), VIR_ERR_INVALID_MAC);
    FAILS(virNetworkGetDHCPLeases(net, NULL, &list, 1), VIR_ERR_INVALID_ARG);
    CHECK(list == NULL);
    OK(virNetworkFree(net));
    net = net_define(conn, NET("one", NET_U1));
    CHECK_INT(virNetworkGetDHCPLeases(net, NULL, &list, 0), 0);
    free(list);
    OK(virNetworkUndefine(net));
    FAILS(virNetworkGetDHCPLeases(net, NULL, NULL, 0), VIR_ERR_NO_NETWORK);
    OK(virNetworkFree(net));
    virNetworkDHCPLeaseFree(NULL);
}

static void lists(virConnectPtr conn)
{
    char *names[4] = {NULL, NULL, NULL, NULL};
    virNetworkPtr a = net_define(conn, NET("a", "")), b = net_create(conn, NET("b", ""));

    net_want_counts(conn, 2, 1);
    CHECK_INT(virConnectListNetworks(conn, names, 4), 2);
    CHECK_STR(names[0], "default");
    CHECK_STR(names[1], "b");
    CHECK(names[2] == NULL);
    free(names[0]), free(names[1]);
    CHECK_INT(virConnectListNetworks(conn, names, 1), 1);
    CHECK_STR(names[0], "default");
    free(names[0]);
    CHECK_INT(virConnectListNetworks(conn, names, 0), 0);
    CHECK_INT(virConnectListDefinedNetworks(conn, names, 4), 1);
    CHECK_STR(names[0], "a");
    free(names[0]);
    CHECK_INT(virConnectListDefinedNetworks(conn, names, 0), 0);
    net_drop(a);
    OK(virNetworkDestroy(b));
    OK(virNetworkFree(b));
    net_want_counts(conn, 1, 0);
}

static void life(virConnectPtr conn)
{
    virNetworkPtr net = net_define(conn, NET("one", NET_U1));
    int on;

    net_want_state(net, 0, 1);
    OK(virNetworkDestroy(net)); /* inactive: nothing to do */
    OK(virNetworkCreate(net));
    net_want_state(net, 1, 1);
    net_want_counts(conn, 2, 0);
    FAILS(virNetworkCreate(net), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNetworkUndefine(net), VIR_ERR_INTERNAL_ERROR);
    OK(virNetworkSetAutostart(net, 5));
    OK(virNetworkGetAutostart(net, &on));
    CHECK_INT(on, 1);
    OK(virNetworkDestroy(net));
    net_want_state(net, 0, 1);
    net_want_counts(conn, 1, 1);
    OK(virNetworkGetAutostart(net, &on));
    CHECK_INT(on, 1);
    OK(virNetworkSetAutostart(net, 0));
    OK(virNetworkGetAutostart(net, &on));
    CHECK_INT(on, 0);
    OK(virNetworkCreate(net));
    net_drop(net);
    net_want_counts(conn, 1, 0);
}

static void transient(virConnectPtr conn)
{
    virNetworkPtr net = net_create(conn, NET("one", NET_U1)), again;

    net_want_state(net, 1, 0);
    FAILS(virNetworkSetAutostart(net, 1), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNetworkCreateXML(conn, NET("one", NET_U1)), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNetworkCreateXML(conn, NET("one", "")), VIR_ERR_INTERNAL_ERROR);
    again = net_define(conn, NET("one", "<domain name='later'/>"));
    net_want_state(net, 1, 1); /* it is persistent now */
    CHECK(!net_xml_has(net, 0, "later"));
    CHECK(net_xml_has(net, VIR_NETWORK_XML_INACTIVE, "<domain name='later'/>"));
    OK(virNetworkDestroy(net));
    net_want_state(net, 0, 1);
    CHECK(net_xml_has(net, 0, "<domain name='later'/>"));
    OK(virNetworkFree(again));
    /* A defined one can be started from another document, for that run. */
    again = net_create(conn, NET("one", "<domain name='now'/>"));
    net_want_state(net, 1, 1);
    CHECK(net_xml_has(net, 0, "<domain name='now'/>"));
    CHECK(net_xml_has(net, VIR_NETWORK_XML_INACTIVE, "<domain name='later'/>"));
    OK(virNetworkFree(again));
    net_drop(net);
}

static void refusals(virConnectPtr conn)
{
    static const unsigned char none[VIR_UUID_BUFLEN] = {1};
    virConnectPtr ro = scn_open_ro();
    virNetworkPtr net = virNetworkLookupByName(ro, "default");

    FAILS_NULL(virNetworkLookupByName(conn, "none"), VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkLookupByUUID(conn, none), VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkLookupByUUIDString(conn, "00000000-0000-0000-0000-000000000000"),
               VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkLookupByUUIDString(conn, "default"), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virNetworkGetXMLDesc(net, 2), VIR_ERR_INVALID_ARG);
    net_want_state(net, 1, 1);
    FAILS(virNetworkDestroy(net), VIR_ERR_OPERATION_DENIED);
    FAILS(virNetworkCreate(net), VIR_ERR_OPERATION_DENIED);
    FAILS(virNetworkUndefine(net), VIR_ERR_OPERATION_DENIED);
    FAILS(virNetworkSetAutostart(net, 1), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virNetworkDefineXML(ro, NET("a", "")), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virNetworkCreateXML(ro, NET("a", "")), VIR_ERR_OPERATION_DENIED);
    OK(virNetworkFree(net));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    net_want_counts(conn, 1, 0);
    default_network(conn);
    leases(conn);
    lists(conn);
    life(conn);
    transient(conn);
    refusals(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
