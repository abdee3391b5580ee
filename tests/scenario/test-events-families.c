/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sixteen threads change domains, networks, pools and devices, some of them fighting over one name,
 * while two turn the loop and listeners come and go.  Each listener hears a life that can be: no
 * event twice, none out of order, and at the end as many as there were changes. */
#include "config.h"

#include <stdatomic.h>

#include "loop_thread.h"

#define FAMILIES 4
#define WORKERS 4 /* of a family: two have a name of their own, two fight over the third */
#define NAMES 3
#define MAX_ROUNDS 60

enum state { ABSENT, OFF, ON };

/* What a listener knows of each object. */
struct ear {
    enum state state[FAMILIES][NAMES];
    atomic_int heard[FAMILIES];
};

static int rounds; /* fewer under tools that are slow */
static virConnectPtr conn, second;
static struct ear ears[2];
static atomic_int n_events[FAMILIES], n_freed, n_listeners;
static atomic_bool stop;

/* Something that another may have been quicker with; when it was done, @n events are told of it. */
static bool made(int family, int rv, int n)
{
    if (rv >= 0)
        atomic_fetch_add(&n_events[family], n);
    return rv >= 0;
}

static void hear(struct ear *ear, int family, const char *name, int event)
{
    /* By the state in the row and the event: defined, undefined, started, stopped. */
    static const int next[3][4] = {{OFF, -1, -1, -1}, {OFF, ABSENT, ON, -1}, {ON, -1, -1, OFF}};
    int n = name[1] - '0';

    if (ear == NULL || name[0] != 'w')
        return;
    CHECK(n >= 0 && n < NAMES && event >= 0 && event < 4);
    if (next[ear->state[family][n]][event] < 0)
        fprintf(stderr, "family %d, %s: event %d in state %d\n", family, name, event,
                (int)ear->state[family][n]);
    CHECK(next[ear->state[family][n]][event] >= 0);
    ear->state[family][n] = (enum state)next[ear->state[family][n]][event];
    atomic_fetch_add(&ear->heard[family], 1);
}

static int on_domain(virConnectPtr c, virDomainPtr dom, int event, int detail, void *ear)
{
    (void)c, (void)detail;
    hear(ear, 0, virDomainGetName(dom), event == VIR_DOMAIN_EVENT_STOPPED ? 3 : event);
    return 0;
}

static void on_network(virConnectPtr c, virNetworkPtr net, int event, int detail, void *ear)
{
    (void)c, (void)detail;
    hear(ear, 1, virNetworkGetName(net), event);
}

static void on_pool(virConnectPtr c, virStoragePoolPtr pool, int event, int detail, void *ear)
{
    (void)c, (void)detail;
    hear(ear, 2, virStoragePoolGetName(pool), event);
}

/* Their names are made up: what counts is how many there are. */
static void on_device(virConnectPtr c, virNodeDevicePtr dev, int event, int detail, void *opaque)
{
    struct ear *ear = opaque;

    (void)c, (void)dev, (void)detail;
    CHECK(event == VIR_NODE_DEVICE_EVENT_CREATED || event == VIR_NODE_DEVICE_EVENT_DELETED);
    if (ear != NULL)
        atomic_fetch_add(&ear->heard[3], 1);
}

static void freed(void *opaque)
{
    (void)opaque;
    atomic_fetch_add(&n_freed, 1);
}

static void listen_to_all(virConnectPtr c, struct ear *ear)
{
    CHECK(virConnectDomainEventRegisterAny(c, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                           VIR_DOMAIN_EVENT_CALLBACK((void (*)(void))on_domain),
                                           ear, freed) >= 0);
    CHECK(virConnectNetworkEventRegisterAny(c, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
                                            VIR_NETWORK_EVENT_CALLBACK((void (*)(void))on_network),
                                            ear, freed) >= 0);
    CHECK(virConnectStoragePoolEventRegisterAny(
              c, NULL, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
              VIR_STORAGE_POOL_EVENT_CALLBACK((void (*)(void))on_pool), ear, freed) >= 0);
    CHECK(virConnectNodeDeviceEventRegisterAny(
              c, NULL, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
              VIR_NODE_DEVICE_EVENT_CALLBACK((void (*)(void))on_device), ear, freed) >= 0);
    atomic_fetch_add(&n_listeners, 4);
}

/* In each life a start counts for its stop, too: ending what is off already is no failure. */
static void domain(const char *name)
{
    char *xml = scn_xml(name, "");
    virDomainPtr dom = virDomainDefineXML(conn, xml);

    free(xml);
    CHECK(made(0, dom != NULL ? 0 : -1, 1));
    (void)made(0, virDomainCreate(dom), 2);
    (void)virDomainDestroy(dom);
    (void)made(0, virDomainUndefine(dom), 1);
    OK(virDomainFree(dom));
}

