/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, starting and stopping networks of the embedded hypervisor. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/network.h"
#include "hypervisor/test/network_bridge.h"
#include "obj/error.h"
#include "util/cleanup.h"

static struct test_world *world_of(virConnectPtr conn)
{
    return conn->network_data;
}

static void raise_locked(struct test_world *world, struct test_net *net, int event)
    VT_REQUIRES(net->lock);
static void raise_locked(struct test_world *world, struct test_net *net, int event)
{
    vt_mutex_held(&net->lock);
    vt_event_raise(&world->events, VT_EVENT_NETWORK, net->obj, event, 0);
}

/* The changes, one function each, with their events.  The caller holds net_changes, too. */

static void set_added(struct test_world *world, struct test_net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    if (net->config != NULL)
        raise_locked(world, net, VIR_NETWORK_EVENT_DEFINED);
    if (net->live != NULL)
        raise_locked(world, net, VIR_NETWORK_EVENT_STARTED);
}

/* Gives back the definition that was replaced. */
static struct network_def *set_defined(struct test_world *world, struct test_net *net,
                                       struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *old = net->config;

    net->config = network_def_ref(def);
    raise_locked(world, net, VIR_NETWORK_EVENT_DEFINED);
    return old;
}

static void set_undefined(struct test_world *world, struct test_net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    net->gone = true;
    raise_locked(world, net, VIR_NETWORK_EVENT_UNDEFINED);
}

static void set_started(struct test_world *world, struct test_net *net, struct network_def *def)
{
    VT_LOCK_SCOPE(&net->lock);

    net->live = network_def_ref(def);
    raise_locked(world, net, VIR_NETWORK_EVENT_STARTED);
}

/* Gives back the definition that ran; a transient network is gone. */
static struct network_def *set_stopped(struct test_world *world, struct test_net *net)
{
    VT_LOCK_SCOPE(&net->lock);
    struct network_def *live = net->live;

    net->live = NULL;
    net->gone = net->config == NULL;
    raise_locked(world, net, VIR_NETWORK_EVENT_STOPPED);
    return live;
}

static int check(struct test_net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return test_net_check_locked(net);
}

static int wrong_state(const struct test_net *net, const char *what)
{
    return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "cannot %s network '%s': it is %s", what,
                    net->obj->name, net->live != NULL ? "active" : "inactive");
}

static int taken(const struct network_def *def, const struct vt_object *other)
{
    return vt_table_taken(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, def->name, other);
}

static bool same_uuid(const struct vt_object *obj, const struct network_def *def)
{
    return memcmp(obj->uuid, def->uuid, VT_UUID_LEN) == 0;
}

/* The network of the name of @def, counted, or NULL in @ret.  A document without uuid takes that
 * of the network.
 * @replace  an inactive one with another uuid is found, too: it is to give way */
static int find_place(struct test_world *world, struct network_def *def, bool replace,
                      struct vt_object **ret)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_name(&world->networks, def->name);
    VT_AUTOOBJ struct vt_object *other = NULL;

    if (obj != NULL && def->uuid_generated)
        memcpy(def->uuid, obj->uuid, VT_UUID_LEN);
    other = vt_table_by_uuid(&world->networks, def->uuid);
    if (other != NULL && other != obj)
        return taken(def, other);
    if (obj != NULL && !same_uuid(obj, def) && (!replace || test_net_of(obj)->live != NULL))
        return taken(def, obj);
    *ret = VT_TAKE(obj);
    return 0;
}

/* 0 or a negative errno. */
static int give_number(struct test_world *world, struct vt_object *obj)
    VT_REQUIRES(world->net_changes);
static int give_number(struct test_world *world, struct vt_object *obj)
{
    int r;

    vt_mutex_held(&world->net_changes);
    do {
        r = vt_table_set_number(&world->networks, obj, world->next_net);
        world->next_net = world->next_net < INT_MAX ? world->next_net + 1 : 1;
    } while (r == -EEXIST);
    return r;
}

/* Puts a new network in the table, in the place of @old, which may be NULL.  0 or -ENOMEM, and
 * then @old is there again. */
static int put_in_place(struct test_world *world, struct vt_object *obj, struct vt_object *old,
                        bool active) VT_REQUIRES(world->net_changes);
