/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining networks: whose name, uuid and bridge it is, and which documents are refused. */
#include "config.h"

#include "scenario/network_testing.h"

#define BRIDGE(name) "<bridge name='" name "'/>"

static const char *uuid_of(virNetworkPtr net)
{
    static char text[VIR_UUID_STRING_BUFLEN];

    OK(virNetworkGetUUIDString(net, text));
    return text;
}

static void uuids(virConnectPtr conn)
{
    virNetworkPtr a = net_define(conn, NET("one", NET_U1)), b;

    b = net_define(conn, NET("one", "<title>new</title>")); /* no uuid: that of the name */
    CHECK_STR(uuid_of(b), "11111111-1111-4111-8111-111111111111");
    CHECK(net_xml_has(a, 0, "  <title>new</title>\n"));
    net_want_counts(conn, 1, 1);
    OK(virNetworkFree(b));
    FAILS_NULL(virNetworkCreateXML(conn, NET("one", NET_U2)), VIR_ERR_OPERATION_FAILED);
    b = net_define(conn, NET("one", NET_U2)); /* inactive: another one takes the place */
    CHECK_STR(uuid_of(b), "22222222-2222-4222-8222-222222222222");
    net_want_counts(conn, 1, 1);
    FAILS(virNetworkCreate(a), VIR_ERR_NO_NETWORK);
    OK(virNetworkFree(a));
    OK(virNetworkCreate(b));
    FAILS_NULL(virNetworkDefineXML(conn, NET("one", NET_U1)), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virNetworkDefineXML(conn, NET("two", NET_U2)), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virNetworkCreateXML(conn, NET("two", NET_U2)), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virNetworkDefineXML(conn, NET("default", NET_U2)), VIR_ERR_OPERATION_FAILED);
    net_want_state(b, 1, 1);
    net_drop(b);
    net_want_counts(conn, 1, 0);
}

static void free_bridges(virConnectPtr conn)
{
    virNetworkPtr net[4];

    net[0] = net_define(conn, NET("a", "")); /* virbr0 is the default network's */
    net[1] = net_create(conn, NET("b", BRIDGE("virbr3")));
    net[2] = net_create(conn, NET("c", "<bridge stp='off'/>"));
    net[3] = net_define(conn, NET("d", BRIDGE("virbr%d")));
    net_want_bridge(net[0], "virbr1");
    net_want_bridge(net[1], "virbr3");
    net_want_bridge(net[2], "virbr2");
    net_want_bridge(net[3], "virbr4");
    CHECK(net_xml_has(net[2], 0, "<bridge name='virbr2' stp='off' delay='0'/>"));
    OK(virNetworkDestroy(net[2]));
    OK(virNetworkFree(net[2]));
    net[2] = net_define(conn, NET("e", "")); /* what was given back is first */
    net_want_bridge(net[2], "virbr2");
    OK(virNetworkFree(net_define(conn, NET("e", "")))); /* the one that it has */
    net_want_bridge(net[2], "virbr2");
    net_drop(net[0]);
    net_drop(net[2]);
    net_drop(net[3]);
    OK(virNetworkDestroy(net[1]));
    OK(virNetworkFree(net[1]));
}

static void taken_bridges(virConnectPtr conn)
{
    virNetworkPtr net = net_define(conn, NET("a", BRIDGE("br7"))), other;

    FAILS_NULL(virNetworkDefineXML(conn, NET("b", BRIDGE("br7"))), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNetworkCreateXML(conn, NET("b", BRIDGE("br7"))), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNetworkDefineXML(conn, NET("b", BRIDGE("virbr0"))), VIR_ERR_INTERNAL_ERROR);
    net_want_counts(conn, 1, 1);
    OK(virNetworkCreate(net));
    OK(virNetworkFree(net_define(conn, NET("a", BRIDGE("br8")))));
    net_want_bridge(net, "br7"); /* both are its own while it runs */
    FAILS_NULL(virNetworkDefineXML(conn, NET("b", BRIDGE("br7"))), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNetworkDefineXML(conn, NET("b", BRIDGE("br8"))), VIR_ERR_INTERNAL_ERROR);
    OK(virNetworkDestroy(net));
    net_want_bridge(net, "br8");
    other = net_define(conn, NET("b", BRIDGE("br7")));
    net_drop(other);
    net_drop(net);
}

/* Those that join a bridge of the host may do so with others. */
static void other_bridges(virConnectPtr conn)
{
#define JOIN "<forward mode='bridge'/><bridge name='virbr0'/>"
    virNetworkPtr a = net_define(conn, NET("a", JOIN)), b = net_create(conn, NET("b", JOIN));
    virNetworkPtr c = net_define(conn, NET("c", "<forward mode='private' dev='eth0'/>"));

    net_want_bridge(a, "virbr0");
    net_want_bridge(b, "virbr0");
    FAILS_NULL(virNetworkGetBridgeName(c), VIR_ERR_INTERNAL_ERROR);
    CHECK(!net_xml_has(c, 0, "<bridge"));
    net_drop(a);
    net_drop(c);
    OK(virNetworkDestroy(b));
    OK(virNetworkFree(b));
}

static void refusals(virConnectPtr conn)
{
    static const struct {
        const char *xml;
        int code;
    } bad[] = {
        {"<network", VIR_ERR_XML_ERROR},
        {"", VIR_ERR_XML_ERROR},
        {"<domain/>", VIR_ERR_INTERNAL_ERROR},
        {"<network/>", VIR_ERR_NO_NAME},
        {NET("n", "<uuid>x</uuid>"), VIR_ERR_INTERNAL_ERROR},
        {NET("n", "<forward mode='up'/>"), VIR_ERR_INTERNAL_ERROR},
        {NET("n", "<forward/>"), VIR_ERR_INTERNAL_ERROR},
        {NET("n", "<bridge name='a b'/>"), VIR_ERR_XML_ERROR},
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        FAILS_NULL(virNetworkDefineXML(conn, bad[i].xml), bad[i].code);
        FAILS_NULL(virNetworkCreateXML(conn, bad[i].xml), bad[i].code);
    }
    FAILS_NULL(virNetworkDefineXML(conn, NULL), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virNetworkCreateXML(conn, NULL), VIR_ERR_INVALID_ARG);
    net_want_counts(conn, 1, 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    uuids(conn);
    free_bridges(conn);
    taken_bridges(conn);
    other_bridges(conn);
    refusals(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
