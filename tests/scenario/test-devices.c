/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come and go while a domain runs, and their counters. */
#include "config.h"

#include "scenario/scenario.h"

#define DISK(dev) "<disk type='file'><source file='/none/" dev "'/><target dev='" dev "'/></disk>"
#define NET(mac, dev) \
    "<interface type='network'><mac address='" mac \
    "'/><source network='default'/><target dev='" dev "'/></interface>"

static void attach(virDomainPtr dom)
{
    FAILS(virDomainAttachDevice(dom, DISK("vdb")), VIR_ERR_INTERNAL_ERROR); /* shut off */
    FAILS(virDomainDetachDevice(dom, DISK("vda")), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainCreate(dom));
    OK(virDomainAttachDevice(dom, DISK("vdb")));
    CHECK(scn_xml_has(dom, 0, "/none/vdb"));
    CHECK(!scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, "/none/vdb"));
    CHECK_INT(virDomainAttachDevice(dom, DISK("vdb")), -1); /* the target is taken */
    OK(virDomainDetachDevice(dom, DISK("vdb")));
    CHECK(!scn_xml_has(dom, 0, "/none/vdb"));
    CHECK_INT(virDomainDetachDevice(dom, DISK("vdb")), -1);
    OK(virDomainAttachDevice(dom, NET("52:54:00:00:00:09", "tap9")));
    CHECK(scn_xml_has(dom, 0, "tap9"));
    OK(virDomainDetachDevice(dom, NET("52:54:00:00:00:09", "tap9")));
    CHECK(!scn_xml_has(dom, 0, "tap9"));
    FAILS(virDomainAttachDevice(dom, "<disk"), VIR_ERR_XML_DETAIL);
    FAILS(virDomainAttachDevice(dom, "<disk type='file'><source file='/x'/></disk>"),
          VIR_ERR_NO_TARGET);
    CHECK_INT(virDomainAttachDevice(dom, "<emulator>/x</emulator>"), -1);
    FAILS(virDomainAttachDevice(dom, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virDomainDetachDevice(dom, NULL), VIR_ERR_INVALID_ARG);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING);
}

#define CONTROLLER "<controller type='scsi' index='3' model='virtio-scsi'/>"
#define CHANNEL "<channel type='unix'><target type='virtio' name='agent.0'/></channel>"
#define RBD "<disk type='network'><source protocol='rbd' name='p/i'/><target dev='vdk'/></disk>"

/* Kinds and types of later releases. */
static void later(virDomainPtr dom)
{
    static const char *const devices[] = {CONTROLLER, CHANNEL, RBD};

    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        OK(virDomainAttachDevice(dom, devices[i]));
        FAILS(virDomainAttachDevice(dom, devices[i]), VIR_ERR_OPERATION_FAILED);
    }
    CHECK(scn_xml_has(dom, 0, CONTROLLER));
    CHECK(scn_xml_has(dom, 0, "agent.0"));
    CHECK(scn_xml_has(dom, 0, "dev='vdk'"));
    FAILS(virDomainAttachDevice(dom, DISK("vdk")), VIR_ERR_OPERATION_FAILED);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        OK(virDomainDetachDevice(dom, devices[i]));
        FAILS(virDomainDetachDevice(dom, devices[i]), VIR_ERR_OPERATION_FAILED);
    }
    CHECK(!scn_xml_has(dom, 0, "<controller"));
    FAILS(virDomainAttachDevice(dom, "<memballoon model='virtio'/>"), VIR_ERR_XML_ERROR);
    FAILS(virDomainAttachDevice(dom, "<controller type='tram'/>"), VIR_ERR_XML_ERROR);
}

static void stats(virDomainPtr dom)
{
    virDomainBlockStatsStruct block;
    virDomainInterfaceStatsStruct net;

    OK(virDomainBlockStats(dom, "vda", &block, sizeof block));
    CHECK(block.rd_req >= 0 && block.rd_bytes >= block.rd_req && block.errs == 0);
    memset(&block, 0x5a, sizeof block);
    OK(virDomainBlockStats(dom, "vda", &block, sizeof block.rd_req)); /* an older program */
    CHECK(block.rd_req >= 0 && block.rd_req != 0x5a5a5a5a5a5a5a5a);
    CHECK(block.rd_bytes == 0x5a5a5a5a5a5a5a5a && block.errs == 0x5a5a5a5a5a5a5a5a);
    OK(virDomainBlockStats(dom, "vda", &block, 0));
    FAILS(virDomainBlockStats(dom, "vda", &block, sizeof block + 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, "vdz", &block, sizeof block), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, NULL, &block, sizeof block), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockStats(dom, "vda", NULL, sizeof block), VIR_ERR_INVALID_ARG);

    OK(virDomainInterfaceStats(dom, "tap0", &net, sizeof net));
    CHECK(net.rx_bytes >= net.rx_packets && net.tx_drop == 0);
    memset(&net, 0x5a, sizeof net);
    OK(virDomainInterfaceStats(dom, "tap0", &net,
                               offsetof(virDomainInterfaceStatsStruct, rx_errs)));
    CHECK(net.rx_packets >= 0 && net.rx_packets != 0x5a5a5a5a5a5a5a5a);
    CHECK(net.rx_errs == 0x5a5a5a5a5a5a5a5a);
    FAILS(virDomainInterfaceStats(dom, "tap0", &net, sizeof net + 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainInterfaceStats(dom, "tap9", &net, sizeof net), VIR_ERR_INVALID_ARG);
    FAILS(virDomainInterfaceStats(dom, NULL, &net, sizeof net), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    FAILS(virDomainBlockStats(dom, "vda", &block, sizeof block), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainInterfaceStats(dom, "tap0", &net, sizeof net), VIR_ERR_INTERNAL_ERROR);
}

static void gone(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "two", "");
    virDomainBlockStatsStruct block;

    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    FAILS(virDomainAttachDevice(dom, DISK("vdb")), VIR_ERR_NO_DOMAIN);
    FAILS(virDomainBlockStats(dom, "vda", &block, sizeof block), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = scn_define(
        conn, "one", "<devices>" DISK("vda") NET("52:54:00:00:00:01", "tap0") "</devices>");
    virDomainPtr other = virDomainLookupByName(ro, "one");

    attach(dom);
    later(dom);
    FAILS(virDomainAttachDevice(other, DISK("vdc")), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainDetachDevice(other, DISK("vda")), VIR_ERR_OPERATION_DENIED);
    stats(dom);
    gone(conn);
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
