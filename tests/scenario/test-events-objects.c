/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events of what is no domain: each change of a pool or device raises its event once, in order. */
#include "config.h"

#include "loop_thread.h"

static pthread_mutex_t heard_lock = PTHREAD_MUTEX_INITIALIZER;
static char heard[4096]; /* "NAME EVENT;" for each */

static void hear(const char *name, const char *event)
{
    size_t len;

    pthread_mutex_lock(&heard_lock);
    len = strlen(heard);
    snprintf(heard + len, sizeof heard - len, "%s %s;", name, event);
    pthread_mutex_unlock(&heard_lock);
}

static bool heard_is(const char *want)
{
    bool is;

    pthread_mutex_lock(&heard_lock);
    is = strcmp(heard, want) == 0;
    pthread_mutex_unlock(&heard_lock);
    return is;
}

/* Exactly that since the last call. */
static void expect(const char *want)
{
    for (int ms = 0; !heard_is(want) && ms < 20000; ms++)
        usleep(1000);
    usleep(20000); /* time for one too many */
    pthread_mutex_lock(&heard_lock);
    CHECK_STR(heard, want);
    heard[0] = '\0';
    pthread_mutex_unlock(&heard_lock);
}

static void device_life(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail,
                        void *opaque)
{
    static const char *const words[] = {"created", "deleted", "defined", "undefined"};

    CHECK(conn != NULL && detail == 0 && opaque == heard && event >= 0 && event < 4);
    hear(virNodeDeviceGetName(dev), words[event]);
}

static void device_update(virConnectPtr conn, virNodeDevicePtr dev, void *opaque)
{
    CHECK(conn != NULL && opaque == heard);
    hear(virNodeDeviceGetName(dev), "updated");
}

#define CALLBACK(cb) VIR_NODE_DEVICE_EVENT_CALLBACK((void (*)(void))(cb))

static const char vport[] = "<device><parent>scsi_host1</parent><capability type='scsi_host'>"
                            "<capability type='fc_host'><wwnn>2000000000000001</wwnn>"
                            "<wwpn>1000000000000001</wwpn></capability></capability></device>";

static void devices(virConnectPtr conn, virConnectPtr pci_host)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(pci_host, "pci_1"), made;
    int life, update;

    CHECK(dev != NULL);
    life = virConnectNodeDeviceEventRegisterAny(conn, NULL, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
                                                CALLBACK(device_life), heard, NULL);
    update = virConnectNodeDeviceEventRegisterAny(pci_host, dev, VIR_NODE_DEVICE_EVENT_ID_UPDATE,
                                                  CALLBACK(device_update), heard, NULL);
    CHECK(life >= 0 && update >= 0);
    FAILS(virConnectNodeDeviceEventRegisterAny(conn, NULL, 2, CALLBACK(device_life), NULL, NULL),
          VIR_ERR_INVALID_ARG);
    FAILS(virConnectNodeDeviceEventRegisterAny(conn, dev, 0, CALLBACK(device_life), NULL, NULL),
          VIR_ERR_INVALID_ARG); /* of another connection */
    FAILS(virConnectDomainEventDeregisterAny(conn, life), VIR_ERR_INTERNAL_ERROR);
    made = virNodeDeviceCreateXML(conn, vport, 0);
    CHECK(made != NULL);
    char want[200];
    snprintf(want, sizeof want, "%s created;%s deleted;", virNodeDeviceGetName(made),
             virNodeDeviceGetName(made));
    OK(virNodeDeviceDestroy(made));
    expect(want);
    OK(virNodeDeviceFree(made));
    OK(virNodeDeviceDettach(dev));
    OK(virNodeDeviceDettach(dev)); /* as it was */
    OK(virNodeDeviceReset(dev));
    OK(virNodeDeviceReAttach(dev));
    expect("pci_1 updated;pci_1 updated;");
    OK(virConnectNodeDeviceEventDeregisterAny(conn, life));
    OK(virConnectNodeDeviceEventDeregisterAny(pci_host, update));
    OK(virNodeDeviceFree(dev));
}

static void pool_life(virConnectPtr conn, virStoragePoolPtr pool, int event, int detail,
                      void *opaque)
{
    static const char *const words[] = {"defined", "undefined", "started",
                                        "stopped", "built",     "deleted"};

    CHECK(conn != NULL && detail == 0 && opaque == heard && event >= 0 && event < 6);
    hear(virStoragePoolGetName(pool), words[event]);
}

static void pool_refresh(virConnectPtr conn, virStoragePoolPtr pool, void *opaque)
{
    CHECK(conn != NULL && opaque == heard);
    hear(virStoragePoolGetName(pool), "refreshed");
}

static void pools(virConnectPtr conn)
{
    char xml[400];
    virStoragePoolPtr pool;
    int life, refresh;

    snprintf(xml, sizeof xml,
             "<pool type='dir'><name>p</name><target><path>%s</path></target></pool>",
             scn_path("pool"));
    life = virConnectStoragePoolEventRegisterAny(
        conn, NULL, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
        VIR_STORAGE_POOL_EVENT_CALLBACK((void (*)(void))pool_life), heard, NULL);
    refresh = virConnectStoragePoolEventRegisterAny(
        conn, NULL, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
        VIR_STORAGE_POOL_EVENT_CALLBACK((void (*)(void))pool_refresh), heard, NULL);
    CHECK(life >= 0 && refresh >= 0);
    pool = virStoragePoolDefineXML(conn, xml, 0);
    CHECK(pool != NULL);
    OK(virStoragePoolBuild(pool, 0));
    OK(virStoragePoolCreate(pool, 0));
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolRefresh(pool, 0));
    OK(virStoragePoolFree(virStoragePoolDefineXML(conn, xml, 0)));
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolDelete(pool, 0));
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
    expect("p defined;p built;p started;p refreshed;p defined;p stopped;p deleted;p undefined;");
    pool = virStoragePoolCreateXML(conn, xml, 0);
    CHECK(pool != NULL);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(pool));
    expect("p started;p stopped;");
    OK(virConnectStoragePoolEventDeregisterAny(conn, life));
    OK(virConnectStoragePoolEventDeregisterAny(conn, refresh));
}

static const char node[] =
    "<node><device><name>pci_1</name><capability type='pci'><domain>0</domain><bus>1</bus>"
    "<slot>2</slot><function>0</function><product id='0x1'/><vendor id='0x8086'/></capability>"
    "</device></node>";

int main(void)
{
    virConnectPtr conn = scn_open(), pci_host;
    char uri[300];

    scn_write(scn_path("node.xml"), node, strlen(node));
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    pci_host = virConnectOpen(uri);
    CHECK(pci_host != NULL);
    loop_start(1);
    devices(conn, pci_host);
    pools(conn);
    loop_stop();
    CHECK_INT(virConnectClose(pci_host), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
