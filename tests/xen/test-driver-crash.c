/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What follows a crash, as the definition wants it: a core in the folder of dumps, and the guest again or
 * not.  A guest's document names its interfaces and its terminal as long as it runs. */
#include "config.h"

#include <glob.h>

#include "util/clock.h"
#include "xen/driver_testing.h"

#define CRASHES_MS 2000 /* between two starts after crashes, at least */

/* Cores of that name; each is removed. */
static size_t take_cores(const char *name)
{
    glob_t found;
    char pattern[512];
    size_t n = 0;

    snprintf(pattern, sizeof pattern, "%s/dump/%s-20*", getenv("VITRINE_DUMP_DIR"), name);
    if (glob(pattern, 0, NULL, &found) == 0) {
        n = found.gl_pathc;
        for (size_t i = 0; i < n; i++)
            CHECK(unlink(found.gl_pathv[i]) == 0);
        globfree(&found);
    }
    return n;
}

static void crash(virDomainPtr dom)
{
    CHECK_INT(drv_fake()->stop(virDomainGetID(dom), XEN_SHUTDOWN_CRASH), 0);
}

static void dumped_and_gone(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "ends", "<on_crash>coredump-destroy</on_crash>");

    crash(dom);
    UNTIL(scn_is_off(dom));
    CHECK_INT(take_cores("ends"), 1);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
}

static void dumped_and_back(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "again", "<on_crash>coredump-restart</on_crash>");
    uint64_t begun = vt_now_ns();
    unsigned int id = virDomainGetID(dom);

    crash(dom);
    UNTIL(scn_runs(dom) && virDomainGetID(dom) != id);
    CHECK_INT(take_cores("again"), 1);
    /* Where no core can be written the guest comes back all the same. */
    id = virDomainGetID(dom);
    drv_fake()->fail("core_dump", id, ENOSPC, 0);
    crash(dom);
    UNTIL(scn_runs(dom) && virDomainGetID(dom) != id);
    CHECK(vt_now_ns() - begun >= CRASHES_MS * VT_NS_PER_MS); /* not as fast as it crashes */
    drv_fake()->let_go("core_dump");
    CHECK_INT(take_cores("again"), 0);
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
}

static bool document_has(virDomainPtr dom, int flags, const char *text)
{
    char *xml = virDomainGetXMLDesc(dom, flags);
    bool has = xml != NULL && strstr(xml, text) != NULL;

    free(xml);
    return has;
}

static void names(virConnectPtr conn)
{
    virDomainPtr dom =
        scn_start(conn, "named",
                  "<devices><interface type='bridge'><mac address='00:16:3e:00:00:07'/>"
                  "<source bridge='xenbr0'/></interface><console type='pty'/></devices>");
    virDomainInterfaceStatsStruct stats;
    char node[64], want[64], vif[32];

    snprintf(node, sizeof node, "/local/domain/%u/console/tty", virDomainGetID(dom));
    snprintf(vif, sizeof vif, "vif%u.0", virDomainGetID(dom));
    snprintf(want, sizeof want, "<target dev='%s'/>", vif);
    CHECK(document_has(dom, 0, want) && !document_has(dom, VIR_DOMAIN_XML_INACTIVE, "vif"));
    OK(virDomainInterfaceStats(dom, vif, &stats, sizeof stats));
    FAILS(virDomainInterfaceStats(dom, "vif99.0", &stats, sizeof stats), VIR_ERR_INVALID_ARG);
    CHECK_INT(drv_fake()->store_write(node, "/dev/pts/17"), 0);
    CHECK(document_has(dom, 0, "<console type='pty' tty='/dev/pts/17'>"));
    CHECK(!document_has(dom, VIR_DOMAIN_XML_INACTIVE, "/dev/pts"));
    /* Nothing but a terminal is taken for one. */
    CHECK_INT(drv_fake()->store_write(node, "/dev/../etc/passwd"), 0);
    CHECK(!document_has(dom, 0, "passwd"));
    CHECK_INT(drv_fake()->store_write(node, ""), 0);
    CHECK(!document_has(dom, 0, "tty="));
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
}

int main(void)
{
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();

    dumped_and_gone(conn);
    dumped_and_back(conn);
    names(conn);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
