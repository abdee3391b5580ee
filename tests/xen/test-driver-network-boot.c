/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the host starts both a guest and the network that it is in, the network comes first. */
#include "config.h"

#include <net/if.h>
#include <sched.h>
#include <unistd.h>

#include "xen/world_testing.h"

#define BRIDGE "vtboot0"

static struct test_world t;

/* Without the marks of this boot the next connection is the first. */
static void boot(void)
{
    static const char *const marks[] = {"libxl/autostarted", "network/autostarted"};
    char path[80];

    CHECK_INT(virConnectClose(t.conn), 0);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        snprintf(path, sizeof path, "%s/run/%s", t.folder, marks[i]);
        WAIT_FOR(unlink(path) == 0); /* who is at it makes it when all is done */
    }
    CHECK((t.conn = virConnectOpen("xen:///")) != NULL);
}

static void define(void)
{
    virNetworkPtr net =
        virNetworkDefineXML(t.conn, "<network><name>blue</name><forward mode='open'/>"
                                    "<bridge name='" BRIDGE "'/></network>");
    virDomainPtr dom = test_world_define(&t, "guest",
                                         "<devices><interface type='network'>"
                                         "<source network='blue'/></interface></devices>");

    CHECK(net != NULL && dom != NULL);
    CHECK_INT(virNetworkSetAutostart(net, 1), 0);
    CHECK_INT(virDomainSetAutostart(dom, 1), 0);
    CHECK_INT(virNetworkFree(net), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

int main(void)
{
    virNetworkPtr net;
    virDomainPtr dom;
    char *xml;

    if (unshare(CLONE_NEWNET) < 0)
        SKIP("no right to a network namespace of its own: a bridge is made");
    test_world_open(&t);
    define();
    boot();
    dom = virDomainLookupByName(t.conn, "guest");
    CHECK(dom != NULL);
    WAIT_FOR(test_world_state(dom) == VIR_DOMAIN_RUNNING);
    CHECK(if_nametoindex(BRIDGE) != 0);
    xml = virDomainGetXMLDesc(dom, 0);
    CHECK(xml != NULL && strstr(xml, "<source network='blue' bridge='" BRIDGE "'/>") != NULL);
    free(xml);
    net = virNetworkLookupByName(t.conn, "blue");
    CHECK(net != NULL);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virNetworkDestroy(net), 0);
    CHECK_INT(virNetworkUndefine(net), 0);
    CHECK_INT(virNetworkFree(net), 0);
    test_world_close(&t);
    return 0;
}
