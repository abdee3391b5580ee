/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads a network definition: the document, and all but its addresses. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "conf/network_parse.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The children of <network> that we know. */
struct top {
    const struct xml_node *name;
    const struct xml_node *uuid;
    const struct xml_node *forward;
    const struct xml_node *bridge;
    const struct xml_node *domain;
    const struct xml_node *mac;
    const struct xml_node *ip; /* the first of perhaps many */
};

static const char *const family_list[] = {"ipv4", "ipv6"};
static const struct conf_words family_words = {family_list, VT_N_ELEMENTS(family_list), NULL};

int network_bad_value(const struct xml_node *node, const char *attr, const char *value,
                      const char *needed)
{
    return vt_error(VIR_FROM_NETWORK, VIR_ERR_INTERNAL_ERROR,
                    "Attribute '%s' of <%s> in line %u is '%s', not %s.", attr, node->name,
                    node->line, value != NULL ? value : "", needed);
}

int network_missing(const struct xml_node *node, const char *what)
{
    return vt_error(VIR_FROM_NETWORK, VIR_ERR_INTERNAL_ERROR, "Element <%s> in line %u has no %s.",
                    node->name, node->line, what);
}

static int parse_forward(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    const char *mode = NULL, *dev = NULL;
    const struct conf_attr attrs[] = {{"mode", &mode}, {"dev", &dev}, {NULL, NULL}};
    unsigned int value = NETWORK_FORWARD_NAT;
    int r;

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &def->forward_extra) < 0)
        return -1;
    r = conf_word_of(p, &network_forward_words, node, "mode", mode, &value);
    if (r < 0)
        return -1;
    if (r == CONF_LATER)
        def->forward_word = conf_text(p, mode);
    def->has_forward = true;
    def->forward = r == CONF_LATER ? NETWORK_FORWARD_NONE : value;
    def->forward_dev = conf_text(p, dev);
    return network_parse_nat(p, node, def);
}

/* As the kernel takes names of interfaces, and not a pattern of its. */
static bool is_interface_name(const char *name)
{
    size_t len = strlen(name);

    if (len == 0 || len > NETWORK_MAX_BRIDGE || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    for (const unsigned char *c = (const unsigned char *)name; *c != '\0'; c++) {
        if (*c <= ' ' || *c >= 0x7f || *c == '/' || *c == ':' || *c == '%')
            return false;
    }
    return true;
}

static int parse_delay(struct conf_parse *p, const struct xml_node *node, const char *delay,
                       const char *forward_delay, struct network_def *def)
{
    struct xml_number_spec spec = {.attr = "delay", .max = NETWORK_MAX_DELAY_S};
    unsigned long long n = 0, other;

    if (delay != NULL && xml_number_of(node, delay, &spec, p->domain, &n) < 0)
        return -1;
    other = n;
    spec.attr = "forwardDelay";
    if (forward_delay != NULL && xml_number_of(node, forward_delay, &spec, p->domain, &other) < 0)
        return -1;
    if (delay != NULL && other != n)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attributes 'delay' and 'forwardDelay' of <bridge> in line %u differ.",
                        node->line);
    def->has_delay = delay != NULL || forward_delay != NULL;
    def->delay_s = (unsigned int)other;
    return 0;
}

static int parse_bridge(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    const char *name = NULL, *stp = NULL, *delay = NULL, *forward_delay = NULL;
    const struct conf_attr attrs[] = {
        {"name", &name},   {"stp", &stp},
        {"delay", &delay}, {"forwardDelay", &forward_delay}, /* as 0.6.1 prints it */
        {NULL, NULL},
    };
    unsigned int value = NETWORK_STP_UNSET;

    def->stp = NETWORK_STP_UNSET;
    if (node == NULL)
        return 0;
    def->has_bridge = true;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &def->bridge_extra) < 0 ||
        conf_word_of(p, &network_stp_words, node, "stp", stp, &value) < 0 ||
        parse_delay(p, node, delay, forward_delay, def) < 0)
        return -1;
    def->stp = value;
    /* "%d" has long been written for "any that is free". */
    if (name == NULL || name[0] == '\0' || strstr(name, "%d") != NULL)
        return 0;
    if (!is_interface_name(name))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "The bridge '%s' cannot be the name of an interface: 1 to %d letters, "
                        "digits and the like.",
                        name, NETWORK_MAX_BRIDGE);
    def->bridge = conf_text(p, name);
    return 0;
}

