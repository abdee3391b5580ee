/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What may not be done to PCI devices of this machine is refused, and nothing is left of what failed: in a /sys that
 * is made up, where no driver ever takes a device. */
#include "config.h"

#include "nodedev/own_world.h"

#define AT "pci0000:00/0000:00:"
#define FOLDER "/sys/devices/" AT

static void make_pci(const char *at, const char *class, const char *driver)
{
    char path[100], uevent[100], link[100];

    snprintf(path, sizeof path, AT "%s", at);
    snprintf(uevent, sizeof uevent, "PCI_SLOT_NAME=0000:00:%s\n", at);
    own_device(path, "bus/pci/devices", uevent);
    snprintf(path, sizeof path, FOLDER "%s", at);
    OWN_TEXT(path, "class", class);
    OWN_TEXT(path, "vendor", "0x8086\n");
    OWN_TEXT(path, "device", "0x1234\n");
    OWN_TEXT(path, "driver_override", "before");
    if (driver == NULL)
        return;
    snprintf(link, sizeof link, "/sys/bus/pci/drivers/%s", driver);
    own_folder(link);
    OWN_TEXT(link, "unbind", "");
    snprintf(path, sizeof path, FOLDER "%s/driver", at);
    OK(symlink(link, path));
}

static void make_devices(void)
{
    make_pci("01.0", "0x060400\n", "pcieport"); /* a bridge */
    make_pci("02.0", "0x020000\n", "e1000e");   /* whose interface is part of a bridge */
    own_device(AT "02.0/net/eth7", "class/net", "INTERFACE=eth7\n");
    OK(symlink("../../../../virtual/net/br7", FOLDER "02.0/net/eth7/master"));
    make_pci("03.0", "0x020000\n", "e1000e");
    make_pci("04.0", "0x020000\n", "vfio-pci"); /* detached */
    make_pci("05.0", "0x020000\n", NULL);
    OWN_TEXT(FOLDER "05.0", "reset", "");
    own_device("virtual/net/lo", "class/net", "INTERFACE=lo\n");
    OWN_TEXT("/sys/bus/pci", "drivers_probe", "");
}

static virNodeDevicePtr find(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, name);

    CHECK(dev != NULL);
    return dev;
}

/* What was written last stands in front of what is left of longer texts: these are files as others. */
static void file_is(const char *path, const char *want)
{
    size_t len;
    char *text = scn_read(path, &len);

    CHECK(len >= strlen(want) && memcmp(text, want, strlen(want)) == 0);
    free(text);
}

static void refused(virConnectPtr conn)
{
    virNodeDevicePtr bridge = find(conn, "pci_0000_00_01_0"), port = find(conn, "pci_0000_00_02_0");
    virNodeDevicePtr free_one = find(conn, "pci_0000_00_03_0"), net = find(conn, "net_lo");

    FAILS(virNodeDeviceDettach(bridge), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNodeDeviceDettach(port), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNodeDeviceReset(free_one), VIR_ERR_INTERNAL_ERROR); /* the host uses it */
    OK(virNodeDeviceReAttach(free_one));                         /* is where it belongs */
    FAILS(virNodeDeviceDettach(net), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceReAttach(net), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceReset(net), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceDestroy(net), VIR_ERR_NO_SUPPORT);
    FAILS_NULL(virNodeDeviceCreateXML(conn, "<device/>", 0), VIR_ERR_NO_SUPPORT);
    for (int i = 1; i <= 3; i++) {
        char path[100];
        snprintf(path, sizeof path, FOLDER "0%d.0/driver_override", i);
        file_is(path, "before");
    }
    OK(virNodeDeviceFree(bridge));
    OK(virNodeDeviceFree(port));
    OK(virNodeDeviceFree(free_one));
    OK(virNodeDeviceFree(net));
}

/* vfio-pci is there, but does not take it: its own driver may have it again. */
static void not_taken(virConnectPtr conn)
{
    virNodeDevicePtr dev = find(conn, "pci_0000_00_03_0");

    FAILS(virNodeDeviceDettach(dev), VIR_ERR_OPERATION_FAILED);
    file_is(FOLDER "03.0/driver_override", "\n");
    file_is("/sys/bus/pci/drivers/e1000e/unbind", "0000:00:03.0");
    file_is("/sys/bus/pci/drivers_probe", "0000:00:03.0");
    OK(unlink("/sys/bus/pci/drivers_probe"));
    FAILS(virNodeDeviceDettach(dev), VIR_ERR_OPERATION_FAILED);
    /* As for who is not root, or in a container: the error says so. */
    OK(unlink(FOLDER "03.0/driver_override"));
    FAILS(virNodeDeviceDettach(dev), VIR_ERR_SYSTEM_ERROR);
    CHECK(strstr(virGetLastError()->message, "driver_override") != NULL);
    OK(virNodeDeviceFree(dev));
}

static void others(virConnectPtr conn)
{
    virNodeDevicePtr held = find(conn, "pci_0000_00_04_0"), none = find(conn, "pci_0000_00_05_0");

    OK(virNodeDeviceDettach(held)); /* is detached */
    file_is(FOLDER "04.0/driver_override", "before");
    FAILS(virNodeDeviceReset(held), VIR_ERR_OPERATION_FAILED); /* it has no way to be */
    OK(virNodeDeviceReset(none));
    file_is(FOLDER "05.0/reset", "1");
    OK(unlink(FOLDER "04.0/driver_override"));
    FAILS(virNodeDeviceReAttach(held), VIR_ERR_SYSTEM_ERROR);
    CHECK(strstr(virGetLastError()->message, "driver_override") != NULL);
    OK(virNodeDeviceFree(held));
    OK(virNodeDeviceFree(none));
}

int main(void)
{
    virConnectPtr conn;

    own_sysfs();
    make_devices();
    virSetErrorFunc(NULL, scn_quiet);
    conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    refused(conn);
    others(conn);
    not_taken(conn);
    OK(virConnectClose(conn));
    return 0;
}
