/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that is seen to run is started, though the thread that started it has not come back yet: it can
 * be ended, undefined and started again at once. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

#define ROUNDS 400

static struct test_world t;

static void *starts(void *dom)
{
    CHECK_INT(virDomainCreate(dom), 0);
    return NULL;
}

static void end_early(virDomainPtr dom, bool again)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, starts, dom), 0);
    while ((int)virDomainGetID(dom) < 0)
        ;
    CHECK_INT(virDomainDestroy(dom), 0);
    if (again) {
        CHECK_INT(virDomainCreate(dom), 0);
        CHECK_INT(virDomainDestroy(dom), 0);
    }
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

int main(void)
{
    /* Slow tools set VT_TEST_SCALE. */
    int rounds = getenv("VT_TEST_SCALE") != NULL ? ROUNDS / 20 : ROUNDS;

    test_world_open(&t);
    for (int i = 0; i < rounds; i++)
        end_early(test_world_define(&t, "early", ""), i % 2 != 0);
    test_world_close(&t);
    return 0;
}
