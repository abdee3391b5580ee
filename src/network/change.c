/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, starting and stopping networks. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "network/functions.h"
#include "network/network.h"
#include "network/bridge_name.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void raise_locked(struct net_world *world, struct net *net, int event)
    VT_REQUIRES(net->lock);
static void raise_locked(struct net_world *world, struct net *net, int event)
{
    vt_mutex_held(&net->lock);
    vt_event_raise(world->events, VT_EVENT_NETWORK, net->obj, event, 0);
}

/* The changes, one function each, with their events.  The caller holds changes, too. */

static void set_added(struct net_world *world, struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    if (net->config != NULL)
        raise_locked(world, net, VIR_NETWORK_EVENT_DEFINED);
    if (net->live != NULL)
        raise_locked(world, net, VIR_NETWORK_EVENT_STARTED);
}

/* Gives back the definition that was replaced. */
static struct network_def *set_defined(struct net_world *world, struct net *net,
                                       struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->config;

    net->config = network_def_ref(def);
    raise_locked(world, net, VIR_NETWORK_EVENT_DEFINED);
    return old;
}

static void set_undefined(struct net_world *world, struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    net->gone = true;
    raise_locked(world, net, VIR_NETWORK_EVENT_UNDEFINED);
}

static void set_started(struct net_world *world, struct net *net, struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);

    net->live = network_def_ref(def);
    raise_locked(world, net, VIR_NETWORK_EVENT_STARTED);
}

/* Gives back the definition that ran; a transient network is gone. */
static struct network_def *set_stopped(struct net_world *world, struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *live = net->live;

    net->live = NULL;
    net->gone = net->config == NULL;
    raise_locked(world, net, VIR_NETWORK_EVENT_STOPPED);
    return live;
}

static int check(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return net_check_locked(net);
}

static int wrong_state(const struct net *net, const char *what)
{
    return vt_error(net->domain, VIR_ERR_INTERNAL_ERROR, "cannot %s network '%s': it is %s", what,
                    net->obj->name, net->live != NULL ? "active" : "inactive");
}

static int taken(const struct net_world *world, const struct network_def *def,
                 const struct vt_object *other)
{
    return vt_table_taken(world->domain, VIR_ERR_OPERATION_FAILED, def->name, other);
}

static bool same_uuid(const struct vt_object *obj, const struct network_def *def)
{
    return memcmp(obj->uuid, def->uuid, VT_UUID_LEN) == 0;
}

/* The network of the name of @def, counted, or NULL in @ret.  A document without uuid takes that
 * of the network.
 * @replace  an inactive one with another uuid is found, too: it is to give way */
static int find_place(struct net_world *world, struct network_def *def, bool replace,
                      struct vt_object **ret)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, def->name);
    VT_AUTOOBJ struct vt_object *other = NULL;

    if (obj != NULL && def->uuid_generated)
        memcpy(def->uuid, obj->uuid, VT_UUID_LEN);
    other = vt_table_by_uuid(&world->networks, def->uuid);
    if (other != NULL && other != obj)
        return taken(world, def, other);
    if (obj != NULL && !same_uuid(obj, def) && (!replace || net_of(obj)->live != NULL))
        return taken(world, def, obj);
    *ret = VT_TAKE(obj);
    return 0;
}

/* 0 or a negative errno. */
static int give_number(struct net_world *world, struct vt_object *obj) VT_REQUIRES(world->changes);
static int give_number(struct net_world *world, struct vt_object *obj)
{
    int r;

    vt_mutex_held(&world->changes);
    do {
        r = vt_table_set_number(&world->networks, obj, world->next);
        world->next = world->next < INT_MAX ? world->next + 1 : 1;
    } while (r == -EEXIST);
    return r;
}

/* Puts a new network in the table, in the place of @old, which may be NULL.  0 or -ENOMEM, and
 * then @old is there again. */
static int put_in_place(struct net_world *world, struct vt_object *obj, struct vt_object *old,
                        bool active) VT_REQUIRES(world->changes);
static int put_in_place(struct net_world *world, struct vt_object *obj, struct vt_object *old,
                        bool active)
{
    int r;

    vt_mutex_held(&world->changes);
    if (old != NULL)
        (void)vt_table_remove(&world->networks, old);
    r = vt_table_add(&world->networks, obj, NULL);
    if (r == 0 && active && (r = give_number(world, obj)) < 0)
        (void)vt_table_remove(&world->networks, obj);
    if (old != NULL && (r == 0 || vt_table_add(&world->networks, old, NULL) < 0))
        set_undefined(world, net_of(old));
    return r;
}

