/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The functions of the table of driver.c, by the file that has them.  Each is a slot of the generated
 * ops.h; its arguments are checked. */
#pragma once

#include <libvirt/libvirt.h>

/* world.c */
int pool_event_register_any(virConnectPtr conn, virStoragePoolPtr pool, int id,
                            virConnectStoragePoolEventGenericCallback cb, void *opaque,
                            virFreeCallback freecb);
int pool_event_deregister_any(virConnectPtr conn, int number);

/* pool_info.c */
int storage_num_of_pools(virConnectPtr conn);
int storage_list_pools(virConnectPtr conn, char **const names, int max);
int storage_num_of_defined_pools(virConnectPtr conn);
int storage_list_defined_pools(virConnectPtr conn, char **const names, int max);
virStoragePoolPtr pool_lookup_by_name(virConnectPtr conn, const char *name);
virStoragePoolPtr pool_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid);
int pool_get_info(virStoragePoolPtr pool, virStoragePoolInfoPtr info);
char *pool_get_xml_desc(virStoragePoolPtr pool, unsigned int flags);
int pool_get_autostart(virStoragePoolPtr pool, int *autostart);
int pool_set_autostart(virStoragePoolPtr pool, int autostart);
int pool_is_active(virStoragePoolPtr pool);
int pool_is_persistent(virStoragePoolPtr pool);
char *storage_find_pool_sources(virConnectPtr conn, const char *type, const char *spec,
                                unsigned int flags);

/* pool_define.c */
virStoragePoolPtr pool_create_xml(virConnectPtr conn, const char *xml, unsigned int flags);
virStoragePoolPtr pool_define_xml(virConnectPtr conn, const char *xml, unsigned int flags);
int pool_undefine(virStoragePoolPtr pool);

/* pool_life.c */
int pool_create(virStoragePoolPtr pool, unsigned int flags);
int pool_build(virStoragePoolPtr pool, unsigned int flags);
int pool_destroy(virStoragePoolPtr pool);
int pool_delete(virStoragePoolPtr pool, unsigned int flags);
int pool_refresh(virStoragePoolPtr pool, unsigned int flags);

/* vol_find.c */
int pool_num_of_volumes(virStoragePoolPtr pool);
int pool_list_volumes(virStoragePoolPtr pool, char **const names, int max);
virStoragePoolPtr pool_lookup_by_volume(virStorageVolPtr vol);
virStorageVolPtr vol_lookup_by_name(virStoragePoolPtr pool, const char *name);

/* vol_text.c */
virStorageVolPtr vol_lookup_by_key(virConnectPtr conn, const char *key);
virStorageVolPtr vol_lookup_by_path(virConnectPtr conn, const char *path);

/* vol_look.c */
const char *vol_get_key(virStorageVolPtr vol);
int vol_get_info(virStorageVolPtr vol, virStorageVolInfoPtr info);
char *vol_get_xml_desc(virStorageVolPtr vol, unsigned int flags);
char *vol_get_path(virStorageVolPtr vol);

/* vol_make.c */
virStorageVolPtr vol_create_xml(virStoragePoolPtr pool, const char *xml, unsigned int flags);
virStorageVolPtr vol_create_xml_from(virStoragePoolPtr pool, const char *xml, virStorageVolPtr from,
                                     unsigned int flags);

/* vol_delete.c */
int vol_delete(virStorageVolPtr vol, unsigned int flags);

/* vol_stream.c */
int vol_download(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                 unsigned long long length, unsigned int flags);
int vol_upload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
               unsigned long long length, unsigned int flags);
