/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lives of guests in memory: they obey or do not, others start them again, calls hang and fail. */
#include "config.h"

#include <pthread.h>

#include "xen/host_testing.h"

static struct test_host t;

static void obeys(void)
{
    uint32_t domid = test_create(&t, "obeys", false);
    struct xen_domain d;

    CHECK_INT(t.fake->set(domid, FAKE_DEAF, true), 0);
    CHECK_OP(&t, t.ops->shutdown(t.host, domid, true, &t.fail));
    CHECK_INT(t.fake->set(domid, FAKE_DEAF, false), 0);
    CHECK(test_listed(&t, domid, &d) && !d.shutdown);
    CHECK_OP(&t, t.ops->pause(t.host, domid, &t.fail));
    CHECK_OP(&t, t.ops->shutdown(t.host, domid, true, &t.fail));
    CHECK(poll(NULL, 0, 20) == 0);
    CHECK(test_listed(&t, domid, &d) && !d.shutdown && d.paused);
    CHECK_OP(&t, t.ops->unpause(t.host, domid, &t.fail));
    WAIT_FOR(test_listed(&t, domid, &d) && d.shutdown);
    CHECK(d.reason == XEN_SHUTDOWN_REBOOT && !d.dying);
    CHECK_OP(&t, t.ops->destroy(t.host, domid, &t.fail));
}

/* As xl does: another number, the same name and UUID, other memory. */
static void starts_again(void)
{
    struct fake_spec spec = {.name = "again", .kind = FAKE_PVH};
    struct fake_info before, after;
    struct xen_domain old, again;
    uint32_t domid, next;

    CHECK_INT(t.fake->make(&spec, &domid), 0);
    CHECK(test_listed(&t, domid, &old));
    CHECK_INT(t.fake->info(domid, &before), 0);
    CHECK_INT(t.fake->stop(domid, XEN_SHUTDOWN_REBOOT), 0);
    WAIT_FOR(!test_listed(&t, domid, &again));
    WAIT_FOR(t.ops->domains(t.host, domid, &again, 1, &t.fail) == 1);
    CHECK(again.domid > domid && memcmp(again.uuid, old.uuid, sizeof old.uuid) == 0);
    CHECK_INT(t.fake->info(again.domid, &after), 0);
    CHECK(after.seed != before.seed);
    CHECK_INT(t.fake->reboot(again.domid, &next), 0);
    CHECK_INT(t.fake->destroy(next), 0);
    t.fake->next_domid(next);
    spec.name = "stranger";
    CHECK_INT(t.fake->make(&spec, &again.domid), 0);
    CHECK_INT(again.domid, next);
    CHECK_INT(t.fake->stop(next, XEN_SHUTDOWN_POWEROFF), 0);
    WAIT_FOR(!test_listed(&t, next, &again));
}

static void *shuts_down(void *domid)
{
    struct xen_fail fail;

    CHECK_INT(t.ops->shutdown(t.host, *(uint32_t *)domid, false, &fail), 0);
    return NULL;
}

static void hangs(void)
{
    uint32_t domid = test_create(&t, "hangs", false);
    struct xen_domain d;
    pthread_t thread;

    t.fake->hang("shutdown", domid, PATIENCE_MS);
    CHECK_INT(pthread_create(&thread, NULL, shuts_down, &domid), 0);
    CHECK(t.fake->hanging("shutdown", 1, PATIENCE_MS));
    CHECK(test_listed(&t, domid, &d) && !d.shutdown);
    t.fake->let_go("shutdown");
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_INT(t.fake->calls("shutdown"), 3);
    t.fake->fail("destroy", domid, EIO, 1);
    CHECK_INT(t.ops->destroy(t.host, domid, &t.fail), -EIO);
    CHECK_OP(&t, t.ops->destroy(t.host, domid, &t.fail));
}

static void loses_xenstore(void)
{
    static const char *const paths[] = {"@releaseDomain", NULL};
    struct xen_watch *w = t.ops->watch(t.host, paths, &t.fail);
    struct pollfd p = {.fd = t.ops->watch_fd(w), .events = POLLIN};

    CHECK(test_fires(&t, w, "@releaseDomain", PATIENCE_MS));
    CHECK_INT(poll(&p, 1, 0), 0);
    t.fake->lose_watches();
    CHECK(poll(&p, 1, 0) == 1 && t.ops->watch_take(w) == NULL && poll(&p, 1, 0) == 1);
    t.ops->watch_end(w);
    t.fake->fail("watch", FAKE_ANY_DOMAIN, ECONNREFUSED, 1);
    CHECK(t.ops->watch(t.host, paths, &t.fail) == NULL && t.fail.err == ECONNREFUSED);
}

int main(void)
{
    t = test_host_open();
    CHECK(t.fake != NULL);
    obeys();
    starts_again();
    hangs();
    loses_xenstore();
    test_host_close(&t);
    return 0;
}
