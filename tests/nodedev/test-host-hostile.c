/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that say what no device should: names and texts come out as XML that can be read, of bounded length, and
 * under names of their own. */
#include "config.h"

#include "conf/nodedev.h"
#include "nodedev/own_world.h"

#define PCI "pci0000:00/0000:00:04.0"
#define USB PCI "/usb1/1-1"
#define DISK USB "/1-1:1.0/host7/target7:0:0/7:0:0:0"

static const char bad_text[] =
    "\xff\xfe<&>'\"]]>\x01\x1b[2J\xc0\xaf\xed\xa0\x80 \xe2\x82\xac end\n";

static void make_devices(void)
{
    static char flood[60000];

    memset(flood, 'A', sizeof flood);
    own_device(PCI, "bus/pci/devices",
               "PCI_CLASS=C0330\nPCI_SLOT_NAME=0000:00:04.0\nDRIVER=\xff\xfe\n");
    OWN_TEXT("/sys/devices/" PCI, "class", "0xfffffffffffffffffffff\n");
    OWN_TEXT("/sys/devices/" PCI, "vendor", "0x12345678\n");
    OWN_TEXT("/sys/devices/" PCI, "device", "none\n");
    own_device("pci0000:00/nonsense", "bus/pci/devices", "PCI_CLASS=0\n");
    own_device(USB, "bus/usb/devices", "DEVTYPE=usb_device\nBUSNUM=999999999\n");
    OWN_TEXT("/sys/devices/" USB, "idVendor", "46f4\n");
    OWN_TEXT("/sys/devices/" USB, "idProduct", "0001\n");
    OWN_TEXT("/sys/devices/" USB, "busnum", "999999999999999999999999\n");
    OWN_TEXT("/sys/devices/" USB, "devnum", "7\n");
    own_file("/sys/devices/" USB, "manufacturer", flood, sizeof flood);
    OWN_TEXT("/sys/devices/" USB, "product", bad_text);
    own_device(DISK, "bus/scsi/devices", "DEVTYPE=scsi_device\n");
    OWN_TEXT("/sys/devices/" DISK, "vpd_pg80", "12345/../../\xff<\n> ");
    OWN_TEXT("/sys/devices/" DISK, "model", bad_text);
    own_device(DISK "/block/sda", "class/block", "DEVTYPE=disk\nDEVNAME=sda\n");
    OK(symlink("/sys/devices/" DISK, "/sys/devices/" DISK "/block/sda/device"));
    OWN_TEXT("/sys/devices/" DISK "/block/sda", "size", "99999999999999999999\n");
    OWN_TEXT("/sys/devices/" DISK "/block/sda", "removable", "1\n");
    own_device("virtual/net/a.b", "class/net", "INTERFACE=a.b\n");
    own_device("virtual/net/a-b", "class/net", "INTERFACE=a-b\n");
    own_device("virtual/net/<\xff&\x01'>", "class/net", "INTERFACE=x\n");
}

/* What is printed is read again. */
static void reads(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, name);
    char *xml = virNodeDeviceGetXMLDesc(dev, 0);
    struct nodedev_def *def = NULL;

    CHECK(xml != NULL && strlen(xml) < 16000);
    CHECK(strchr(xml, '\xff') == NULL && strchr(xml, '\x1b') == NULL &&
          strchr(xml, '\x01') == NULL);
    for (const char *at = name; *at != '\0'; at++)
        CHECK(strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", *at));
    if (strstr(xml, "type='pci'") == NULL && strstr(xml, "type='usb_device'") == NULL) {
        if (nodedev_def_parse(xml, false, &def) < 0)
            fprintf(stderr, "%s\n%s", virGetLastError()->message, xml);
        CHECK(def != NULL);
        CHECK_STR(def->name, name);
    } else if (strstr(xml, "usb_device") != NULL) {
        CHECK(strstr(xml, "&lt;&amp;&gt;") != NULL && strstr(xml, "\xe2\x82\xac end<") != NULL);
    }
    nodedev_def_unref(def);
    free(xml);
    OK(virNodeDeviceFree(dev));
}

int main(void)
{
    virConnectPtr conn;
    char *names[20];
    int n, same = 0;

    own_sysfs();
    make_devices();
    virSetErrorFunc(NULL, scn_quiet);
    conn = virConnectOpen("test:///host");
    n = virNodeListDevices(conn, NULL, names, 20, 0);
    CHECK_INT(n, 8); /* all but the nonsense, and the machine */
    for (int i = 0; i < n; i++) {
        reads(conn, names[i]);
        same += strcmp(names[i], "net_a_b") == 0 || strcmp(names[i], "net_a_b_2") == 0;
        free(names[i]);
    }
    CHECK_INT(same, 2);
    OK(virConnectClose(conn));
    return 0;
}
