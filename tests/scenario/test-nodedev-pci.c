/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PCI devices of a node file: detached, seen so in their XML, reset, given back, and refused while
 * a running guest has them; by many threads at once. */
#include "config.h"

#include <pthread.h>

#include "scenario/scenario.h"

#define PCI(name, slot, driver) \
    "<device><name>" name "</name><parent>computer</parent>" driver "<capability type='pci'>" \
    "<domain>0</domain><bus>3</bus><slot>" slot "</slot><function>1</function>" \
    "<product id='0x10fb'/><vendor id='0x8086'/></capability></device>"
#define DRIVER(name) "<driver><name>" name "</name></driver>"
#define GUEST \
    "<domain type='test'><name>guest</name><memory>8192</memory><os><type>hvm</type></os>" \
    "<devices>" HOSTDEV "</devices></domain>"
#define HOSTDEV \
    "<hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='0x03' " \
    "slot='0x1f' function='0x1'/></source></hostdev>"

static const char node[] = "<node><device file='free.xml'/>" PCI("used", "31", DRIVER("ixgbe"))
    PCI("held", "7", DRIVER("vfio-pci")) GUEST "</node>";

static virConnectPtr open_node(void)
{
    static const char other[] = PCI("free", "8", "");
    char uri[300];

    scn_write(scn_path("node.xml"), node, strlen(node));
    scn_write(scn_path("free.xml"), other, strlen(other));
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    virConnectPtr conn = virConnectOpen(uri);
    if (conn == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(conn != NULL);
    return conn;
}

static void driver_is(virNodeDevicePtr dev, const char *driver)
{
    char *xml = virNodeDeviceGetXMLDesc(dev, 0), want[100];

    CHECK(xml != NULL);
    snprintf(want, sizeof want, "<name>%s</name>\n  </driver>", driver != NULL ? driver : "");
    if (driver != NULL ? strstr(xml, want) == NULL : strstr(xml, "<driver>") != NULL) {
        fprintf(stderr, "not '%s' in:\n%s", want, xml);
        exit(1);
    }
    free(xml);
}

static void states(virConnectPtr conn)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, "free");
    virNodeDevicePtr held = virNodeDeviceLookupByName(conn, "held");

    driver_is(dev, NULL);
    FAILS(virNodeDeviceReset(dev), VIR_ERR_INTERNAL_ERROR); /* the host uses it */
    OK(virNodeDeviceDettach(dev));
    driver_is(dev, "pci-stub");
    OK(virNodeDeviceDettach(dev)); /* once more changes nothing */
    OK(virNodeDeviceReset(dev));
    driver_is(dev, "pci-stub");
    OK(virNodeDeviceReAttach(dev));
    OK(virNodeDeviceReAttach(dev));
    driver_is(dev, NULL);
    driver_is(held, "vfio-pci"); /* was detached before we came */
    OK(virNodeDeviceReset(held));
    OK(virNodeDeviceReAttach(held));
    driver_is(held, NULL);
    OK(virNodeDeviceDettach(held));
    driver_is(held, "vfio-pci");
    OK(virNodeDeviceFree(dev));
    OK(virNodeDeviceFree(held));
}

static void used(virConnectPtr conn)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, "used");
    virDomainPtr dom = virDomainLookupByName(conn, "guest");

    FAILS(virNodeDeviceDettach(dev), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNodeDeviceReAttach(dev), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNodeDeviceReset(dev), VIR_ERR_INTERNAL_ERROR);
    driver_is(dev, "ixgbe");
    OK(virDomainDestroy(dom));
    OK(virNodeDeviceDettach(dev));
    driver_is(dev, "pci-stub");
    OK(virDomainCreate(dom));
    FAILS(virNodeDeviceReAttach(dev), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainDetachDevice(dom, HOSTDEV));
    OK(virNodeDeviceReAttach(dev));
    driver_is(dev, "ixgbe");
    OK(virDomainAttachDevice(dom, HOSTDEV));
    FAILS(virNodeDeviceDettach(dev), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainFree(dom));
    OK(virNodeDeviceFree(dev));
}

static void *changes(void *arg)
{
    virConnectPtr conn = arg;

    for (int i = 0; i < 200; i++) {
        virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, i % 2 != 0 ? "free" : "held");
        char *xml;
        CHECK(dev != NULL);
        OK(virNodeDeviceDettach(dev));
        xml = virNodeDeviceGetXMLDesc(dev, 0);
        CHECK(xml != NULL);
        free(xml);
        OK(virNodeDeviceReAttach(dev));
        CHECK_INT(virNodeNumOfDevices(conn, "pci", 0), 3);
        OK(virNodeDeviceFree(dev));
    }
    return NULL;
}

int main(void)
{
    pthread_t thread[4];

    virSetErrorFunc(NULL, scn_quiet);
    virConnectPtr conn = open_node();
    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 3);
    states(conn);
    used(conn);
    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&thread[i], NULL, changes, conn) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
