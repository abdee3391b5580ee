/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that stops before the call that starts it has come back is cleared away like any other, though the
 * host tells of it only once, and too early. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define PATIENCE_MS 20000

static struct test_world t;

static void *start(void *dom)
{
    CHECK_INT(virDomainCreate(dom), 0);
    return NULL;
}

/* A look at the host that knows of the stop has begun and ended. */
static void let_look(void)
{
    uint64_t before = t.fake->calls("domains");

    CHECK(virConnectNumOfDomains(t.conn) > 0);
    WAIT_FOR(t.fake->calls("domains") > before + 1); /* that one, and that of the watch */
}

int main(void)
{
    virDomainPtr dom;
    pthread_t thread;

    test_world_open(&t);
    dom = test_world_define(&t, "short", "");
    t.fake->next_domid(7);
    t.fake->hang("put_xml", FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(pthread_create(&thread, NULL, start, dom), 0);
    CHECK(t.fake->hanging("put_xml", 1, PATIENCE_MS));
    CHECK_INT(t.fake->stop(7, XEN_SHUTDOWN_POWEROFF), 0);
    let_look();
    t.fake->let_go("put_xml");
    CHECK_INT(pthread_join(thread, NULL), 0);
    WAIT_FOR(test_world_state(dom) == VIR_DOMAIN_SHUTOFF);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
