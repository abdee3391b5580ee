/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What tests of the driver on the Xen host in memory share: folders of their own, a connection, others who
 * work on the host behind the driver's back. */
#pragma once

#include <ftw.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>

#include "testing.h"
#include "waiting.h"
#include "xen/fake/control.h"

struct test_world {
    const struct xen_host_ops *ops;
    const struct fake_control *fake;
    virConnectPtr conn;
    char folder[32];
};

static inline void test_world_quiet(void *opaque, virErrorPtr error)
{
    (void)opaque, (void)error;
}

static inline void test_world_open(struct test_world *t)
{
    void *module = fake_module();
    char path[64];

    t->ops = dlsym(module, XEN_HOST_SYMBOL);
    t->fake = fake_control_find(module);
    CHECK(t->ops != NULL && t->fake != NULL);
    strcpy(t->folder, "/tmp/vt-world-XXXXXX");
    CHECK(mkdtemp(t->folder) != NULL);
    snprintf(path, sizeof path, "%s/etc", t->folder);
    CHECK(setenv("VITRINE_CONFIG_DIR", path, 1) == 0);
    snprintf(path, sizeof path, "%s/run", t->folder);
    CHECK(setenv("VITRINE_STATE_DIR", path, 1) == 0);
    virSetErrorFunc(NULL, test_world_quiet);
    t->conn = virConnectOpen("xen:///");
    CHECK(t->conn != NULL);
}

static inline int test_world_remove(const char *path, const struct stat *st, int type,
                                    struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

/* Looks for what was left behind; all handles are free. */
static inline void test_world_close(struct test_world *t)
{
    struct fake_counts counts;

    CHECK_INT(virConnectClose(t->conn), 0);
    /* Threads at work keep the host open a little longer. */
    WAIT_FOR((t->fake->counts(&counts), counts.hosts == 0));
    CHECK(counts.watches == 0 && counts.frames == 0 && counts.mapped == 0);
    CHECK_INT(counts.domains, 0);
    CHECK(nftw(t->folder, test_world_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
    t->fake->reset();
}

/* The document of a PV guest; @uuid "" for one that is made up.  The caller frees. */
static inline char *test_world_xml(const char *name, const char *more)
{
    char *xml;

    CHECK(asprintf(&xml,
                   "<domain type='xen'><name>%s</name><memory>16384</memory><vcpu>1</vcpu>"
                   "<os><type>linux</type><kernel>/dev/null</kernel></os>%s</domain>",
                   name, more) >= 0);
    return xml;
}

static inline virDomainPtr test_world_define(struct test_world *t, const char *name,
                                             const char *more)
{
    char *xml = test_world_xml(name, more);
    virDomainPtr dom = virDomainDefineXML(t->conn, xml);

    free(xml);
    return dom;
}

static inline virDomainPtr test_world_create(struct test_world *t, const char *name,
                                             const char *more)
{
    char *xml = test_world_xml(name, more);
    virDomainPtr dom = virDomainCreateXML(t->conn, xml, 0);

    free(xml);
    return dom;
}

static inline int test_world_state(virDomainPtr dom)
{
    virDomainInfo info;

    return virDomainGetInfo(dom, &info) < 0 ? -1 : info.state;
}

static inline int test_world_error(void)
{
    virErrorPtr error = virGetLastError();

    return error != NULL ? error->code : VIR_ERR_OK;
}
