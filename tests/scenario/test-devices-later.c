/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Kinds and types of devices of later releases that come and go on the embedded hypervisor. */
#include "config.h"

#include "scenario/scenario.h"

#define DISK(dev) "<disk type='file'><source file='/none/" dev "'/><target dev='" dev "'/></disk>"

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

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");

    later(dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
