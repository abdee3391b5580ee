/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining and undefining networks, and what starts with the host. */
#include "config.h"

#include "network/change.h"
#include "network/functions.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The document of what was there before, or none: as it was. */
static void keep_again(struct net_world *world, const struct network_def *def,
                       const struct net *old)
{
    struct vt_error_saved saved;

    if (world->ops == NULL)
        return;
    vt_error_save(&saved);
    if (old != NULL && old->config != NULL)
        (void)world->ops->keep(world, old->config);
    else
        (void)world->ops->forget(world, def->name);
    vt_error_restore(&saved);
}

/* Counted; NULL raised. */
static struct vt_object *define(struct net_world *world, struct network_def *def)
{
    VT_AUTOOBJ struct vt_object *old = NULL;
    struct vt_object *obj;
    NET_TURN(turn, world, NET_DEFINITIONS, "virNetworkDefineXML");

    if (turn.world == NULL || net_find_place(world, def, true, &old) < 0 ||
        net_complete(world, net_of(old), def) < 0 ||
        (world->ops != NULL && world->ops->keep(world, def) < 0))
        return NULL;
    if (old != NULL && net_is_same(old, def)) {
        net_set_defined(world, net_of(old), def);
        return VT_TAKE(old);
    }
    obj = net_put(world, def, true, old);
    if (obj == NULL)
        keep_again(world, def, net_of(old));
    else
        net_set_defined(world, net_of(obj), def);
    return obj;
}

virNetworkPtr net_define_xml(virConnectPtr conn, const char *xml)
{
    return net_make(conn, xml, define);
}

int net_undefine(virNetworkPtr network)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    NET_TURN(turn, world, NET_DEFINITIONS, "virNetworkUndefine");

    if (turn.world == NULL || net_check(net) < 0)
        return -1;
    if (net->live != NULL || net->pending != NULL)
        return net_wrong_state(net, "undefine");
    if (world->ops != NULL && world->ops->forget(world, net->obj->name) < 0)
        return -1;
    if (world->ops != NULL)
        world->ops->drop(world, net->obj->name);
    net_set_undefined(world, net);
    return 0;
}

int net_set_autostart(virNetworkPtr network, int autostart)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    NET_TURN(turn, world, NET_DEFINITIONS, "virNetworkSetAutostart");

    if (turn.world == NULL || net_check(net) < 0)
        return -1;
    if (net->config == NULL)
        return vt_error(net->domain, VIR_ERR_INTERNAL_ERROR,
                        "cannot set autostart of network '%s': it is transient", net->obj->name);
    if (world->ops != NULL && world->ops->mark(world, net->obj->name, autostart != 0) < 0)
        return -1;
    net_set_autostart_mark(net, autostart != 0);
    return 0;
}

int net_world_add(struct net_world *world, struct network_def *def)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    NET_TURN(turn, world, NET_RUNS, "virConnectOpen");

    if (turn.world == NULL || net_find_place(world, def, false, &obj) < 0)
        return -1;
    if (obj != NULL)
        return vt_table_taken(world->domain, VIR_ERR_OPERATION_FAILED, def->name, obj);
    if (net_complete(world, NULL, def) < 0)
        return -1;
    obj = net_put(world, def, true, NULL);
    if (obj == NULL)
        return -1;
    net_set_defined(world, net_of(obj), def);
    return net_set_started(world, net_of(obj), def, false);
}