static int parse_domain(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    const char *name = NULL;
    const struct conf_attr attrs[] = {{"name", &name}, {NULL, NULL}};

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &def->domain_extra) < 0)
        return -1;
    def->domain = conf_text(p, name);
    return network_parse_yes(node, "localOnly", &def->domain_local);
}

/* The first of the elements <ip> that is about IPv4 is read, the others are carried. */
static int parse_addresses(struct conf_parse *p, const struct xml_node *node,
                           struct network_def *def)
{
    VT_STRBUF_SCOPE(carried);

    if (node == NULL)
        return 0;
    if (def->extra.children != NULL)
        vt_strbuf_add(&carried, def->extra.children);
    for (; node != NULL; node = xml_next_child(node, "ip")) {
        unsigned int family = 0;
        if (conf_word_of(p, &family_words, node, "family", xml_attr(node, "family"), &family) < 0)
            return -1;
        if (def->has_ip || family != 0) {
            xml_write(&carried, node, INDENT_NETWORK);
            if (network_parse_further(p, node, family != 0, def) < 0)
                return -1;
        } else {
            def->has_ip = true;
            if (network_parse_ip(p, node, &def->ip) < 0)
                return -1;
        }
    }
    return conf_keep(p, &carried, &def->extra.children);
}

/* Forwarding is between addresses. */
static int check_forward(struct conf_parse *p, const struct xml_node *ip, struct network_def *def)
{
    bool only_other = ip != NULL && !def->has_ip;

    if (def->forward != NETWORK_FORWARD_NAT && def->forward != NETWORK_FORWARD_ROUTE)
        return 0;
    if (only_other || (def->has_ip && def->ip.has_address && def->ip.has_netmask))
        return 0;
    return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                    "The network '%s' has <forward> of mode '%s', which needs <ip> with an address "
                    "and a netmask.",
                    def->name, conf_word(&network_forward_words, def->forward));
}

/* What is carried, and needed by who makes the network. */
static int parse_later(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    const struct xml_node *dns = NULL, *mtu = NULL;

    if (network_parse_only(node, "dns", &dns) < 0 || network_parse_only(node, "mtu", &mtu) < 0 ||
        network_parse_dns(p, dns, &def->dns) < 0 || network_parse_mtu(mtu, &def->mtu) < 0)
        return -1;
    network_parse_not_served(p, node, def);
    return 0;
}

static int parse_network(struct conf_parse *p, const struct xml_node *node, struct network_def *def)
{
    struct top top = {.name = NULL};
    const struct conf_child children[] = {
        {.name = "name", .ret = &top.name},
        {.name = "uuid", .ret = &top.uuid},
        {.name = "forward", .ret = &top.forward},
        {.name = "bridge", .ret = &top.bridge},
        {.name = "domain", .ret = &top.domain},
        {.name = "mac", .ret = &top.mac},
        {.name = "ip", .ret = &top.ip, .every = true},
        {.name = NULL},
    };

    if (conf_take(p, node, INDENT_NETWORK, conf_no_attrs, children, &def->extra) < 0 ||
        conf_take_name(p, top.name, "network", VIR_ERR_NO_NAME, &def->name) < 0 ||
        conf_take_uuid(p, top.uuid, "network", VIR_ERR_INTERNAL_ERROR, def->uuid,
                       &def->uuid_generated) < 0 ||
        parse_forward(p, top.forward, def) < 0 || parse_bridge(p, top.bridge, def) < 0 ||
        network_parse_mac(p, top.mac, def) < 0 || parse_domain(p, top.domain, def) < 0 ||
        parse_addresses(p, top.ip, def) < 0 || parse_later(p, node, def) < 0)
        return -1;
    return check_forward(p, top.ip, def);
}

int network_def_from_node(const struct xml_node *node, struct network_def **ret)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    struct conf_parse p = {NULL, VIR_FROM_NETWORK};

    if (conf_is_root(&p, node, "network", VIR_ERR_INTERNAL_ERROR) < 0)
        return -1;
    def = calloc(1, sizeof *def);
    if (def == NULL)
        return vt_error_no_memory(p.domain);
    vt_count_init(&def->count);
    p.arena = &def->arena;
    if (parse_network(&p, node, def) < 0)
        return -1;
    if (def->arena.failed)
        return vt_error_no_memory(p.domain);
    *ret = VT_TAKE(def);
    return 0;
}

int network_def_parse(const char *xml, struct network_def **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(xml, XML_MAX_TEXT, VIR_FROM_NETWORK, VIR_ERR_XML_ERROR, &doc) < 0)
        return -1;
    return network_def_from_node(doc->root, ret);
}
