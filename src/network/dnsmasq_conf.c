/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the dnsmasq of a network is told.  Every text that goes in is checked letter by letter. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "conf/put.h"
#include "network/bridge.h"
#include "network/dnsmasq.h"
#include "network/dnsmasq_dns.h"
#include "network/lease.h"
#include "obj/error.h"

static int check(const struct network_def *def)
{
    if (dnsmasq_check_name(def, def->domain, "domain") < 0)
        return -1;
    for (unsigned int i = 0; i < def->ip.n_hosts; i++) {
        if (dnsmasq_check_name(def, def->ip.hosts[i].name, "host") < 0)
            return -1;
    }
    return dnsmasq_check_dns(def);
}

static void put_ip(struct vt_strbuf *b, uint32_t address)
{
    const struct in_addr in = {.s_addr = htonl(address)};
    char text[INET_ADDRSTRLEN];

    vt_strbuf_add(b, inet_ntop(AF_INET, &in, text, sizeof text));
}

static void put_lease(struct vt_strbuf *b, const struct network_lease *lease)
{
    if (lease->given && lease->seconds == 0)
        PUT(b, ",infinite");
    else if (lease->given)
        vt_strbuf_addf(b, ",%u", lease->seconds);
}

static void put_ranges(struct vt_strbuf *b, const struct network_ip *ip)
{
    unsigned long long leases = 0;

    for (unsigned int i = 0; i < ip->n_ranges; i++) {
        PUT(b, "dhcp-range=");
        put_ip(b, ip->ranges[i].start);
        PUT(b, ",");
        put_ip(b, ip->ranges[i].end);
        if (ip->has_netmask) {
            PUT(b, ",");
            put_ip(b, ip->netmask);
        }
        put_lease(b, &ip->ranges[i].lease);
        PUT(b, "\n");
        leases += (unsigned long long)ip->ranges[i].end - ip->ranges[i].start + 1;
    }
    if (ip->n_ranges == 0 && ip->n_hosts > 0) {
        PUT(b, "dhcp-range=");
        put_ip(b, ip->address);
        PUT(b, ",static\n");
    }
    leases += ip->n_hosts;
    if (leases == 0)
        return;
    vt_strbuf_addf(b, "dhcp-no-override\ndhcp-authoritative\ndhcp-lease-max=%llu\n",
                   leases < LEASE_MAX ? leases : LEASE_MAX);
}

static void put_host(struct vt_strbuf *b, const struct network_host *host, const char *domain)
{
    const struct in_addr in = {.s_addr = htonl(host->ip)};
    char text[INET_ADDRSTRLEN];

    PUT(b, "dhcp-host=");
    if (host->has_mac) {
        for (int i = 0; i < CONF_MAC_LEN; i++)
            vt_strbuf_addf(b, "%s%02x", i > 0 ? ":" : "", host->mac[i]);
        PUT(b, ",");
    }
    if (host->name != NULL) {
        vt_strbuf_add(b, host->name);
        PUT(b, ",");
    }
    put_ip(b, host->ip);
    put_lease(b, &host->lease);
    PUT(b, "\n");
    if (host->name == NULL)
        return;
    /* So that it has its name before its first lease. */
    dnsmasq_put_record(b, host->name, domain, inet_ntop(AF_INET, &in, text, sizeof text));
}

/* Guests find the prefix and the router by themselves. */
static void put_v6(struct vt_strbuf *b, const struct network_def *def)
{
    struct network_address a;
    char text[INET6_ADDRSTRLEN];
    bool any = false;

    for (unsigned int i = 0; bridge_address(def, i, &a); i++) {
        if (!a.v6 || a.prefix != 64)
            continue; /* only such a range can be announced.  Source: RFC 4862, 5.5.3 */
        vt_strbuf_addf(b, "dhcp-range=%s,ra-only\n",
                       inet_ntop(AF_INET6, a.bytes, text, sizeof text));
        any = true;
    }
    if (!any)
        return;
    PUT(b, "enable-ra\n");
    /* A network that leads nowhere: nobody's router, for no second. */
    if (def->forward == NETWORK_FORWARD_NONE)
        vt_strbuf_addf(b, "ra-param=%s,0,0\n", def->bridge);
}

bool dnsmasq_is_needed(const struct network_def *def)
{
    struct network_address a;

    return bridge_address(def, 0, &a);
}

int dnsmasq_format(const struct network_def *def, struct vt_strbuf *b)
{
    if (check(def) < 0)
        return -1;
    PUT(b, "# Written anew at each start of the network.\n"
           "except-interface=lo\nbind-dynamic\n");
    vt_strbuf_addf(b, "interface=%s\n", def->bridge);
    if (def->domain != NULL)
        vt_strbuf_addf(b, "domain=%s\nexpand-hosts\n", def->domain);
    dnsmasq_put_dns(b, def);
    /* A network that leads nowhere: no router, and no names of elsewhere. */
    if (def->forward == NETWORK_FORWARD_NONE)
        PUT(b, "no-resolv\ndhcp-option=3\n");
    if (def->mtu != 0)
        vt_strbuf_addf(b, "dhcp-option=26,%u\n", def->mtu); /* RFC 2132, 5.1 */
    if (def->has_ip && def->ip.has_address) {
        put_ranges(b, &def->ip);
        for (unsigned int i = 0; i < def->ip.n_hosts; i++)
            put_host(b, &def->ip.hosts[i], def->domain);
    }
    put_v6(b, def);
    return b->failed ? vt_error_no_memory(VIR_FROM_NETWORK) : 0;
}
