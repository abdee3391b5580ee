/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose bridge is whose: no two networks of a world make the same one. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/bridge_name.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define PREFIX "virbr"

/* All networks of a world, counted. */
struct nets {
    struct vt_object **list;
    int n;
};

static void nets_done(struct nets *nets)
{
    for (int i = 0; i < nets->n; i++)
        vt_object_unref(nets->list[i]);
    free(nets->list);
}

/* The bridge that the network of @def makes; NULL: none. */
static const char *own_bridge(const struct network_def *def)
{
    return def != NULL && network_def_owns_bridge(def) ? def->bridge : NULL;
}

static bool is_bridge_of(const struct network_def *def, const char *name)
{
    const char *bridge = own_bridge(def);

    return bridge != NULL && strcmp(bridge, name) == 0;
}

static int check_free(const struct nets *nets, const struct net *net, const char *name)
{
    for (int i = 0; i < nets->n; i++) {
        const struct net *other = net_of(nets->list[i]);
        if (other != net &&
            (is_bridge_of(other->live, name) || is_bridge_of(other->pending, name) ||
             is_bridge_of(other->config, name)))
            return vt_error(other->domain, VIR_ERR_INTERNAL_ERROR,
                            "the bridge '%s' is that of network '%s' already", name,
                            other->obj->name);
    }
    return 0;
}

/* Notes N of a bridge virbrN in @used, which has room for @max. */
static void note(const struct network_def *def, bool *used, size_t max)
{
    const char *name = own_bridge(def);
    unsigned long long n;

    if (name != NULL && strncmp(name, PREFIX, strlen(PREFIX)) == 0 &&
        xml_number(name + strlen(PREFIX), max - 1, &n))
        used[n] = true;
}

static bool host_has(const struct net_world *world, const char *name)
{
    return world->ops != NULL && world->ops->has_interface(name);
}

static int use_first_free(const struct net_world *world, const struct nets *nets,
                          struct network_def *def)
{
    size_t max = 3 * (size_t)nets->n + 1; /* of so many one is free of networks */
    VT_AUTOFREE bool *used = calloc(max, sizeof *used);
    char name[NETWORK_MAX_BRIDGE + 1];
    unsigned int n = 0;

    if (used == NULL)
        return vt_error_no_memory(world->domain);
    for (int i = 0; i < nets->n; i++) {
        note(net_of(nets->list[i])->live, used, max);
        note(net_of(nets->list[i])->pending, used, max);
        note(net_of(nets->list[i])->config, used, max);
    }
    do {
        while (n < max && used[n])
            n++;
        (void)snprintf(name, sizeof name, PREFIX "%u", n++);
    } while (host_has(world, name));
    return network_def_set_bridge(def, name);
}

int net_settle_bridge(struct net_world *world, const struct net *net, struct network_def *def)
{
    VT_AUTO(nets_done) struct nets nets = {NULL, 0};
    const char *present = net != NULL ? own_bridge(net_def(net)) : NULL;

    if (!network_def_owns_bridge(def))
        return 0;
    if (def->bridge == NULL && present != NULL)
        return network_def_set_bridge(def, present);
    nets.n = vt_table_all(&world->networks, &nets.list);
    if (nets.n < 0) {
        nets.n = 0;
        return vt_error_no_memory(world->domain);
    }
    return def->bridge != NULL ? check_free(&nets, net, def->bridge)
                               : use_first_free(world, &nets, def);
}
