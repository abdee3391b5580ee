/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that wait for what happens to domains, networks, pools and devices. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "domain.h"
#include "eventwait.h"
#include "network.h"
#include "nodedev.h"
#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/compiler.h"

#define EVENTS_MAX 2 /* of one command */
#define EVENT_TIMEOUT_MAX_S 86400

/* One kind of event of a command: as --event names it. */
struct event_kind {
    const char *name; /* NULL ends the list */
    int id;
    virConnectDomainEventGenericCallback callback; /* of its own type, as the library takes them */
};

/* What differs between the commands. */
struct event_family {
    const char *option; /* that names one object */
    struct event_kind kinds[EVENTS_MAX + 1];
    /* Finds what the option names into *ret; -1 with the error printed. */
    int (*find)(struct shell *sh, const struct cmd *cmd, void **ret);
    int (*add)(virConnectPtr conn, void *object, const struct event_kind *kind, void *opaque);
    int (*remove)(virConnectPtr conn, int number);
    void (*drop)(void *object);
};

static const char *word_of(const char *const *words, size_t n, int i)
{
    return i >= 0 && (size_t)i < n && words[i] != NULL ? words[i] : "unknown";
}
#define WORD_OF(words, i) word_of(words, VT_N_ELEMENTS(words), i)

/* Source: the words that later virsh prints. */
static const char *const domain_words[] = {"Defined",   "Undefined", "Started",
                                           "Suspended", "Resumed",   "Stopped"};
static const char *const defined_words[] = {"Added", "Updated", "Renamed"};
static const char *const undefined_words[] = {"Removed", "Renamed"};
static const char *const started_words[] = {"Booted", "Migrated", "Restored"};
static const char *const suspended_words[] = {"Paused", "Migrated"};
static const char *const resumed_words[] = {"Unpaused", "Migrated"};
static const char *const stopped_words[] = {"Shutdown", "Destroyed", "Crashed",
                                            "Migrated", "Saved",     "Failed"};

static const char *detail_word(int event, int detail)
{
    switch (event) {
    case VIR_DOMAIN_EVENT_DEFINED:
        return WORD_OF(defined_words, detail);
    case VIR_DOMAIN_EVENT_UNDEFINED:
        return WORD_OF(undefined_words, detail);
    case VIR_DOMAIN_EVENT_STARTED:
        return WORD_OF(started_words, detail);
    case VIR_DOMAIN_EVENT_SUSPENDED:
        return WORD_OF(suspended_words, detail);
    case VIR_DOMAIN_EVENT_RESUMED:
        return WORD_OF(resumed_words, detail);
    case VIR_DOMAIN_EVENT_STOPPED:
        return WORD_OF(stopped_words, detail);
    default:
        return "unknown";
    }
}

static int domain_lifecycle(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *w)
{
    (void)conn;
    if (event_wait_begin(w))
        (void)printf("event 'lifecycle' for domain '%s': %s %s\n", virDomainGetName(dom),
                     WORD_OF(domain_words, event), detail_word(event, detail));
    return 0;
}

static void domain_reboot(virConnectPtr conn, virDomainPtr dom, void *w)
{
    (void)conn;
    if (event_wait_begin(w))
        (void)printf("event 'reboot' for domain '%s'\n", virDomainGetName(dom));
}

static const char *const network_words[] = {"Defined", "Undefined", "Started", "Stopped"};

static void network_lifecycle(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *w)
{
    (void)conn, (void)detail;
    if (event_wait_begin(w))
        (void)printf("event 'lifecycle' for network '%s': %s\n", virNetworkGetName(net),
                     WORD_OF(network_words, event));
}

static const char *const pool_words[] = {"Defined", "Undefined", "Started",
                                         "Stopped", "Created",   "Deleted"};

static void pool_lifecycle(virConnectPtr conn, virStoragePoolPtr pool, int event, int detail,
                           void *w)
{
    (void)conn, (void)detail;
    if (event_wait_begin(w))
        (void)printf("event 'lifecycle' for storage pool '%s': %s\n", virStoragePoolGetName(pool),
                     WORD_OF(pool_words, event));
}

static void pool_refresh(virConnectPtr conn, virStoragePoolPtr pool, void *w)
{
    (void)conn;
    if (event_wait_begin(w))
        (void)printf("event 'refresh' for storage pool '%s'\n", virStoragePoolGetName(pool));
}

