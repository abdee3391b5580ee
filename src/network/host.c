/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The networks of the host: the world, and what makes them real. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "network/bridge.h"
#include "network/host.h"
#include "network/host_run.h"
#include "network/netlink.h"
#include "network/run.h"
#include "network/seen.h"
#include "network/status.h"
#include "obj/error.h"
#include "store/boot.h"
#include "store/roots.h"
#include "store/uuid.h"
#include "util/cleanup.h"

#define CLAIM_MS 30000 /* a start or a stop takes less, hung programs included */

struct host {
    struct net_world world; /* first: what connections hold */
    struct vt_count users;  /* changed under the registry's lock */
    struct vt_event_source events;
    char *folder;              /* STATE/network */
    struct vt_store *store[2]; /* by enum net_turn_of */
};

static struct vt_mutex registry_lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "the host's networks");
static struct host *the_host VT_GUARDED_BY(registry_lock);

static struct host *host_of(struct net_world *world)
{
    return world->host;
}

/* What the stores tell. */

static bool found_definition(void *owner, const char *name, const char *text, bool autostart)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct host *host = owner;

    if (network_def_parse(text, &def) < 0 || strcmp(def->name, name) != 0)
        return true; /* it counts for nothing */
    if (def->uuid_generated && vt_store_uuid("network", name, VIR_FROM_NETWORK, def->uuid) < 0)
        return false;
    return net_seen_definition(&host->world, def, autostart);
}

static void lost_definition(void *owner, const char *name)
{
    struct host *host = owner;

    net_seen_undefined(&host->world, name);
}

static void set_autostart(void *owner, const char *name, bool autostart)
{
    struct host *host = owner;

    net_seen_autostart(&host->world, name, autostart);
}

static bool found_run(void *owner, const char *name, const char *text, bool autostart VT_UNUSED)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct host *host = owner;
    enum net_step step;
    bool foreign;

    if (status_parse(text, &def, &step, &foreign) < 0 || strcmp(def->name, name) != 0)
        return true;
    return net_seen_run(&host->world, def, step, foreign);
}

static void lost_run(void *owner, const char *name)
{
    struct host *host = owner;

    net_seen_stopped(&host->world, name);
}

static const struct vt_store_ops definitions_ops = {
    .found = found_definition,
    .lost = lost_definition,
    .set_autostart = set_autostart,
};
static const struct vt_store_ops runs_ops = {
    .found = found_run,
    .lost = lost_run,
};

/* What a world asks of its host. */

/* The address follows from the uuid, so every process finds the same for a document that has none. */
static void complete(struct network_def *def, const struct network_def *present)
{
    unsigned char mac[CONF_MAC_LEN] = {0x52, 0x54, 0x00};

    if (def->has_mac)
        return;
    if (present != NULL && present->has_mac) {
        network_def_set_mac(def, present->mac);
        return;
    }
    for (int i = 0; i < VT_UUID_LEN; i++)
        mac[3 + i % 3] = (unsigned char)(mac[3 + i % 3] * 31 + def->uuid[i]);
    network_def_set_mac(def, mac);
}

static bool has_interface(const char *name)
{
    struct netlink_link link;

    return netlink_find_link(name, &link) == 0;
}

/* Decisions about either look at both. */
static bool turn_begin(struct net_world *world, enum net_turn_of of, const char *call)
{
    struct host *host = host_of(world);
    struct vt_store *other = host->store[of == NET_RUNS ? NET_DEFINITIONS : NET_RUNS];

    if (!vt_store_turn_begin(other, call))
        return false;
    vt_store_turn_end(other);
    return vt_store_turn_begin(host->store[of], call);
}

static void turn_end(struct net_world *world, enum net_turn_of of)
{
    vt_store_turn_end(host_of(world)->store[of]);
}

static int keep(struct net_world *world, const struct network_def *def)
{
    VT_AUTOFREE char *text = NULL;

    return network_def_format(def, &text) < 0
               ? -1
               : vt_store_write(host_of(world)->store[NET_DEFINITIONS], def->name, text, 0600);
}

static int forget(struct net_world *world, const char *name)
{
    return vt_store_remove(host_of(world)->store[NET_DEFINITIONS], name);
}

static int mark(struct net_world *world, const char *name, bool autostart)
{
    return vt_store_set_autostart(host_of(world)->store[NET_DEFINITIONS], name, autostart);
}

static void drop(struct net_world *world, const char *name)
{
    host_run_forget(name, host_of(world)->folder);
}

static int note(struct net_world *world, const struct network_def *def, enum net_step step)
{
    VT_AUTOFREE char *text = NULL;

    return status_format(def, step, &text) < 0
               ? -1
               : vt_store_write(host_of(world)->store[NET_RUNS], def->name, text, 0600);
}

static int unnote(struct net_world *world, const char *name)
{
    return vt_store_remove(host_of(world)->store[NET_RUNS], name);
}

static int claim(struct net_world *world, const char *name, const char *call,
                 struct vt_store_claim *ret)
{
    return vt_store_claim(host_of(world)->store[NET_RUNS], name,
                          call != NULL ? call : "virConnectOpen", call != NULL ? CLAIM_MS : 0, ret);
}

static int start(struct net_world *world, const struct network_def *def)
{
    return host_run_start(def, host_of(world)->folder);
}

static int stop(struct net_world *world, const struct network_def *def)
{
    return host_run_stop(def, host_of(world)->folder);
}

static bool is_there(struct net_world *world VT_UNUSED, const struct network_def *def)
{
    return bridge_is_there(def);
}

