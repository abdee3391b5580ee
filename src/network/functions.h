/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver functions of networks, by the file that has them, and their table.  What each does is
 * said at the public function of the same name; the entry has checked the arguments.  They serve any
 * connection whose network_data is a struct net_world. */
#pragma once

#include <libvirt/libvirt.h>

struct vt_network_ops;
extern const struct vt_network_ops net_functions; /* driver.c */

/* look.c */
int net_num_of_networks(virConnectPtr conn);
int net_list_networks(virConnectPtr conn, char **const names, int max);
int net_num_of_defined_networks(virConnectPtr conn);
int net_list_defined_networks(virConnectPtr conn, char **const names, int max);
virNetworkPtr net_lookup_by_name(virConnectPtr conn, const char *name);
virNetworkPtr net_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid);
char *net_get_xml_desc(virNetworkPtr network, int flags);
char *net_get_bridge_name(virNetworkPtr network);
int net_get_dhcp_leases(virNetworkPtr network, const char *mac, virNetworkDHCPLeasePtr **leases,
                        unsigned int flags);
int net_get_autostart(virNetworkPtr network, int *autostart);
int net_is_active(virNetworkPtr network);
int net_is_persistent(virNetworkPtr network);
int net_event_register_any(virConnectPtr conn, virNetworkPtr network, int id,
                           virConnectNetworkEventGenericCallback cb, void *opaque,
                           virFreeCallback freecb);
int net_event_deregister_any(virConnectPtr conn, int number);

/* define.c */
virNetworkPtr net_define_xml(virConnectPtr conn, const char *xml);
int net_undefine(virNetworkPtr network);
int net_set_autostart(virNetworkPtr network, int autostart);

/* run.c */
virNetworkPtr net_create_xml(virConnectPtr conn, const char *xml);
int net_create(virNetworkPtr network);
int net_destroy(virNetworkPtr network);

/* driver.c: the family of the host.  As conn/host.h has them. */
int net_host_open(virConnectPtr conn);
void net_host_close(virConnectPtr conn);
