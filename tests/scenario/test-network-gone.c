/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of networks that are gone, undefined or transient and stopped: they know who they were,
 * and say NO_NETWORK to all else. */
#include "config.h"

#include "scenario/network_testing.h"

static void gone(virNetworkPtr net)
{
    char text[VIR_UUID_STRING_BUFLEN];
    int on;

    CHECK_STR(virNetworkGetName(net), "one");
    OK(virNetworkGetUUIDString(net, text));
    CHECK_STR(text, "11111111-1111-4111-8111-111111111111");
    OK(virNetworkRef(net));
    OK(virNetworkFree(net));
    FAILS_NULL(virNetworkGetXMLDesc(net, 0), VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkGetBridgeName(net), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkGetAutostart(net, &on), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkSetAutostart(net, 1), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkCreate(net), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkDestroy(net), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkUndefine(net), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkIsActive(net), VIR_ERR_NO_NETWORK);
    FAILS(virNetworkIsPersistent(net), VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkLookupByName(virNetworkGetConnect(net), "one"), VIR_ERR_NO_NETWORK);
    FAILS_NULL(virNetworkLookupByUUIDString(virNetworkGetConnect(net), text), VIR_ERR_NO_NETWORK);
    OK(virNetworkFree(net));
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virNetworkPtr net = net_define(conn, NET("one", NET_U1));

    OK(virNetworkUndefine(net));
    gone(net);
    net = net_create(conn, NET("one", NET_U1));
    OK(virNetworkDestroy(net));
    gone(net);
    /* Another of the same name and uuid is not the one that is gone. */
    net = net_create(conn, NET("one", NET_U1));
    OK(virNetworkDestroy(net));
    virNetworkPtr other = net_define(conn, NET("one", NET_U1));
    FAILS(virNetworkCreate(net), VIR_ERR_NO_NETWORK);
    net_want_state(other, 0, 1);
    OK(virNetworkFree(net));
    net_drop(other);
    /* The handle keeps its connection and its world. */
    net = net_define(conn, NET("one", ""));
    CHECK_INT(virConnectClose(conn), 1);
    OK(virNetworkCreate(net));
    OK(virNetworkFree(net));
    return 0;
}
