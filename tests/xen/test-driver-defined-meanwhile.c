/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain that is defined while it is being created stays defined, whether it comes to run or not. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define UUID "<uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>"

static struct test_world t;

static void *creates(void *unused)
{
    (void)unused;
    return test_world_create(&t, "busy", UUID);
}

static void define_meanwhile(bool fails)
{
    virDomainPtr defined;
    pthread_t thread;
    void *made;

    t.fake->hang("create", FAKE_ANY_DOMAIN, PATIENCE_MS);
    if (fails)
        t.fake->fail("put_xml", FAKE_ANY_DOMAIN, EIO, 1);
    CHECK_INT(pthread_create(&thread, NULL, creates, NULL), 0);
    CHECK(t.fake->hanging("create", 1, PATIENCE_MS));
    defined = test_world_define(&t, "busy", UUID);
    CHECK(defined != NULL);
    t.fake->let_go("create");
    CHECK_INT(pthread_join(thread, &made), 0);
    t.fake->let_go("put_xml");
    CHECK((made == NULL) == fails);
    if (!fails) {
        CHECK_INT(virDomainDestroy(made), 0);
        CHECK_INT(virDomainFree(made), 0);
    }
    CHECK_INT(test_world_state(defined), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(virConnectNumOfDefinedDomains(t.conn), 1);
    CHECK_INT(virDomainUndefine(defined), 0);
    CHECK_INT(virDomainFree(defined), 0);
}

int main(void)
{
    test_world_open(&t);
    define_meanwhile(false);
    define_meanwhile(true);
    test_world_close(&t);
    return 0;
}
