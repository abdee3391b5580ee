/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PCI devices between the host and its guests, and virtual hosts of a fabric: the checks that are the
 * same for every world. */
#include "config.h"

#include "nodedev/device.h"
#include "nodedev/functions.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* A domain that starts while this looks may be missed, as one that starts a moment later is. */
static int check_pci(virNodeDevicePtr handle, const char *what)
{
    struct nodedev_device *dev = nodedev_device_of_handle(handle);
    virConnectPtr conn = handle->h.conn;

    if (nodedev_check(dev) < 0)
        return -1;
    if ((dev->cap_bits & NODEDEV_BIT(NODEDEV_PCI)) == 0)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_INVALID_ARG,
                        "cannot %s '%s': it is not a PCI device", what, dev->obj->name);
    return conn->refuse_used_pci == NULL
               ? 0
               : conn->refuse_used_pci(conn, &dev->pci, what, dev->obj->name);
}

int nodedev_dettach(virNodeDevicePtr handle)
{
    struct nodedev_world *world = nodedev_world_of(handle->h.conn);

    if (check_pci(handle, "detach") < 0)
        return -1;
    return world->ops->detach(world, nodedev_device_of_handle(handle));
}

int nodedev_re_attach(virNodeDevicePtr handle)
{
    struct nodedev_world *world = nodedev_world_of(handle->h.conn);

    if (check_pci(handle, "reattach") < 0)
        return -1;
    return world->ops->reattach(world, nodedev_device_of_handle(handle));
}

int nodedev_reset(virNodeDevicePtr handle)
{
    struct nodedev_world *world = nodedev_world_of(handle->h.conn);

    if (check_pci(handle, "reset") < 0)
        return -1;
    return world->ops->reset(world, nodedev_device_of_handle(handle));
}

static int refuse_ports(const char *call)
{
    return vt_error(VIR_FROM_NODEDEV, VIR_ERR_NO_SUPPORT, "%s", call);
}

static int check_document(const struct nodedev_def *def)
{
    if (nodedev_cap_find(def, NODEDEV_FC_HOST) == NULL)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_XML_ERROR,
                        "only a scsi_host with the capability fc_host can be made");
    if (nodedev_cap_find(def, NODEDEV_VPORTS) != NULL)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_XML_ERROR,
                        "a virtual host cannot have the capability vport_ops");
    if (def->parent == NULL)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_XML_ERROR,
                        "element <parent> must name the host of the new one");
    return 0;
}

virNodeDevicePtr nodedev_create_xml(virConnectPtr conn, const char *xml,
                                    unsigned int flags VT_UNUSED)
{
    struct nodedev_world *world = nodedev_world_of(conn);
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    virNodeDevicePtr handle;

    if (world->ops->create == NULL)
        return (void)refuse_ports("virNodeDeviceCreateXML"), NULL;
    if (nodedev_def_parse(xml, true, &def) < 0 || check_document(def) < 0 ||
        (obj = world->ops->create(world, def)) == NULL)
        return NULL;
    handle = vt_handle_new(VT_CLASS_NODE_DEVICE, conn, obj);
    if (handle == NULL) { /* nothing is left behind */
        struct vt_error_saved saved;
        vt_error_save(&saved);
        (void)world->ops->destroy(world, nodedev_device_of(obj));
        vt_error_restore(&saved);
    }
    return handle;
}

int nodedev_destroy(virNodeDevicePtr handle)
{
    struct nodedev_world *world = nodedev_world_of(handle->h.conn);
    struct nodedev_device *dev = nodedev_device_of_handle(handle);

    if (world->ops->destroy == NULL)
        return refuse_ports("virNodeDeviceDestroy");
    return nodedev_check(dev) < 0 ? -1 : world->ops->destroy(world, dev);
}
