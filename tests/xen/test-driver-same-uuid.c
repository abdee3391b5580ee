/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two domains of one uuid, as while one is migrated to its own host by others: the first is shown, the
 * other is when that has ended; lists go on. */
#include "config.h"

#include "xen/world_testing.h"

static int ears;

static int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn, (void)dom, (void)event, (void)detail, (void)opaque;
    ears++;
    return 0;
}

static void run_loop(void)
{
    for (int i = 0; i < 3; i++)
        CHECK_INT(virEventRunDefaultImpl(), 0);
}

static void nothing(int timer, void *opaque)
{
    (void)timer, (void)opaque;
}

int main(void)
{
    static const unsigned char uuid[16] = {0x42};
    struct fake_spec first = {.name = "first", .uuid = uuid};
    struct fake_spec second = {.name = "second", .uuid = uuid};
    struct fake_spec third = {.name = "third"};
    struct test_world t;
    virDomainPtr dom, other;
    uint32_t id[3];

    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    CHECK(virEventAddTimeout(10, nothing, NULL, NULL) >= 0);
    test_world_open(&t);
    CHECK_INT(t.fake->make(&first, &id[0]), 0);
    CHECK_INT(t.fake->make(&second, &id[1]), 0);
    CHECK_INT(t.fake->make(&third, &id[2]), 0);
    CHECK_INT(virConnectNumOfDomains(t.conn), 3); /* domain 0, two of the three */
    dom = virDomainLookupByUUID(t.conn, uuid);
    CHECK(dom != NULL);
    CHECK_INT(virDomainGetID(dom), id[0]);
    other = virDomainLookupByName(t.conn, "third");
    CHECK(other != NULL);
    CHECK_INT(virConnectDomainEventRegister(t.conn, on_event, NULL, NULL), 0);
    for (int i = 0; i < 20; i++)
        CHECK_INT(virConnectNumOfDomains(t.conn), 3);
    run_loop();
    CHECK_INT(ears, 0);
    CHECK_INT(virConnectDomainEventDeregister(t.conn, on_event), 0);
    CHECK_INT(t.fake->destroy(id[0]), 0);
    CHECK_INT(virConnectNumOfDomains(t.conn), 3);
    CHECK_INT(virDomainFree(dom), 0);
    dom = virDomainLookupByUUID(t.conn, uuid);
    CHECK(dom != NULL);
    CHECK_INT(virDomainGetID(dom), id[1]);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainDestroy(other), 0);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virDomainFree(other), 0);
    test_world_close(&t);
    return 0;
}
