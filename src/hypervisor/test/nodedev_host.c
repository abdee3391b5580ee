/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hosts of a Fibre Channel fabric: the default ones, and virtual ones that come and go. */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/nodedev.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define HOST(number, parent, wwnn, wwpn, more) \
    "<device><name>scsi_host" number "</name><parent>" parent "</parent>" \
    "<capability type='scsi_host'><host>" number "</host><capability type='fc_host'><wwnn>" wwnn \
    "</wwnn><wwpn>" wwpn "</wwpn></capability>" more "</capability></device>"
#define PORTS(used) \
    "<capability type='vport_ops'><max_vports>127</max_vports><vports>" used \
    "</vports></capability>"

/* Source: the test driver of libvirt 9.0.0: names, parents, texts, world wide names. */
static const char *const default_devices[] = {
    "<device><name>computer</name><capability type='system'><hardware><vendor>Libvirt</vendor>"
    "<version>Test driver</version><serial>123456</serial>"
    "<uuid>11111111-2222-3333-4444-555555555555</uuid></hardware>"
    "<firmware><vendor>Libvirt</vendor><version>Test Driver</version>"
    "<release_date>01/22/2007</release_date></firmware></capability></device>",
    HOST("1", "computer", "2000000012341234", "1000000012341234", PORTS("1")),
    HOST("2", "computer", "2000000056785678", "1000000056785678", PORTS("0")),
    HOST("11", "scsi_host1", "2000000034563456", "1000000034563456", ""),
};

int test_devices_add_default(struct test_world *world)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(default_devices); i++) {
        NODEDEV_AUTODEF struct nodedev_def *def = NULL;
        if (nodedev_def_parse(default_devices[i], false, &def) < 0 ||
            test_device_appear(world, def, NULL) < 0)
            return -1;
    }
    return 0;
}

static const char *world_wide_name(const struct nodedev_def *def, const char *which)
{
    const struct nodedev_cap *fc = nodedev_cap_find(def, NODEDEV_FC_HOST);

    return fc != NULL ? nodedev_cap_value(fc, which)->text : NULL;
}

static int check_document(const struct nodedev_def *def)
{
    if (world_wide_name(def, "wwpn") == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "only a scsi_host with the capability fc_host can be made");
    if (nodedev_cap_find(def, NODEDEV_VPORTS) != NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "a virtual host cannot have the capability vport_ops");
    if (def->parent == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "element <parent> must name the host of the new one");
    return 0;
}

static bool is_host(const struct nodedev_def *def, const char *wwnn, const char *wwpn)
{
    const char *node = world_wide_name(def, "wwnn"), *port = world_wide_name(def, "wwpn");

    return node != NULL && strcasecmp(node, wwnn) == 0 && strcasecmp(port, wwpn) == 0;
}

/* A number that no host of the world has, above all; the names must be free. */
static int free_number(struct test_world *world, const struct nodedev_def *new, unsigned int *ret)
{
    struct vt_object **all = NULL;
    int n = test_devices_all(world, &all), rv = n < 0 ? -1 : 0;
    unsigned long long next = 0;

    for (int i = 0; i < n && rv == 0; i++) {
        const struct nodedev_def *def = test_device_of(all[i])->def;
        const struct nodedev_cap *host = nodedev_cap_find(def, NODEDEV_SCSI_HOST);
        if (is_host(def, world_wide_name(new, "wwnn"), world_wide_name(new, "wwpn")))
            rv = vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                          "device '%s' has the world wide names %s and %s already", def->name,
                          world_wide_name(new, "wwnn"), world_wide_name(new, "wwpn"));
        if (host != NULL && nodedev_cap_value(host, "host")->number >= next)
            next = nodedev_cap_value(host, "host")->number + 1;
    }
    if (n >= 0)
        test_devices_free(all, n);
    if (rv == 0 && next > UINT_MAX)
        rv = vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "no number is left for a host");
    *ret = (unsigned int)next;
    return rv;
}

