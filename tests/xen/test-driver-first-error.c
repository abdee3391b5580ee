/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went wrong first is told, whatever goes wrong while things are put in order; and what was done is
 * not called a failure because nobody could look at it afterwards. */
#include "config.h"

#include <pthread.h>

#include "xen/world_testing.h"

static struct test_world t;
static virDomainPtr dom;

static void *saves(void *path)
{
    CHECK_INT(virDomainSave(dom, path), -1);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    CHECK(strstr(virGetLastError()->message, "cannot save") != NULL);
    return NULL;
}

static void a_save_fails(void)
{
    pthread_t thread;
    char path[64];

    snprintf(path, sizeof path, "%s/saved", t.folder);
    t.fake->fail("save", FAKE_ANY_DOMAIN, EIO, 1);
    t.fake->hang("resume", FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(pthread_create(&thread, NULL, saves, path), 0);
    CHECK(t.fake->hanging("resume", 1, PATIENCE_MS));
    t.fake->fail("domains", FAKE_ANY_DOMAIN, EIO, 0);
    t.fake->let_go("resume");
    CHECK_INT(pthread_join(thread, NULL), 0);
    t.fake->let_go("domains");
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_RUNNING);
}

static void *starts(void *unused)
{
    (void)unused;
    CHECK_INT(virDomainCreate(dom), 0);
    return NULL;
}

static void a_start_succeeds(void)
{
    pthread_t thread;

    CHECK_INT(virDomainDestroy(dom), 0);
    t.fake->hang("unpause", FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(pthread_create(&thread, NULL, starts, NULL), 0);
    CHECK(t.fake->hanging("unpause", 1, PATIENCE_MS));
    t.fake->fail("domains", FAKE_ANY_DOMAIN, EIO, 0);
    t.fake->let_go("unpause");
    CHECK_INT(pthread_join(thread, NULL), 0);
    t.fake->let_go("domains");
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_RUNNING);
}

int main(void)
{
    test_world_open(&t);
    dom = test_world_define(&t, "guest", "");
    CHECK(dom != NULL);
    CHECK_INT(virDomainCreate(dom), 0);
    a_save_fails();
    a_start_succeeds();
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
