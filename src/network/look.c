/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks: finding, listing, asking, listening. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "network/change.h"
#include "network/functions.h"
#include "network/lease.h"
#include "network/network.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void net_end(struct vt_object *obj)
{
    struct net *net = net_of(obj);

    network_def_unref(net->config);
    network_def_unref(net->live);
    network_def_unref(net->pending);
    vt_mutex_done(&net->lock);
    free(net);
}

static const struct vt_object_class net_class = {.word = "network", .end = net_end};

struct net *net_new(int domain, struct network_def *def, bool persistent)
{
    struct net *net = calloc(1, sizeof *net);

    if (net == NULL)
        return (void)vt_error_no_memory(domain), NULL;
    net->domain = domain;
    net->obj = vt_object_new(&net_class, net, def->name, def->uuid);
    if (net->obj == NULL) {
        free(net);
        return NULL;
    }
    vt_mutex_init(&net->lock, VT_RANK_OBJECT, "network");
    if (persistent)
        net->config = network_def_ref(def);
    else
        net->pending = network_def_ref(def);
    return net;
}

int net_check_locked(struct net *net)
{
    vt_mutex_held(&net->lock);
    if (!net->gone)
        return 0;
    return vt_error(net->domain, VIR_ERR_NO_NETWORK, "'%s' is no longer defined", net->obj->name);
}

int net_check(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return net_check_locked(net);
}

static struct vt_table *networks_of(virConnectPtr conn)
{
    return &net_world_of(conn)->networks;
}

int net_num_of_networks(virConnectPtr conn)
{
    return vt_table_count(networks_of(conn), true);
}

int net_num_of_defined_networks(virConnectPtr conn)
{
    return vt_table_count(networks_of(conn), false);
}

static int list(virConnectPtr conn, bool active, char **names, int max)
{
    int n = vt_table_names(networks_of(conn), active, names, max);

    return n < 0 ? vt_error_no_memory(net_world_of(conn)->domain) : n;
}

int net_list_networks(virConnectPtr conn, char **const names, int max)
{
    return list(conn, true, names, max);
}

int net_list_defined_networks(virConnectPtr conn, char **const names, int max)
{
    return list(conn, false, names, max);
}

/* Counted; NULL raised. */
static struct vt_object *by_name(struct net_world *world, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&world->networks, name);

    if (obj == NULL)
        (void)vt_error(world->domain, VIR_ERR_NO_NETWORK, "no network has the name '%s'", name);
    return obj;
}

virNetworkPtr net_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = by_name(net_world_of(conn), name);

    return obj != NULL ? vt_handle_of(VT_CLASS_NETWORK, conn, obj) : NULL;
}

virNetworkPtr net_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(networks_of(conn), uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj == NULL) {
        vt_uuid_format(uuid, text);
        (void)vt_error(net_world_of(conn)->domain, VIR_ERR_NO_NETWORK, "no network has the uuid %s",
                       text);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_NETWORK, conn, obj);
}

/* Counted; NULL raised.  @inactive: of the next start, where there is one. */
static struct network_def *def_of(struct net *net, bool inactive)
{
    VT_LOCK_SCOPE(&net->lock);

    if (net_check_locked(net) < 0)
        return NULL;
    return network_def_ref(inactive && net->config != NULL ? net->config : net_def(net));
}

char *net_get_xml_desc(virNetworkPtr network, int flags)
{
    NETWORK_AUTODEF struct network_def *def =
        def_of(net_of(network->h.obj), (flags & VIR_NETWORK_XML_INACTIVE) != 0);
    char *text = NULL;

    if (def == NULL || network_def_format(def, &text) < 0)
        return NULL;
    return text;
}

/* The caller frees; NULL raised. */
static char *bridge_of(const struct network_def *def, int domain)
{
    char *name;

    if (def->bridge == NULL) {
        (void)vt_error(domain, VIR_ERR_INTERNAL_ERROR, "network '%s' has no bridge", def->name);
        return NULL;
    }
    name = strdup(def->bridge);
    if (name == NULL)
        (void)vt_error_no_memory(domain);
    return name;
}

