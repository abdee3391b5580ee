/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps, and the handles that they pass on. */
#include "config.h"

#include "scenario/oom_steps.h"
#include "scenario/network_testing.h"

#define DISK "<disk type='file'><source file='%s'/><target dev='vdb'/></disk>"

static virConnectPtr conn, node;
static virDomainPtr dom, there;
static virNodeDevicePtr dev;
static virNetworkPtr net, other;
static char uri[300], disk[300], buf[5000];
static int listener = -1, timer = -1;

static void hear(virConnectPtr c, virNetworkPtr n, int event, int detail, void *opaque)
{
    (void)event, (void)detail, (void)opaque;
    CHECK(c == conn && virNetworkGetName(n) != NULL);
}

static void turn(int number, void *opaque)
{
    (void)number, (void)opaque;
}

/* The number that an earlier try got is kept. */
static int got(int *kept, int number)
{
    *kept = number;
    return number < 0 ? -1 : 0;
}

static int string(char *text)
{
    int rv = text != NULL ? 0 : -1;

    free(text);
    return rv;
}

static int names(void)
{
    char *name[4];
    int n = virConnectListDefinedDomains(conn, name, 4);

    for (int i = 0; i < n; i++)
        free(name[i]);
    return n < 0 ? -1 : 0;
}

/* A new one; it is looked for among the others. */
static int devices(void)
{
    static const char xml[] =
        "<device><parent>scsi_host2</parent><capability type='scsi_host'><capability type='fc_host'>"
        "<wwnn>20000000aaaa0001</wwnn><wwpn>10000000aaaa0001</wwpn></capability></capability>"
        "</device>";
    char *name[8];
    int n;

    if (dev == NULL && (dev = virNodeDeviceCreateXML(conn, xml, 0)) == NULL)
        return -1;
    n = virNodeListDevices(conn, "fc_host", name, 8, 0);
    for (int i = 0; i < n; i++)
        free(name[i]);
    CHECK(n == 4 || n < 0);
    return n < 0 ? -1 : 0;
}

static int network_step(int n, bool again)
{
    switch (n) {
    case 23:
        return (net = virNetworkDefineXML(conn, NET("n", NET_U1))) != NULL ? 0 : -1;
    case 24:
        return again && virNetworkIsActive(net) > 0 ? 1 : virNetworkCreate(net);
    case 25:
        return string(virNetworkGetXMLDesc(net, 0));
    case 26:
        return string(virNetworkGetBridgeName(net));
    case 27:
        return virNetworkDestroy(net);
    case 28: /* takes the place of the other */
        return (other = virNetworkDefineXML(conn, NET("n", NET_U2))) != NULL ? 0 : -1;
    case 29:
        return virNetworkUndefine(other);
    case 30:
        if (other != NULL)
            OK(virNetworkFree(other));
        return (other = virNetworkCreateXML(conn, NET("n", ""))) != NULL ? 0 : -1;
    case 31:
        return virNetworkDestroy(other);
    case 32:
        return virEventRegisterDefaultImpl();
    case 33:
        return got(&listener, virConnectNetworkEventRegisterAny(
                                  conn, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
                                  VIR_NETWORK_EVENT_CALLBACK((void (*)(void))hear), NULL, NULL));
    case 34: /* told, or lost where there is no memory for it */
        if (other != NULL)
            OK(virNetworkFree(other));
        return (other = virNetworkCreateXML(conn, NET("m", ""))) != NULL ? 0 : -1;
    case 35:
        return virNetworkDestroy(other);
    case 36:
        return got(&timer, virEventAddTimeout(0, turn, NULL, NULL));
    case 37:
        return virEventRunDefaultImpl();
    case 38:
        return virEventRemoveTimeout(timer);
    case 39:
        return virConnectNetworkEventDeregisterAny(conn, listener);
    default:
        return OOM_END;
    }
}