static const char *const device_words[] = {"Created", "Deleted", "Defined", "Undefined"};

static void device_lifecycle(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail,
                             void *w)
{
    (void)conn, (void)detail;
    if (event_wait_begin(w))
        (void)printf("event 'lifecycle' for node device '%s': %s\n", virNodeDeviceGetName(dev),
                     WORD_OF(device_words, event));
}

static void device_update(virConnectPtr conn, virNodeDevicePtr dev, void *w)
{
    (void)conn;
    if (event_wait_begin(w))
        (void)printf("event 'update' for node device '%s'\n", virNodeDeviceGetName(dev));
}

/* A family: its functions with the types that the library wants, and its kinds of events. */
#define FAMILY(prefix, type, Any, option, lookup, release_fn, ...) \
    static int event_find_##prefix(struct shell *sh, const struct cmd *cmd, void **ret) \
    { \
        *ret = lookup; \
        return *ret != NULL ? 0 : -1; \
    } \
    static int event_add_##prefix(virConnectPtr conn, void *object, const struct event_kind *kind, \
                                  void *opaque) \
    { \
        return virConnect##Any##EventRegisterAny( \
            conn, object, kind->id, \
            (virConnect##Any##EventGenericCallback)(void (*)(void))kind->callback, opaque, NULL); \
    } \
    static void event_drop_##prefix(void *object) \
    { \
        (void)release_fn((type)object); \
    } \
    static const struct event_family events_of_##prefix = { \
        option, \
        {__VA_ARGS__}, \
        event_find_##prefix, \
        event_add_##prefix, \
        virConnect##Any##EventDeregisterAny, \
        event_drop_##prefix, \
    }

#define KIND(name, id, callback) \
    { \
        name, id, (virConnectDomainEventGenericCallback)(void (*)(void))(callback) \
    }

FAMILY(domain, virDomainPtr, Domain, "domain", domain_find(sh, cmd, DOMAIN_BY_ANY), virDomainFree,
       KIND("lifecycle", VIR_DOMAIN_EVENT_ID_LIFECYCLE, domain_lifecycle),
       KIND("reboot", VIR_DOMAIN_EVENT_ID_REBOOT, domain_reboot));
FAMILY(network, virNetworkPtr, Network, "network", network_find(sh, cmd, NETWORK_BY_ANY),
       virNetworkFree, KIND("lifecycle", VIR_NETWORK_EVENT_ID_LIFECYCLE, network_lifecycle));
FAMILY(pool, virStoragePoolPtr, StoragePool, "pool", pool_find(sh, cmd, POOL_BY_ANY),
       virStoragePoolFree, KIND("lifecycle", VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, pool_lifecycle),
       KIND("refresh", VIR_STORAGE_POOL_EVENT_ID_REFRESH, pool_refresh));
FAMILY(device, virNodeDevicePtr, NodeDevice, "device", nodedev_find(sh, cmd), virNodeDeviceFree,
       KIND("lifecycle", VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, device_lifecycle),
       KIND("update", VIR_NODE_DEVICE_EVENT_ID_UPDATE, device_update));

static const struct event_kind *kind_find(const struct event_family *f, const char *name)
{
    for (const struct event_kind *k = f->kinds; k->name != NULL; k++) {
        if (strcmp(k->name, name) == 0)
            return k;
    }
    return NULL;
}

/* Registers what is wanted, waits, and takes it back. */
static int listen(struct shell *sh, const struct event_family *f, const struct event_kind *only,
                  void *object, struct event_wait *w)
{
    int number[EVENTS_MAX], n = 0, rv = 0;

    for (const struct event_kind *k = f->kinds; k->name != NULL && rv == 0; k++) {
        if (only != NULL && k != only)
            continue;
        number[n] = f->add(sh->conn, object, k, w);
        if (number[n] < 0)
            rv = report_error(sh, "cannot listen to '%s' events", k->name);
        else
            n++;
    }
    if (rv == 0)
        rv = event_wait_run(sh, w);
    while (n > 0)
        (void)f->remove(sh->conn, number[--n]);
    return rv;
}

static int finish(struct shell *sh, const struct event_wait *w)
{
    if (w->why != NULL)
        (void)printf("event loop %s\n", w->why);
    (void)printf("events received: %d\n", w->count);
    if (w->count > 0)
        return 0;
    return report_error(sh, "no event came");
}

