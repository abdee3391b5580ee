/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a network document says of the DNS of its guests.  All of it is carried as well. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "conf/network_parse.h"
#include "obj/error.h"

#define MAX_SRV_NUMBER 65535 /* port, priority, weight.  Source: RFC 2782 */

int network_parse_yes(const struct xml_node *node, const char *attr, bool *ret)
{
    const char *text = xml_attr(node, attr);

    if (text == NULL)
        return 0;
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        return network_bad_value(node, attr, text, "yes or no");
    *ret = strcmp(text, "yes") == 0;
    return 0;
}

/* A copy of an attribute, NULL for none; -1 when there should be one. */
static int take_text(struct conf_parse *p, const struct xml_node *node, const char *attr,
                     bool needed, const char **ret)
{
    const char *text = xml_attr(node, attr);

    if (text == NULL)
        return needed ? vt_error(p->domain, VIR_ERR_XML_ERROR,
                                 "Element <%s> in line %u has no attribute '%s'.", node->name,
                                 node->line, attr)
                      : 0;
    *ret = conf_text(p, text);
    return 0;
}

static int take_address(struct conf_parse *p, const struct xml_node *node, const char *attr,
                        bool needed, const char **ret)
{
    unsigned char bytes[16];

    if (take_text(p, node, attr, needed, ret) < 0)
        return -1;
    return *ret == NULL || inet_pton(AF_INET, *ret, bytes) == 1 ||
                   inet_pton(AF_INET6, *ret, bytes) == 1
               ? 0
               : network_bad_value(node, attr, *ret, "an address");
}

static int parse_forwarder(struct conf_parse *p, const struct xml_node *node, void *entry)
{
    struct network_dns_forwarder *f = entry;

    if (take_text(p, node, "domain", false, &f->domain) < 0 ||
        take_address(p, node, "addr", false, &f->address) < 0)
        return -1;
    return f->domain != NULL || f->address != NULL
               ? 0
               : network_missing(node, "attribute 'domain' or 'addr'");
}

static int parse_host(struct conf_parse *p, const struct xml_node *node, void *entry)
{
    const struct xml_node *name = xml_child(node, "hostname");
    struct network_dns_host *host = entry;
    void *names;

    if (take_address(p, node, "ip", true, &host->address) < 0 ||
        network_parse_room(p, node, "hostname", NETWORK_MAX_DNS, sizeof *host->names, &names) < 0)
        return -1;
    if (name == NULL)
        return network_missing(node, "<hostname>");
    host->names = names;
    for (; name != NULL; name = xml_next_child(name, "hostname"))
        host->names[host->n_names++] = conf_text(p, xml_text(name));
    return 0;
}

static int parse_txt(struct conf_parse *p, const struct xml_node *node, void *entry)
{
    struct network_dns_txt *txt = entry;

    return take_text(p, node, "name", true, &txt->name) < 0
               ? -1
               : take_text(p, node, "value", true, &txt->value);
}

static int take_number(struct conf_parse *p, const struct xml_node *node, const char *attr,
                       unsigned int *ret)
{
    const struct xml_number_spec spec = {.attr = attr, .max = MAX_SRV_NUMBER};
    const char *text = xml_attr(node, attr);
    unsigned long long n = 0;

    if (text != NULL && xml_number_of(node, text, &spec, p->domain, &n) < 0)
        return -1;
    *ret = (unsigned int)n;
    return 0;
}

static int parse_srv(struct conf_parse *p, const struct xml_node *node, void *entry)
{
    struct network_dns_srv *srv = entry;

    if (take_text(p, node, "service", true, &srv->service) < 0 ||
        take_text(p, node, "protocol", true, &srv->protocol) < 0 ||
        take_text(p, node, "domain", false, &srv->domain) < 0 ||
        take_text(p, node, "target", false, &srv->target) < 0 ||
        take_number(p, node, "port", &srv->port) < 0 ||
        take_number(p, node, "priority", &srv->priority) < 0 ||
        take_number(p, node, "weight", &srv->weight) < 0)
        return -1;
    if (srv->target != NULL && strcmp(srv->target, ".") == 0)
        srv->target = NULL; /* says the same.  Source: RFC 2782 */
    return 0;
}

/* All children of a name. */
static int parse_list(struct conf_parse *p, const struct xml_node *node, const char *name,
                      int (*parse)(struct conf_parse *p, const struct xml_node *node, void *entry),
                      size_t size, void **ret, unsigned int *ret_n)
{
    const struct xml_node *child = xml_child(node, name);
    char *entry;

    if (network_parse_room(p, node, name, NETWORK_MAX_DNS, size, ret) < 0)
        return -1;
    for (entry = *ret; child != NULL; child = xml_next_child(child, name), entry += size) {
        if (parse(p, child, entry) < 0)
            return -1;
        (*ret_n)++;
    }
    return 0;
}

int network_parse_dns(struct conf_parse *p, const struct xml_node *node, struct network_dns *ret)
{
    bool on = true, forwards_plain = true;
    void *forwarders, *hosts, *txts, *srvs;

    if (node == NULL)
        return 0;
    if (network_parse_yes(node, "enable", &on) < 0 ||
        network_parse_yes(node, "forwardPlainNames", &forwards_plain) < 0 ||
        parse_list(p, node, "forwarder", parse_forwarder, sizeof *ret->forwarders, &forwarders,
                   &ret->n_forwarders) < 0 ||
        parse_list(p, node, "host", parse_host, sizeof *ret->hosts, &hosts, &ret->n_hosts) < 0 ||
        parse_list(p, node, "txt", parse_txt, sizeof *ret->txts, &txts, &ret->n_txts) < 0 ||
        parse_list(p, node, "srv", parse_srv, sizeof *ret->srvs, &srvs, &ret->n_srvs) < 0)
        return -1;
    ret->off = !on;
    ret->keeps_plain = !forwards_plain;
    ret->forwarders = forwarders;
    ret->hosts = hosts;
    ret->txts = txts;
    ret->srvs = srvs;
    return 0;
}
