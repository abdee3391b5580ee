/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of a Xen host's table of functions share: the host, domains to build. */
#pragma once

#include <poll.h>
#include <stdint.h>

#include "conf/domain.h"
#include "testing.h"
#include "util/clock.h"
#include "waiting.h"
#include "xen/fake/control.h"
#include "xen/guest/pattern.h"

/* In memory or real: the tests of rules that both have use no more than @ops. */
struct test_host {
    const struct xen_host_ops *ops;
    const struct fake_control *fake; /* NULL: a real one */
    struct xen_host *host;
    struct xen_fail fail;
};

static inline struct test_host test_host_open(void)
{
    void *module = fake_module();
    struct test_host t = {.ops = dlsym(module, XEN_HOST_SYMBOL), .fake = fake_control_find(module)};

    CHECK(t.ops != NULL && t.ops->abi == XEN_HOST_ABI);
    if (t.ops->open(&t.host, &t.fail) < 0)
        SKIP("%s", t.fail.text);
    return t;
}

/* Looks for what was left behind. */
static inline void test_host_close(struct test_host *t)
{
    struct fake_counts counts;

    t->ops->close(t->host);
    if (t->fake == NULL)
        return;
    t->fake->counts(&counts);
    CHECK(counts.hosts == 0 && counts.watches == 0 && counts.frames == 0);
    CHECK(counts.mapped == 0 && counts.dying == 0);
    t->fake->reset();
}

/* The result of an operation that is to succeed. */
#define CHECK_OP(t, call) \
    do { \
        long long got_ = (long long)(call); \
        if (got_ < 0) { \
            fprintf(stderr, "%s:%d: %s: %lld, %s\n", __FILE__, __LINE__, #call, got_, \
                    (t)->fail.text); \
            exit(1); \
        } \
    } while (0)

/* A PV guest of 16 MiB.  VITRINE_TEST_KERNEL: what a real host is to start. */
static inline struct domain_def *test_def(const char *name, const char *devices)
{
    const char *kernel = getenv("VITRINE_TEST_KERNEL");
    struct domain_def *def;
    char *xml;

    CHECK(asprintf(&xml,
                   "<domain type='xen'><name>%s</name><memory>16384</memory><vcpu>2</vcpu>"
                   "<os><type>linux</type><kernel>%s</kernel></os><devices>%s</devices></domain>",
                   name, kernel != NULL ? kernel : "/dev/null", devices) >= 0);
    CHECK_INT(domain_def_parse(xml, &(struct domain_parse_opts){.arch = "x86_64"}, &def), 0);
    free(xml);
    return def;
}

static inline uint32_t test_create(struct test_host *t, const char *name, bool paused)
{
    DOMAIN_AUTODEF struct domain_def *def = test_def(name, "");
    struct xen_build build = {.def = def, .restore_fd = -1, .paused = paused};
    uint32_t domid = 0;

    CHECK_OP(t, t->ops->create(t->host, &build, &domid, &t->fail));
    return domid;
}

/* Whether it is listed. */
static inline bool test_listed(struct test_host *t, uint32_t domid, struct xen_domain *ret)
{
    int n = t->ops->domains(t->host, domid, ret, 1, &t->fail);

    CHECK_OP(t, n);
    return n == 1 && ret->domid == domid;
}

/* Waits for a watch to fire for @path; how often others fired on the way does not matter. */
static inline bool test_fires(struct test_host *t, struct xen_watch *watch, const char *path,
                              int patience_ms)
{
    uint64_t deadline = vt_now_ns() + (uint64_t)patience_ms * VT_NS_PER_MS;

    do {
        struct pollfd p = {.fd = t->ops->watch_fd(watch), .events = POLLIN};
        char *fired = t->ops->watch_take(watch);
        bool same = fired != NULL && strcmp(fired, path) == 0;
        free(fired);
        if (same)
            return true;
        if (fired == NULL)
            CHECK(poll(&p, 1, patience_ms > 0 ? 10 : 0) >= 0);
    } while (vt_now_ns() < deadline);
    return false;
}
