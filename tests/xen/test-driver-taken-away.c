/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that is destroyed while a call is at work on it: the call fails, nothing of it stays, and the
 * guest can be started again. */
#include "config.h"

#include <pthread.h>
#include <unistd.h>

#include "xen/world_testing.h"

static struct test_world t;
static virDomainPtr dom;
static char path[64];

static int saves(void)
{
    return virDomainSave(dom, path);
}

static int dumps(void)
{
    return virDomainCoreDump(dom, path, 0);
}

static int attaches(void)
{
    return virDomainAttachDevice(
        dom, "<interface type='bridge'><source bridge='br0'/><mac address='00:16:3e:00:00:07'/>"
             "</interface>");
}

static int migrates(void)
{
    virDomainPtr arrived = virDomainMigrate(dom, t.conn, VIR_MIGRATE_LIVE, NULL, NULL, 0);

    return arrived != NULL ? virDomainFree(arrived) : -1;
}

static const struct work {
    const char *op; /* in which it hangs */
    int (*call)(void);
} works[] = {
    {"save", saves},      {"core_dump", dumps}, {"attach_interface", attaches},
    {"create", migrates}, {"rename", migrates},
};

static void *run_call(void *work)
{
    CHECK_INT(((const struct work *)work)->call(), -1);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    return NULL;
}

static void destroy_meanwhile(const struct work *w)
{
    struct fake_counts counts;
    pthread_t thread;

    CHECK_INT(virDomainCreate(dom), 0);
    t.fake->hang(w->op, FAKE_ANY_DOMAIN, PATIENCE_MS);
    CHECK_INT(pthread_create(&thread, NULL, run_call, (void *)(uintptr_t)w), 0);
    CHECK(t.fake->hanging(w->op, 1, PATIENCE_MS));
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_SHUTOFF);
    t.fake->let_go(w->op);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK(access(path, F_OK) < 0);
    WAIT_FOR((t.fake->counts(&counts), counts.domains == 0));
    CHECK_INT(virConnectNumOfDomains(t.conn), 1);
    CHECK_INT(virDomainCreate(dom), 0);
    CHECK_INT(virDomainDestroy(dom), 0);
}

int main(void)
{
    test_world_open(&t);
    snprintf(path, sizeof path, "%s/file", t.folder);
    dom = test_world_define(&t, "guest", "");
    CHECK(dom != NULL);
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
        destroy_meanwhile(&works[i]);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}