char *net_get_bridge_name(virNetworkPtr network)
{
    struct net *net = net_of(network->h.obj);
    NETWORK_AUTODEF struct network_def *def = def_of(net, false);

    return def != NULL ? bridge_of(def, net->domain) : NULL;
}

/* Counted; NULL raised. */
static struct network_def *active_def(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    if (net_check_locked(net) < 0)
        return NULL;
    if (net->live == NULL) {
        (void)net_wrong_state(net, "plug a guest into");
        return NULL;
    }
    return network_def_ref(net->live);
}

char *net_active_bridge(struct net_world *world, const char *name, const char *call)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    VT_AUTOOBJ struct vt_object *obj = NULL;
    /* What other processes have started just now counts. */
    NET_TURN(turn, world, NET_RUNS, call);

    if (turn.world == NULL || (obj = by_name(world, name)) == NULL ||
        (def = active_def(net_of(obj))) == NULL)
        return NULL;
    return bridge_of(def, world->domain);
}

/* Counted; NULL raised.  As def_of, of a network whose leases are here to be read. */
static struct network_def *leasing_def(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    if (net_check_locked(net) < 0)
        return NULL;
    if (net->foreign) {
        (void)vt_error(net->domain, VIR_ERR_OPERATION_UNSUPPORTED,
                       "network '%s' is run by another program, which keeps its leases",
                       net->obj->name);
        return NULL;
    }
    return network_def_ref(net_def(net));
}

static int read_leases(struct net_world *world, const struct network_def *def,
                       const unsigned char *mac, struct lease_list *ret)
{
    VT_AUTOFREE char *text = NULL;
    size_t len;

    if (world->ops == NULL)
        return 0; /* nobody asks for any */
    if (world->ops->read_leases(world, def->name, &text, &len) < 0)
        return -1;
    return lease_parse(def, text, len, mac, time(NULL), ret);
}

int net_get_dhcp_leases(virNetworkPtr network, const char *mac, virNetworkDHCPLeasePtr **leases,
                        unsigned int flags VT_UNUSED)
{
    struct net_world *world = net_world_of(network->h.conn);
    NETWORK_AUTODEF struct network_def *def = leasing_def(net_of(network->h.obj));
    unsigned char wanted[CONF_MAC_LEN];
    LEASE_LIST_SCOPE(found);
    int n;

    if (def == NULL)
        return -1;
    if (mac != NULL && !conf_mac_read(mac, wanted))
        return vt_error(world->domain, VIR_ERR_INVALID_MAC, "'%s' is no MAC address of a client",
                        mac);
    if (read_leases(world, def, mac != NULL ? wanted : NULL, &found) < 0)
        return -1;
    if (found.list == NULL) {
        found.list = calloc(1, sizeof(virNetworkDHCPLeasePtr));
        if (found.list == NULL)
            return vt_error_no_memory(world->domain);
    }
    n = (int)found.n;
    if (leases == NULL)
        return n;
    found.n = 0;
    *leases = VT_TAKE(found.list);
    return n;
}

int net_get_autostart(virNetworkPtr network, int *autostart)
{
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    if (net_check_locked(net) < 0)
        return -1;
    *autostart = net->autostart;
    return 0;
}

int net_is_active(virNetworkPtr network)
{
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    return net_check_locked(net) < 0 ? -1 : net->live != NULL;
}

int net_is_persistent(virNetworkPtr network)
{
    struct net *net = net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    return net_check_locked(net) < 0 ? -1 : net->config != NULL;
}

int net_event_register_any(virConnectPtr conn, virNetworkPtr network, int id VT_UNUSED,
                           virConnectNetworkEventGenericCallback cb, void *opaque,
                           virFreeCallback freecb)
{
    const struct vt_event_listener listener = {
        .kind = VT_EVENT_NETWORK,
        .obj = network != NULL ? network->h.obj : NULL,
        .callback = (virConnectDomainEventGenericCallback)(void (*)(void))cb,
        .opaque = opaque,
        .freecb = freecb,
    };

    return vt_event_add(conn, net_world_of(conn)->events, &listener);
}

int net_event_deregister_any(virConnectPtr conn, int number)
{
    return vt_event_remove(conn, VT_CLASS_NETWORK, number);
}