static int run_events(struct shell *sh, const struct cmd *cmd, const struct event_family *f)
{
    const char *name = cmd_text(cmd, "event");
    const struct event_kind *only = NULL;
    struct event_wait w = {
        .loop = cmd_given(cmd, "loop"),
        .timestamp = cmd_given(cmd, "timestamp"),
        .timeout_s = (unsigned int)cmd_number(cmd, "timeout"),
    };
    void *object = NULL;
    int rv;

    if (cmd_given(cmd, "list")) {
        for (const struct event_kind *k = f->kinds; k->name != NULL; k++)
            (void)printf("%s\n", k->name);
        return 0;
    }
    if ((name != NULL) == cmd_given(cmd, "all"))
        return report_error(sh, "one of --event, --all and --list is needed");
    if (name != NULL && (only = kind_find(f, name)) == NULL)
        return report_error(sh, "there are no events '%s': see --list", name);
    if (cmd_number(cmd, "timeout") > EVENT_TIMEOUT_MAX_S)
        return report_error(sh, "the timeout is at most %d seconds", EVENT_TIMEOUT_MAX_S);
    if (cmd_given(cmd, f->option) && f->find(sh, cmd, &object) < 0)
        return -1;
    rv = event_wait_init(sh) < 0 ? -1 : listen(sh, f, only, object, &w);
    if (object != NULL)
        f->drop(object);
    return rv < 0 ? -1 : finish(sh, &w);
}

static int run_event(struct shell *sh, const struct cmd *cmd)
{
    return run_events(sh, cmd, &events_of_domain);
}

static int run_net_event(struct shell *sh, const struct cmd *cmd)
{
    return run_events(sh, cmd, &events_of_network);
}

static int run_pool_event(struct shell *sh, const struct cmd *cmd)
{
    return run_events(sh, cmd, &events_of_pool);
}

static int run_nodedev_event(struct shell *sh, const struct cmd *cmd)
{
    return run_events(sh, cmd, &events_of_device);
}

#define EVENT_OPTIONS(...) \
    { \
        __VA_ARGS__, {"event", OPT_STRING, 0, COMPLETE_NOTHING, "only events of this kind"}, \
            {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "events of all kinds"}, \
            {"loop", OPT_FLAG, 0, COMPLETE_NOTHING, "go on after the first event"}, \
            {"timeout", OPT_NUMBER, 0, COMPLETE_NOTHING, "seconds after which waiting ends"}, \
            {"timestamp", OPT_FLAG, 0, COMPLETE_NOTHING, "print when each event came"}, \
            {"list", OPT_FLAG, 0, COMPLETE_NOTHING, "print the kinds of events"}, OPT_END, \
    }

static const struct opt_def event_options[] =
    EVENT_OPTIONS({"domain", OPT_STRING, OPT_POSITIONAL, COMPLETE_DOMAIN, "only of this domain"});
static const struct opt_def net_event_options[] = EVENT_OPTIONS(
    {"network", OPT_STRING, OPT_POSITIONAL, COMPLETE_NETWORK, "only of this network"});
static const struct opt_def pool_event_options[] =
    EVENT_OPTIONS({"pool", OPT_STRING, OPT_POSITIONAL, COMPLETE_POOL, "only of this pool"});
static const struct opt_def nodedev_event_options[] =
    EVENT_OPTIONS({"device", OPT_STRING, OPT_POSITIONAL, COMPLETE_NODEDEV, "only of this device"});

#define EVENT_HELP \
    "Prints a line for each event, as it happens. Ends after the first, with --loop only at the " \
    "timeout or when it is interrupted. Fails when there was none."

const struct cmd_def cmds_event[] = {
    {"event", "wait for events of domains", EVENT_HELP, event_options, CMD_CONNECT, run_event},
    {"net-event", "wait for events of networks", EVENT_HELP, net_event_options, CMD_CONNECT,
     run_net_event},
    {"pool-event", "wait for events of storage pools", EVENT_HELP, pool_event_options, CMD_CONNECT,
     run_pool_event},
    {"nodedev-event", "wait for events of node devices", EVENT_HELP, nodedev_event_options,
     CMD_CONNECT, run_nodedev_event},
    {.name = NULL},
};
