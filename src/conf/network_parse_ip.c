/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the IPv4 addresses of a network, and what DHCP gives away of them. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "conf/network_parse.h"
#include "obj/error.h"

int network_parse_room(struct conf_parse *p, const struct xml_node *node, const char *name,
                       unsigned int max, size_t size, void **ret)
{
    size_t n = 0;

    for (const struct xml_node *child = xml_child(node, name); child != NULL;
         child = xml_next_child(child, name))
        n++;
    if (n > max)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> in line %u has more than %u <%s>.", node->name, node->line,
                        max, name);
    *ret = n > 0 ? arena_alloc(p->arena, n * size) : NULL;
    return n > 0 && *ret == NULL ? vt_error_no_memory(p->domain) : 0;
}

/* Four numbers; NULL leaves @ret as it is. */
static int parse_address(const struct xml_node *node, const char *attr, const char *text,
                         uint32_t *ret)
{
    struct in_addr in;

    if (text == NULL)
        return 0;
    if (inet_pton(AF_INET, text, &in) != 1)
        return network_bad_value(node, attr, text, "an IPv4 address");
    *ret = ntohl(in.s_addr);
    return 0;
}

static int parse_netmask(const struct xml_node *node, const char *netmask, const char *prefix,
                         struct network_ip *ip)
{
    unsigned long long bits;

    ip->prefix = -1;
    if (netmask != NULL && prefix != NULL)
        return network_bad_value(node, "prefix", prefix, "to be given beside 'netmask'");
    ip->has_netmask = netmask != NULL || prefix != NULL;
    if (prefix != NULL) {
        if (!xml_number(prefix, 32, &bits))
            return network_bad_value(node, "prefix", prefix, "a number of bits from 0 to 32");
        ip->prefix = (int)bits;
        ip->netmask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
        return 0;
    }
    if (parse_address(node, "netmask", netmask, &ip->netmask) < 0)
        return -1;
    if (netmask != NULL && (~ip->netmask & (~ip->netmask + 1)) != 0)
        return network_bad_value(node, "netmask", netmask, "ones followed by zeros");
    return 0;
}

static bool in_subnet(const struct network_ip *ip, uint32_t address)
{
    return !ip->has_address || !ip->has_netmask ||
           (address & ip->netmask) == (ip->address & ip->netmask);
}

static int parse_range(struct conf_parse *p, const struct xml_node *node,
                       const struct network_ip *ip, struct network_range *range)
{
    const char *start = NULL, *end = NULL;
    const struct conf_attr attrs[] = {{"start", &start}, {"end", &end}, {NULL, NULL}};

    if (conf_take(p, node, INDENT_ENTRY, attrs, conf_no_children, &range->extra) < 0)
        return -1;
    if (network_parse_lease(node, &range->lease) < 0)
        return -1;
    if (start == NULL || end == NULL)
        return network_missing(node, start == NULL ? "attribute 'start'" : "attribute 'end'");
    if (parse_address(node, "start", start, &range->start) < 0 ||
        parse_address(node, "end", end, &range->end) < 0)
        return -1;
    if (range->start > range->end)
        return network_bad_value(node, "end", end, "behind its start");
    if (!in_subnet(ip, range->start))
        return network_bad_value(node, "start", start, "in the subnet of the network");
    return in_subnet(ip, range->end)
               ? 0
               : network_bad_value(node, "end", end, "in the subnet of the network");
}

static bool begins_with_letter(const char *name)
{
    return (name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z');
}

static int parse_host(struct conf_parse *p, const struct xml_node *node, struct network_host *host)
{
    const char *mac = NULL, *name = NULL, *ip = NULL;
    const struct conf_attr attrs[] = {{"mac", &mac}, {"name", &name}, {"ip", &ip}, {NULL, NULL}};

    if (conf_take(p, node, INDENT_ENTRY, attrs, conf_no_children, &host->extra) < 0)
        return -1;
    if (mac == NULL && name == NULL)
        return network_missing(node, "attribute 'mac' or 'name'");
    if (ip == NULL)
        return network_missing(node, "attribute 'ip'");
    host->has_mac = mac != NULL;
    if (mac != NULL && !conf_mac_read(mac, host->mac))
        return network_bad_value(node, "mac", mac, "the MAC address of a single receiver");
    if (name != NULL && !begins_with_letter(name))
        return network_bad_value(node, "name", name, "a name that begins with a letter");
    host->name = conf_text(p, name);
    return network_parse_lease(node, &host->lease) < 0 ? -1
                                                       : parse_address(node, "ip", ip, &host->ip);
}

static int parse_dhcp(struct conf_parse *p, const struct xml_node *node, struct network_ip *ip)
{
    const struct xml_node *range = NULL, *host = NULL;
    const struct conf_child children[] = {
        {.name = "range", .ret = &range, .every = true},
        {.name = "host", .ret = &host, .every = true},
        {.name = NULL},
    };
    void *ranges, *hosts;

    if (conf_take(p, node, INDENT_DHCP, conf_no_attrs, children, &ip->dhcp_extra) < 0 ||
        network_parse_room(p, node, "range", NETWORK_MAX_RANGES, sizeof *ip->ranges, &ranges) < 0 ||
        network_parse_room(p, node, "host", NETWORK_MAX_HOSTS, sizeof *ip->hosts, &hosts) < 0)
        return -1;
    ip->ranges = ranges;
    ip->hosts = hosts;
    for (; range != NULL; range = xml_next_child(range, "range")) {
        if (parse_range(p, range, ip, &ip->ranges[ip->n_ranges++]) < 0)
            return -1;
    }
    for (; host != NULL; host = xml_next_child(host, "host")) {
        if (parse_host(p, host, &ip->hosts[ip->n_hosts++]) < 0)
            return -1;
    }
    return 0;
}

int network_parse_ip(struct conf_parse *p, const struct xml_node *node, struct network_ip *ret)
{
    const char *address = NULL, *netmask = NULL, *prefix = NULL;
    const struct xml_node *dhcp = NULL;
    const struct conf_attr attrs[] = {
        {"address", &address}, {"netmask", &netmask}, {"prefix", &prefix}, {NULL, NULL}};
    const struct conf_child children[] = {{.name = "dhcp", .ret = &dhcp}, {.name = NULL}};

    if (conf_take(p, node, INDENT_PART, attrs, children, &ret->extra) < 0 ||
        parse_address(node, "address", address, &ret->address) < 0 ||
        parse_netmask(node, netmask, prefix, ret) < 0)
        return -1;
    ret->has_address = address != NULL;
    ret->serves_files =
        xml_child(node, "tftp") != NULL || (dhcp != NULL && xml_child(dhcp, "bootp") != NULL);
    return dhcp != NULL ? parse_dhcp(p, dhcp, ret) : 0;
}
