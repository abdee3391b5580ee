/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain that others start in the moment when it is defined here is defined: it is still there when that run
 * is over. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define ROUNDS 40
#define UUID "<uuid>76697472-696e-6520-6f74-686572732121</uuid>"

static const unsigned char uuid[] = "vitrine others!!"; /* the same */
static struct test_world t;
static atomic_bool over;

static void *others(void *unused)
{
    const struct fake_spec spec = {.name = "both", .uuid = uuid};
    uint32_t domid;

    while (!atomic_load(&over)) {
        if (t.fake->make(&spec, &domid) == 0)
            (void)t.fake->destroy(domid); /* unless that was done here */
    }
    return unused;
}

static void *look(void *unused)
{
    while (!atomic_load(&over))
        CHECK(virConnectNumOfDomains(t.conn) > 0);
    return unused;
}

static void define(void)
{
    virDomainPtr dom = test_world_define(&t, "both", UUID);
    int r;

    CHECK(dom != NULL);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK(test_world_state(dom) >= 0);
    while ((r = virDomainUndefine(dom)) < 0 && test_world_error() == VIR_ERR_INTERNAL_ERROR)
        ; /* others have started it */
    CHECK_INT(r, 0);
    CHECK_INT(virDomainFree(dom), 0);
}

int main(void)
{
    /* Slow tools set VT_TEST_SCALE. */
    int rounds = getenv("VT_TEST_SCALE") != NULL ? ROUNDS / 10 : ROUNDS;
    pthread_t threads[2];

    test_world_open(&t);
    CHECK_INT(pthread_create(&threads[0], NULL, others, NULL), 0);
    CHECK_INT(pthread_create(&threads[1], NULL, look, NULL), 0);
    for (int i = 0; i < rounds; i++)
        define();
    atomic_store(&over, true);
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    test_world_close(&t);
    return 0;
}
