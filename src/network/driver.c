/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of contents of networks, and the open and close of those of the host. */
#include "config.h"

#include "network/functions.h"
#include "network/host.h"
#include "ops.h"

const struct vt_network_ops net_functions = {
    .num_of_networks = net_num_of_networks,
    .list_networks = net_list_networks,
    .num_of_defined_networks = net_num_of_defined_networks,
    .list_defined_networks = net_list_defined_networks,
    .network_lookup_by_name = net_lookup_by_name,
    .network_lookup_by_uuid = net_lookup_by_uuid,

    .network_create_xml = net_create_xml,
    .network_define_xml = net_define_xml,
    .network_undefine = net_undefine,
    .network_create = net_create,
    .network_destroy = net_destroy,

    .network_get_xml_desc = net_get_xml_desc,
    .network_get_bridge_name = net_get_bridge_name,
    .network_get_dhcp_leases = net_get_dhcp_leases,
    .network_get_autostart = net_get_autostart,
    .network_set_autostart = net_set_autostart,
    .network_is_active = net_is_active,
    .network_is_persistent = net_is_persistent,
    .network_event_register_any = net_event_register_any,
    .network_event_deregister_any = net_event_deregister_any,
};

int net_host_open(virConnectPtr conn)
{
    struct net_world *world = host_world_get();

    if (world == NULL)
        return -1;
    conn->network = &net_functions;
    conn->network_data = world;
    if (!conn->readonly)
        host_world_tend(world);
    return 0;
}

void net_host_close(virConnectPtr conn)
{
    host_world_unref(conn->network_data);
}
