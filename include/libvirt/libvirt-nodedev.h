/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns the devices of the host: listing and describing them, handing PCI devices to guests. */

#ifndef VITRINE_LIBVIRT_NODEDEV_H
#define VITRINE_LIBVIRT_NODEDEV_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* A device has capabilities, each named by a word: system, pci, usb_device, usb, net, scsi_host,
 * scsi, storage; since later releases scsi_target, scsi_generic, drm, mdev, ccw and others, and
 * fc_host, vports, mdev_types and vpd for what a device can do besides.  Devices come and go by
 * themselves; a handle of one that is gone stays valid, and calls that need the device then raise
 * INVALID_NODE_DEVICE. */

/* Counts the devices, or those with one capability.
 * @conn     open connection
 * @cap      word of a capability; NULL allowed and means all devices
 * @flags    0
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @flags not 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.5.0
 */
int virNodeNumOfDevices(virConnectPtr conn, const char *cap, unsigned int flags);

/* Names the devices, or those with one capability.
 * @conn     open connection
 * @cap      word of a capability; NULL allowed and means all devices
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * @flags    0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @flags not 0, @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.5.0
 */
int virNodeListDevices(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                       unsigned int flags);

/* Finds a device by its name.
 * @conn     open connection
 * @name     name
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @name NULL; NO_SUPPORT; INVALID_NODE_DEVICE none of
 *           that name
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virNodeDeviceFree
 * Since     0.5.0
 */
virNodeDevicePtr virNodeDeviceLookupByName(virConnectPtr conn, const char *name);

/* Adds a reference to a handle.
 * @dev      handle
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virNodeDeviceFree
 * Since     0.6.0
 */
int virNodeDeviceRef(virNodeDevicePtr dev);

/* Drops a reference to a handle; the device itself is not touched.
 * @dev      handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev
 * Threads   any thread, any time; may block only when it ends a closed connection
 * Owner     releases what virNodeDeviceLookupByName or virNodeDeviceRef gave
 * Since     0.5.0
 */
int virNodeDeviceFree(virNodeDevicePtr dev);

/* Gives the name of a device.
 * @dev      handle
 * Returns   name; NULL on failure
 * Errors    INVALID_NODE_DEVICE @dev
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.5.0
 */
const char *virNodeDeviceGetName(virNodeDevicePtr dev);

/* Names the device that a device hangs on.
 * @dev      device
 * Returns   name; NULL on failure, and without an error when nothing is above it
 * Errors    INVALID_NODE_DEVICE @dev; NO_SUPPORT; INVALID_NODE_DEVICE it is gone
 * Threads   any thread, any time; may block for one query, the first time
 * Owner     the handle; valid as long as it
 * Since     0.5.0
 */
const char *virNodeDeviceGetParent(virNodeDevicePtr dev);

/* Counts the capabilities of a device.
 * @dev      device
 * Returns   number; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev; NO_SUPPORT; INVALID_NODE_DEVICE it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.5.0
 */
int virNodeDeviceNumOfCaps(virNodeDevicePtr dev);

/* Names the capabilities of a device.
 * @dev      device
 * @names    out: words, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_NODE_DEVICE @dev; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT;
 *           INVALID_NODE_DEVICE it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each word
 * Since     0.5.0
 */
int virNodeDeviceListCaps(virNodeDevicePtr dev, char **const names, int maxnames);

/* Describes a device as XML.
 * @dev      device
 * @flags    0
 * Returns   <device> document; NULL on failure
 * Errors    INVALID_NODE_DEVICE @dev; INVALID_ARG @flags not 0; NO_SUPPORT; INVALID_NODE_DEVICE it
 *           is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.5.0
 */
char *virNodeDeviceGetXMLDesc(virNodeDevicePtr dev, unsigned int flags);

/* Takes a PCI device away from its driver on the host, so that a guest can have it.
 * @dev      device with the capability pci
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           INVALID_ARG not a PCI device; INTERNAL_ERROR a running guest has it, or the host needs
 *           it; OPERATION_FAILED no driver would hold it for guests; SYSTEM_ERROR the host's kernel
 * Threads   any thread, any time; may block behind other changes
 * Since     0.6.1
 */
int virNodeDeviceDettach(virNodeDevicePtr dev);

/* Gives a PCI device that no guest has back to its driver on the host.
 * @dev      device with the capability pci
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           INVALID_ARG not a PCI device; INTERNAL_ERROR a running guest has it; SYSTEM_ERROR the
 *           host's kernel
 * Threads   any thread, any time; may block behind other changes
 * Since     0.6.1
 */
int virNodeDeviceReAttach(virNodeDevicePtr dev);

/* Brings a PCI device that neither host nor guest uses into the state of power-on.
 * @dev      device with the capability pci
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           INVALID_ARG not a PCI device; INTERNAL_ERROR host or guest uses it; OPERATION_FAILED it
 *           cannot be reset alone; SYSTEM_ERROR the host's kernel
 * Threads   any thread, any time; may block behind other changes
 * Since     0.6.1
 */
int virNodeDeviceReset(virNodeDevicePtr dev);

/* Makes a device: a virtual host of a Fibre Channel fabric, on a host that has the capability
 * vports.
 * @conn     open connection
 * @xmlDesc  <device> with the name of that host in <parent>, and a capability scsi_host that has a
 *           capability fc_host in it with wwnn and wwpn; name and number are given to it
 * @flags    0
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; OPERATION_DENIED read-only connection; INVALID_ARG @xmlDesc NULL,
 *           @flags not 0, the parent cannot have virtual hosts; NO_SUPPORT; XML_DETAIL, XML_ERROR,
 *           INTERNAL_ERROR the document; INVALID_NODE_DEVICE no such parent; OPERATION_FAILED the
 *           parent has all it can have, or another device has those names
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virNodeDeviceFree
 * Since     0.6.3
 */
virNodeDevicePtr virNodeDeviceCreateXML(virConnectPtr conn, const char *xmlDesc,
                                        unsigned int flags);

/* Ends a virtual host.  Its handles stay valid, and answer that it is gone.
 * @dev      device as virNodeDeviceCreateXML makes it
 * Returns   0; -1 on failure
 * Errors    INVALID_NODE_DEVICE @dev, or it is gone; OPERATION_DENIED read-only connection;
 *           NO_SUPPORT; INVALID_ARG not a virtual host; OPERATION_FAILED another device hangs on it
 * Threads   any thread, any time; may block behind other changes
 * Since     0.6.3
 */
int virNodeDeviceDestroy(virNodeDevicePtr dev);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_NODEDEV_H */
