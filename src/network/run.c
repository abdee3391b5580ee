/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping networks. */
#include "config.h"

#include <string.h>

#include "network/change.h"
#include "network/functions.h"
#include "network/run.h"
#include "obj/error.h"
#include "util/cleanup.h"

static int claim(struct net_world *world, const char *name, const char *call,
                 struct vt_store_claim *ret)
{
    return world->ops != NULL ? world->ops->claim(world, name, call, ret) : 0;
}

static int check_startable(struct net *net)
{
    if (net_check(net) < 0)
        return -1;
    return net->live != NULL || net->pending != NULL ? net_wrong_state(net, "start") : 0;
}

/* In a turn.  What needs a host is only noted: it is done later. */
static int begin(struct net_world *world, struct net *net, struct network_def *def)
{
    if (world->ops == NULL)
        return net_set_started(world, net, def, false);
    if (world->ops->note(world, def, NET_STARTING) < 0)
        return -1;
    net_set_pending(net, def);
    return 0;
}

/* In a turn, when nothing of it is left on the host. */
static int set_ended(struct net_world *world, struct net *net)
{
    if (world->ops->unnote(world, net->obj->name) < 0)
        return -1;
    if (net->config == NULL)
        world->ops->drop(world, net->obj->name);
    if (net->live != NULL) {
        net_set_stopped(world, net);
        return 0;
    }
    net_set_idle(world, net);
    return 0;
}

static int finish_stop(struct net_world *world, struct net *net, const char *call)
{
    NET_TURN(turn, world, NET_RUNS, call);

    return turn.world != NULL ? set_ended(world, net) : -1;
}

static int publish(struct net_world *world, struct net *net, struct network_def *def,
                   const char *call)
{
    NET_TURN(turn, world, NET_RUNS, call);

    if (turn.world == NULL || world->ops->note(world, def, NET_ACTIVE) < 0)
        return -1;
    return net_set_started(world, net, def, false);
}

/* With the claim, after begin. */
static int finish(struct net_world *world, struct net *net, struct network_def *def,
                  const char *call)
{
    struct vt_error_saved saved;

    if (world->ops == NULL)
        return 0;
    if (world->ops->start(world, def) == 0) {
        if (publish(world, net, def, call) == 0)
            return 0;
        vt_error_save(&saved);
        (void)world->ops->stop(world, def);
    } else {
        vt_error_save(&saved);
    }
    (void)finish_stop(world, net, call);
    vt_error_restore(&saved);
    return -1;
}

static struct network_def *begin_defined(struct net_world *world, struct net *net, const char *call)
{
    NET_TURN(turn, world, NET_RUNS, call);

    if (turn.world == NULL || check_startable(net) < 0 || begin(world, net, net->config) < 0)
        return NULL;
    return network_def_ref(net->config);
}

static bool is_left(struct net_world *world, struct net *net, struct network_def **ret)
{
    NET_TURN(turn, world, NET_RUNS, "virConnectOpen");

    if (turn.world == NULL || net->gone || net->pending == NULL)
        return false;
    *ret = network_def_ref(net->pending);
    return true;
}

/* With the claim: so nobody is at it. */
static void end_leftover(struct net_world *world, struct net *net)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct vt_error_saved saved;

    if (world->ops == NULL || !is_left(world, net, &def))
        return;
    vt_error_save(&saved);
    if (world->ops->stop(world, def) == 0)
        (void)finish_stop(world, net, "virConnectOpen");
    vt_error_restore(&saved);
}

int net_start(struct net_world *world, struct net *net, const char *call)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    VT_STORE_CLAIM_SCOPE(held);

    if (claim(world, net->obj->name, call, &held) < 0)
        return -1;
    end_leftover(world, net);
    def = begin_defined(world, net, call);
    return def != NULL ? finish(world, net, def, call) : -1;
}

int net_create(virNetworkPtr network)
{
    return net_start(net_world_of(network->h.conn), net_of(network->h.obj), "virNetworkCreate");
}

