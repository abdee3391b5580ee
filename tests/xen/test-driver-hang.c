/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An operation on one guest hangs in the toolstack: all that concerns others goes on, and so do queries of
 * that guest; it can be destroyed, and then the operation is over. */
#include "config.h"

#include "xen/driver_testing.h"

#define HANG_MS 600000 /* nothing here waits for its end */
#define PAGE 3000      /* has the pattern of a guest of 16 MiB */

struct operation {
    const char *op; /* of the host */
    int (*call)(virDomainPtr dom);
    virDomainPtr dom;
};

static int save(virDomainPtr dom)
{
    return virDomainSave(dom, scn_path("save"));
}

static int dump(virDomainPtr dom)
{
    return virDomainCoreDump(dom, scn_path("core"), 0);
}

static int set_memory(virDomainPtr dom)
{
    return virDomainSetMemory(dom, 8192);
}

static int set_vcpus(virDomainPtr dom)
{
    return virDomainSetVcpus(dom, 2);
}

static int attach(virDomainPtr dom)
{
    return virDomainAttachDevice(dom, "<disk type='file'><source file='/dev/null'/>"
                                      "<target dev='xvdz'/></disk>");
}

static void *run(void *arg)
{
    struct operation *o = arg;

    (void)o->call(o->dom); /* whatever it says: the guest may be gone by then */
    return NULL;
}

static void others_go_on(virConnectPtr conn, virDomainPtr other)
{
    virDomainPtr third;
    int ids[8];
    char *names[8];

    CHECK(virConnectNumOfDomains(conn) >= 2 && virConnectListDomains(conn, ids, 8) >= 2);
    int n = virConnectListDefinedDomains(conn, names, 8);
    CHECK(n >= 0);
    for (int i = 0; i < n; i++)
        free(names[i]);
    CHECK(scn_runs(other));
    drv_check_page(other, virDomainGetID(other), PAGE);
    OK(virDomainSuspend(other));
    OK(virDomainResume(other));
    third = scn_define(conn, "third", "");
    OK(virDomainUndefine(third));
    OK(virDomainFree(third));
}

static void hangs(virConnectPtr conn, virDomainPtr other, struct operation o)
{
    pthread_t thread;
    virDomainInfo info;
    unsigned int id;

    o.dom = scn_start(conn, "hung", "");
    id = virDomainGetID(o.dom);
    drv_fake()->hang(o.op, id, HANG_MS);
    CHECK_INT(pthread_create(&thread, NULL, run, &o), 0);
    CHECK(drv_fake()->hanging(o.op, 1, 20000));
    others_go_on(conn, other);
    OK(virDomainGetInfo(o.dom, &info));
    CHECK(scn_xml_has(o.dom, 0, "<name>hung</name>"));
    drv_check_page(o.dom, id, PAGE);
    CHECK(drv_fake()->hanging(o.op, 1, 0)); /* all of that while it hung */
    if (strcmp(o.op, "destroy") != 0) {
        OK(virDomainDestroy(o.dom));
        CHECK(drv_fake()->hanging(o.op, 1, 0));
        CHECK_INT(scn_state(o.dom), VIR_DOMAIN_SHUTOFF);
        OK(virDomainCreate(o.dom)); /* another run: the operation on the first does nothing to it */
    }
    drv_fake()->let_go(o.op);
    CHECK_INT(pthread_join(thread, NULL), 0);
    if (strcmp(o.op, "destroy") != 0)
        CHECK(scn_runs(o.dom) && virDomainGetID(o.dom) != id);
    scn_drop(o.dom);
}

/* A guest that is being built cannot be destroyed, but it keeps nobody else waiting. */
static void hangs_in_create(virConnectPtr conn, virDomainPtr other)
{
    struct operation o = {"create", virDomainCreate, scn_define(conn, "hung", "")};
    pthread_t thread;

    drv_fake()->hang("create", FAKE_ANY_DOMAIN, HANG_MS);
    CHECK_INT(pthread_create(&thread, NULL, run, &o), 0);
    CHECK(drv_fake()->hanging("create", 1, 20000));
    others_go_on(conn, other);
    CHECK_INT(scn_state(o.dom), VIR_DOMAIN_SHUTOFF);
    FAILS(virDomainUndefine(o.dom), VIR_ERR_INTERNAL_ERROR); /* it is about to run */
    CHECK(drv_fake()->hanging("create", 1, 0));
    drv_fake()->let_go("create");
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(scn_runs(o.dom));
    scn_drop(o.dom);
}

int main(void)
{
    static const struct operation operations[] = {
        {"shutdown", virDomainShutdown, NULL},
        {"save", save, NULL},
        {"core_dump", dump, NULL},
        {"set_memory", set_memory, NULL},
        {"set_vcpus", set_vcpus, NULL},
        {"attach_disk", attach, NULL},
        {"pause", virDomainSuspend, NULL},
        {"destroy", virDomainDestroy, NULL},
    };

    (void)drv_fake();
    (void)scn_folder();
    virConnectPtr conn = scn_open();
    virDomainPtr other = scn_start(conn, "other", "");
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        hangs(conn, other, operations[i]);
    hangs_in_create(conn, other);
    scn_drop(other);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