static int take_port(struct test_device *dev)
{
    const struct nodedev_cap *ports = nodedev_cap_find(dev->def, NODEDEV_VPORTS);
    const struct nodedev_value *max;
    VT_LOCK_SCOPE(&dev->lock);

    if (test_device_check_locked(dev) < 0)
        return -1;
    if (ports == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "device '%s' cannot have virtual hosts",
                        dev->obj->name);
    max = nodedev_cap_value(ports, "max_vports");
    if (max->given && dev->vports >= max->number)
        return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                        "device '%s' has all its %llu virtual hosts", dev->obj->name, max->number);
    dev->vports++;
    return 0;
}

static void give_port(struct test_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (dev->vports > 0)
        dev->vports--;
}

static struct vt_object *make_host(struct test_world *world, struct nodedev_def *def)
{
    VT_LOCK_SCOPE(&world->hosts_lock);
    VT_AUTOOBJ struct vt_object *parent = test_device_find(world, def->parent);
    struct vt_object *obj = NULL;
    unsigned int host;
    int r;

    if (parent == NULL || free_number(world, def, &host) < 0 ||
        take_port(test_device_of(parent)) < 0)
        return NULL;
    do {
        r = nodedev_def_become_host(def, parent->name, host++);
        if (r == 0)
            r = test_device_appear(world, def, &obj);
    } while (r > 0);
    if (r < 0)
        give_port(test_device_of(parent));
    return obj;
}

/* Ends a host and frees its port.  False when that was done already. */
static bool lose_host(struct test_world *world, struct test_device *dev, struct test_device *parent)
{
    if (!test_device_vanish(world, dev))
        return false;
    give_port(parent);
    return true;
}

/* It was made, but there is no handle for it: nothing is left behind. */
static void unmake_host(struct test_world *world, struct test_device *dev)
{
    VT_LOCK_SCOPE(&world->hosts_lock);
    VT_AUTOOBJ struct vt_object *parent = vt_table_by_name(&world->devices, dev->def->parent);

    if (parent != NULL)
        (void)lose_host(world, dev, test_device_of(parent));
}

virNodeDevicePtr test_device_create_xml(virConnectPtr conn, const char *xml,
                                        unsigned int flags VT_UNUSED)
{
    struct test_world *world = test_world_of(conn);
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    virNodeDevicePtr handle;

    if (nodedev_def_parse(xml, true, &def) < 0 || check_document(def) < 0 ||
        (obj = make_host(world, def)) == NULL)
        return NULL;
    handle = vt_handle_new(VT_CLASS_NODE_DEVICE, conn, obj);
    if (handle == NULL)
        unmake_host(world, test_device_of(obj));
    return handle;
}

static int refuse_parent(struct test_world *world, const struct test_device *dev)
{
    struct vt_object **all = NULL;
    int n = test_devices_all(world, &all), rv = 0;

    if (n < 0)
        return -1;
    for (int i = 0; i < n && rv == 0; i++) {
        const char *parent = test_device_of(all[i])->def->parent;
        if (parent != NULL && strcmp(parent, dev->obj->name) == 0)
            rv = vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                          "cannot destroy device '%s': device '%s' hangs on it", dev->obj->name,
                          all[i]->name);
    }
    test_devices_free(all, n);
    return rv;
}

int test_device_destroy(virNodeDevicePtr handle)
{
    struct test_device *dev = test_device_of_handle(handle);
    struct test_world *world = test_world_of(handle->h.conn);
    VT_LOCK_SCOPE(&world->hosts_lock);
    VT_AUTOOBJ struct vt_object *parent =
        dev->def->parent != NULL ? vt_table_by_name(&world->devices, dev->def->parent) : NULL;

    if (test_device_check(dev) < 0)
        return -1;
    if (world_wide_name(dev->def, "wwpn") == NULL || parent == NULL ||
        nodedev_cap_find(test_device_of(parent)->def, NODEDEV_VPORTS) == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot destroy device '%s': it is not a virtual host", dev->obj->name);
    if (refuse_parent(world, dev) < 0)
        return -1;
    return lose_host(world, dev, test_device_of(parent)) ? 0 : test_device_check(dev);
}
