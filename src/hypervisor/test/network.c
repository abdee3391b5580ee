/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks of the embedded hypervisor: finding, listing, asking. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/network.h"
#include "obj/error.h"

static void net_end(struct vt_object *obj)
{
    struct test_net *net = test_net_of(obj);

    network_def_unref(net->config);
    network_def_unref(net->live);
    vt_mutex_done(&net->lock);
    free(net);
}

static const struct vt_object_class net_class = {.word = "network", .end = net_end};

struct test_net *test_net_new(struct network_def *config, struct network_def *live)
{
    const struct network_def *def = config != NULL ? config : live;
    struct test_net *net = calloc(1, sizeof *net);

    if (net == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    net->obj = vt_object_new(&net_class, net, def->name, def->uuid);
    if (net->obj == NULL) {
        free(net);
        return NULL;
    }
    vt_mutex_init(&net->lock, VT_RANK_OBJECT, "network");
    net->config = config != NULL ? network_def_ref(config) : NULL;
    net->live = live != NULL ? network_def_ref(live) : NULL;
    return net;
}

int test_net_check_locked(struct test_net *net)
{
    vt_mutex_held(&net->lock);
    if (!net->gone)
        return 0;
    return vt_error(VIR_FROM_TEST, VIR_ERR_NO_NETWORK, "'%s' is no longer defined", net->obj->name);
}

static struct vt_table *networks_of(virConnectPtr conn)
{
    return &((struct test_world *)conn->network_data)->networks;
}

int test_num_of_networks(virConnectPtr conn)
{
    return vt_table_count(networks_of(conn), true);
}

int test_num_of_defined_networks(virConnectPtr conn)
{
    return vt_table_count(networks_of(conn), false);
}

static int list(virConnectPtr conn, bool active, char **names, int max)
{
    int n = vt_table_names(networks_of(conn), active, names, max);

    return n < 0 ? vt_error_no_memory(VIR_FROM_TEST) : n;
}

int test_list_networks(virConnectPtr conn, char **const names, int max)
{
    return list(conn, true, names, max);
}

int test_list_defined_networks(virConnectPtr conn, char **const names, int max)
{
    return list(conn, false, names, max);
}

virNetworkPtr test_network_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = vt_table_by_name(networks_of(conn), name);

    if (obj == NULL) {
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_NETWORK, "no network has the name '%s'", name);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_NETWORK, conn, obj);
}

virNetworkPtr test_network_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(networks_of(conn), uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj == NULL) {
        vt_uuid_format(uuid, text);
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_NETWORK, "no network has the uuid %s", text);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_NETWORK, conn, obj);
}

/* Counted; NULL raised.  @inactive: of the next start, where there is one. */
static struct network_def *def_of(struct test_net *net, bool inactive)
{
    VT_LOCK_SCOPE(&net->lock);

    if (test_net_check_locked(net) < 0)
        return NULL;
    return network_def_ref(inactive && net->config != NULL ? net->config : test_net_def(net));
}

char *test_network_get_xml_desc(virNetworkPtr network, int flags)
{
    NETWORK_AUTODEF struct network_def *def =
        def_of(test_net_of(network->h.obj), (flags & VIR_NETWORK_XML_INACTIVE) != 0);
    char *text = NULL;

    if (def == NULL || network_def_format(def, &text) < 0)
        return NULL;
    return text;
}

char *test_network_get_bridge_name(virNetworkPtr network)
{
    NETWORK_AUTODEF struct network_def *def = def_of(test_net_of(network->h.obj), false);
    char *name;

    if (def == NULL)
        return NULL;
    if (def->bridge == NULL) {
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "network '%s' has no bridge",
                       def->name);
        return NULL;
    }
    name = strdup(def->bridge);
    if (name == NULL)
        (void)vt_error_no_memory(VIR_FROM_TEST);
    return name;
}

int test_network_get_autostart(virNetworkPtr network, int *autostart)
{
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    if (test_net_check_locked(net) < 0)
        return -1;
    *autostart = net->autostart;
    return 0;
}

int test_network_set_autostart(virNetworkPtr network, int autostart)
{
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    if (test_net_check_locked(net) < 0)
        return -1;
    if (net->config == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "cannot set autostart of network '%s': it is transient", net->obj->name);
    net->autostart = autostart != 0;
    return 0;
}

int test_network_is_active(virNetworkPtr network)
{
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    return test_net_check_locked(net) < 0 ? -1 : net->live != NULL;
}

int test_network_is_persistent(virNetworkPtr network)
{
    struct test_net *net = test_net_of(network->h.obj);
    VT_LOCK_SCOPE(&net->lock);

    return test_net_check_locked(net) < 0 ? -1 : net->config != NULL;
}
