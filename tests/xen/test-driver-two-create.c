/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two threads create a domain of the same document, and the first one fails: the second is not told that the
 * domain, which it does not look for, is not there, but creates it. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define PATIENCE_MS 20000
#define ROUNDS 20

static struct test_world t;

static virDomainPtr create(void)
{
    return test_world_create(&t, "one", "<uuid>6f6e6520-666f-7220-616c-6c206f662121</uuid>");
}

static void *fails(void *unused)
{
    CHECK(create() == NULL);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    return unused;
}

static void *succeeds(void *unused)
{
    virDomainPtr dom = create();

    if (dom == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(dom != NULL);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    return unused;
}

static void both(void)
{
    pthread_t first, second;
    uint64_t before;

    t.fake->fail("put_xml", FAKE_ANY_DOMAIN, EIO, 1);
    t.fake->hang("create", FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(pthread_create(&first, NULL, fails, NULL), 0);
    CHECK(t.fake->hanging("create", 1, PATIENCE_MS));
    before = t.fake->calls("domains");
    CHECK_INT(pthread_create(&second, NULL, succeeds, NULL), 0);
    WAIT_FOR(t.fake->calls("domains") > before); /* and then it waits for the first one */
    t.fake->let_go("create");
    CHECK_INT(pthread_join(first, NULL), 0);
    CHECK_INT(pthread_join(second, NULL), 0);
    t.fake->let_go("put_xml");
}

int main(void)
{
    test_world_open(&t);
    for (int i = 0; i < ROUNDS; i++)
        both();
    test_world_close(&t);
    return 0;
}
