/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of Xen domains: coming, going, and what they have done. */
#include "config.h"

#include <errno.h>

#include "conf/domain_device.h"
#include "hypervisor/device.h"
#include "hypervisor/life.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/plug.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The interface that comes, in the definition to be, or the one that is to go, as the document has it. */
static struct domain_interface *interface_of(const struct vm_device_change *change, bool attach)
{
    return attach ? change->to->interfaces[change->to->n_interfaces - 1] : change->dev->interface;
}

/* The change done to the guest. */
static int do_change(struct vm *vm, uint32_t domid, const struct vm_device_change *change,
                     bool attach)
{
    const struct xen_host_ops *ops = xen_vm_of(vm)->world->ops;
    struct xen_host *host = xen_vm_of(vm)->world->host;
    const struct domain_device *dev = change->dev;
    struct xen_fail fail = {.err = 0};
    int r;

    if (dev->kind == DOMAIN_DEVICE_DISK)
        r = (attach ? ops->attach_disk : ops->detach_disk)(host, domid, change->from, dev->disk,
                                                           &fail);
    else if (dev->kind == DOMAIN_DEVICE_INTERFACE)
        r = (attach ? ops->attach_interface : ops->detach_interface)(
            host, domid, change->from, interface_of(change, attach), &fail);
    else
        return vt_error(VIR_FROM_XEN, VIR_ERR_NO_SUPPORT,
                        "only disks and interfaces of a Xen guest can come and go");
    if (r < 0)
        return xen_failed(vm, attach ? "attach a device to" : "detach a device from", &fail);
    return 0;
}

static int plug(const struct vm_device_change *change, bool attach)
{
    return attach && change->dev->kind == DOMAIN_DEVICE_INTERFACE
               ? xen_plug_interface(change->to, interface_of(change, attach))
               : 0;
}

static int change_device(virDomainPtr dom, const char *xml, const char *call, bool attach)
{
    struct vm *vm = xen_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, call);
    VM_AUTO_CHANGE struct vm_device_change change = {.run = 0};
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    const char *what = attach ? "attach a device to" : "detach a device from";
    uint32_t domid;

    if (job.serial == 0 || xen_sync_vm(vm) < 0 ||
        vm_device_change_plan(vm, xml, what,
                              attach ? domain_def_with_device : domain_def_without_device,
                              &change) < 0 ||
        xen_vm_running(vm, what, &domid) < 0 || plug(&change, attach) < 0 ||
        do_change(vm, domid, &change, attach) < 0)
        return -1;
    def = domain_def_ref(change.to); /* the vm takes the other count */
    if (vm_device_change_install(vm, &change) < 0)
        return -1;
    return xen_vm_keep_change(vm, domid, def);
}

int xen_domain_attach_device(virDomainPtr dom, const char *xml)
{
    return change_device(dom, xml, "virDomainAttachDevice", true);
}

int xen_domain_detach_device(virDomainPtr dom, const char *xml)
{
    return change_device(dom, xml, "virDomainDetachDevice", false);
}

/* The definition that runs, counted, and its number; NULL raised. */
static struct domain_def *running(struct vm *vm, uint32_t *ret_domid)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_need_running_locked(vm, "read device statistics of") < 0)
        return NULL;
    *ret_domid = (uint32_t)vm->run_id;
    return domain_def_ref(vm->live);
}

int xen_domain_block_stats(virDomainPtr dom, const char *path, virDomainBlockStatsPtr stats)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    const struct domain_disk *disk;
    struct xen_block_stats s;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;

    if (xen_sync_vm(vm) < 0 || (def = running(vm, &domid)) == NULL)
        return -1;
    disk = domain_def_find_disk(def, path);
    if (disk == NULL)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG, "'%s' is no disk of domain '%s'", path,
                        vm->obj->name);
    if (world->ops->block_stats(world->host, domid, disk->target, &s, &fail) < 0)
        return xen_failed(vm, "read the statistics of a disk of", &fail);
    stats->rd_req = s.rd_req;
    stats->rd_bytes = s.rd_bytes;
    stats->wr_req = s.wr_req;
    stats->wr_bytes = s.wr_bytes;
    /* Source: libvirt's Xen drivers: requests that found no ring to go to. */
    stats->errs = s.oo_req;
    return 0;
}

int xen_domain_interface_stats(virDomainPtr dom, const char *path, virDomainInterfaceStatsPtr stats)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_net_stats s;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;

    if (xen_sync_vm(vm) < 0 || xen_vm_running(vm, "read device statistics of", &domid) < 0)
        return -1;
    if (world->ops->net_stats(world->host, domid, path, &s, &fail) < 0)
        return fail.err == ENODEV
                   ? vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                              "'%s' is no interface of domain '%s'", path, vm->obj->name)
                   : xen_failed(vm, "read the statistics of an interface of", &fail);
    stats->rx_bytes = s.rx_bytes;
    stats->rx_packets = s.rx_packets;
    stats->rx_errs = s.rx_errs;
    stats->rx_drop = s.rx_drop;
    stats->tx_bytes = s.tx_bytes;
    stats->tx_packets = s.tx_packets;
    stats->tx_errs = s.tx_errs;
    stats->tx_drop = s.tx_drop;
    return 0;
}
