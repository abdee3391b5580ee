/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that tell which networks there are and how they are. */
#include "config.h"

#include <stdio.h>

#include "listing.h"
#include "network.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

/* What to list, and how. */
struct net_listing {
    bool autostart; /* only those that start with the host */
    bool no_autostart;
    bool persistent;
    bool transient;
    bool names;
    bool uuids;
};

/* Whether it is to be listed; what cannot be known is neither the one nor the other. */
static bool is_wanted(const struct net_listing *l, virNetworkPtr net, int r, int autostart)
{
    int persistent;

    if ((l->autostart && (r < 0 || !autostart)) || (l->no_autostart && (r < 0 || autostart)))
        return false;
    if (!l->persistent && !l->transient)
        return true;
    persistent = virNetworkIsPersistent(net);
    return persistent >= 0 && (persistent ? l->persistent : l->transient);
}

static void print_one(const struct net_listing *l, virNetworkPtr net, bool active)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "-";
    int autostart = 0;
    int r = virNetworkGetAutostart(net, &autostart);

    if (!is_wanted(l, net, r, autostart))
        return;
    if (l->uuids)
        (void)virNetworkGetUUIDString(net, uuid);
    if (l->names || l->uuids)
        listing_print_short(l->names ? virNetworkGetName(net) : NULL, l->uuids ? uuid : NULL);
    else
        listing_print_row(virNetworkGetName(net), active, listing_autostart_word(r, autostart));
}

/* A network that vanishes between two calls is left out. */
static void print_all(struct shell *sh, const struct net_listing *l, const struct words *names,
                      bool active)
{
    for (size_t i = 0; i < names->n; i++) {
        NETWORK_SCOPE virNetworkPtr net = virNetworkLookupByName(sh->conn, names->list[i]);

        if (net != NULL)
            print_one(l, net, active);
        report_forget(sh);
    }
}

static int run_list(struct shell *sh, const struct cmd *cmd)
{
    WORDS_SCOPE(active);
    WORDS_SCOPE(inactive);
    const struct net_listing l = {
        .autostart = cmd_given(cmd, "autostart"),
        .no_autostart = cmd_given(cmd, "no-autostart"),
        .persistent = cmd_given(cmd, "persistent"),
        .transient = cmd_given(cmd, "transient"),
        .names = cmd_given(cmd, "name"),
        .uuids = cmd_given(cmd, "uuid"),
    };

    if ((listing_wants_active(cmd) && network_list(sh, true, &active) < 0) ||
        (listing_wants_inactive(cmd) && network_list(sh, false, &inactive) < 0))
        return -1;
    if (!l.names && !l.uuids)
        listing_print_heading(sh);
    print_all(sh, &l, &active, true);
    print_all(sh, &l, &inactive, false);
    return 0;
}

static const char *yes_or_no(int answer)
{
    return answer < 0 ? "unknown" : answer ? "yes" : "no";
}

static int run_info(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);
    VT_AUTOFREE char *bridge = NULL;
    char uuid[VIR_UUID_STRING_BUFLEN];
    int autostart = 0;
    int r;

    if (net == NULL)
        return -1;
    (void)printf("%-15s %s\n", "Name:", virNetworkGetName(net));
    if (virNetworkGetUUIDString(net, uuid) == 0)
        (void)printf("%-15s %s\n", "UUID:", uuid);
    (void)printf("%-15s %s\n", "Active:", yes_or_no(virNetworkIsActive(net)));
    (void)printf("%-15s %s\n", "Persistent:", yes_or_no(virNetworkIsPersistent(net)));
    r = virNetworkGetAutostart(net, &autostart);
    (void)printf("%-15s %s\n", "Autostart:", listing_autostart_word(r, autostart));
    bridge = virNetworkGetBridgeName(net);
    if (bridge != NULL)
        (void)printf("%-15s %s\n", "Bridge:", bridge);
    report_forget(sh);
    return 0;
}

static int run_name(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_UUID);

    if (net == NULL)
        return -1;
    (void)printf("%s\n", virNetworkGetName(net));
    return 0;
}

static int run_uuid(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_NAME);
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (net == NULL)
        return -1;
    if (virNetworkGetUUIDString(net, uuid) < 0)
        return report_error(sh, "cannot get the UUID of network '%s'", virNetworkGetName(net));
    (void)printf("%s\n", uuid);
    return 0;
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)

static const struct opt_def list_options[] = {
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "only networks that are not active"},
    {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "active and other networks"},
    {"persistent", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that are defined"},
    {"transient", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that are gone when they stop"},
    {"autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that start with the host"},
    {"no-autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that do not"},
    {"name", OPT_FLAG, 0, COMPLETE_NOTHING, "only names, one a line"},
    {"uuid", OPT_FLAG, 0, COMPLETE_NOTHING, "only UUIDs, one a line"},
    OPT_END,
};
static const struct opt_def info_options[] = {OPT_NETWORK(COMPLETE_NETWORK), OPT_END};
static const struct opt_def uuid_options[] = {
    {"network", OPT_STRING, REQUIRED, COMPLETE_NETWORK, "name of the network"},
    OPT_END,
};
static const struct opt_def name_options[] = {
    {"network", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "UUID of the network"},
    OPT_END,
};

const struct cmd_def cmds_net_list[] = {
    {"net-list", "list networks", "Active networks come first, each part sorted by name.",
     list_options, CMD_CONNECT, run_list},
    {"net-info", "print what is known of a network", NULL, info_options, CMD_CONNECT, run_info},
    {"net-name", "print the name of a network", NULL, name_options, CMD_CONNECT, run_name},
    {"net-uuid", "print the UUID of a network", NULL, uuid_options, CMD_CONNECT, run_uuid},
    {.name = NULL},
};
