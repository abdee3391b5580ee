/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come and go while a domain runs, and their counters. */
#include "config.h"

#include "scenario/scenario.h"

#define MAC "52:54:00:00:00:01"
#define OTHER_MAC "52:54:00:00:00:09"

/* A disk whose file is there: a real host opens it. */
static const char *disk(char letter)
{
    static char xml[2][400];
    static int n;
    char *p = xml[n++ % 2], name[2] = {letter, '\0'};

    scn_write(scn_path(name), "disk", 4);
    snprintf(p, sizeof xml[0], "<disk type='file'><source file='%s'/><target dev='%s'/></disk>",
             scn_path(name), scn_disk(letter));
    return p;
}

/* The host has a say in its own name of an interface. */
static const char *net(const char *mac)
{
    static char xml[400];

    snprintf(xml, sizeof xml,
             scn_xen() ? "<interface type='bridge'><mac address='%s'/><source bridge='xenbr0'/>"
                         "</interface>"
                       : "<interface type='network'><mac address='%s'/>"
                         "<source network='default'/><target dev='tap0'/></interface>",
             mac);
    return xml;
}

static void attach(virDomainPtr dom)
{
    FAILS(virDomainAttachDevice(dom, disk('b')), VIR_ERR_INTERNAL_ERROR); /* shut off */
    FAILS(virDomainDetachDevice(dom, disk('a')), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainCreate(dom));
    OK(virDomainAttachDevice(dom, disk('b')));
    CHECK(scn_xml_has(dom, 0, scn_path("b")));
    CHECK(!scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, scn_path("b")));
    CHECK_INT(virDomainAttachDevice(dom, disk('b')), -1); /* the target is taken */
    OK(virDomainDetachDevice(dom, disk('b')));
    CHECK(!scn_xml_has(dom, 0, scn_path("b")));
    CHECK_INT(virDomainDetachDevice(dom, disk('b')), -1);
    OK(virDomainAttachDevice(dom, net(OTHER_MAC)));
    CHECK(scn_xml_has(dom, 0, OTHER_MAC));
    OK(virDomainDetachDevice(dom, net(OTHER_MAC)));
    CHECK(!scn_xml_has(dom, 0, OTHER_MAC));
    FAILS(virDomainAttachDevice(dom, "<disk"), VIR_ERR_XML_DETAIL);
    FAILS(virDomainAttachDevice(dom, "<disk type='file'><source file='/x'/></disk>"),
          VIR_ERR_NO_TARGET);
    CHECK_INT(virDomainAttachDevice(dom, "<emulator>/x</emulator>"), -1);
    FAILS(virDomainAttachDevice(dom, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virDomainDetachDevice(dom, NULL), VIR_ERR_INVALID_ARG);
    CHECK(scn_runs(dom));
    if (scn_xen()) /* what else a document may describe does not come and go */
        FAILS(virDomainAttachDevice(dom, "<controller type='scsi' index='3'/>"),
              VIR_ERR_NO_SUPPORT);
}

static void block_stats(virDomainPtr dom)
{
    virDomainBlockStatsStruct block;
    const char *target = scn_disk('a');

    OK(virDomainBlockStats(dom, target, &block, sizeof block));
    CHECK(block.rd_req >= 0 && block.rd_bytes >= block.rd_req && block.errs == 0);
    memset(&block, 0x5a, sizeof block);
    OK(virDomainBlockStats(dom, target, &block, sizeof block.rd_req)); /* an older program */
    CHECK(block.rd_req >= 0 && block.rd_req != 0x5a5a5a5a5a5a5a5a);
    CHECK(block.rd_bytes == 0x5a5a5a5a5a5a5a5a && block.errs == 0x5a5a5a5a5a5a5a5a);
    OK(virDomainBlockStats(dom, target, &block, 0));
    FAILS(virDomainBlockStats(dom, target, &block, sizeof block + 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, scn_disk('z'), &block, sizeof block), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, NULL, &block, sizeof block), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, target, NULL, sizeof block), VIR_ERR_INVALID_ARG);
}

static void net_stats(virDomainPtr dom)
{
    virDomainInterfaceStatsStruct net;
    char target[32] = "tap0";

    if (scn_xen())
        snprintf(target, sizeof target, "vif%u.0", virDomainGetID(dom));
    OK(virDomainInterfaceStats(dom, target, &net, sizeof net));
    CHECK(net.rx_bytes >= net.rx_packets);
    memset(&net, 0x5a, sizeof net);
    OK(virDomainInterfaceStats(dom, target, &net,
                               offsetof(virDomainInterfaceStatsStruct, rx_errs)));
    CHECK(net.rx_packets >= 0 && net.rx_packets != 0x5a5a5a5a5a5a5a5a);
    CHECK(net.rx_errs == 0x5a5a5a5a5a5a5a5a);
    FAILS(virDomainInterfaceStats(dom, target, &net, sizeof net + 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainInterfaceStats(dom, "tap9", &net, sizeof net), VIR_ERR_INVALID_ARG);
    FAILS(virDomainInterfaceStats(dom, NULL, &net, sizeof net), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    FAILS(virDomainInterfaceStats(dom, target, &net, sizeof net), VIR_ERR_INTERNAL_ERROR);
}

static void gone(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "two", "");
    virDomainBlockStatsStruct block;

    OK(virDomainDestroy(dom));
    FAILS(virDomainBlockStats(dom, scn_disk('a'), &block, sizeof block), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainUndefine(dom));
    FAILS(virDomainAttachDevice(dom, disk('b')), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainBlockStats(dom, scn_disk('a'), &block, sizeof block), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    char more[1000];

    snprintf(more, sizeof more, "<devices>%s%s</devices>", disk('a'), net(MAC));
    virDomainPtr dom = scn_define(conn, "one", more);
    virDomainPtr other = virDomainLookupByName(ro, "one");

    attach(dom);
    FAILS(virDomainAttachDevice(other, disk('c')), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainDetachDevice(other, disk('a')), VIR_ERR_OPERATION_DENIED);
    block_stats(dom);
    net_stats(dom);
    gone(conn);
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
