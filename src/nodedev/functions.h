/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver functions of node devices, by the file that has them; they serve every world.  What each
 * does is said at the public function of the same name; the entry has checked the arguments. */
#pragma once

#include <libvirt/libvirt.h>

struct vt_nodedev_ops;

/* driver.c: all of them, and opening and closing of the machine's own devices. */
extern const struct vt_nodedev_ops nodedev_functions;
int nodedev_host_open(virConnectPtr conn);
void nodedev_host_close(virConnectPtr conn);

/* query.c */
int nodedev_num_of_devices(virConnectPtr conn, const char *cap, unsigned int flags);
int nodedev_list_devices(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                         unsigned int flags);
virNodeDevicePtr nodedev_lookup_by_name(virConnectPtr conn, const char *name);
char *nodedev_get_xml_desc(virNodeDevicePtr dev, unsigned int flags);
const char *nodedev_get_parent(virNodeDevicePtr dev);
int nodedev_num_of_caps(virNodeDevicePtr dev);
int nodedev_list_caps(virNodeDevicePtr dev, char **const names, int maxnames);

/* change.c */
int nodedev_dettach(virNodeDevicePtr dev);
int nodedev_re_attach(virNodeDevicePtr dev);
int nodedev_reset(virNodeDevicePtr dev);
virNodeDevicePtr nodedev_create_xml(virConnectPtr conn, const char *xml, unsigned int flags);
int nodedev_destroy(virNodeDevicePtr dev);

/* events.c */
int nodedev_event_register_any(virConnectPtr conn, virNodeDevicePtr dev, int id,
                               virConnectNodeDeviceEventGenericCallback cb, void *opaque,
                               virFreeCallback freecb);
int nodedev_event_deregister_any(virConnectPtr conn, int number);
