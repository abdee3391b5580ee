/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules of a Xen host that the one in memory and the real one have in common.  With
 * VT_TEST_DRIVER_DIR and VITRINE_TEST_KERNEL set it tests the real one. */
#include "config.h"

#include "xen/host_testing.h"

static void lists(struct test_host *t)
{
    static const unsigned char zeros[16];
    struct xen_domain d[3];
    uint32_t first = test_create(t, "first", true), second = test_create(t, "second", true);

    CHECK(first > 0 && second > first);
    CHECK_INT(t->ops->domains(t->host, 0, d, 1, &t->fail), 1);
    CHECK(d[0].domid == 0 && memcmp(d[0].uuid, zeros, sizeof zeros) == 0);
    CHECK_INT(t->ops->domains(t->host, first, d, 3, &t->fail), 2);
    CHECK(d[0].domid == first && d[1].domid == second);
    CHECK(d[0].paused && !d[0].dying && !d[0].shutdown && !d[0].translated);
    CHECK(d[0].tot_pages >= 4000 && d[0].tot_pages <= d[0].max_pages);
    CHECK(d[0].vcpus_online == 2 && d[0].vcpus_max == 2);
    CHECK_INT(t->ops->domains(t->host, second + 1, d, 3, &t->fail), 0);
    CHECK_OP(t, t->ops->destroy(t->host, first, &t->fail));
    CHECK_OP(t, t->ops->destroy(t->host, second, &t->fail));
    CHECK(!test_listed(t, first, d));
    CHECK(t->ops->destroy(t->host, first, &t->fail) < 0);
}

static void counts_pauses(struct test_host *t)
{
    struct xen_domain d;
    uint32_t domid = test_create(t, "paused", true);

    CHECK_OP(t, t->ops->pause(t->host, domid, &t->fail));
    CHECK_OP(t, t->ops->unpause(t->host, domid, &t->fail));
    CHECK(test_listed(t, domid, &d) && d.paused && d.cpu_ns == 0);
    CHECK_OP(t, t->ops->unpause(t->host, domid, &t->fail));
    CHECK(test_listed(t, domid, &d) && !d.paused);
    CHECK_INT(t->ops->unpause(t->host, domid, &t->fail), -EINVAL);
    CHECK(t->fail.err == EINVAL && t->fail.text[0] != '\0');
    CHECK_INT(t->ops->pause(t->host, domid + 1, &t->fail), -ESRCH);
    CHECK_INT(t->ops->pause(t->host, 0, &t->fail), -EINVAL);
    WAIT_FOR(test_listed(t, domid, &d) && d.cpu_ns > 0);
    CHECK_OP(t, t->ops->destroy(t->host, domid, &t->fail));
}

static void refuses_a_name_twice(struct test_host *t)
{
    DOMAIN_AUTODEF struct domain_def *def = test_def("twice", "");
    struct xen_build build = {.def = def, .restore_fd = -1};
    uint32_t first = test_create(t, "twice", true), again = 4711;

    CHECK(t->ops->create(t->host, &build, &again, &t->fail) < 0);
    CHECK(again == 4711 && t->fail.text[0] != '\0');
    build.name = "thrice";
    CHECK_OP(t, t->ops->create(t->host, &build, &again, &t->fail));
    CHECK_OP(t, t->ops->destroy(t->host, first, &t->fail));
    CHECK_OP(t, t->ops->destroy(t->host, again, &t->fail));
}

static void watches(struct test_host *t)
{
    static const char *const paths[] = {"@introduceDomain", "@releaseDomain", NULL};
    struct xen_watch *w = t->ops->watch(t->host, paths, &t->fail);
    char name[64], *value;
    uint32_t domid;

    CHECK(w != NULL);
    CHECK(test_fires(t, w, "@releaseDomain", PATIENCE_MS)); /* as each new watch does */
    while (test_fires(t, w, "@introduceDomain", 0))
        continue;
    domid = test_create(t, "watched", true);
    CHECK(test_fires(t, w, "@introduceDomain", PATIENCE_MS));
    (void)snprintf(name, sizeof name, "/local/domain/%u/name", domid);
    value = t->ops->store_read(t->host, name, &t->fail);
    CHECK_STR(value, "watched");
    free(value);
    CHECK_OP(t, t->ops->unpause(t->host, domid, &t->fail));
    CHECK(!test_fires(t, w, "@releaseDomain", 0));
    CHECK_OP(t, t->ops->destroy(t->host, domid, &t->fail));
    CHECK(test_fires(t, w, "@releaseDomain", PATIENCE_MS));
    CHECK(t->ops->store_read(t->host, name, &t->fail) == NULL && t->fail.err == ENOENT);
    t->ops->watch_end(w);
}

/* A frame that is mapped keeps a zombie, and its bytes. */
static void dies_late(struct test_host *t)
{
    uint32_t domid = test_create(t, "mapped", true);
    struct xen_frames *frames = t->ops->frames_open(t->host, domid, &t->fail);
    uint64_t shared, before;
    struct xen_domain d;
    const uint64_t *map;
    int err = 0;

    CHECK(frames != NULL && test_listed(t, domid, &d));
    shared = d.shared_info_frame;
    map = t->ops->map(frames, &shared, 1, &err, &t->fail);
    CHECK(map != NULL && err == 0);
    before = map[511];
    CHECK_OP(t, t->ops->destroy(t->host, domid, &t->fail));
    CHECK(test_listed(t, domid, &d) && d.dying);
    CHECK(map[511] == before);
    CHECK_OP(t, t->ops->pause(t->host, domid, &t->fail));
    t->ops->unmap(frames, (void *)(uintptr_t)map, 1);
    WAIT_FOR(!test_listed(t, domid, &d));
    CHECK(t->ops->map(frames, &shared, 1, &err, &t->fail) == NULL);
    CHECK_INT(t->fail.err, ESRCH);
    t->ops->frames_close(frames);
}

int main(void)
{
    struct test_host t = test_host_open();

    lists(&t);
    counts_pauses(&t);
    refuses_a_name_twice(&t);
    watches(&t);
    dies_late(&t);
    test_host_close(&t);
    return 0;
}
