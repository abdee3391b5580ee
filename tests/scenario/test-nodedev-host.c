/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual hosts of a fabric are made and destroyed; what is gone says so; no two threads make the
 * same one, and no host has more than it can. */
#include "config.h"

#include <pthread.h>

#include "scenario/scenario.h"

#define FC(wwnn, wwpn) \
    "<capability type='fc_host'><wwnn>" wwnn "</wwnn><wwpn>" wwpn "</wwpn></capability>"
#define HOST(parent, body) \
    "<device><parent>" parent "</parent><capability type='scsi_host'>" body "</capability></device>"
#define NEW_WWNS FC("20000000aaaa0001", "10000000aaaa0001")

static int vports(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, name);
    char *xml = virNodeDeviceGetXMLDesc(dev, 0);
    const char *at = strstr(xml, "<vports>");
    int n = at != NULL ? atoi(at + strlen("<vports>")) : -1;

    free(xml);
    OK(virNodeDeviceFree(dev));
    return n;
}

static void life(virConnectPtr conn)
{
    virNodeDevicePtr dev = virNodeDeviceCreateXML(conn, HOST("scsi_host2", NEW_WWNS), 0);
    virNodeDevicePtr other;
    char *names[2];

    CHECK(dev != NULL);
    CHECK_STR(virNodeDeviceGetName(dev), "scsi_host12");
    CHECK_STR(virNodeDeviceGetParent(dev), "scsi_host2");
    CHECK_INT(vports(conn, "scsi_host2"), 1);
    CHECK_INT(virNodeNumOfDevices(conn, "fc_host", 0), 4);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("scsi_host1", NEW_WWNS), 0),
               VIR_ERR_OPERATION_FAILED);
    CHECK_INT(vports(conn, "scsi_host1"), 1);
    other = virNodeDeviceLookupByName(conn, "scsi_host12");
    OK(virNodeDeviceDestroy(dev));
    CHECK_INT(vports(conn, "scsi_host2"), 0);
    CHECK_STR(virNodeDeviceGetName(other), "scsi_host12");
    FAILS_NULL(virNodeDeviceGetXMLDesc(other, 0), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceGetParent(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceNumOfCaps(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceListCaps(other, names, 2), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceDestroy(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceDettach(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceReAttach(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceReset(other), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceLookupByName(conn, "scsi_host12"), VIR_ERR_INVALID_NODE_DEVICE);
    CHECK_INT(vports(conn, "scsi_host2"), 0);
    OK(virNodeDeviceFree(other));
    OK(virNodeDeviceFree(dev));
}

static void refusals(virConnectPtr conn)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, "scsi_host1");

    FAILS_NULL(virNodeDeviceCreateXML(conn, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("scsi_host1", NEW_WWNS), 1), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virNodeDeviceCreateXML(conn, "<device>", 0), VIR_ERR_XML_DETAIL);
    FAILS_NULL(virNodeDeviceCreateXML(conn, "<domain/>", 0), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virNodeDeviceCreateXML(conn, "<device/>", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("scsi_host1", ""), 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("", NEW_WWNS), 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virNodeDeviceCreateXML(
                   conn, HOST("scsi_host1", NEW_WWNS "<capability type='vport_ops'/>"), 0),
               VIR_ERR_XML_ERROR);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("scsi_host3", NEW_WWNS), 0),
               VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("computer", NEW_WWNS), 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virNodeDeviceCreateXML(conn, HOST("scsi_host11", NEW_WWNS), 0), VIR_ERR_INVALID_ARG);
    FAILS(virNodeDeviceDestroy(dev), VIR_ERR_INVALID_ARG); /* made of metal */
    OK(virNodeDeviceFree(dev));
    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 4);
}

/* Each thread makes hosts of its own, and one that all want. */
static void *make(void *arg)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    int *won = arg;
    char xml[300];

    for (int i = 0; i < 40; i++) {
        snprintf(xml, sizeof xml, HOST("scsi_host2", FC("2000000000%06x", "10000000%08x")), i,
                 (unsigned int)(uintptr_t)won & 0xffffffff);
        virNodeDevicePtr own = virNodeDeviceCreateXML(conn, xml, 0);
        if (own == NULL)
            fprintf(stderr, "%s\n", virGetLastError()->message);
        CHECK(own != NULL);
        virNodeDevicePtr shared = virNodeDeviceCreateXML(conn, HOST("scsi_host2", NEW_WWNS), 0);
        if (shared != NULL) {
            (*won)++;
            OK(virNodeDeviceDestroy(shared));
            OK(virNodeDeviceFree(shared));
        } else {
            CHECK_INT(virGetLastError()->code, VIR_ERR_OPERATION_FAILED);
        }
        OK(virNodeDeviceDestroy(own));
        OK(virNodeDeviceFree(own));
    }
    CHECK_INT(virConnectClose(conn), 0);
    return NULL;
}

static void threads(virConnectPtr conn)
{
    pthread_t thread[4];
    int won[4] = {0};

    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&thread[i], NULL, make, &won[i]) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    CHECK(won[0] + won[1] + won[2] + won[3] > 0);
    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), 4);
    CHECK_INT(vports(conn, "scsi_host2"), 0);
}

/* scsi_host1 may have 127, and has one. */
static void all_there_are(virConnectPtr conn)
{
    virNodeDevicePtr dev[127];
    char xml[300];

    for (int i = 0; i < 127; i++) {
        snprintf(xml, sizeof xml, HOST("scsi_host1", FC("20000000bbbb%04x", "10000000bbbb%04x")), i,
                 i);
        dev[i] = virNodeDeviceCreateXML(conn, xml, 0);
        CHECK((dev[i] != NULL) == (i < 126));
    }
    CHECK_INT(virGetLastError()->code, VIR_ERR_OPERATION_FAILED);
    for (int i = 0; i < 126; i++) {
        OK(virNodeDeviceDestroy(dev[i]));
        OK(virNodeDeviceFree(dev[i]));
    }
}

int main(void)
{
    virConnectPtr conn = scn_open();

    refusals(conn);
    life(conn);
    all_there_are(conn);
    threads(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