static int mend(struct net_world *world, const struct network_def *def)
{
    return host_run_mend(def, host_of(world)->folder);
}

static int read_leases(struct net_world *world, const char *name, char **ret_text, size_t *ret_len)
{
    return host_run_read_leases(name, host_of(world)->folder, ret_text, ret_len);
}

static const struct net_ops host_ops = {
    .complete = complete,
    .has_interface = has_interface,
    .turn_begin = turn_begin,
    .turn_end = turn_end,
    .keep = keep,
    .forget = forget,
    .mark = mark,
    .drop = drop,
    .note = note,
    .unnote = unnote,
    .claim = claim,
    .start = start,
    .stop = stop,
    .is_there = is_there,
    .mend = mend,
    .read_leases = read_leases,
};

/* Its beginning and its end. */

static int make_store(struct host *host, enum net_turn_of of, const char *folder)
{
    const struct vt_store_spec spec = {
        .folder = folder,
        .locks = host->folder,
        .kind = of == NET_DEFINITIONS ? "definitions" : "active",
        .autostart = of == NET_DEFINITIONS,
        .domain = VIR_FROM_NETWORK,
        .ops = of == NET_DEFINITIONS ? &definitions_ops : &runs_ops,
        .owner = host,
    };

    return vt_store_new(&spec, &host->store[of]);
}

static void host_free(struct host *host)
{
    vt_store_free(host->store[NET_DEFINITIONS]);
    vt_store_free(host->store[NET_RUNS]);
    net_world_done(&host->world);
    vt_event_source_done(&host->events);
    free(host->folder);
    free(host);
}

static int furnish(struct host *host)
{
    VT_AUTOFREE char *definitions = NULL;

    host->folder = vt_root(VT_ROOT_STATE, "network", VIR_FROM_NETWORK);
    definitions = vt_root(VT_ROOT_CONFIG, "qemu/networks", VIR_FROM_NETWORK);
    if (host->folder == NULL || definitions == NULL ||
        make_store(host, NET_DEFINITIONS, definitions) < 0 ||
        make_store(host, NET_RUNS, host->folder) < 0 ||
        vt_store_start(host->store[NET_DEFINITIONS]) < 0)
        return -1;
    return vt_store_start(host->store[NET_RUNS]);
}

static struct host *host_new(void)
{
    struct host *host = aligned_alloc(VT_CACHE_LINE, (sizeof *host + VT_CACHE_LINE - 1) /
                                                         VT_CACHE_LINE * VT_CACHE_LINE);

    if (host == NULL)
        return (void)vt_error_no_memory(VIR_FROM_NETWORK), NULL;
    memset(host, 0, sizeof *host);
    vt_count_init(&host->users);
    vt_event_source_init(&host->events);
    net_world_init(&host->world, &host->events, VIR_FROM_NETWORK);
    host->world.ops = &host_ops;
    host->world.host = host;
    if (furnish(host) == 0)
        return host;
    host_free(host);
    return NULL;
}

/* The one that is there, counted; else @made, which becomes it; NULL for none. */
static struct host *use(struct host *made)
{
    VT_LOCK_SCOPE(&registry_lock);

    if (the_host != NULL)
        vt_count_take(&the_host->users);
    else
        the_host = made;
    return the_host;
}

struct net_world *host_world_get(void)
{
    struct host *host = use(NULL);
    struct host *made;

    if (host != NULL)
        return &host->world;
    made = host_new(); /* reads files: without the lock */
    if (made == NULL)
        return NULL;
    host = use(made);
    if (host != made)
        host_free(made);
    return &host->world;
}

static bool drop_user(struct host *host)
{
    VT_LOCK_SCOPE(&registry_lock);

    if (!vt_count_drop(&host->users))
        return false;
    if (the_host == host)
        the_host = NULL;
    return true;
}

void host_world_unref(struct net_world *world)
{
    if (drop_user(host_of(world)))
        host_free(host_of(world));
}

static struct network_def *active_def(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return net->live != NULL && net->pending == NULL && !net->foreign ? network_def_ref(net->live)
                                                                      : NULL;
}

static bool is_left(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return net->pending != NULL;
}

static bool is_wanted(struct net *net)
{
    VT_LOCK_SCOPE(&net->lock);

    return net->autostart && net->live == NULL && !net->gone;
}

static void tend_one(struct host *host, struct net *net)
{
    NETWORK_AUTODEF struct network_def *def = NULL;

    if (is_left(net))
        net_end_leftover(&host->world, net);
    def = active_def(net);
    if (def != NULL && !(bridge_is_there(def) && host_run_is_whole(def, host->folder)))
        net_look_after(&host->world, net, def);
}

static void start_marked_one(struct host *host, struct net *net)
{
    if (is_wanted(net) && net_start(&host->world, net, "autostart") < 0)
        vt_error_reset(); /* it is seen to be inactive, or another has started it */
}

static void for_all(struct host *host, void (*act)(struct host *host, struct net *net))
{
    struct vt_object **list = NULL;
    int n = vt_table_all(&host->world.networks, &list);

    for (int i = 0; i < n; i++) {
        act(host, net_of(list[i]));
        vt_object_unref(list[i]);
    }
    free(list);
}

void host_world_start_marked(struct net_world *world)
{
    for_all(host_of(world), start_marked_one);
}

void host_world_tend(struct net_world *world)
{
    int mark_fd = vt_boot_claim("network", "autostarted");

    for_all(host_of(world), tend_one);
    if (mark_fd < 0)
        return;
    host_world_start_marked(world);
    vt_boot_done(mark_fd);
}
