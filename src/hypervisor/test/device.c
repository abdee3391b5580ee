/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of the embedded hypervisor's domains: coming, going, and what they have done. */
#include "config.h"

#include "hypervisor/device.h"
#include "hypervisor/life.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"
#include "util/clock.h"

/* The guest's own doing, all simulated: so much for each second that it ran. */
#define READS_PER_S 8
#define WRITES_PER_S 4
#define REQUEST_BYTES 4096
#define PACKETS_PER_S 10
#define PACKET_BYTES 128

/* A device document and what is to be done with it. */
static int change_device(virDomainPtr dom, const char *xml, const char *call, const char *what,
                         vm_def_change change)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_AUTO_CHANGE struct vm_device_change c = {0};
    VM_JOB_SCOPE(job, vm, call);

    if (job.serial == 0 || test_script(vm, call) < 0 ||
        vm_device_change_plan(vm, xml, what, change, &c) < 0)
        return -1;
    return vm_device_change_install(vm, &c);
}

int test_domain_attach_device(virDomainPtr dom, const char *xml)
{
    return change_device(dom, xml, "virDomainAttachDevice", "attach a device to",
                         domain_def_with_device);
}

int test_domain_detach_device(virDomainPtr dom, const char *xml)
{
    return change_device(dom, xml, "virDomainDetachDevice", "detach a device from",
                         domain_def_without_device);
}

/* The definition that runs, counted, and the nanoseconds it has run. */
static struct domain_def *running(struct vm *vm, uint64_t *ret_ns)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct vm_facts facts;

    if (vm_need_running_locked(vm, "read device statistics of") < 0)
        return NULL;
    vm_read_facts(vm, &facts);
    *ret_ns = facts.cpu_ns;
    return domain_def_ref(vm->live);
}

static long long so_many(uint64_t ns, unsigned int per_s)
{
    return (long long)(ns / (VT_NS_PER_S / per_s));
}

int test_domain_block_stats(virDomainPtr dom, const char *path, virDomainBlockStatsPtr stats)
{
    struct vm *vm = test_vm_of_handle(dom);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    uint64_t ns = 0;

    if (test_script(vm, "virDomainBlockStats") < 0 || (def = running(vm, &ns)) == NULL)
        return -1;
    if (domain_def_find_disk(def, path) == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is no disk of domain '%s'", path,
                        vm->obj->name);
    stats->rd_req = so_many(ns, READS_PER_S);
    stats->rd_bytes = stats->rd_req * REQUEST_BYTES;
    stats->wr_req = so_many(ns, WRITES_PER_S);
    stats->wr_bytes = stats->wr_req * REQUEST_BYTES;
    stats->errs = 0;
    return 0;
}

int test_domain_interface_stats(virDomainPtr dom, const char *path,
                                virDomainInterfaceStatsPtr stats)
{
    struct vm *vm = test_vm_of_handle(dom);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    uint64_t ns = 0;

    if (test_script(vm, "virDomainInterfaceStats") < 0 || (def = running(vm, &ns)) == NULL)
        return -1;
    if (domain_def_find_interface(def, path) == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is no interface of domain '%s'",
                        path, vm->obj->name);
    stats->rx_packets = so_many(ns, PACKETS_PER_S);
    stats->rx_bytes = stats->rx_packets * PACKET_BYTES;
    stats->tx_packets = so_many(ns, PACKETS_PER_S / 2);
    stats->tx_bytes = stats->tx_packets * PACKET_BYTES;
    stats->rx_errs = stats->rx_drop = stats->tx_errs = stats->tx_drop = 0;
    return 0;
}
