/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the stress does with networks, pools, volumes and devices, and who listens to it. */
#include "config.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stress/stress.h"
#include "testing.h"

#define NAMES 4 /* of each kind */

static bool drop_text(char *text, const char *begin)
{
    if (text == NULL)
        return false;
    CHECK(strncmp(text, begin, strlen(begin)) == 0);
    free(text);
    return true;
}

static bool drop_names(char **names, int n)
{
    for (int i = 0; i < n; i++)
        free(names[i]);
    return n >= 0;
}

static bool change_network(struct stress_thread *t, virNetworkPtr net)
{
    char *names[8];
    int on;

    switch (stress_pick(t, 8)) {
    case 0:
    case 1:
        return virNetworkCreate(net) == 0;
    case 2:
        return virNetworkDestroy(net) == 0;
    case 3:
        return virNetworkUndefine(net) == 0;
    case 4:
        return virNetworkSetAutostart(net, 1) == 0 && virNetworkGetAutostart(net, &on) == 0;
    case 5:
        return drop_text(virNetworkGetXMLDesc(net, 0), "<network");
    case 6:
        return drop_text(virNetworkGetBridgeName(net), "virbr");
    default:
        return drop_names(names, virConnectListNetworks(t->conn, names, 8)) &&
               drop_names(names, virConnectListDefinedNetworks(t->conn, names, 8));
    }
}

bool stress_network(struct stress_thread *t)
{
    char name[8], xml[80];
    virNetworkPtr net;
    bool ok;

    snprintf(name, sizeof name, "n%u", stress_pick(t, NAMES));
    snprintf(xml, sizeof xml, "<network><name>%s</name></network>", name);
    if (stress_pick(t, 3) > 0)
        net = virNetworkLookupByName(t->conn, name);
    else
        net = stress_pick(t, 3) > 0 ? virNetworkDefineXML(t->conn, xml)
                                    : virNetworkCreateXML(t->conn, xml);
    if (net == NULL)
        return false;
    CHECK_STR(virNetworkGetName(net), name);
    ok = change_network(t, net);
    CHECK_INT(virNetworkFree(net), 0);
    return ok;
}

static bool change_volume(struct stress_thread *t, virStoragePoolPtr pool, virStorageVolPtr vol)
{
    virStorageVolInfo info;
    virStorageVolPtr copy;
    char xml[80];

    switch (stress_pick(t, 5)) {
    case 0:
    case 1:
        return virStorageVolDelete(vol, stress_pick(t, 2)) == 0;
    case 2:
        return virStorageVolGetInfo(vol, &info) == 0;
    case 3:
        return drop_text(virStorageVolGetXMLDesc(vol, 0), "<volume");
    default:
        snprintf(xml, sizeof xml, "<volume><name>v%u</name><capacity>9</capacity></volume>",
                 stress_pick(t, NAMES));
        copy = virStorageVolCreateXMLFrom(pool, xml, vol, 0);
        return copy != NULL && virStorageVolFree(copy) == 0;
    }
}

static bool volume(struct stress_thread *t, virStoragePoolPtr pool)
{
    char name[8], xml[120];
    virStorageVolPtr vol;
    bool ok;

    snprintf(name, sizeof name, "v%u", stress_pick(t, NAMES));
    snprintf(xml, sizeof xml, "<volume><name>%s</name><capacity>%u</capacity></volume>", name,
             stress_pick(t, 10000));
    vol = stress_pick(t, 2) ? virStorageVolLookupByName(pool, name)
                            : virStorageVolCreateXML(pool, xml, 0);
    if (vol == NULL)
        return false;
    ok = change_volume(t, pool, vol);
    CHECK_INT(virStorageVolFree(vol), 0);
    return ok;
}

static bool change_pool(struct stress_thread *t, virStoragePoolPtr pool)
{
    virStoragePoolInfo info;
    char *names[8];

    switch (stress_pick(t, 12)) {
    case 0:
    case 1:
        return virStoragePoolCreate(pool, 0) == 0;
    case 2:
        return virStoragePoolDestroy(pool) == 0;
    case 3:
        return virStoragePoolUndefine(pool) == 0;
    case 4:
        return virStoragePoolRefresh(pool, 0) == 0;
    case 5:
        return virStoragePoolGetInfo(pool, &info) == 0 && info.allocation <= info.capacity;
    case 6:
        return drop_text(virStoragePoolGetXMLDesc(pool, 0), "<pool");
    case 7:
        return drop_names(names, virStoragePoolListVolumes(pool, names, 8)) &&
               drop_names(names, virConnectListStoragePools(t->conn, names, 8));
    default:
        return volume(t, pool);
    }
}

