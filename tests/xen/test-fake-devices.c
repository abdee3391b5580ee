/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What guests in memory have can be changed: memory, CPUs, disks, interfaces, documents. */
#include "config.h"

#include "xen/host_testing.h"

static struct test_host t;

static void changes(void)
{
    struct xen_sched sched = {.weight = 512, .cap = -1};
    uint32_t domid = test_create(&t, "changes", false);
    unsigned char map[2] = {0x2, 0xff};
    struct xen_vcpu cpu;
    struct xen_domain d;

    CHECK_OP(&t, t.ops->set_memory(t.host, domid, 8192, &t.fail));
    WAIT_FOR(test_listed(&t, domid, &d) && d.tot_pages == 2048);
    CHECK_OP(&t, t.ops->set_memory(t.host, domid, 16384, &t.fail));
    WAIT_FOR(test_listed(&t, domid, &d) && d.tot_pages == 4096);
    CHECK_INT(t.ops->set_memory(t.host, domid, 16388, &t.fail), -EINVAL);
    CHECK_OP(&t, t.ops->set_vcpus(t.host, domid, 1, &t.fail));
    WAIT_FOR(test_listed(&t, domid, &d) && d.vcpus_online == 1);
    CHECK_OP(&t, t.ops->set_affinity(t.host, domid, 0, map, 1, &t.fail));
    CHECK_OP(&t, t.ops->get_affinity(t.host, domid, 0, map, 2, &t.fail));
    CHECK(map[0] == 0x2 && map[1] == 0);
    CHECK_OP(&t, t.ops->vcpu(t.host, domid, 0, &cpu, &t.fail));
    CHECK(cpu.cpu == 1 && cpu.online);
    CHECK_INT(t.ops->vcpu(t.host, domid, 2, &cpu, &t.fail), -EINVAL);
    CHECK_OP(&t, t.ops->set_sched(t.host, domid, &sched, &t.fail));
    CHECK_OP(&t, t.ops->get_sched(t.host, domid, &sched, &t.fail));
    CHECK(sched.weight == 512 && sched.cap == 0);
    CHECK_OP(&t, t.ops->destroy(t.host, domid, &t.fail));
}

static void has_devices(void)
{
    DOMAIN_AUTODEF struct domain_def *parsed = NULL;
    DOMAIN_AUTODEF struct domain_def *def = test_def(
        "devices", "<disk type='file'><source file='/dev/null'/><target dev='xvda'/></disk>"
                   "<interface type='bridge'><mac address='00:16:3e:00:00:01'/>"
                   "<source bridge='xenbr0'/></interface>");
    struct xen_build build = {.def = def, .restore_fd = -1, .paused = true};
    struct xen_block_stats block = {.rd_req = 7};
    struct xen_net_stats net;
    char vif[32], *xml;
    uint32_t domid;

    CHECK_OP(&t, t.ops->create(t.host, &build, &domid, &t.fail));
    (void)snprintf(vif, sizeof vif, "vif%u.0", domid);
    CHECK_INT(t.fake->block_stats(domid, "xvda", &block), 0);
    block.rd_req = 0;
    CHECK_OP(&t, t.ops->block_stats(t.host, domid, "xvda", &block, &t.fail));
    CHECK_INT(block.rd_req, 7);
    CHECK_OP(&t, t.ops->net_stats(t.host, domid, vif, &net, &t.fail));
    CHECK_INT(t.ops->attach_disk(t.host, domid, def, def->disks[0], &t.fail), -EEXIST);
    xml = t.ops->describe(t.host, domid, &t.fail);
    CHECK_INT(domain_def_parse(xml, &(struct domain_parse_opts){.type = "xen"}, &parsed), 0);
    CHECK(parsed->n_disks == 1 && parsed->n_interfaces == 1);
    CHECK(memcmp(parsed->uuid, def->uuid, sizeof def->uuid) == 0);
    free(xml);
    CHECK_OP(&t, t.ops->detach_disk(t.host, domid, def, def->disks[0], &t.fail));
    CHECK_INT(t.ops->block_stats(t.host, domid, "xvda", &block, &t.fail), -ENODEV);
    CHECK_OP(&t, t.ops->detach_interface(t.host, domid, def, def->interfaces[0], &t.fail));
    CHECK(t.ops->get_xml(t.host, domid, &t.fail) == NULL && t.fail.err == ENOENT);
    CHECK_OP(&t, t.ops->put_xml(t.host, domid, "<domain/>", &t.fail));
    xml = t.ops->get_xml(t.host, domid, &t.fail);
    CHECK_STR(xml, "<domain/>");
    free(xml);
    CHECK_OP(&t, t.ops->destroy(t.host, domid, &t.fail));
}

int main(void)
{
    t = test_host_open();
    CHECK(t.fake != NULL);
    changes();
    has_devices();
    test_host_close(&t);
    return 0;
}
