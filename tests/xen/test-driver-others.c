/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests that others make, reboot and end: they are found, a handle follows its uuid from one run to the
 * next, and no peek shows bytes of a run before or of another guest. */
#include "config.h"

#include "xen/driver_testing.h"

#define PAGE 1500 /* has the guest's pattern */

static void comes_and_goes(virConnectPtr conn)
{
    uint32_t domid = drv_make(&(struct fake_spec){.name = "guest", .vcpus = 2});
    virDomainPtr dom = virDomainLookupByID(conn, (int)domid);
    virDomainInfo info;

    CHECK(dom != NULL);
    CHECK_STR(virDomainGetName(dom), "guest");
    EXPECT("guest", EV(STARTED, BOOTED));
    CHECK(scn_runs(dom) && virDomainGetID(dom) == domid);
    OK(virDomainGetInfo(dom, &info));
    CHECK(info.nrVirtCpu == 2 && info.maxMem == 8192);
    drv_check_page(dom, domid, PAGE);
    FAILS(virDomainUndefine(dom), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainCreate(dom), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(drv_fake()->destroy(domid), 0);
    EXPECT("guest", EV(STOPPED, DESTROYED));
    FAILS(virDomainGetInfo(dom, &info), VIR_ERR_NO_DOMAIN);
    CHECK_INT((int)virDomainGetID(dom), -1);
    OK(virDomainFree(dom));
}

/* Reading pages that a guest has not got yet would give them to it. */
static void on_demand(virConnectPtr conn)
{
    uint32_t domid = drv_make(&(struct fake_spec){.name = "thin", .kind = FAKE_PVH});
    virDomainPtr dom = drv_find(conn, "thin");
    char byte;

    CHECK_INT(drv_fake()->set(domid, FAKE_ON_DEMAND, true), 0);
    FAILS(virDomainMemoryPeek(dom, PAGE * 4096, 1, &byte, VIR_MEMORY_PHYSICAL),
          VIR_ERR_OPERATION_FAILED);
    CHECK_INT(drv_fake()->set(domid, FAKE_ON_DEMAND, false), 0);
    drv_check_page(dom, domid, PAGE);
    CHECK_INT(drv_fake()->destroy(domid), 0);
    OK(virDomainFree(dom));
}

/* Destroyed and made again by others, with another number: the old handle means the new run. */
static void follows_the_uuid(virConnectPtr conn)
{
    uint32_t domid = drv_make(&(struct fake_spec){.name = "guest"}), other;
    virDomainPtr dom = drv_find(conn, "guest");

    for (int i = 0; i < 5; i++) {
        drv_check_page(dom, domid, PAGE);
        CHECK_INT(drv_fake()->reboot(domid, &domid), 0);
        UNTIL(scn_runs(dom));
        CHECK_INT(virDomainGetID(dom), domid);
        drv_check_page(dom, domid, PAGE);
    }
    CHECK_INT(drv_fake()->destroy(domid), 0);
    /* What was mapped is let go, though nobody asks for anything; then its number is another's. */
    struct fake_counts counts;
    UNTIL((drv_fake()->counts(&counts), counts.dying == 0));
    drv_fake()->next_domid(domid);
    other = drv_make(&(struct fake_spec){.name = "other"});
    CHECK_INT(other, domid);
    virDomainPtr stranger = drv_find(conn, "other");
    char byte;
    FAILS(virDomainMemoryPeek(dom, PAGE * 4096, 1, &byte, VIR_MEMORY_PHYSICAL), VIR_ERR_NO_DOMAIN);
    drv_check_page(stranger, other, PAGE);
    CHECK_INT(drv_fake()->destroy(other), 0);
    UNTIL(scn_is_off(stranger));
    OK(virDomainFree(stranger));
    OK(virDomainFree(dom));
}

/* A guest whose name is that of a definition with another uuid gets its number behind it. */
static void same_name(virConnectPtr conn)
{
    virDomainPtr mine = scn_define(conn, "same", "");
    uint32_t domid = drv_make(&(struct fake_spec){.name = "same"});
    virDomainPtr dom = virDomainLookupByID(conn, (int)domid);
    char name[64];

    CHECK(dom != NULL);
    snprintf(name, sizeof name, "same.%u", domid);
    CHECK_STR(virDomainGetName(dom), name);
    CHECK_INT(scn_state(mine), VIR_DOMAIN_SHUTOFF);
    FAILS(virDomainCreate(mine), VIR_ERR_OPERATION_FAILED); /* the host has this name already */
    drv_check_page(dom, domid, PAGE);
    OK(virDomainDestroy(dom));
    OK(virDomainCreate(mine));
    scn_drop(mine);
    OK(virDomainFree(dom));
}

static void rename_to(uint32_t domid, const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "/local/domain/%u/name", domid);
    CHECK_INT(drv_fake()->store_write(path, name), 0);
}

