/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The changes of networks in memory, each with its event. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "network/bridge_name.h"
#include "network/change.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void raise_locked(struct net_world *world, struct net *net, int event)
    VT_REQUIRES(net->lock);
static void raise_locked(struct net_world *world, struct net *net, int event)
{
    vt_mutex_held(&net->lock);
    vt_event_raise(world->events, VT_EVENT_NETWORK, net->obj, event, 0);
}

/* Gives back the definition that was replaced. */
static struct network_def *swap_config(struct net_world *world, struct net *net,
                                       struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->config;

    net->config = network_def_ref(def);
    raise_locked(world, net, VIR_NETWORK_EVENT_DEFINED);
    return old;
}

void net_set_defined(struct net_world *world, struct net *net, struct network_def *def)
{
    network_def_unref(swap_config(world, net, def));
}

/* Or is about to. */
static bool runs(const struct net *net)
{
    return net->live != NULL || net->pending != NULL;
}

static struct network_def *take_config(struct net_world *world, struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->config;

    if (!runs(net))
        net->gone = true; /* keeps what it was, for who still asks */
    else
        net->config = NULL;
    net->autostart = false;
    raise_locked(world, net, VIR_NETWORK_EVENT_UNDEFINED);
    return net->gone ? NULL : old;
}

void net_set_undefined(struct net_world *world, struct net *net)
{
    if (!runs(net))
        (void)vt_table_remove(&world->networks, net->obj);
    network_def_unref(take_config(world, net));
}

void net_set_autostart_mark(struct net *net, bool autostart)
{
    VT_LOCK_SCOPE(&net->lock);

    net->autostart = autostart;
}

static struct network_def *swap_pending(struct net *net, struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->pending;

    net->pending = def != NULL ? network_def_ref(def) : NULL;
    return old;
}

void net_set_pending(struct net *net, struct network_def *def)
{
    network_def_unref(swap_pending(net, def));
}

/* 0 or a negative errno. */
static int give_number(struct net_world *world, struct vt_object *obj)
{
    int r;

    do {
        r = vt_table_set_number(&world->networks, obj, world->next);
        world->next = world->next < INT_MAX ? world->next + 1 : 1;
    } while (r == -EEXIST);
    return r;
}

static struct network_def *swap_live(struct net_world *world, struct net *net,
                                     struct network_def *def, bool foreign)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->live;

    net->live = network_def_ref(def);
    net->foreign = foreign;
    if (old == NULL)
        raise_locked(world, net, VIR_NETWORK_EVENT_STARTED);
    return old;
}

int net_set_started(struct net_world *world, struct net *net, struct network_def *def, bool foreign)
{
    if (net->live == NULL && give_number(world, net->obj) < 0)
        return vt_error_no_memory(world->domain);
    network_def_unref(swap_live(world, net, def, foreign));
    net_set_pending(net, NULL);
    return 0;
}

/* Gives back the definition that ran. */
static struct network_def *take_live(struct net_world *world, struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *live = net->live;

    net->live = NULL;
    net->foreign = false;
    net->gone = net->config == NULL;
    raise_locked(world, net, VIR_NETWORK_EVENT_STOPPED);
    return live;
}

void net_set_stopped(struct net_world *world, struct net *net)
{
    if (net->config == NULL)
        (void)vt_table_remove(&world->networks, net->obj);
    else
        vt_table_clear_number(&world->networks, net->obj, vt_object_number(net->obj));
    network_def_unref(take_live(world, net));
    net_set_pending(net, NULL);
}

/* It keeps what it was, as one that is undefined does. */
static void mark_gone(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    net->gone = true;
}

void net_set_gone(struct net_world *world, struct net *net)
{
    (void)vt_table_remove(&world->networks, net->obj);
    mark_gone(net);
}

void net_set_idle(struct net_world *world, struct net *net)
{
    if (net->config == NULL)
        net_set_gone(world, net);
    else
        net_set_pending(net, NULL);
}

int net_wrong_state(const struct net *net, const char *what)
{
    return vt_error(net->domain, VIR_ERR_INTERNAL_ERROR, "cannot %s network '%s': it is %s", what,
                    net->obj->name,
                    net->live != NULL      ? "active"
                    : net->pending != NULL ? "starting"
                                           : "inactive");
}

static int taken(const struct net_world *world, const struct network_def *def,
                 const struct vt_object *other)
{
    return vt_table_taken(world->domain, VIR_ERR_OPERATION_FAILED, def->name, other);
}

bool net_is_same(const struct vt_object *obj, const struct network_def *def)
{
    return memcmp(obj->uuid, def->uuid, VT_UUID_LEN) == 0;
}

int net_find_place(struct net_world *world, struct network_def *def, bool replace,
                   struct vt_object **ret)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, def->name);
    VT_AUTOOBJ struct vt_object *other = NULL;
    const struct net *net = net_of(obj);

    if (obj != NULL && def->uuid_generated)
        memcpy(def->uuid, obj->uuid, VT_UUID_LEN);
    other = vt_table_by_uuid(&world->networks, def->uuid);
    if (other != NULL && other != obj)
        return taken(world, def, other);
    if (obj != NULL && !net_is_same(obj, def) &&
        (!replace || net->live != NULL || net->pending != NULL))
        return taken(world, def, obj);
    *ret = VT_TAKE(obj);
    return 0;
}

int net_complete(struct net_world *world, const struct net *net, struct network_def *def)
{
    if (net_settle_bridge(world, net, def) < 0)
        return -1;
    if (world->ops != NULL)
        world->ops->complete(def, net != NULL ? net_def(net) : NULL);
    return 0;
}

struct vt_object *net_put(struct net_world *world, struct network_def *def, bool persistent,
                          struct vt_object *old)
{
    struct net *net = net_new(world->domain, def, persistent);
    int r;

    if (net == NULL)
        return NULL;
    if (old != NULL)
        (void)vt_table_remove(&world->networks, old);
    r = vt_table_add(&world->networks, net->obj, NULL);
    if (old != NULL && (r == 0 || vt_table_add(&world->networks, old, NULL) < 0))
        net_set_undefined(world, net_of(old));
    if (r == 0)
        return net->obj;
    vt_object_unref(net->obj);
    (void)vt_error_no_memory(world->domain);
    return NULL;
}

virNetworkPtr net_make(virConnectPtr conn, const char *xml,
                       struct vt_object *(*how)(struct net_world *, struct network_def *))
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct vt_object *obj;

    if (network_def_parse(xml, &def) < 0)
        return NULL;
    obj = how(net_world_of(conn), def);
    return obj != NULL ? vt_handle_of(VT_CLASS_NETWORK, conn, obj) : NULL;
}
