/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the driver for Xen share: the host in memory and a connection to it.  They are run by
 * on-fake, which gives each folders of its own. */
#pragma once

#include "scenario/heard.h"
#include "xen/guest/pattern.h"

/* Waits until the condition is true. */
#define UNTIL(condition) LOOP_WAIT(condition)

static inline const struct fake_control *drv_fake(void)
{
    static const struct fake_control *fake;

    if (fake == NULL)
        fake = fake_control_find(fake_module());
    if (fake == NULL || !scn_xen())
        SKIP("on-fake runs this");
    return fake;
}

/* A guest that others make; its number. */
static inline uint32_t drv_make(const struct fake_spec *spec)
{
    uint32_t domid;

    CHECK_INT(drv_fake()->make(spec, &domid), 0);
    return domid;
}

/* Waits until the name is found; counted. */
static inline virDomainPtr drv_find(virConnectPtr conn, const char *name)
{
    virDomainPtr dom = NULL;

    UNTIL((dom = virDomainLookupByName(conn, name)) != NULL);
    return dom;
}

/* The file of a definition. */
static inline const char *drv_file(const char *name)
{
    static _Thread_local char path[2][512];
    static _Thread_local unsigned int n;
    char *p = path[n++ % 2];

    snprintf(p, sizeof path[0], "%s/libxl/%s.xml", getenv("VITRINE_CONFIG_DIR"), name);
    return p;
}

/* Reads the first word of a page and compares it with what the guest has there now. */
static inline void drv_check_page(virDomainPtr dom, uint32_t domid, uint64_t page)
{
    struct fake_info info;
    struct fake_page p;
    unsigned char got[64], want[64];

    CHECK_INT(drv_fake()->info(domid, &info), 0);
    CHECK_INT(drv_fake()->page(domid, page, &p), 0);
    pattern_fill(want, sizeof want, info.seed, p.generation, page * FAKE_PAGE_SIZE);
    OK(virDomainMemoryPeek(dom, page * FAKE_PAGE_SIZE, sizeof got, got, VIR_MEMORY_PHYSICAL));
    CHECK(memcmp(got, want, sizeof got) == 0);
}
