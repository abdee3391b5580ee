/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bridges of the networks that guests are in. */
#include "config.h"

#include <stdlib.h>

#include "conf/domain_device.h"
#include "hypervisor/xen/plug.h"
#include "network/host.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void auto_world(struct net_world **world)
{
    if (*world != NULL)
        host_world_unref(*world);
}

static bool is_in_network(const struct domain_def *def)
{
    for (unsigned int i = 0; i < def->n_interfaces; i++) {
        if (def->interfaces[i]->type == DOMAIN_INTERFACE_NETWORK)
            return true;
    }
    return false;
}

static int plug(struct net_world *world, struct domain_def *def, struct domain_interface *iface)
{
    VT_AUTOFREE char *bridge = NULL;

    if (iface->type != DOMAIN_INTERFACE_NETWORK)
        return 0;
    bridge = net_active_bridge(world, iface->source, "plugging a guest in");
    if (bridge == NULL)
        return -1;
    iface->bridge = domain_def_keep(def, bridge);
    return iface->bridge != NULL ? 0 : -1;
}

struct domain_def *xen_plug_all(struct domain_def *def)
{
    VT_AUTO(auto_world) struct net_world *world = NULL;
    DOMAIN_AUTODEF struct domain_def *plugged = NULL;

    if (!is_in_network(def))
        return domain_def_ref(def);
    plugged = domain_def_dup(def);
    if (plugged == NULL || (world = host_world_get()) == NULL)
        return NULL;
    for (unsigned int i = 0; i < plugged->n_interfaces; i++) {
        if (plug(world, plugged, plugged->interfaces[i]) < 0)
            return NULL;
    }
    return VT_TAKE(plugged);
}

int xen_plug_interface(struct domain_def *def, struct domain_interface *iface)
{
    VT_AUTO(auto_world) struct net_world *world = NULL;

    if (iface->type != DOMAIN_INTERFACE_NETWORK)
        return 0;
    world = host_world_get();
    return world != NULL ? plug(world, def, iface) : -1;
}

void xen_plug_ready(void)
{
    VT_AUTO(auto_world) struct net_world *world = host_world_get();

    if (world != NULL)
        host_world_start_marked(world);
    else
        vt_error_reset();
}
