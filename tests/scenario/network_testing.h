/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the scenarios of networks share: documents, and how many there are. */
#pragma once

#include "scenario/scenario.h"

#define NET_U1 "<uuid>11111111-1111-4111-8111-111111111111</uuid>"
#define NET_U2 "<uuid>22222222-2222-4222-8222-222222222222</uuid>"
#define NET(name, body) "<network><name>" name "</name>" body "</network>"

static inline virNetworkPtr net_define(virConnectPtr conn, const char *xml)
{
    virNetworkPtr net = virNetworkDefineXML(conn, xml);

    if (net == NULL)
        fprintf(stderr, "%s: %s\n", xml, virGetLastError()->message);
    CHECK(net != NULL);
    return net;
}

static inline virNetworkPtr net_create(virConnectPtr conn, const char *xml)
{
    virNetworkPtr net = virNetworkCreateXML(conn, xml);

    if (net == NULL)
        fprintf(stderr, "%s: %s\n", xml, virGetLastError()->message);
    CHECK(net != NULL);
    return net;
}

static inline void net_want_counts(virConnectPtr conn, int active, int inactive)
{
    CHECK_INT(virConnectNumOfNetworks(conn), active);
    CHECK_INT(virConnectNumOfDefinedNetworks(conn), inactive);
}

static inline void net_want_state(virNetworkPtr net, int active, int persistent)
{
    CHECK_INT(virNetworkIsActive(net), active);
    CHECK_INT(virNetworkIsPersistent(net), persistent);
}

static inline void net_want_bridge(virNetworkPtr net, const char *want)
{
    char *bridge = virNetworkGetBridgeName(net);

    CHECK_STR(bridge, want);
    free(bridge);
}

static inline bool net_xml_has(virNetworkPtr net, int flags, const char *text)
{
    char *xml = virNetworkGetXMLDesc(net, flags);

    CHECK(xml != NULL);
    bool has = strstr(xml, text) != NULL;
    free(xml);
    return has;
}

/* Stops and undefines a network, and drops the handle. */
static inline void net_drop(virNetworkPtr net)
{
    OK(virNetworkDestroy(net));
    OK(virNetworkUndefine(net));
    OK(virNetworkFree(net));
}