/* Two are in memory; the others share the stress's folder, with its files. */
bool stress_pool(struct stress_thread *t)
{
    unsigned int n = stress_pick(t, NAMES);
    char name[8], xml[200];
    virStoragePoolPtr pool;
    bool ok;

    snprintf(name, sizeof name, "p%u", n);
    snprintf(xml, sizeof xml,
             "<pool type='dir'><name>%s</name><target><path>%s%s</path></target></pool>", name,
             stress_dir, n < NAMES / 2 ? "" : "/none");
    if (stress_pick(t, 6) > 0)
        pool = virStoragePoolLookupByName(t->conn, name);
    else
        pool = stress_pick(t, 3) > 0 ? virStoragePoolDefineXML(t->conn, xml, 0)
                                     : virStoragePoolCreateXML(t->conn, xml, 0);
    if (pool == NULL)
        return false;
    ok = change_pool(t, pool);
    CHECK_INT(virStoragePoolFree(pool), 0);
    return ok;
}

bool stress_device(struct stress_thread *t)
{
    char xml[300], *names[32];
    virNodeDevicePtr dev;
    bool ok;

    snprintf(xml, sizeof xml,
             "<device><parent>scsi_host1</parent><capability type='scsi_host'>"
             "<capability type='fc_host'><wwnn>2000000000000%03d</wwnn>"
             "<wwpn>1000000000000%03d</wwpn></capability></capability></device>",
             t->number, t->number);
    dev = virNodeDeviceCreateXML(t->conn, xml, 0);
    if (dev == NULL)
        return false;
    ok = drop_text(virNodeDeviceGetXMLDesc(dev, 0), "<device");
    ok &= drop_names(names, virNodeListDevices(t->conn, "scsi_host", names, 32, 0));
    ok &= virNodeDeviceDestroy(dev) == 0;
    CHECK_INT(virNodeDeviceFree(dev), 0);
    return ok;
}

static atomic_int n_registered, n_freed;

static void freed(void *opaque)
{
    (void)opaque;
    atomic_fetch_add(&n_freed, 1);
}

static int hear_domain(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)detail, (void)opaque;
    CHECK(virDomainGetName(dom) != NULL && virDomainGetConnect(dom) == conn && event >= 0);
    return 0;
}

static void hear_network(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *opaque)
{
    (void)detail, (void)opaque;
    CHECK(virNetworkGetName(net)[0] == 'n' && virNetworkGetConnect(net) == conn && event >= 0);
}

static void hear_pool(virConnectPtr conn, virStoragePoolPtr pool, int event, int detail,
                      void *opaque)
{
    (void)detail, (void)opaque;
    CHECK(virStoragePoolGetName(pool)[0] == 'p' && virStoragePoolGetConnect(pool) == conn &&
          event >= 0);
}

/* Most end at once; the others when their connection is closed. */
bool stress_listen(struct stress_thread *t)
{
    unsigned int family = stress_pick(t, 3);
    int id;

    if (family == 0)
        id = virConnectDomainEventRegisterAny(
            t->conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
            VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))hear_domain), NULL, freed);
    else if (family == 1)
        id = virConnectNetworkEventRegisterAny(
            t->conn, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
            VIR_NETWORK_EVENT_CALLBACK((void (*)(void))hear_network), NULL, freed);
    else
        id = virConnectStoragePoolEventRegisterAny(
            t->conn, NULL, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
            VIR_STORAGE_POOL_EVENT_CALLBACK((void (*)(void))hear_pool), NULL, freed);
    CHECK(id >= 0);
    atomic_fetch_add(&n_registered, 1);
    if (stress_pick(t, 8) == 0)
        return true;
    if (family == 0)
        CHECK_INT(virConnectDomainEventDeregisterAny(t->conn, id), 0);
    else if (family == 1)
        CHECK_INT(virConnectNetworkEventDeregisterAny(t->conn, id), 0);
    else
        CHECK_INT(virConnectStoragePoolEventDeregisterAny(t->conn, id), 0);
    return true;
}

void stress_check_listeners(void)
{
    CHECK_INT(n_freed, n_registered);
}
