/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of contents of node devices; opening and closing those of this machine. */
#include "config.h"

#include "nodedev/functions.h"
#include "nodedev/host.h"
#include "ops.h"

const struct vt_nodedev_ops nodedev_functions = {
    .num_of_devices = nodedev_num_of_devices,
    .list_devices = nodedev_list_devices,
    .device_lookup_by_name = nodedev_lookup_by_name,
    .device_get_xml_desc = nodedev_get_xml_desc,
    .device_get_parent = nodedev_get_parent,
    .device_num_of_caps = nodedev_num_of_caps,
    .device_list_caps = nodedev_list_caps,
    .device_dettach = nodedev_dettach,
    .device_re_attach = nodedev_re_attach,
    .device_reset = nodedev_reset,
    .device_create_xml = nodedev_create_xml,
    .device_destroy = nodedev_destroy,
    .node_device_event_register_any = nodedev_event_register_any,
    .node_device_event_deregister_any = nodedev_event_deregister_any,
};

int nodedev_host_open(virConnectPtr conn)
{
    struct nodedev_host *host = nodedev_host_get();

    if (host == NULL)
        return -1;
    conn->nodedev = &nodedev_functions;
    conn->nodedev_data = &host->world;
    return 0;
}

void nodedev_host_close(virConnectPtr conn)
{
    nodedev_host_drop(nodedev_host_of(nodedev_world_of(conn)));
}
