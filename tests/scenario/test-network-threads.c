/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads define, start, stop, undefine, list and look at networks of one world at once.  Names
 * are fought over; whatever happens, no two networks have one bridge, and nothing is left. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "scenario/network_testing.h"

#define THREADS 8
#define NAMES 5
#define ROUNDS 1500
#define LIST_MAX 64

static virConnectPtr conn;
static pthread_barrier_t at_once;
static long rounds;
static atomic_bool over;

/* What a thread may be told when another was faster. */
static void want_lost_race(void)
{
    int code = virGetLastError() != NULL ? virGetLastError()->code : 0;

    CHECK(code == VIR_ERR_NO_NETWORK || code == VIR_ERR_INTERNAL_ERROR ||
          code == VIR_ERR_OPERATION_FAILED);
}

static void may_fail(int rv)
{
    if (rv < 0)
        want_lost_race();
}

static void look(virNetworkPtr net)
{
    char *xml, *bridge;
    int on;

    xml = virNetworkGetXMLDesc(net, 0);
    may_fail(xml != NULL ? 0 : -1);
    if (xml != NULL)
        CHECK(strstr(xml, virNetworkGetName(net)) != NULL);
    bridge = virNetworkGetBridgeName(net);
    may_fail(bridge != NULL ? 0 : -1);
    if (bridge != NULL)
        CHECK(strncmp(bridge, "virbr", 5) == 0 && strcmp(bridge, "virbr0") != 0);
    free(xml);
    free(bridge);
    may_fail(virNetworkGetAutostart(net, &on));
    may_fail(virNetworkIsActive(net));
}

static void list(bool active)
{
    char *names[LIST_MAX];
    int n = active ? virConnectListNetworks(conn, names, LIST_MAX)
                   : virConnectListDefinedNetworks(conn, names, LIST_MAX);

    CHECK(n >= (active ? 1 : 0) && n <= NAMES + 1);
    for (int i = 0; i < n; i++) {
        virNetworkPtr net = virNetworkLookupByName(conn, names[i]);
        if (net != NULL && strcmp(names[i], "default") != 0)
            look(net);
        if (net != NULL)
            OK(virNetworkFree(net));
        free(names[i]);
    }
}

static virNetworkPtr make(unsigned int dice)
{
    char xml[200];

    snprintf(xml, sizeof xml, "<network><name>n%u</name>%s</network>", dice % NAMES,
             dice / 64 % 4 == 0 ? NET_U1 : "");
    return dice / 32 % 2 == 0 ? virNetworkDefineXML(conn, xml) : virNetworkCreateXML(conn, xml);
}

static void *work(void *arg)
{
    unsigned int seed = (unsigned int)(intptr_t)arg;

    pthread_barrier_wait(&at_once);
    for (long i = 0; i < rounds; i++) {
        unsigned int dice = (unsigned int)rand_r(&seed);
        virNetworkPtr net = make(dice);
        if (net == NULL) {
            want_lost_race();
            list(dice / 128 % 2 == 0);
            continue;
        }
        may_fail(virNetworkCreate(net));
        look(net);
        may_fail(virNetworkSetAutostart(net, (int)(dice / 256 % 2)));
        may_fail(virNetworkDestroy(net));
        may_fail(virNetworkUndefine(net));
        OK(virNetworkFree(net));
    }
    return NULL;
}

/* Looks at networks that others are making, from the moment on that they can be found. */
static void *watch(void *arg)
{
    char name[20];

    (void)arg;
    for (unsigned int i = 0; !atomic_load(&over); i++) {
        snprintf(name, sizeof name, "n%u", i % NAMES);
        virNetworkPtr net = virNetworkLookupByName(conn, name);
        if (net == NULL)
            continue;
        look(net);
        OK(virNetworkFree(net));
    }
    return NULL;
}

/* All that is left is taken away; the names and numbers agree with what is there. */
static void clean_up(void)
{
    for (unsigned int i = 0; i < NAMES; i++) {
        char name[20];
        snprintf(name, sizeof name, "n%u", i);
        virNetworkPtr net = virNetworkLookupByName(conn, name);
        if (net == NULL)
            continue;
        int persistent = virNetworkIsPersistent(net);
        CHECK(persistent >= 0);
        OK(virNetworkDestroy(net));
        if (persistent)
            OK(virNetworkUndefine(net));
        OK(virNetworkFree(net));
    }
    net_want_counts(conn, 1, 0);
    virNetworkPtr net = net_define(conn, NET("after", ""));
    net_want_bridge(net, "virbr1"); /* all were given back */
    net_drop(net);
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    pthread_t t[THREADS], watcher;

    rounds = scale != NULL ? ROUNDS * atol(scale) / 100 + 1 : ROUNDS;
    conn = scn_open();
    CHECK(pthread_barrier_init(&at_once, NULL, THREADS) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&t[i], NULL, work, (void *)(intptr_t)(i + 1)) == 0);
    CHECK(pthread_create(&watcher, NULL, watch, NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    atomic_store(&over, true);
    pthread_join(watcher, NULL);
    clean_up();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