/* A new network, counted; NULL raised. */
static struct vt_object *add(struct net_world *world, struct vt_object *old,
                             struct network_def *config, struct network_def *live)
    VT_REQUIRES(world->changes);
static struct vt_object *add(struct net_world *world, struct vt_object *old,
                             struct network_def *config, struct network_def *live)
{
    struct net *net = net_new(world->domain, config, live);

    vt_mutex_held(&world->changes);
    if (net == NULL)
        return NULL;
    if (put_in_place(world, net->obj, old, live != NULL) < 0) {
        vt_object_unref(net->obj);
        (void)vt_error_no_memory(world->domain);
        return NULL;
    }
    set_added(world, net);
    return net->obj;
}

static int start(struct net_world *world, struct net *net, struct network_def *def)
    VT_REQUIRES(world->changes);
static int start(struct net_world *world, struct net *net, struct network_def *def)
{
    vt_mutex_held(&world->changes);
    if (net->live != NULL)
        return wrong_state(net, "start");
    if (give_number(world, net->obj) < 0)
        return vt_error_no_memory(world->domain);
    set_started(world, net, def);
    return 0;
}

/* Counted; NULL raised. */
static struct vt_object *define(struct net_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->changes);
    VT_AUTOOBJ struct vt_object *old = NULL;

    if (find_place(world, def, true, &old) < 0 || net_settle_bridge(world, net_of(old), def) < 0)
        return NULL;
    if (old == NULL || !same_uuid(old, def))
        return add(world, old, def, NULL);
    network_def_unref(set_defined(world, net_of(old), def));
    return VT_TAKE(old);
}

static struct vt_object *create(struct net_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->changes);
    VT_AUTOOBJ struct vt_object *old = NULL;

    if (find_place(world, def, false, &old) < 0 || net_settle_bridge(world, net_of(old), def) < 0)
        return NULL;
    if (old == NULL)
        return add(world, NULL, NULL, def);
    return start(world, net_of(old), def) < 0 ? NULL : VT_TAKE(old);
}

int net_world_add(struct net_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->changes);
    VT_AUTOOBJ struct vt_object *obj = NULL;

    if (find_place(world, def, false, &obj) < 0)
        return -1;
    if (obj != NULL)
        return taken(world, def, obj);
    if (net_settle_bridge(world, NULL, def) < 0)
        return -1;
    obj = add(world, NULL, def, def);
    return obj != NULL ? 0 : -1;
}

/* From a document to a handle. */
static virNetworkPtr make(virConnectPtr conn, const char *xml,
                          struct vt_object *(*how)(struct net_world *, struct network_def *))
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct vt_object *obj;

    if (network_def_parse(xml, &def) < 0)
        return NULL;
    obj = how(net_world_of(conn), def);
    return obj != NULL ? vt_handle_of(VT_CLASS_NETWORK, conn, obj) : NULL;
}

virNetworkPtr net_create_xml(virConnectPtr conn, const char *xml)
{
    return make(conn, xml, create);
}

virNetworkPtr net_define_xml(virConnectPtr conn, const char *xml)
{
    return make(conn, xml, define);
}

int net_undefine(virNetworkPtr network)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->changes);

    if (check(net) < 0)
        return -1;
    if (net->live != NULL)
        return wrong_state(net, "undefine");
    (void)vt_table_remove(&world->networks, net->obj);
    set_undefined(world, net);
    return 0;
}

int net_create(virNetworkPtr network)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->changes);

    if (check(net) < 0)
        return -1;
    return start(world, net, net->config);
}

int net_destroy(virNetworkPtr network)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->changes);

    if (check(net) < 0)
        return -1;
    if (net->live == NULL)
        return 0; /* one that is inactive stays so */
    if (net->config == NULL)
        (void)vt_table_remove(&world->networks, net->obj);
    else
        vt_table_clear_number(&world->networks, net->obj, vt_object_number(net->obj));
    network_def_unref(set_stopped(world, net));
    return 0;
}

int net_set_autostart(virNetworkPtr network, int autostart)
{
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    if (net_check_locked(net) < 0)
        return -1;
    if (net->config == NULL)
        return vt_error(net->domain, VIR_ERR_INTERNAL_ERROR,
                        "cannot set autostart of network '%s': it is transient", net->obj->name);
    net->autostart = autostart != 0;
    return 0;
}