static int put_in_place(struct test_world *world, struct vt_object *obj, struct vt_object *old,
                        bool active)
{
    int r;

    vt_mutex_held(&world->net_changes);
    if (old != NULL)
        (void)vt_table_remove(&world->networks, old);
    r = vt_table_add(&world->networks, obj, NULL);
    if (r == 0 && active && (r = give_number(world, obj)) < 0)
        (void)vt_table_remove(&world->networks, obj);
    if (old != NULL && (r == 0 || vt_table_add(&world->networks, old, NULL) < 0))
        set_undefined(world, test_net_of(old));
    return r;
}

/* A new network, counted; NULL raised. */
static struct vt_object *add(struct test_world *world, struct vt_object *old,
                             struct network_def *config, struct network_def *live)
    VT_REQUIRES(world->net_changes);
static struct vt_object *add(struct test_world *world, struct vt_object *old,
                             struct network_def *config, struct network_def *live)
{
    struct test_net *net = test_net_new(config, live);

    vt_mutex_held(&world->net_changes);
    if (net == NULL)
        return NULL;
    if (put_in_place(world, net->obj, old, live != NULL) < 0) {
        vt_object_unref(net->obj);
        (void)vt_error_no_memory(VIR_FROM_TEST);
        return NULL;
    }
    set_added(world, net);
    return net->obj;
}

static int start(struct test_world *world, struct test_net *net, struct network_def *def)
    VT_REQUIRES(world->net_changes);
static int start(struct test_world *world, struct test_net *net, struct network_def *def)
{
    vt_mutex_held(&world->net_changes);
    if (net->live != NULL)
        return wrong_state(net, "start");
    if (give_number(world, net->obj) < 0)
        return vt_error_no_memory(VIR_FROM_TEST);
    set_started(world, net, def);
    return 0;
}

/* Counted; NULL raised. */
static struct vt_object *define(struct test_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->net_changes);
    VT_AUTOOBJ struct vt_object *old = NULL;

    if (find_place(world, def, true, &old) < 0 ||
        test_net_settle_bridge(world, test_net_of(old), def) < 0)
        return NULL;
    if (old == NULL || !same_uuid(old, def))
        return add(world, old, def, NULL);
    network_def_unref(set_defined(world, test_net_of(old), def));
    return VT_TAKE(old);
}

static struct vt_object *create(struct test_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->net_changes);
    VT_AUTOOBJ struct vt_object *old = NULL;

    if (find_place(world, def, false, &old) < 0 ||
        test_net_settle_bridge(world, test_net_of(old), def) < 0)
        return NULL;
    if (old == NULL)
        return add(world, NULL, NULL, def);
    return start(world, test_net_of(old), def) < 0 ? NULL : VT_TAKE(old);
}

int test_world_add_network(struct test_world *world, struct network_def *def)
{
    VT_LOCK_SCOPE(&world->net_changes);
    VT_AUTOOBJ struct vt_object *obj = NULL;

    if (find_place(world, def, false, &obj) < 0)
        return -1;
    if (obj != NULL)
        return taken(def, obj);
    if (test_net_settle_bridge(world, NULL, def) < 0)
        return -1;
    obj = add(world, NULL, def, def);
    return obj != NULL ? 0 : -1;
}

/* From a document to a handle. */
static virNetworkPtr make(virConnectPtr conn, const char *xml,
                          struct vt_object *(*how)(struct test_world *, struct network_def *))
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct vt_object *obj;

    if (network_def_parse(xml, &def) < 0)
        return NULL;
    obj = how(world_of(conn), def);
    return obj != NULL ? vt_handle_of(VT_CLASS_NETWORK, conn, obj) : NULL;
}

virNetworkPtr test_network_create_xml(virConnectPtr conn, const char *xml)
{
    return make(conn, xml, create);
}

virNetworkPtr test_network_define_xml(virConnectPtr conn, const char *xml)
{
    return make(conn, xml, define);
}

int test_network_undefine(virNetworkPtr network)
{
    struct test_world *world = world_of(network->h.conn);
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->net_changes);

    if (check(net) < 0)
        return -1;
    if (net->live != NULL)
        return wrong_state(net, "undefine");
    (void)vt_table_remove(&world->networks, net->obj);
    set_undefined(world, net);
    return 0;
}

int test_network_create(virNetworkPtr network)
{
    struct test_world *world = world_of(network->h.conn);
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->net_changes);

    if (check(net) < 0)
        return -1;
    return start(world, net, net->config);
}

int test_network_destroy(virNetworkPtr network)
{
    struct test_world *world = world_of(network->h.conn);
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&world->net_changes);

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