/* Counted; NULL raised.  A new network is there, and what is left to do is noted. */
static struct vt_object *begin_document(struct net_world *world, struct network_def *def,
                                        const char *call)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    bool is_new;
    NET_TURN(turn, world, NET_RUNS, call);

    if (turn.world == NULL || net_find_place(world, def, false, &obj) < 0)
        return NULL;
    is_new = obj == NULL;
    if ((!is_new && check_startable(net_of(obj)) < 0) || net_complete(world, net_of(obj), def) < 0)
        return NULL;
    if (is_new && (obj = net_put(world, def, false, NULL)) == NULL)
        return NULL;
    if (begin(world, net_of(obj), def) == 0)
        return VT_TAKE(obj);
    if (is_new)
        net_set_gone(world, net_of(obj));
    return NULL;
}

static struct vt_object *create(struct net_world *world, struct network_def *def)
{
    static const char call[] = "virNetworkCreateXML";
    VT_AUTOOBJ struct vt_object *obj = NULL;
    VT_STORE_CLAIM_SCOPE(held);

    if (claim(world, def->name, call, &held) < 0)
        return NULL;
    obj = vt_table_by_name(&world->networks, def->name);
    if (obj != NULL)
        end_leftover(world, net_of(obj));
    vt_object_unref(obj);
    obj = begin_document(world, def, call);
    if (obj == NULL || finish(world, net_of(obj), def, call) < 0)
        return NULL;
    return VT_TAKE(obj);
}

virNetworkPtr net_create_xml(virConnectPtr conn, const char *xml)
{
    return net_make(conn, xml, create);
}

/* 1 with the definition that ran, 0 it is inactive, -1 raised. */
static int begin_stop(struct net_world *world, struct net *net, struct network_def **ret)
{
    struct network_def *def;
    NET_TURN(turn, world, NET_RUNS, "virNetworkDestroy");

    if (turn.world == NULL || net_check(net) < 0)
        return -1;
    def = net->live != NULL ? net->live : net->pending; /* of a start that was cut off */
    if (def == NULL)
        return 0; /* one that is inactive stays so */
    if (net->foreign)
        return vt_error(world->domain, VIR_ERR_OPERATION_DENIED,
                        "network '%s' is run by another program, which has to stop it",
                        net->obj->name);
    if (world->ops == NULL) {
        net_set_stopped(world, net);
        return 0;
    }
    if (world->ops->note(world, def, NET_STOPPING) < 0)
        return -1;
    *ret = network_def_ref(def);
    if (net->pending == NULL)
        net_set_pending(net, def);
    return 1;
}

int net_destroy(virNetworkPtr network)
{
    struct net_world *world = net_world_of(network->h.conn);
    struct net *net = net_of(network->h.obj);
    NETWORK_AUTODEF struct network_def *def = NULL;
    VT_STORE_CLAIM_SCOPE(held);
    int r;

    if (claim(world, net->obj->name, "virNetworkDestroy", &held) < 0)
        return -1;
    r = begin_stop(world, net, &def);
    if (r <= 0)
        return r;
    return world->ops->stop(world, def) < 0 ? -1 : finish_stop(world, net, "virNetworkDestroy");
}

void net_end_leftover(struct net_world *world, struct net *net)
{
    struct vt_error_saved saved;
    VT_STORE_CLAIM_SCOPE(held);

    vt_error_save(&saved);
    if (world->ops->claim(world, net->obj->name, NULL, &held) == 0)
        end_leftover(world, net);
    vt_error_restore(&saved);
}

/* Whether it still runs so; with the claim nobody changes that. */
static bool still_runs(struct net_world *world, struct net *net, const struct network_def *def)
{
    NET_TURN(turn, world, NET_RUNS, "virConnectOpen");

    return turn.world != NULL && net->live == def;
}

void net_look_after(struct net_world *world, struct net *net, const struct network_def *def)
{
    struct vt_error_saved saved;
    VT_STORE_CLAIM_SCOPE(held);

    vt_error_save(&saved);
    if (world->ops->claim(world, net->obj->name, NULL, &held) == 0 && still_runs(world, net, def)) {
        if (world->ops->is_there(world, def))
            (void)world->ops->mend(world, def);
        else if (world->ops->stop(world, def) == 0)
            (void)finish_stop(world, net, "virConnectOpen");
    }
    vt_error_restore(&saved);
}
