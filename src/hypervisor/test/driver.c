/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The embedded hypervisor's table of contents, and its open and close. */
#include "config.h"

#include <string.h>

#include "hypervisor/device.h"
#include "hypervisor/events.h"
#include "hypervisor/test/driver.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/world.h"
#include "network/functions.h"
#include "nodedev/functions.h"
#include "obj/error.h"
#include "ops.h"
#include "storage/driver.h"

static const struct vt_hypervisor_ops test_hypervisor = {
    .get_version = test_get_version,
    .get_capabilities = test_get_capabilities,
    .get_max_vcpus = test_get_max_vcpus,
    .get_hostname = test_get_hostname,
    .node_get_info = test_node_get_info,
    .node_get_cells_free_memory = test_node_get_cells_free_memory,
    .node_get_free_memory = test_node_get_free_memory,
    .node_get_security_model = test_node_get_security_model,

    .list_domains = test_list_domains,
    .num_of_domains = test_num_of_domains,
    .list_defined_domains = test_list_defined_domains,
    .num_of_defined_domains = test_num_of_defined_domains,
    .domain_lookup_by_id = test_domain_lookup_by_id,
    .domain_lookup_by_name = test_domain_lookup_by_name,
    .domain_lookup_by_uuid = test_domain_lookup_by_uuid,

    .domain_define_xml = test_domain_define_xml,
    .domain_define_xml_flags = test_domain_define_xml_flags,
    .domain_undefine = test_domain_undefine,
    .domain_create_xml = test_domain_create_xml,
    .domain_create = test_domain_create,
    .domain_destroy = test_domain_destroy,
    .domain_shutdown = test_domain_shutdown,
    .domain_reboot = test_domain_reboot,
    .domain_suspend = test_domain_suspend,
    .domain_resume = test_domain_resume,

    .domain_get_info = test_domain_get_info,
    .domain_get_state = test_domain_get_state,
    .domain_get_job_info = test_domain_get_job_info,
    .domain_abort_job = test_domain_abort_job,
    .domain_get_xml_desc = test_domain_get_xml_desc,
    .domain_get_os_type = test_domain_get_os_type,
    .domain_get_security_label = test_domain_get_security_label,
    .domain_get_autostart = test_domain_get_autostart,
    .domain_set_autostart = test_domain_set_autostart,

    .domain_get_max_memory = test_domain_get_max_memory,
    .domain_set_max_memory = test_domain_set_max_memory,
    .domain_set_memory = test_domain_set_memory,
    .domain_set_vcpus = test_domain_set_vcpus,
    .domain_get_max_vcpus = test_domain_get_max_vcpus,
    .domain_pin_vcpu = test_domain_pin_vcpu,
    .domain_get_vcpus = test_domain_get_vcpus,
    .domain_get_scheduler_type = test_domain_get_scheduler_type,
    .domain_get_scheduler_parameters = test_domain_get_scheduler_parameters,
    .domain_set_scheduler_parameters = test_domain_set_scheduler_parameters,

    .domain_save = test_domain_save,
    .domain_restore = test_domain_restore,
    .domain_core_dump = test_domain_core_dump,
    .domain_attach_device = test_domain_attach_device,
    .domain_detach_device = test_domain_detach_device,
    .domain_block_stats = test_domain_block_stats,
    .domain_interface_stats = test_domain_interface_stats,
    .domain_memory_peek = test_domain_memory_peek,
    .domain_block_peek = test_domain_block_peek,

    .domain_event_register = test_domain_event_register,
    .domain_event_deregister = vm_event_deregister,
    .domain_event_register_any = test_domain_event_register_any,
    .domain_event_deregister_any = vm_event_deregister_any,

    .domain_migrate_prepare2 = test_domain_migrate_prepare2,
    .domain_migrate_perform = test_domain_migrate_perform,
    .domain_migrate_finish2 = test_domain_migrate_finish2,
};

static int refuse_used_pci(virConnectPtr conn, const struct nodedev_pci_address *address,
                           const char *what, const char *name)
{
    return vm_domains_refuse_used_pci(&test_world_of(conn)->domains, address, what, name);
}

static enum vt_open use_world(virConnectPtr conn, struct test_world *world)
{
    if (world == NULL)
        return VT_OPEN_ERROR;
    conn->hypervisor_data = world;
    conn->refuse_used_pci = refuse_used_pci;
    if (!conn->on_host) {
        conn->network_data = &world->networks;
        conn->storage_data = &world->storage;
        conn->nodedev_data = &world->devices;
    }
    return VT_OPEN_OK;
}

/* An open without a name: this driver is asked last, and is there when no other is. */
static enum vt_open open_unnamed(virConnectPtr conn)
{
    conn->uri = strdup("test:///default");
    if (conn->uri == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), VT_OPEN_ERROR;
    return use_world(conn, test_world_default());
}

static enum vt_open test_open(virConnectPtr conn, const struct vt_uri *uri,
                              virConnectAuthPtr auth VT_UNUSED)
{
    if (uri == NULL)
        return open_unnamed(conn);
    if (uri->scheme == NULL || strcmp(uri->scheme, "test") != 0 || uri->transport != NULL ||
        uri->host != NULL)
        return VT_OPEN_DECLINED;
    if (uri->path == NULL || strcmp(uri->path, "/") == 0) {
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                       "'%s' names no world: use test:///default, test:///host or test:///PATH",
                       uri->text);
        return VT_OPEN_ERROR;
    }
    conn->on_host = strcmp(uri->path, "/host") == 0;
    if (conn->on_host)
        return use_world(conn, test_world_host());
    return use_world(conn, strcmp(uri->path, "/default") == 0 ? test_world_default()
                                                              : test_world_from_file(uri->path));
}

static void test_close(virConnectPtr conn)
{
    test_world_unref(conn->hypervisor_data);
}

const struct vt_driver test_driver = {
    .name = "Test",
    .hypervisor = &test_hypervisor,
    .network = &net_functions,
    .storage = &storage_ops,
    .nodedev = &nodedev_functions,
    .open = test_open,
    .close = test_close,
};
