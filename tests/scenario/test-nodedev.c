/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node devices of the default host: counted, listed with and without a capability, found, asked. */
#include "config.h"

#include "scenario/scenario.h"

static int listed(virConnectPtr conn, const char *cap, const char *name)
{
    char *names[16];
    int n = virNodeListDevices(conn, cap, names, 16, 0), found = 0;

    CHECK(n >= 0 && n < 16);
    CHECK_INT(virNodeNumOfDevices(conn, cap, 0), n);
    for (int i = 0; i < n; i++) {
        found += strcmp(names[i], name) == 0;
        free(names[i]);
    }
    return found;
}

static void lists(virConnectPtr conn)
{
    static char untouched[] = "untouched";
    char *names[4] = {NULL, NULL, untouched, untouched};

    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 4);
    CHECK_INT(virNodeNumOfDevices(conn, "system", 0), 1);
    CHECK_INT(virNodeNumOfDevices(conn, "scsi_host", 0), 3);
    CHECK_INT(virNodeNumOfDevices(conn, "fc_host", 0), 3);
    CHECK_INT(virNodeNumOfDevices(conn, "vports", 0), 2);
    CHECK_INT(virNodeNumOfDevices(conn, "pci", 0), 0);
    CHECK_INT(virNodeNumOfDevices(conn, "80203", 0), 0);
    CHECK_INT(virNodeNumOfDevices(conn, "no such thing", 0), 0);
    CHECK_INT(listed(conn, NULL, "scsi_host11"), 1);
    CHECK_INT(listed(conn, "fc_host", "scsi_host11"), 1);
    CHECK_INT(listed(conn, "vports", "scsi_host11"), 0);
    CHECK_INT(listed(conn, "scsi_host", "computer"), 0);
    CHECK_INT(virNodeListDevices(conn, "scsi_host", names, 2, 0), 2);
    CHECK(names[2] == untouched && names[3] == untouched);
    CHECK_STR(names[0], "scsi_host1"); /* in order of their making */
    CHECK_STR(names[1], "scsi_host2");
    free(names[0]);
    free(names[1]);
    CHECK_INT(virNodeListDevices(conn, "system", names, 4, 0), 1);
    CHECK(names[2] == untouched);
    free(names[0]);
    CHECK_INT(virNodeListDevices(conn, NULL, names, 0, 0), 0);
    FAILS(virNodeNumOfDevices(conn, NULL, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeListDevices(conn, NULL, names, 4, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeListDevices(conn, NULL, names, -1, 0), VIR_ERR_INVALID_ARG);
    FAILS(virNodeListDevices(conn, NULL, NULL, 4, 0), VIR_ERR_INVALID_ARG);
}

static void lookups(virConnectPtr conn)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, "computer");

    CHECK(dev != NULL);
    CHECK_STR(virNodeDeviceGetName(dev), "computer");
    OK(virNodeDeviceRef(dev));
    OK(virNodeDeviceFree(dev));
    CHECK(virNodeDeviceGetParent(dev) == NULL); /* none: no error either */
    CHECK(virGetLastError() == NULL || virGetLastError()->code == VIR_ERR_OK);
    OK(virNodeDeviceFree(dev));
    FAILS(virNodeDeviceFree(dev), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceLookupByName(conn, "Computer"), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceLookupByName(conn, ""), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceLookupByName(conn, NULL), VIR_ERR_INVALID_ARG);
}

static void caps(virNodeDevicePtr dev)
{
    char *names[4] = {NULL};

    CHECK_INT(virNodeDeviceNumOfCaps(dev), 3);
    CHECK_INT(virNodeDeviceListCaps(dev, names, 4), 3);
    CHECK_STR(names[0], "scsi_host");
    CHECK_STR(names[1], "fc_host");
    CHECK_STR(names[2], "vports");
    for (int i = 0; i < 3; i++)
        free(names[i]);
    CHECK_INT(virNodeDeviceListCaps(dev, names, 1), 1);
    CHECK_STR(names[0], "scsi_host");
    free(names[0]);
    CHECK_INT(virNodeDeviceListCaps(dev, names, 0), 0);
    FAILS(virNodeDeviceListCaps(dev, names, -1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceListCaps(dev, NULL, 4), VIR_ERR_INVALID_ARG);
}

static void questions(virConnectPtr conn)
{
    virNodeDevicePtr one = virNodeDeviceLookupByName(conn, "scsi_host1");
    virNodeDevicePtr child = virNodeDeviceLookupByName(conn, "scsi_host11");
    virNodeDevicePtr system = virNodeDeviceLookupByName(conn, "computer");
    char *xml = virNodeDeviceGetXMLDesc(one, 0);

    caps(one);
    CHECK(strstr(xml, "<name>scsi_host1</name>") != NULL);
    CHECK(strstr(xml, "<wwnn>2000000012341234</wwnn>") != NULL);
    CHECK(strstr(xml, "<wwpn>1000000012341234</wwpn>") != NULL);
    free(xml);
    FAILS_NULL(virNodeDeviceGetXMLDesc(one, 1), VIR_ERR_INVALID_ARG);
    CHECK_STR(virNodeDeviceGetParent(child), "scsi_host1");
    CHECK(virNodeDeviceGetParent(child) == virNodeDeviceGetParent(child));
    xml = virNodeDeviceGetXMLDesc(system, 0);
    CHECK(strstr(xml, "<uuid>11111111-2222-3333-4444-555555555555</uuid>") != NULL);
    CHECK(strstr(xml, "<release_date>01/22/2007</release_date>") != NULL);
    free(xml);
    CHECK_INT(virNodeDeviceNumOfCaps(system), 1);
    FAILS(virNodeDeviceDettach(system), VIR_ERR_INVALID_ARG); /* no PCI device */
    FAILS(virNodeDeviceReAttach(system), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceReset(system), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceDestroy(system), VIR_ERR_INVALID_ARG);
    OK(virNodeDeviceFree(one));
    OK(virNodeDeviceFree(child));
    OK(virNodeDeviceFree(system));
}

static void readonly(void)
{
    virConnectPtr conn = scn_open_ro();
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, "scsi_host11");

    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 4);
    CHECK_STR(virNodeDeviceGetParent(dev), "scsi_host1");
    FAILS(virNodeDeviceDettach(dev), VIR_ERR_OPERATION_DENIED);
    FAILS(virNodeDeviceReAttach(dev), VIR_ERR_OPERATION_DENIED);
    FAILS(virNodeDeviceReset(dev), VIR_ERR_OPERATION_DENIED);
    FAILS(virNodeDeviceDestroy(dev), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virNodeDeviceCreateXML(conn, "<device/>", 0), VIR_ERR_OPERATION_DENIED);
    OK(virNodeDeviceFree(dev));
    CHECK_INT(virConnectClose(conn), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    lists(conn);
    lookups(conn);
    questions(conn);
    readonly();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
