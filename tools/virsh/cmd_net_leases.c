/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command that tells which addresses DHCP gave to whom. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "columns.h"
#include "network.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

struct leases {
    virNetworkDHCPLeasePtr *list;
    int n;
};

static void leases_done(struct leases *leases)
{
    for (int i = 0; i < leases->n; i++)
        virNetworkDHCPLeaseFree(leases->list[i]);
    free(leases->list);
}

static int compare(const void *a, const void *b)
{
    const virNetworkDHCPLease *left = *(const virNetworkDHCPLeasePtr *)a;
    const virNetworkDHCPLease *right = *(const virNetworkDHCPLeasePtr *)b;
    int r = strcasecmp(left->mac != NULL ? left->mac : "", right->mac != NULL ? right->mac : "");

    return r != 0 ? r : strcmp(left->ipaddr, right->ipaddr);
}

static void add_time(struct columns *table, long long when)
{
    const time_t t = (time_t)when;
    char text[sizeof "-2147481748-12-31 23:59:60"];
    struct tm tm;

    if (when == 0)
        columns_add(table, "never");
    else if (localtime_r(&t, &tm) == NULL ||
             strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        columns_addf(table, "%lld", when);
    else
        columns_add(table, text);
}

static void add_lease(struct columns *table, const virNetworkDHCPLease *lease)
{
    add_time(table, lease->expirytime);
    columns_add(table, lease->mac);
    columns_add(table, lease->type == VIR_IP_ADDR_TYPE_IPV6 ? "ipv6" : "ipv4");
    columns_addf(table, "%s/%u", lease->ipaddr, lease->prefix);
    columns_add(table, lease->hostname);
    columns_add(table, lease->clientid);
}

static int run_leases(struct shell *sh, const struct cmd *cmd)
{
    static const char *const headings[] = {"Expiry Time", "MAC address", "Protocol",
                                           "IP address",  "Hostname",    "Client ID or DUID"};
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);
    VT_AUTO(leases_done) struct leases leases = {NULL, 0};
    COLUMNS_SCOPE(table, VT_N_ELEMENTS(headings));
    int n;

    if (net == NULL)
        return -1;
    n = virNetworkGetDHCPLeases(net, cmd_text(cmd, "mac"), &leases.list, 0);
    if (n < 0)
        return report_error(sh, "cannot get the leases of network '%s'", virNetworkGetName(net));
    leases.n = n;
    qsort(leases.list, (size_t)n, sizeof(virNetworkDHCPLeasePtr), compare);
    for (size_t i = 0; i < VT_N_ELEMENTS(headings); i++)
        columns_add(&table, headings[i]);
    for (int i = 0; i < n; i++)
        add_lease(&table, leases.list[i]);
    return columns_print(sh, &table);
}

static const struct opt_def leases_options[] = {
    OPT_NETWORK(COMPLETE_NETWORK),
    {"mac", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "MAC address of the only client to list"},
    OPT_END,
};

const struct cmd_def cmds_net_leases[] = {
    {"net-dhcp-leases", "list the addresses that DHCP gave to the guests of a network",
     "Names and client ids are what the guests say of themselves.", leases_options, CMD_CONNECT,
     run_leases},
    {.name = NULL},
};