static void network(const char *name)
{
    char xml[100];
    virNetworkPtr net;

    snprintf(xml, sizeof xml, "<network><name>%s</name></network>", name);
    net = virNetworkDefineXML(conn, xml);
    CHECK(made(1, net != NULL ? 0 : -1, 1));
    (void)made(1, virNetworkCreate(net), 2);
    (void)virNetworkDestroy(net);
    (void)made(1, virNetworkUndefine(net), 1);
    OK(virNetworkFree(net));
}

static void pool(const char *name)
{
    char xml[200];
    virStoragePoolPtr p;

    snprintf(xml, sizeof xml,
             "<pool type='dir'><name>%s</name><target><path>/nowhere/%s</path></target></pool>",
             name, name);
    p = virStoragePoolDefineXML(conn, xml, 0);
    CHECK(made(2, p != NULL ? 0 : -1, 1));
    (void)made(2, virStoragePoolCreate(p, 0), 2);
    (void)virStoragePoolDestroy(p);
    (void)made(2, virStoragePoolUndefine(p), 1);
    OK(virStoragePoolFree(p));
}

static void device(int worker)
{
    char xml[300];
    virNodeDevicePtr dev;

    snprintf(xml, sizeof xml,
             "<device><parent>scsi_host%d</parent><capability type='scsi_host'>"
             "<capability type='fc_host'><wwnn>20000000000000%02d</wwnn>"
             "<wwpn>10000000000000%02d</wwpn></capability></capability></device>",
             1 + worker % 2, worker, worker);
    dev = virNodeDeviceCreateXML(conn, xml, 0);
    CHECK(made(3, dev != NULL ? 0 : -1, 1));
    CHECK(made(3, virNodeDeviceDestroy(dev), 1));
    OK(virNodeDeviceFree(dev));
}

static void live(int family, int worker)
{
    char name[] = "w0";

    name[1] = (char)('0' + (worker < NAMES ? worker : NAMES - 1));
    switch (family) {
    case 0:
        domain(name);
        break;
    case 1:
        network(name);
        break;
    case 2:
        pool(name);
        break;
    default:
        device(worker);
        break;
    }
}

static void *work(void *arg)
{
    int n = *(int *)arg;

    for (int i = 0; i < rounds; i++)
        live(n % FAMILIES, n / FAMILIES);
    return NULL;
}

/* A connection that listens for a moment. */
static void *come_and_go(void *arg)
{
    while (!atomic_load(&stop)) {
        virConnectPtr c = scn_open();

        listen_to_all(c, NULL);
        usleep(500);
        CHECK(virConnectClose(c) >= 0);
    }
    return arg;
}

static void want_all(const struct ear *ear)
{
    for (int f = 0; f < FAMILIES; f++) {
        LOOP_WAIT(atomic_load(&ear->heard[f]) >= atomic_load(&n_events[f]));
        usleep(20000); /* time for one too many */
        CHECK_INT(atomic_load(&ear->heard[f]), atomic_load(&n_events[f]));
    }
}

int main(void)
{
    pthread_t worker[FAMILIES * WORKERS], churn[2];
    int number[FAMILIES * WORKERS];

    rounds = scn_rounds(MAX_ROUNDS);
    virSetErrorFunc(NULL, scn_quiet);
    loop_start(2);
    conn = scn_open();
    second = scn_open_ro();
    listen_to_all(conn, &ears[0]);
    listen_to_all(second, &ears[1]);
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_create(&churn[i], NULL, come_and_go, NULL), 0);
    for (int i = 0; i < FAMILIES * WORKERS; i++) {
        number[i] = i;
        CHECK_INT(pthread_create(&worker[i], NULL, work, &number[i]), 0);
    }
    for (int i = 0; i < FAMILIES * WORKERS; i++)
        CHECK_INT(pthread_join(worker[i], NULL), 0);
    atomic_store(&stop, true);
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_join(churn[i], NULL), 0);
    for (int f = 0; f < FAMILIES; f++)
        live(f, NAMES - 1); /* what the fight has left: its end is that of this life */
    for (int i = 0; i < 2; i++)
        want_all(&ears[i]);
    /* The last deliveries may be about to drop their handles. */
    CHECK(virConnectClose(second) >= 0);
    CHECK(virConnectClose(conn) >= 0);
    CHECK_INT(n_freed, n_listeners);
    for (int i = 0; i < 2; i++) {
        for (int f = 0; f < FAMILIES; f++) {
            for (int n = 0; n < NAMES; n++)
                CHECK_INT(ears[i].state[f][n], ABSENT);
        }
    }
    loop_stop();
    return 0;
}