/* While others move a guest there are two domains of its uuid. */
static void two_of_a_uuid(virConnectPtr conn)
{
    unsigned char uuid[16] = "0123456789abcde";
    uint32_t from = drv_make(&(struct fake_spec){.name = "moves", .uuid = uuid}), to;
    virDomainPtr dom = drv_find(conn, "moves");
    virDomainInfo info;

    to = drv_make(&(struct fake_spec){.name = "moves--incoming", .uuid = uuid, .paused = true});
    for (int i = 0; i < 5; i++) {
        CHECK_INT(virConnectNumOfDomains(conn), 2);
        OK(virDomainGetInfo(dom, &info));
        CHECK(scn_runs(dom) && virDomainGetID(dom) == from);
    }
    rename_to(from, "moves--migratedaway");
    rename_to(to, "moves");
    CHECK_INT(drv_fake()->destroy(from), 0);
    CHECK_INT(drv_fake()->unpause(to), 0);
    UNTIL(scn_runs(dom));
    CHECK_INT(virDomainGetID(dom), to);
    drv_check_page(dom, to, PAGE);
    CHECK_INT(drv_fake()->destroy(to), 0);
    UNTIL(scn_is_off(dom));
    OK(virDomainFree(dom));
}

/* Nothing keeps others from starting two guests with one uuid: the first is the one that is shown. */
static void twins(virConnectPtr conn)
{
    unsigned char uuid[16] = "abcdefghijklmno";
    uint32_t first = drv_make(&(struct fake_spec){.name = "first", .uuid = uuid}), second;
    virDomainPtr dom = drv_find(conn, "first");

    second = drv_make(&(struct fake_spec){.name = "second", .uuid = uuid});
    for (int i = 0; i < 5; i++) {
        CHECK_INT(virConnectNumOfDomains(conn), 2);
        CHECK(scn_runs(dom) && virDomainGetID(dom) == first);
    }
    CHECK_INT(drv_fake()->destroy(first), 0);
    UNTIL(scn_is_off(dom));
    OK(virDomainFree(dom));
    dom = drv_find(conn, "second");
    CHECK_INT(virDomainGetID(dom), second);
    OK(virDomainDestroy(dom));
    OK(virDomainFree(dom));
}

/* The domain in which all of this runs. */
static void domain_0(virConnectPtr conn)
{
    virDomainPtr dom = virDomainLookupByID(conn, 0);
    char byte;

    FAILS(virDomainDestroy(dom), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0, 1, &byte, VIR_MEMORY_PHYSICAL), VIR_ERR_NO_SUPPORT);
    FAILS(virDomainMemoryPeek(dom, 0, 1, &byte, VIR_MEMORY_VIRTUAL), VIR_ERR_NO_SUPPORT);
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainUndefine(dom), VIR_ERR_INTERNAL_ERROR);
    CHECK(scn_runs(dom));
    OK(virDomainFree(dom));
}

int main(void)
{
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();

    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    comes_and_goes(conn);
    OK(virConnectDomainEventDeregister(conn, on_event));
    on_demand(conn);
    follows_the_uuid(conn);
    same_name(conn);
    two_of_a_uuid(conn);
    twins(conn);
    domain_0(conn);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
