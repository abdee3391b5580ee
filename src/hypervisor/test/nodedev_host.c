/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hosts of a Fibre Channel fabric: the default ones, and virtual ones that come and go. */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static bool is_host(const struct nodedev_def *def, const char *wwnn, const char *wwpn)
{
    const char *node = world_wide_name(def, "wwnn"), *port = world_wide_name(def, "wwpn");

    return node != NULL && strcasecmp(node, wwnn) == 0 && strcasecmp(port, wwpn) == 0;
}

/* A number that no host of the world has, above all; the names must be free. */
static int free_number(struct nodedev_world *devices, const struct nodedev_def *new,
                       unsigned int *ret)
{
    struct vt_object **all = NULL;
    int n = nodedev_all(devices, &all), rv = n < 0 ? -1 : 0;
    unsigned long long next = 0;

    for (int i = 0; i < n && rv == 0; i++) {
        const struct nodedev_def *def = test_device_of_object(all[i])->def;
        const struct nodedev_cap *host = nodedev_cap_find(def, NODEDEV_SCSI_HOST);
        if (is_host(def, world_wide_name(new, "wwnn"), world_wide_name(new, "wwpn")))
            rv = vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                          "device '%s' has the world wide names %s and %s already", def->name,
                          world_wide_name(new, "wwnn"), world_wide_name(new, "wwpn"));
        if (host != NULL && nodedev_cap_value(host, "host")->number >= next)
            next = nodedev_cap_value(host, "host")->number + 1;
    }
    if (n >= 0)
        nodedev_all_free(all, n);
    if (rv == 0 && next > UINT_MAX)
        rv = vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "no number is left for a host");
    *ret = (unsigned int)next;
    return rv;
}

static int take_port(struct test_device *own)
{
    const struct nodedev_cap *ports = nodedev_cap_find(own->def, NODEDEV_VPORTS);
    const struct nodedev_value *max;
    VT_LOCK_SCOPE(&own->dev.lock);

    if (nodedev_check_locked(&own->dev) < 0)
        return -1;
    if (ports == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "device '%s' cannot have virtual hosts",
                        own->dev.obj->name);
    max = nodedev_cap_value(ports, "max_vports");
    if (max->given && own->vports >= max->number)
        return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                        "device '%s' has all its %llu virtual hosts", own->dev.obj->name,
                        max->number);
    own->vports++;
    return 0;
}

static void give_port(struct test_device *own)
{
    VT_LOCK_SCOPE(&own->dev.lock);

    if (own->vports > 0)
        own->vports--;
}

struct vt_object *test_host_create(struct nodedev_world *devices, struct nodedev_def *def)
{
    struct test_world *world = test_world_of_devices(devices);
    VT_LOCK_SCOPE(&world->hosts_lock);
    VT_AUTOOBJ struct vt_object *parent = nodedev_find(devices, def->parent);
    struct vt_object *obj = NULL;
    unsigned int host;
    int r;

    if (parent == NULL || free_number(devices, def, &host) < 0 ||
        take_port(test_device_of_object(parent)) < 0)
        return NULL;
    do {
        r = nodedev_def_become_host(def, parent->name, host++);
        if (r == 0)
            r = test_device_appear(world, def, &obj);
    } while (r > 0);
    if (r < 0)
        give_port(test_device_of_object(parent));
    return obj;
}

int test_host_destroy(struct nodedev_world *devices, struct nodedev_device *dev)
{
    struct test_world *world = test_world_of_devices(devices);
    VT_LOCK_SCOPE(&world->hosts_lock);
    VT_AUTOOBJ struct vt_object *parent =
        dev->parent != NULL ? vt_table_by_name(&devices->devices, dev->parent) : NULL;

    if (world_wide_name(test_device_of(dev)->def, "wwpn") == NULL || parent == NULL ||
        nodedev_cap_find(test_device_of_object(parent)->def, NODEDEV_VPORTS) == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot destroy device '%s': it is not a virtual host", dev->obj->name);
    if (nodedev_refuse_parent(devices, dev) < 0)
        return -1;
    if (!nodedev_vanish(devices, dev))
        return nodedev_raise_gone(dev);
    give_port(test_device_of_object(parent));
    return 0;
}
