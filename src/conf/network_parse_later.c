/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a network that is made on a host needs of later releases: its MAC address, the ports of
 * NAT, addresses beyond the first, times of leases, the MTU.  All but the MAC address is carried as well. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "conf/network_parse.h"
#include "obj/error.h"

#define MAX_PORT 65535

/* Elements that change what a guest gets; a host cannot make them so. */
static const char not_served[] = " bandwidth portgroup route virtualport vlan ";
#define DNSMASQ_NS "http://libvirt.org/schemas/network/dnsmasq/1.0"

int network_parse_mac(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    const char *text = NULL;
    const struct conf_attr attrs[] = {{"address", &text}, {NULL, NULL}};

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &def->mac_extra) < 0)
        return -1;
    if (text == NULL || !conf_mac_read(text, def->mac))
        return network_bad_value(node, "address", text, "the MAC address of a single receiver");
    def->has_mac = true;
    return 0;
}

/* The device again, as later releases print it; or there alone.  More than one is a choice for each guest. */
static void take_interface(struct conf_parse *p, const struct xml_node *forward,
                           struct network_def *def)
{
    const struct xml_node *node = xml_child(forward, "interface");
    const char *dev = node != NULL ? xml_attr(node, "dev") : NULL;

    if (node == NULL)
        return;
    if (dev == NULL || xml_next_child(node, "interface") != NULL ||
        (def->forward_dev != NULL && strcmp(def->forward_dev, dev) != 0))
        def->not_served = "interface";
    else if (def->forward_word == NULL)
        def->forward_dev = conf_text(p, dev);
}

int network_parse_nat(struct conf_parse *p, const struct xml_node *forward, struct network_def *def)
{
    const struct xml_node *nat = xml_child(forward, "nat");
    const struct xml_node *port = nat != NULL ? xml_child(nat, "port") : NULL;
    const struct xml_number_spec start_spec = {.attr = "start", .min = 1, .max = MAX_PORT};
    const struct xml_number_spec end_spec = {.attr = "end", .min = 1, .max = MAX_PORT};
    unsigned long long start, end;

    if (nat != NULL && xml_child(nat, "address") != NULL)
        def->not_served = "address";
    take_interface(p, forward, def);
    if (port == NULL)
        return 0;
    if (xml_attr(port, "start") == NULL || xml_attr(port, "end") == NULL)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_XML_ERROR,
                        "Element <port> in line %u needs 'start' and 'end'.", port->line);
    if (xml_number_of(port, xml_attr(port, "start"), &start_spec, VIR_FROM_NETWORK, &start) < 0 ||
        xml_number_of(port, xml_attr(port, "end"), &end_spec, VIR_FROM_NETWORK, &end) < 0)
        return -1;
    if (start > end)
        return network_bad_value(port, "end", xml_attr(port, "end"), "behind its start");
    def->nat_port_start = (unsigned int)start;
    def->nat_port_end = (unsigned int)end;
    return 0;
}

/* @a  has its address */
static int prefix_of(const struct xml_node *node, const struct network_address *a,
                     unsigned int *ret)
{
    const char *prefix = xml_attr(node, "prefix"), *netmask = xml_attr(node, "netmask");
    unsigned long long bits = 64;
    bool v6 = a->v6;
    struct in_addr in;
    uint32_t holes;

    if (!v6) {
        memcpy(&in, a->bytes, sizeof in);
        bits = network_class_prefix(ntohl(in.s_addr));
    }
    if (prefix != NULL && !xml_number(prefix, v6 ? 128 : 32, &bits))
        return network_bad_value(node, "prefix", prefix, "a number of bits of such an address");
    *ret = (unsigned int)bits;
    if (prefix != NULL || netmask == NULL)
        return 0;
    if (v6 || inet_pton(AF_INET, netmask, &in) != 1)
        return network_bad_value(node, "netmask", netmask, "a mask of such an address");
    holes = ~ntohl(in.s_addr);
    if ((holes & (holes + 1)) != 0)
        return network_bad_value(node, "netmask", netmask, "ones followed by zeros");
    *ret = (unsigned int)__builtin_popcount(ntohl(in.s_addr));
    return 0;
}