int oom_step(int n, bool again)
{
    static const char xml[] =
        "<domain type='test'><name>one</name><memory>4096</memory>"
        "<os><type arch='x86_64'>hvm</type></os>" SCN_EMBEDDED(
            "<vt:guest paging='4level'/><vt:fault call='virDomainReboot'/>") "</domain>";
    int state = dom != NULL && again && n < 20 ? scn_state(dom) : -1;

    switch (n) {
    case 0:
        return (conn = virConnectOpen("test:///default")) != NULL ? 0 : -1;
    case 1:
        return (node = virConnectOpen(uri)) != NULL ? 0 : -1;
    case 2:
        return (dom = virDomainDefineXML(conn, xml)) != NULL ? 0 : -1;
    case 3:
        return names();
    case 4:
        return state == VIR_DOMAIN_RUNNING ? 1 : virDomainCreate(dom);
    case 5:
        return string(virDomainGetXMLDesc(dom, 0));
    case 6:
        return string(virConnectGetCapabilities(conn));
    case 7:
        return virDomainMemoryPeek(dom, 0, sizeof buf, buf, VIR_MEMORY_PHYSICAL);
    case 8:
        return virDomainMemoryPeek(dom, 0x5000, sizeof buf, buf, VIR_MEMORY_VIRTUAL);
    case 9:
        return again && scn_xml_has(dom, 0, "vdb") ? 1 : virDomainAttachDevice(dom, disk);
    case 10:
        return virDomainBlockPeek(dom, "vdb", 0, 4, buf, 0);
    case 11:
        return virDomainPinVcpu(dom, 0, (unsigned char *)memset(buf, 1, 4), 2);
    case 12:
        return virDomainCoreDump(dom, scn_path("core"), 0);
    case 13:
        return state == VIR_DOMAIN_SHUTOFF ? 1 : virDomainSave(dom, scn_path("save"));
    case 14:
        return state == VIR_DOMAIN_RUNNING ? 1 : virDomainRestore(conn, scn_path("save"));
    case 15:
        return (there = virDomainMigrate(dom, node, 0, NULL, NULL, 0)) != NULL ? 0 : -1;
    case 16:
        return string(virDomainGetOSType(dom));
    case 17:
        return virDomainSetMemory(dom, 4096);
    case 18:
        return devices();
    case 19:
        return string(virNodeDeviceGetXMLDesc(dev, 0));
    case 20:
        return virNodeDeviceDestroy(dev);
    case 21:
        return virDomainDestroy(there);
    case 22:
        return virDomainUndefine(dom);
    default:
        return network_step(n, again);
    }
}

void oom_look(void)
{
    if (conn != NULL) {
        int active = virConnectNumOfDomains(conn), off = virConnectNumOfDefinedDomains(conn);
        CHECK(active >= 1 && active <= 2 && off >= 0 && active + off <= 2);
        int devices = virNodeNumOfDevices(conn, NULL, 0);
        CHECK(devices == 4 || (devices == 5 && dev != NULL));
    }
    if (conn != NULL) {
        int active = virConnectNumOfNetworks(conn), off = virConnectNumOfDefinedNetworks(conn);
        CHECK(active >= 1 && active <= 2 && off >= 0 && active + off <= 2);
    }
    if (node != NULL)
        CHECK(virConnectNumOfDomains(node) <= 1 && virConnectNumOfDefinedDomains(node) == 0);
    CHECK(scn_entries() <= 4); /* the node file, the disk, save, core */
}

void oom_prepare(void)
{
    scn_write(scn_path("node.xml"), "<node/>", 7);
    scn_write(scn_path("disk"), "disk", 4);
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    snprintf(disk, sizeof disk, DISK, scn_path("disk"));
}

void oom_close(void)
{
    OK(virDomainFree(dom));
    OK(virDomainFree(there));
    OK(virNodeDeviceFree(dev));
    OK(virNetworkFree(net));
    OK(virNetworkFree(other));
    /* So that what libxml2 keeps of its last error of the thread is the same each time. */
    FAILS_NULL(virDomainDefineXML(conn, "<domain"), VIR_ERR_XML_DETAIL);
    CHECK_INT(virConnectClose(node), 0);
    CHECK_INT(virConnectClose(conn), 0);
    /* The loop frees in its turns what was taken from it. */
    for (int i = 0; i < 2; i++) {
        timer = virEventAddTimeout(0, turn, NULL, NULL);
        OK(virEventRunDefaultImpl());
        OK(virEventRemoveTimeout(timer));
    }
    virResetLastError();
}
