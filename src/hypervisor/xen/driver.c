/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of contents of the driver for Xen, and its open and close. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "hypervisor/device.h"
#include "hypervisor/events.h"
#include "hypervisor/xen/autostart.h"
#include "hypervisor/xen/driver.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "ops.h"
#include "util/cleanup.h"

static const struct vt_hypervisor_ops xen_hypervisor = {
    .get_version = xen_get_version,
    .get_capabilities = xen_get_capabilities,
    .get_max_vcpus = xen_get_max_vcpus,
    .get_hostname = xen_get_hostname,
    .node_get_info = xen_node_get_info,
    .node_get_cells_free_memory = xen_node_get_cells_free_memory,
    .node_get_free_memory = xen_node_get_free_memory,

    .list_domains = xen_list_domains,
    .num_of_domains = xen_num_of_domains,
    .list_defined_domains = xen_list_defined_domains,
    .num_of_defined_domains = xen_num_of_defined_domains,
    .domain_lookup_by_id = xen_domain_lookup_by_id,
    .domain_lookup_by_name = xen_domain_lookup_by_name,
    .domain_lookup_by_uuid = xen_domain_lookup_by_uuid,

    .domain_define_xml = xen_domain_define_xml,
    .domain_define_xml_flags = xen_domain_define_xml_flags,
    .domain_undefine = xen_domain_undefine,
    .domain_create_xml = xen_domain_create_xml,
    .domain_create = xen_domain_create,
    .domain_destroy = xen_domain_destroy,
    .domain_shutdown = xen_domain_shutdown,
    .domain_reboot = xen_domain_reboot,
    .domain_suspend = xen_domain_suspend,
    .domain_resume = xen_domain_resume,

    .domain_get_info = xen_domain_get_info,
    .domain_get_state = xen_domain_get_state,
    .domain_get_job_info = xen_domain_get_job_info,
    .domain_get_xml_desc = xen_domain_get_xml_desc,
    .domain_get_os_type = xen_domain_get_os_type,
    .domain_get_autostart = xen_domain_get_autostart,
    .domain_set_autostart = xen_domain_set_autostart,

    .domain_get_max_memory = xen_domain_get_max_memory,
    .domain_set_max_memory = xen_domain_set_max_memory,
    .domain_set_memory = xen_domain_set_memory,
    .domain_set_vcpus = xen_domain_set_vcpus,
    .domain_get_max_vcpus = xen_domain_get_max_vcpus,
    .domain_pin_vcpu = xen_domain_pin_vcpu,
    .domain_get_vcpus = xen_domain_get_vcpus,
    .domain_get_scheduler_type = xen_domain_get_scheduler_type,
    .domain_get_scheduler_parameters = xen_domain_get_scheduler_parameters,
    .domain_set_scheduler_parameters = xen_domain_set_scheduler_parameters,

    .domain_save = xen_domain_save,
    .domain_restore = xen_domain_restore,
    .domain_core_dump = xen_domain_core_dump,
    .domain_attach_device = xen_domain_attach_device,
    .domain_detach_device = xen_domain_detach_device,
    .domain_block_stats = xen_domain_block_stats,
    .domain_interface_stats = xen_domain_interface_stats,
    .domain_memory_peek = xen_domain_memory_peek,
    .domain_block_peek = xen_domain_block_peek,

    .domain_event_register = xen_domain_event_register,
    .domain_event_deregister = vm_event_deregister,
    .domain_event_register_any = xen_domain_event_register_any,
    .domain_event_deregister_any = vm_event_deregister_any,

    .domain_migrate_prepare2 = xen_domain_migrate_prepare2,
    .domain_migrate_perform = xen_domain_migrate_perform,
    .domain_migrate_finish2 = xen_domain_migrate_finish2,
};

/* Whether this is the domain that controls a Xen host, for an open without a name: nothing is loaded
 * and nothing raised where it is not. */
static bool is_here(void)
{
    VT_AUTOFCLOSE FILE *f = fopen("/proc/xen/capabilities", "re");
    char line[64];

    return f != NULL && fgets(line, sizeof line, f) != NULL && strstr(line, "control_d") != NULL;
}

static int refuse_used_pci(virConnectPtr conn, const struct nodedev_pci_address *address,
                           const char *what, const char *name)
{
    struct xen_world *world = conn->hypervisor_data;

    return xen_sync(world) < 0 ? -1
                               : vm_domains_refuse_used_pci(&world->domains, address, what, name);
}

static enum vt_open use_world(virConnectPtr conn, struct xen_world *world)
{
    if (world == NULL)
        return VT_OPEN_ERROR;
    conn->hypervisor_data = world;
    conn->on_host = true;
    conn->refuse_used_pci = refuse_used_pci;
    if (!conn->readonly)
        xen_autostart(world);
    return VT_OPEN_OK;
}

/* It offers itself where it can work, and else leaves no error behind. */
static enum vt_open open_unnamed(virConnectPtr conn)
{
    struct xen_world *world = is_here() ? xen_world_get() : NULL;

    if (world == NULL) {
        vt_error_reset();
        return VT_OPEN_DECLINED;
    }
    conn->uri = strdup("xen:///");
    if (conn->uri != NULL)
        return use_world(conn, world);
    xen_world_unref(world);
    return (void)vt_error_no_memory(VIR_FROM_XEN), VT_OPEN_ERROR;
}

static bool is_ours(const struct vt_uri *uri)
{
    return uri->scheme != NULL && strcmp(uri->scheme, "xen") == 0 && uri->transport == NULL &&
           uri->host == NULL;
}

static enum vt_open xen_open(virConnectPtr conn, const struct vt_uri *uri,
                             virConnectAuthPtr auth VT_UNUSED)
{
    if (uri == NULL)
        return open_unnamed(conn);
    if (!is_ours(uri))
        return VT_OPEN_DECLINED;
    if (uri->path != NULL && uri->path[0] != '\0' && strcmp(uri->path, "/") != 0 &&
        strcmp(uri->path, "/system") != 0) {
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                       "'%s' names no Xen host: use xen:/// or xen:///system", uri->text);
        return VT_OPEN_ERROR;
    }
    return use_world(conn, xen_world_get());
}

static void xen_close(virConnectPtr conn)
{
    xen_world_unref(conn->hypervisor_data);
}

const struct vt_driver xen_driver = {
    .name = "Xen",
    .hypervisor = &xen_hypervisor,
    .open = xen_open,
    .close = xen_close,
};
