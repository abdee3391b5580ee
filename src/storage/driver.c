/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of what storage does, on the host and of the embedded hypervisor; and the host's open and close. */
#include "config.h"

#include "storage/driver.h"
#include "storage/functions.h"
#include "storage/host.h"

const struct vt_storage_ops storage_ops = {
    .num_of_storage_pools = storage_num_of_pools,
    .list_storage_pools = storage_list_pools,
    .num_of_defined_storage_pools = storage_num_of_defined_pools,
    .list_defined_storage_pools = storage_list_defined_pools,
    .find_storage_pool_sources = storage_find_pool_sources,

    .pool_lookup_by_name = pool_lookup_by_name,
    .pool_lookup_by_uuid = pool_lookup_by_uuid,
    .pool_lookup_by_volume = pool_lookup_by_volume,
    .pool_create_xml = pool_create_xml,
    .pool_define_xml = pool_define_xml,
    .pool_undefine = pool_undefine,
    .pool_build = pool_build,
    .pool_create = pool_create,
    .pool_destroy = pool_destroy,
    .pool_delete = pool_delete,
    .pool_refresh = pool_refresh,
    .pool_get_info = pool_get_info,
    .pool_get_xml_desc = pool_get_xml_desc,
    .pool_get_autostart = pool_get_autostart,
    .pool_set_autostart = pool_set_autostart,
    .pool_is_active = pool_is_active,
    .pool_is_persistent = pool_is_persistent,
    .pool_num_of_volumes = pool_num_of_volumes,
    .pool_list_volumes = pool_list_volumes,

    .storage_pool_event_register_any = pool_event_register_any,
    .storage_pool_event_deregister_any = pool_event_deregister_any,

    .vol_lookup_by_name = vol_lookup_by_name,
    .vol_lookup_by_key = vol_lookup_by_key,
    .vol_lookup_by_path = vol_lookup_by_path,
    .vol_create_xml = vol_create_xml,
    .vol_create_xml_from = vol_create_xml_from,
    .vol_delete = vol_delete,
    .vol_download = vol_download,
    .vol_upload = vol_upload,
    .vol_get_key = vol_get_key,
    .vol_get_info = vol_get_info,
    .vol_get_xml_desc = vol_get_xml_desc,
    .vol_get_path = vol_get_path,
};

int storage_host_open(virConnectPtr conn)
{
    struct host_storage *host = host_storage_get();

    if (host == NULL)
        return -1;
    conn->storage = &storage_ops;
    conn->storage_data = &host->world;
    if (!conn->readonly)
        host_storage_start_marked(host);
    return 0;
}

void storage_host_close(virConnectPtr conn)
{
    host_storage_unref((struct host_storage *)conn->storage_data);
}
