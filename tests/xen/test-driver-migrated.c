/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that is migrated on its host is there all the time, for all who look: it is never off, nor gone, nor
 * without a number, and its memory can be read. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define LOOKERS 2
#define ROUNDS 40

static struct test_world t;
static atomic_bool over;

static void *look(void *arg)
{
    virDomainPtr dom = arg;
    virDomainInfo info;
    char bytes[16];

    while (!atomic_load(&over)) {
        CHECK_INT(virDomainGetInfo(dom, &info), 0);
        CHECK(info.state == VIR_DOMAIN_RUNNING || info.state == VIR_DOMAIN_BLOCKED);
        CHECK((int)virDomainGetID(dom) > 0);
        CHECK_INT(virConnectNumOfDomains(t.conn), 2);
        CHECK_INT(virConnectNumOfDefinedDomains(t.conn), 0);
        CHECK_INT(virDomainMemoryPeek(dom, 0x5000, sizeof bytes, bytes, VIR_MEMORY_PHYSICAL), 0);
    }
    return NULL;
}

static void migrate(virDomainPtr dom)
{
    unsigned int id = virDomainGetID(dom);
    virDomainPtr there = virDomainMigrate(dom, t.conn, 0, NULL, NULL, 0);

    CHECK(there != NULL);
    CHECK(virDomainGetID(dom) > id && virDomainGetID(there) == virDomainGetID(dom));
    CHECK_INT(virDomainFree(there), 0);
}

static void moves(virDomainPtr dom, int rounds)
{
    pthread_t lookers[LOOKERS];

    atomic_store(&over, false);
    for (int i = 0; i < LOOKERS; i++)
        CHECK_INT(pthread_create(&lookers[i], NULL, look, dom), 0);
    for (int i = 0; i < rounds; i++)
        migrate(dom);
    atomic_store(&over, true);
    for (int i = 0; i < LOOKERS; i++)
        CHECK_INT(pthread_join(lookers[i], NULL), 0);
    CHECK_INT(virDomainDestroy(dom), 0);
}

/* It cannot go on there: then it goes on here. */
static void fails(virDomainPtr dom)
{
    unsigned int id = virDomainGetID(dom);

    t.fake->fail("unpause", FAKE_ANY_DOMAIN, EIO, 1);
    CHECK(virDomainMigrate(dom, t.conn, 0, NULL, NULL, 0) == NULL);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    t.fake->let_go("unpause");
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_RUNNING);
    CHECK(virDomainGetID(dom) == id);
    CHECK_INT(virConnectNumOfDomains(t.conn), 2);
}

int main(void)
{
    /* Slow tools set VT_TEST_SCALE. */
    int rounds = getenv("VT_TEST_SCALE") != NULL ? ROUNDS / 10 : ROUNDS;
    virDomainPtr dom;

    test_world_open(&t);
    dom = test_world_create(&t, "moves", "");
    CHECK(dom != NULL);
    fails(dom);
    moves(dom, rounds);
    CHECK_INT(virDomainFree(dom), 0);
    dom = test_world_define(&t, "stays", "");
    CHECK_INT(virDomainCreate(dom), 0);
    moves(dom, rounds);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
