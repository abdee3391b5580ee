/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that another process builds through this API is seen before its document is kept with it; when it
 * is let go it is known for what it is, to whoever asks for no more than this guest, and its end is followed up
 * here. */
#include "config.h"

#include "conf/domain.h"
#include "xen/world_testing.h"

#define DOCUMENT(memory) \
    "<domain type='xen'><name>late</name><memory>" memory "</memory><vcpu>1</vcpu>" \
    "<uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid><description>its own words</description>" \
    "<os><type>linux</type><kernel>/dev/null</kernel></os>" \
    "<on_poweroff>destroy</on_poweroff></domain>"

int main(void)
{
    struct domain_def *def;
    struct xen_build build = {.restore_fd = -1, .paused = true};
    struct xen_fail fail;
    struct test_world t;
    struct xen_host *host;
    struct fake_counts counts;
    virDomainPtr dom = NULL;
    uint32_t domid;
    char *xml;

    test_world_open(&t);
    CHECK_INT(t.ops->open(&host, &fail), 0);
    CHECK_INT(
        domain_def_parse(DOCUMENT("16384"), &(struct domain_parse_opts){.arch = "x86_64"}, &def),
        0);
    build.def = def;
    CHECK_INT(t.ops->create(host, &build, &domid, &fail), 0);
    WAIT_FOR((dom = virDomainLookupByName(t.conn, "late")) != NULL);
    CHECK_INT(t.ops->put_xml(host, domid, DOCUMENT("15360"), &fail), 0);
    CHECK_INT(t.ops->unpause(host, domid, &fail), 0);
    xml = virDomainGetXMLDesc(dom, 0);
    CHECK(xml != NULL && strstr(xml, "its own words") != NULL);
    free(xml);
    CHECK_INT(virDomainGetMaxMemory(dom), 15360);
    CHECK_INT(t.fake->stop(domid, XEN_SHUTDOWN_POWEROFF), 0);
    WAIT_FOR((t.fake->counts(&counts), counts.domains == 0));
    t.ops->close(host);
    domain_def_unref(def);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
