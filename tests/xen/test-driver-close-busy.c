/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The last connection is closed while the world's threads work: they come to their end, and so does the
 * world; connections that come and go in many threads share one or make the next. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define THREADS 4
#define ROUNDS 30

static struct test_world t;

/* A guest that reboots is being started again. */
static void a_restart_goes_on(bool reopen)
{
    virDomainPtr dom = test_world_create(&t, "again", "");
    virConnectPtr other = NULL;
    struct fake_counts counts;

    CHECK(dom != NULL);
    t.fake->hang("create", FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(t.fake->stop((uint32_t)virDomainGetID(dom), XEN_SHUTDOWN_REBOOT), 0);
    CHECK(t.fake->hanging("create", 1, PATIENCE_MS));
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virConnectClose(t.conn), 0);
    if (reopen)
        CHECK((other = virConnectOpen("xen:///")) != NULL);
    t.fake->let_go("create");
    if (reopen) {
        WAIT_FOR(virConnectNumOfDomains(other) == 2);
        CHECK_INT(virConnectClose(other), 0);
    }
    WAIT_FOR((t.fake->counts(&counts), counts.hosts == 0 && counts.domains == 1));
    CHECK((t.conn = virConnectOpen("xen:///")) != NULL);
    dom = virDomainLookupByName(t.conn, "again");
    CHECK(dom != NULL);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

static void *comes_and_goes(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        virConnectPtr conn = virConnectOpen("xen:///");
        CHECK(conn != NULL);
        CHECK(virConnectNumOfDomains(conn) >= 1);
        CHECK_INT(virConnectClose(conn), 0);
    }
    return unused;
}

/* Guests stop meanwhile, so that threads are started for worlds that end. */
static void many_come_and_go(void)
{
    pthread_t threads[THREADS];
    struct fake_counts counts;

    for (int i = 0; i < 8; i++) {
        char name[24];
        virDomainPtr dom;
        snprintf(name, sizeof name, "brief-%d", i);
        dom = test_world_create(&t, name, "");
        CHECK(dom != NULL);
        CHECK_INT(virDomainShutdown(dom), 0);
        CHECK_INT(virDomainFree(dom), 0);
    }
    CHECK_INT(virConnectClose(t.conn), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, comes_and_goes, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    CHECK((t.conn = virConnectOpen("xen:///")) != NULL);
    WAIT_FOR((t.fake->counts(&counts), counts.domains == 0));
}

int main(void)
{
    test_world_open(&t);
    a_restart_goes_on(false);
    a_restart_goes_on(true);
    many_come_and_go();
    test_world_close(&t);
    return 0;
}