static int parse_further(struct conf_parse *p, const struct xml_node *node, bool v6,
                         struct network_def *def)
{
    const char *text = xml_attr(node, "address");
    struct network_address a = {.v6 = v6};
    struct network_address *list;

    if (xml_child(node, "dhcp") != NULL || xml_child(node, "tftp") != NULL)
        def->not_served = "dhcp";
    if (text == NULL)
        return 0;
    if (inet_pton(v6 ? AF_INET6 : AF_INET, text, a.bytes) != 1)
        return network_bad_value(node, "address", text, v6 ? "an IPv6 address" : "an IPv4 address");
    if (prefix_of(node, &a, &a.prefix) < 0)
        return -1;
    list = arena_alloc(p->arena, (def->n_further + 1) * sizeof *list);
    if (list == NULL)
        return vt_error_no_memory(p->domain);
    if (def->n_further > 0)
        memcpy(list, def->further, def->n_further * sizeof *list);
    list[def->n_further++] = a;
    def->further = list;
    return 0;
}

int network_parse_further(struct conf_parse *p, const struct xml_node *node, bool v6,
                          struct network_def *def)
{
    if (def->n_further >= NETWORK_MAX_FURTHER)
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "A network has at most %u addresses.",
                        NETWORK_MAX_FURTHER + 1);
    return parse_further(p, node, v6, def);
}

int network_parse_mtu(const struct xml_node *node, unsigned int *ret)
{
    const struct xml_number_spec spec = {
        .attr = "size", .min = NETWORK_MIN_MTU, .max = NETWORK_MAX_MTU};
    const char *text = node != NULL ? xml_attr(node, "size") : NULL;
    unsigned long long n;

    if (node == NULL)
        return 0;
    if (text == NULL)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_XML_ERROR,
                        "Element <mtu> in line %u has no attribute 'size'.", node->line);
    if (xml_number_of(node, text, &spec, VIR_FROM_NETWORK, &n) < 0)
        return -1;
    *ret = (unsigned int)n;
    return 0;
}

int network_parse_only(const struct xml_node *node, const char *name, const struct xml_node **ret)
{
    const struct xml_node *child = xml_child(node, name);

    if (child != NULL && xml_next_child(child, name) != NULL)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_XML_ERROR,
                        "Element <network> has more than one <%s>.", name);
    *ret = child;
    return 0;
}

static bool is_not_served(const struct xml_node *node)
{
    const char *isolated;

    if (node->name == NULL)
        return false;
    if (node->ns != NULL)
        return strcmp(node->ns, DNSMASQ_NS) == 0 && node->first != NULL;
    isolated = strcmp(node->name, "port") == 0 ? xml_attr(node, "isolated") : NULL;
    return conf_word_in(not_served, node->name) ||
           (isolated != NULL && strcmp(isolated, "yes") == 0);
}

void network_parse_not_served(struct conf_parse *p, const struct xml_node *node,
                              struct network_def *def)
{
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (is_not_served(child))
            def->not_served = conf_text(p, child->name);
    }
}

int network_parse_lease(const struct xml_node *node, struct network_lease *ret)
{
    const struct xml_node *lease = xml_child(node, "lease");
    const char *unit = lease != NULL ? xml_attr(lease, "unit") : NULL;
    const char *expiry = lease != NULL ? xml_attr(lease, "expiry") : NULL;
    unsigned int scale = 60;
    unsigned long long n;

    if (expiry == NULL)
        return 0;
    if (unit != NULL && strcmp(unit, "seconds") == 0)
        scale = 1;
    else if (unit != NULL && strcmp(unit, "hours") == 0)
        scale = 3600;
    else if (unit != NULL && strcmp(unit, "minutes") != 0)
        return network_bad_value(lease, "unit", unit, "seconds, minutes or hours");
    if (!xml_number(expiry, NETWORK_MAX_LEASE_S / scale, &n))
        return network_bad_value(lease, "expiry", expiry, "a time that a lease can have");
    if (n != 0 && n * scale < NETWORK_MIN_LEASE_S)
        return network_bad_value(lease, "expiry", expiry, "two minutes or more");
    ret->given = true;
    ret->seconds = (unsigned int)n * scale;
    return 0;
}
