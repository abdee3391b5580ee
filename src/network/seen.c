/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What other processes have done to the networks of a host. */
#include "config.h"

#include "network/change.h"
#include "network/seen.h"
#include "util/cleanup.h"

/* The network of @def, counted: a new one where there is none; NULL not now. */
static struct vt_object *place(struct net_world *world, struct network_def *def, bool persistent)
{
    struct vt_object *obj = NULL;

    if (net_find_place(world, def, persistent, &obj) < 0)
        return NULL;
    if (obj != NULL && net_is_same(obj, def))
        return obj;
    VT_AUTOOBJ struct vt_object *old = obj;
    return net_put(world, def, persistent, old);
}

bool net_seen_definition(struct net_world *world, struct network_def *def, bool autostart)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    VT_AUTOOBJ struct vt_object *present = vt_table_by_name(&world->networks, def->name);
    NET_INNER_TURN(world);

    if (net_complete(world, net_of(present), def) < 0 || (obj = place(world, def, true)) == NULL)
        return false;
    net_set_defined(world, net_of(obj), def);
    net_set_autostart_mark(net_of(obj), autostart);
    return true;
}

void net_seen_undefined(struct net_world *world, const char *name)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, name);
    NET_INNER_TURN(world);

    if (obj != NULL && net_of(obj)->config != NULL)
        net_set_undefined(world, net_of(obj));
}

void net_seen_autostart(struct net_world *world, const char *name, bool autostart)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, name);
    NET_INNER_TURN(world);

    if (obj != NULL && net_of(obj)->config != NULL)
        net_set_autostart_mark(net_of(obj), autostart);
}

bool net_seen_run(struct net_world *world, struct network_def *def, enum net_step step,
                  bool foreign)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    NET_INNER_TURN(world);

    obj = place(world, def, false);
    if (obj == NULL)
        return false;
    if (step == NET_STARTING) {
        net_set_pending(net_of(obj), def);
        return true;
    }
    if (net_set_started(world, net_of(obj), def, foreign) < 0)
        return false;
    if (step == NET_STOPPING)
        net_set_pending(net_of(obj), def);
    return true;
}

void net_seen_stopped(struct net_world *world, const char *name)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, name);
    struct net *net = net_of(obj);
    NET_INNER_TURN(world);

    if (obj == NULL)
        return;
    if (net->live != NULL) {
        net_set_stopped(world, net);
    } else if (net->pending != NULL) {
        net_set_idle(world, net);
    }
}
