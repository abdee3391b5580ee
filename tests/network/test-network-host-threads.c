/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads define, start, look at and end networks of the host at once; each change is seen whole, and nothing
 * of them is left.  In a network namespace of its own. */
#include "config.h"

#include <ftw.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "scenario/scenario.h"

#define THREADS 3
#define XML \
    "<network><name>t%d</name><forward mode='route'/><ip address='10.66.%d.1' prefix='24'/></network>"

static atomic_bool ended;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static void remove_folder(void)
{
    (void)nftw(scn_folder(), remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static virNetworkPtr must(virNetworkPtr net)
{
    if (net == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(net != NULL);
    return net;
}

/* Its own network, again and again. */
static void *change(void *arg)
{
    int n = *(int *)arg;
    virConnectPtr conn = virConnectOpen("test:///host");
    char xml[256];

    CHECK(conn != NULL);
    snprintf(xml, sizeof xml, XML, n, n);
    for (int i = 0; i < scn_rounds(3); i++) {
        virNetworkPtr net = must(virNetworkDefineXML(conn, xml));
        OK(virNetworkCreate(net));
        char *bridge = virNetworkGetBridgeName(net);
        CHECK(bridge != NULL && if_nametoindex(bridge) != 0);
        CHECK_INT(virNetworkIsActive(net), 1);
        FAILS(virNetworkUndefine(net), VIR_ERR_INTERNAL_ERROR);
        OK(virNetworkSetAutostart(net, i % 2));
        OK(virNetworkDestroy(net));
        CHECK(if_nametoindex(bridge) == 0);
        free(bridge);
        OK(virNetworkUndefine(net));
        OK(virNetworkFree(net));
    }
    CHECK_INT(virConnectClose(conn), 0);
    return NULL;
}

/* What is listed is found, or gone by then; and it says what it is. */
static void *look(void *arg)
{
    virConnectPtr conn = arg;

    while (!ended) {
        char *names[THREADS];
        int n = virConnectListNetworks(conn, names, THREADS);
        CHECK(n >= 0);
        for (int i = 0; i < n; i++) {
            virNetworkPtr net = virNetworkLookupByName(conn, names[i]);
            char *xml = net != NULL ? virNetworkGetXMLDesc(net, 0) : NULL;
            CHECK(xml == NULL || strstr(xml, "<mac address='52:54:00:") != NULL);
            free(xml);
            if (net != NULL)
                OK(virNetworkFree(net));
            free(names[i]);
        }
        sched_yield();
    }
    return NULL;
}

int main(void)
{
    pthread_t thread[THREADS], looker;
    int number[THREADS];

    if (system("command -v nft dnsmasq >/dev/null") != 0)
        SKIP("there is no nft, or no dnsmasq");
    if (unshare(CLONE_NEWNET) < 0)
        SKIP("no network namespace of its own: %s", strerror(errno));
    if (system(
            "ip link set lo up && ip link add probe type bridge && ip link del probe && nft list ruleset") !=
        0)
        SKIP("this kernel has no bridges, or no nftables");
    virSetErrorFunc(NULL, scn_quiet);
    CHECK(setenv("VITRINE_CONFIG_DIR", scn_path("config"), 1) == 0);
    CHECK(setenv("VITRINE_STATE_DIR", scn_path("state"), 1) == 0);
    CHECK(atexit(remove_folder) == 0);
    virConnectPtr conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    CHECK(pthread_create(&looker, NULL, look, conn) == 0);
    for (int i = 0; i < THREADS; i++) {
        number[i] = i;
        CHECK(pthread_create(&thread[i], NULL, change, &number[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    ended = true;
    CHECK(pthread_join(looker, NULL) == 0);
    CHECK_INT(virConnectNumOfNetworks(conn), 0);
    CHECK_INT(virConnectNumOfDefinedNetworks(conn), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
