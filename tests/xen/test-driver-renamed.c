/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that others rename while it runs is a new domain with the same uuid and number; one that somebody has
 * defined keeps its name. */
#include "config.h"

#include "xen/driver_testing.h"

#define PAGE 1500 /* has the guest's pattern */

/* The next event that is heard; those of two domains follow each other. */
static void hear(const char *name, int event, int detail)
{
    static int from;

    LOOP_WAIT(heard_so_far() > from);
    CHECK_STR(heard[from].name, name);
    CHECK_INT(heard[from].event, event);
    CHECK_INT(heard[from++].detail, detail);
}

/* As xl rename does it. */
static void rename_to(uint32_t domid, const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "/local/domain/%u/name", domid);
    CHECK_INT(drv_fake()->store_write(path, name), 0);
}

static virDomainPtr becomes(virConnectPtr conn, virDomainPtr dom, uint32_t domid, const char *name)
{
    unsigned char before[VIR_UUID_BUFLEN], after[VIR_UUID_BUFLEN];
    virDomainPtr renamed;
    virDomainInfo info;

    rename_to(domid, name);
    renamed = drv_find(conn, name);
    OK(virDomainGetUUID(dom, before));
    OK(virDomainGetUUID(renamed, after));
    CHECK(memcmp(before, after, sizeof before) == 0);
    CHECK_INT(virDomainGetID(renamed), domid);
    CHECK(scn_runs(renamed));
    FAILS(virDomainGetInfo(dom, &info), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByName(conn, virDomainGetName(dom)), VIR_ERR_NO_DOMAIN);
    hear(virDomainGetName(dom), EV(UNDEFINED, RENAMED));
    hear(name, EV(DEFINED, RENAMED));
    drv_check_page(renamed, domid, PAGE);
    OK(virDomainFree(dom));
    return renamed;
}

static void follows(virConnectPtr conn)
{
    uint32_t domid = drv_make(&(struct fake_spec){.name = "first"});
    virDomainPtr dom = drv_find(conn, "first");

    hear("first", EV(STARTED, BOOTED));
    drv_check_page(dom, domid, PAGE);
    dom = becomes(conn, dom, domid, "second");
    dom = becomes(conn, dom, domid, "first"); /* and back */
    CHECK_INT(drv_fake()->reboot(domid, &domid), 0);
    UNTIL(scn_runs(dom) && virDomainGetID(dom) == domid);
    hear("first", EV(STOPPED, DESTROYED));
    hear("first", EV(STARTED, BOOTED));
    dom = becomes(conn, dom, domid, "third");
    OK(virDomainDestroy(dom));
    hear("third", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
}

/* A definition has a file of that name. */
static void keeps(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "kept", ""), other;
    uint32_t domid = virDomainGetID(dom), second;

    rename_to(domid, "other");
    second =
        drv_make(&(struct fake_spec){.name = "second"}); /* the watch has fired when it is seen */
    other = drv_find(conn, "second");
    UNTIL(scn_runs(dom));
    CHECK_STR(virDomainGetName(dom), "kept");
    CHECK(virDomainLookupByName(conn, "other") == NULL);
    CHECK_INT(drv_fake()->destroy(second), 0);
    OK(virDomainFree(other));
    scn_drop(dom);
}

int main(void)
{
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();

    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    follows(conn);
    OK(virConnectDomainEventDeregister(conn, on_event));
    keeps(conn);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
