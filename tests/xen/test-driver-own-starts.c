/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whoever looks at the host while guests are started, ended and restarted here, and others do the same: no
 * call of the owner fails for it, and in the end all is shown as it is. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define LOOKERS 3
#define ROUNDS 150

static struct test_world t;
static atomic_bool ending;

static void *looks(void *unused)
{
    while (!atomic_load(&ending)) {
        virDomainPtr dom = virDomainLookupByName(t.conn, "mine");
        CHECK(virConnectNumOfDomains(t.conn) >= 1);
        CHECK(virConnectNumOfDefinedDomains(t.conn) >= 0);
        if (dom == NULL)
            continue;
        (void)test_world_state(dom);
        CHECK_INT(virDomainFree(dom), 0);
    }
    return unused;
}

static void *others(void *unused)
{
    struct fake_spec spec = {.name = "theirs"};
    uint32_t domid;

    while (!atomic_load(&ending)) {
        CHECK_INT(t.fake->make(&spec, &domid), 0);
        CHECK(poll(NULL, 0, 1) == 0);
        CHECK_INT(t.fake->reboot(domid, &domid), 0);
        CHECK(poll(NULL, 0, 1) == 0);
        CHECK_INT(t.fake->destroy(domid), 0);
    }
    return unused;
}

static void transient(void)
{
    virDomainPtr dom = test_world_create(&t, "mine", "");

    CHECK(dom != NULL);
    CHECK_INT(virDomainSuspend(dom), 0);
    CHECK_INT(virDomainResume(dom), 0);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

static void defined(virDomainPtr dom)
{
    CHECK_INT(virDomainCreate(dom), 0);
    CHECK_INT(virDomainShutdown(dom), 0);
    WAIT_FOR(test_world_state(dom) == VIR_DOMAIN_SHUTOFF);
}

int main(void)
{
    /* Slow tools set VT_TEST_SCALE. */
    int rounds = getenv("VT_TEST_SCALE") != NULL ? ROUNDS / 15 : ROUNDS;
    pthread_t threads[LOOKERS + 1];
    virDomainPtr dom;

    test_world_open(&t);
    dom = test_world_define(&t, "kept", "");
    CHECK(dom != NULL);
    for (int i = 0; i < LOOKERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, looks, NULL), 0);
    CHECK_INT(pthread_create(&threads[LOOKERS], NULL, others, NULL), 0);
    for (int i = 0; i < rounds; i++) {
        transient();
        if (i % 4 == 0)
            defined(dom);
    }
    atomic_store(&ending, true);
    for (int i = 0; i <= LOOKERS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    CHECK_INT(virConnectNumOfDomains(t.conn), 1);
    CHECK_INT(virConnectNumOfDefinedDomains(t.conn), 1);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
