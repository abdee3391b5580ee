/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks of node files: where they stand, how they are, and what is refused. */
#include "config.h"

#include "scenario/network_testing.h"

static virConnectPtr open_text(const char *text)
{
    char uri[300];

    scn_write(scn_path("node.xml"), text, strlen(text));
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    return virConnectOpen(uri);
}

static void full(void)
{
    static const char in_file[] = NET("rel", NET_U2 "<bridge name='br2'/>");
    char *names[4];

    scn_write(scn_path("net.xml"), in_file, strlen(in_file));
    virConnectPtr conn =
        open_text("<node>" NET("in", NET_U1) "<network file='net.xml'/>"
                                             "<memory>8192</memory>" NET("third", "") "</node>");
    if (conn == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(conn != NULL);
    net_want_counts(conn, 3, 0);
    CHECK_INT(virConnectListNetworks(conn, names, 4), 3);
    static const char *const want[] = {"in", "rel", "third"};
    static const char *const bridge[] = {"virbr0", "br2", "virbr1"};
    for (int i = 0; i < 3; i++) {
        virNetworkPtr net = virNetworkLookupByName(conn, names[i]);
        CHECK_STR(names[i], want[i]);
        net_want_state(net, 1, 1);
        net_want_bridge(net, bridge[i]);
        net_drop(net);
        free(names[i]);
    }
    net_want_counts(conn, 0, 0);
    CHECK_INT(virConnectClose(conn), 0);
}

static void refuse(const char *text, int code)
{
    FAILS_NULL(open_text(text), code);
}

int main(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    full();
    refuse("<node>" NET("a", "") NET("b", "") NET("a", "") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" NET("a", NET_U1) NET("b", NET_U1) "</node>", VIR_ERR_OPERATION_FAILED);
    refuse("<node>" NET("a", "") NET("b", "<bridge name='virbr0'/>") "</node>",
           VIR_ERR_INTERNAL_ERROR);
    refuse("<node>" NET("a", "<forward mode='up'/>") "</node>", VIR_ERR_INTERNAL_ERROR);
    refuse("<node><network/></node>", VIR_ERR_NO_NAME);
    refuse("<node><network file='none.xml'/></node>", VIR_ERR_SYSTEM_ERROR);
    refuse("<node><network file='node.xml'/></node>", VIR_ERR_INTERNAL_ERROR); /* no network */
    scn_write(scn_path("net.xml"), "<network>", 9);
    refuse("<node><network file='net.xml'/></node>", VIR_ERR_XML_ERROR);
    return 0;
}
