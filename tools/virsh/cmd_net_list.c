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

static void show_network(struct shell *sh, const struct listing *l, const char *name, bool active)
{
    NETWORK_SCOPE virNetworkPtr net = virNetworkLookupByName(sh->conn, name);
    char uuid[VIR_UUID_STRING_BUFLEN] = "-";
    int autostart = 0;
    int persistent = -1;
    int r;

    if (net == NULL)
        return;
    r = virNetworkGetAutostart(net, &autostart);
    if (listing_asks_persistent(l))
        persistent = virNetworkIsPersistent(net);
    if (!listing_wants(l, r, autostart, persistent))
        return;
    if (l->uuids)
        (void)virNetworkGetUUIDString(net, uuid);
    listing_print(l, virNetworkGetName(net), uuid, active, listing_autostart_word(r, autostart));
}

static int run_list(struct shell *sh, const struct cmd *cmd)
{
    const struct listing l = listing_read(cmd);

    return listing_run(sh, cmd, &l, network_list, show_network);
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
