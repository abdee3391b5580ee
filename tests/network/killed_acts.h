/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a process does to a network until it is killed, and what the next one sees and makes ready.  For one test. */
#pragma once

#include <net/if.h>

#include "network/dnsmasq.h"
#include "scenario/scenario.h"

enum act { ACT_START, ACT_STOP, ACT_NONE };

static bool has_programs; /* the network has a packet filter and a dnsmasq */

static inline virConnectPtr open_host(void)
{
    virConnectPtr conn;

    virSetErrorFunc(NULL, scn_quiet);
    conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    return conn;
}

static inline void work(void *opaque)
{
    enum act act = *(enum act *)opaque;
    virNetworkPtr net = virNetworkLookupByName(open_host(), "it");

    if (act != ACT_NONE)
        OK(act == ACT_START ? virNetworkCreate(net) : virNetworkDestroy(net));
    _exit(0);
}

/* A program that the killed one has left behind does its work, and ends. */
static inline void wait_for_programs(void)
{
    while (has_programs &&
           system("for p in $(pidof nft); do [ /proc/$p/ns/net -ef /proc/self/ns/net ] && "
                  "exit 0; done; exit 1") == 0)
        usleep(10000);
}

static inline bool has_dnsmasq(void)
{
    struct dnsmasq_paths paths;
    bool has;

    CHECK(dnsmasq_paths_make(&paths, scn_path("state/network"), "it") == 0);
    has = dnsmasq_is_running(&paths);
    dnsmasq_paths_done(&paths);
    return has;
}

static inline void check_nothing_left(void)
{
    static const char *const files[] = {"state/network/it.xml", "state/network/it.conf",
                                        "state/network/it.pid", "state/network/it.nft"};

    CHECK(if_nametoindex("it0") == 0);
    CHECK(!has_programs || system("test -z \"$(nft list ruleset)\"") == 0);
    CHECK(!has_programs || !has_dnsmasq());
    for (size_t i = 0; i < VT_N_ELEMENTS(files); i++)
        CHECK(access(scn_path(files[i]), F_OK) < 0);
}

/* What the next process sees, and what it makes ready for the one after it. */
static inline int look(const void *arg)
{
    enum act next = *(const enum act *)arg;
    virConnectPtr conn = open_host();
    virNetworkPtr net = virNetworkLookupByName(conn, "it");
    int active = virNetworkIsActive(net);

    CHECK(active >= 0);
    if (active) {
        CHECK(if_nametoindex("it0") != 0 && (!has_programs || has_dnsmasq()));
        OK(virNetworkDestroy(net));
    }
    check_nothing_left();
    if (next == ACT_STOP)
        OK(virNetworkCreate(net));
    return active;
}
