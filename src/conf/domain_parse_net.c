/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a domain talks through: <interface>; <serial>, <parallel> and <console>. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <string.h>
#include <sys/random.h>

#include "conf/domain_parse.h"
#include "conf/names.h"
#include "obj/error.h"

#define MAX_PORT 65535

/* The children of <interface> that we know; ip and script only where the type has them. */
struct interface_parts {
    const struct xml_node *mac;
    const struct xml_node *source;
    const struct xml_node *target;
    const struct xml_node *model;
    const struct xml_node *ip;
    const struct xml_node *script;
};

static int make_mac(struct conf_parse *p, const unsigned char *prefix,
                    unsigned char ret[DOMAIN_MAC_LEN])
{
    static const unsigned char usual[3] = {0x52, 0x54, 0x00};
    ssize_t n;

    memcpy(ret, prefix != NULL ? prefix : usual, sizeof usual);
    do
        n = getrandom(ret + 3, 3, 0);
    while (n < 0 && errno == EINTR);
    if (n != 3)
        return vt_error_errno(p->domain, n < 0 ? errno : EIO,
                              "No MAC address can be made for an interface");
    return 0;
}

static int parse_mac(struct conf_parse *p, const struct xml_node *node, const unsigned char *prefix,
                     struct domain_interface *net)
{
    const char *address = NULL;
    const struct conf_attr attrs[] = {{"address", &address}, {NULL, NULL}};

    if (node != NULL &&
        conf_take(p, node, INDENT_PART, attrs, conf_no_children, &net->mac_extra) < 0)
        return -1;
    if (address == NULL) {
        net->mac_generated = true;
        return make_mac(p, prefix, net->mac);
    }
    if (!conf_mac_read(address, net->mac))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "The MAC address '%s' of an <interface> is none of a single receiver.",
                        address);
    return 0;
}

/* What <source> has to say for each type. */
static const struct {
    const char *name; /* attribute of domain_interface.source, NULL: none */
    bool needs_name;
    bool has_port;
    bool needs_address;
    bool has_ip;     /* and script */
    bool has_bridge; /* while it runs, beside the name */
} interface_kinds[] = {
    [DOMAIN_INTERFACE_USER] = {.name = NULL},
    [DOMAIN_INTERFACE_ETHERNET] = {.name = "dev", .has_ip = true},
    [DOMAIN_INTERFACE_SERVER] = {.has_port = true},
    [DOMAIN_INTERFACE_CLIENT] = {.has_port = true, .needs_address = true},
    [DOMAIN_INTERFACE_MCAST] = {.has_port = true, .needs_address = true},
    [DOMAIN_INTERFACE_NETWORK] = {.name = "network", .needs_name = true, .has_bridge = true},
    [DOMAIN_INTERFACE_BRIDGE] = {.name = "bridge", .needs_name = true, .has_ip = true},
};

static int no_source(struct conf_parse *p, const struct domain_interface *net, const char *attr)
{
    return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                    "An <interface> of type '%s' needs attribute '%s' of <source>.",
                    conf_word(&domain_interface_type_words, net->type), attr);
}

static int parse_net_source(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                            struct domain_interface *net)
{
    const char *name = NULL, *bridge = NULL, *address = NULL, *port = NULL;
    const struct conf_attr named[] = {
        {interface_kinds[net->type].name, &name},
        {interface_kinds[net->type].has_bridge ? "bridge" : NULL, &bridge},
        {NULL, NULL}};
    const struct conf_attr addressed[] = {{"address", &address}, {"port", &port}, {NULL, NULL}};
    const struct xml_number_spec spec = {.attr = "port", .min = 1, .max = MAX_PORT};
    unsigned long long n;
    bool has_port = interface_kinds[net->type].has_port;

    if (node != NULL && conf_take(p, node, INDENT_PART, has_port ? addressed : named,
                                  conf_no_children, &net->source_extra) < 0)
        return -1;
    if (interface_kinds[net->type].needs_name && (name == NULL || name[0] == '\0'))
        return no_source(p, net, interface_kinds[net->type].name);
    if (interface_kinds[net->type].needs_address && address == NULL)
        return no_source(p, net, "address");
    net->source = conf_text(p, name);
    if ((flags & VIR_DOMAIN_XML_INACTIVE) == 0)
        net->bridge = conf_text(p, bridge);
    net->address = conf_text(p, address);
    if (!has_port)
        return 0;
    if (port == NULL)
        return no_source(p, net, "port");
    if (xml_number_of(node, port, &spec, p->domain, &n) < 0)
        return -1;
    net->port = (unsigned int)n;
    return 0;
}

/* One child with one attribute. */
static int parse_single(struct conf_parse *p, const struct xml_node *node, const char *attr,
                        struct conf_extra *ret_extra, const char **ret)
{
    const char *value = NULL;
    const struct conf_attr attrs[] = {{attr, &value}, {NULL, NULL}};

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, ret_extra) < 0)
        return -1;
    *ret = conf_text(p, value);
    return 0;
}

static int check_model(struct conf_parse *p, const char *model)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

    if (model == NULL || (model[0] != '\0' && model[strspn(model, allowed)] == '\0'))
        return 0;
    return vt_error(p->domain, VIR_ERR_INVALID_ARG,
                    "The model '%s' of an <interface> is no word of letters, digits and '_'.",
                    model);
}

static int parse_interface_parts(struct conf_parse *p, const struct interface_parts *parts,
                                 unsigned int flags, struct domain_interface *net)
{
    if (parse_net_source(p, parts->source, flags, net) < 0 ||
        parse_single(p, parts->ip, "address", &net->ip_extra, &net->ip) < 0 ||
        parse_single(p, parts->script, "path", &net->script_extra, &net->script) < 0 ||
        parse_single(p, parts->target, "dev", &net->target_extra, &net->target) < 0 ||
        parse_single(p, parts->model, "type", &net->model_extra, &net->model) < 0)
        return -1;
    /* A name that the host made up the last time is no wish for the next. */
    if (net->target != NULL && (net->target[0] == '\0' || strncmp(net->target, "vnet", 4) == 0))
        net->target = NULL;
    return check_model(p, net->model);
}

int domain_parse_interface(struct conf_parse *p, const struct xml_node *node,
                           const struct domain_parse_opts *opts, struct domain_interface **ret)
{
    const char *type = NULL;
    struct interface_parts parts = {.mac = NULL};
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};
    struct conf_child children[] = {
        {.name = "mac", .ret = &parts.mac},
        {.name = "source", .ret = &parts.source},
        {.name = "target", .ret = &parts.target},
        {.name = "model", .ret = &parts.model},
        {.name = "ip", .ret = &parts.ip, .many = true},
        {.name = "script", .ret = &parts.script},
        {.name = NULL},
    };
    struct domain_interface *net = arena_alloc(p->arena, sizeof *net);
    unsigned int value = DOMAIN_INTERFACE_USER;
    int rv;

    if (net == NULL)
        return vt_error_no_memory(p->domain);
    type = xml_attr(node, "type");
    rv = conf_word_of(p, &domain_interface_type_words, node, "type", type, &value);
    if (rv != 0)
        return rv;
    net->type = value;
    if (!interface_kinds[value].has_ip)
        children[4].name = NULL; /* then they are carried */
    if (conf_take(p, node, INDENT_DEVICE, attrs, children, &net->extra) < 0 ||
        parse_mac(p, parts.mac, opts->mac_prefix, net) < 0 ||
        parse_interface_parts(p, &parts, opts->flags, net) < 0 ||
        domain_parse_place(p, node, &net->place) < 0)
        return -1;
    *ret = net;
    return 0;
}

/* The attributes of a <source> or <protocol> of a character device. */
struct char_attrs {
    const char *path;
    const char *mode;
    const char *host;
    const char *service;
};

static int no_char_source(struct conf_parse *p, const struct domain_chardev *chr, const char *attr)
{
    return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                    "A <%s> of type '%s' needs attribute '%s' of <source>.",
                    conf_word(&domain_char_kind_words, chr->kind),
                    conf_word(&domain_char_type_words, chr->type), attr);
}

static bool has_path(enum domain_char_type type)
{
    return type == DOMAIN_CHAR_PTY || type == DOMAIN_CHAR_DEV || type == DOMAIN_CHAR_FILE ||
           type == DOMAIN_CHAR_PIPE || type == DOMAIN_CHAR_UNIX;
}

static bool has_host(enum domain_char_type type)
{
    return type == DOMAIN_CHAR_TCP || type == DOMAIN_CHAR_UDP;
}

/* Reads mode, when there is one, as listening or not. */
static int read_mode(struct conf_parse *p, const struct xml_node *node, const char *mode,
                     bool *ret_listen)
{
    static const char *const list[] = {"connect", "bind"};
    const struct conf_words words = {list, VT_N_ELEMENTS(list), NULL};
    unsigned int value = 0;

    if (conf_word_of(p, &words, node, "mode", mode, &value) < 0)
        return -1;
    *ret_listen = value == 1;
    return 0;
}

/* Attributes that the type does not have are carried. */
static int take_source(struct conf_parse *p, const struct xml_node *node,
                       enum domain_char_type type, struct conf_extra *ret_extra,
                       struct char_attrs *ret)
{
    struct conf_attr attrs[5] = {{NULL, NULL}};
    int n = 0;

    if (has_path(type))
        attrs[n++] = (struct conf_attr){"path", &ret->path};
    if (type == DOMAIN_CHAR_UNIX || has_host(type))
        attrs[n++] = (struct conf_attr){"mode", &ret->mode};
    if (has_host(type)) {
        attrs[n++] = (struct conf_attr){"host", &ret->host};
        attrs[n++] = (struct conf_attr){"service", &ret->service};
    }
    return conf_take(p, node, INDENT_PART, attrs, conf_no_children, ret_extra);
}

/* One <source> of udp: where to send (connect) or where to receive (bind). */
static int parse_udp(struct conf_parse *p, const struct xml_node *node, struct domain_chardev *chr)
{
    struct char_attrs a = {.path = NULL};
    struct conf_extra extra = {NULL, NULL};
    bool listen = false;

    if (node == NULL)
        return 0;
    if (take_source(p, node, chr->type, &extra, &a) < 0 || read_mode(p, node, a.mode, &listen) < 0)
        return -1;
    if (a.service == NULL || (listen ? chr->bind_service : chr->service) != NULL)
        return no_char_source(p, chr, "service");
    if (listen) {
        chr->bind_extra = extra;
        chr->bind_host = conf_text(p, a.host);
        chr->bind_service = conf_text(p, a.service);
    } else {
        chr->source_extra = extra;
        chr->host = conf_text(p, a.host);
        chr->service = conf_text(p, a.service);
    }
    return 0;
}

static int parse_char_source(struct conf_parse *p, const struct xml_node *node,
                             struct domain_chardev *chr)
{
    struct char_attrs a = {.path = NULL};

    if (node != NULL && (take_source(p, node, chr->type, &chr->source_extra, &a) < 0 ||
                         read_mode(p, node, a.mode, &chr->listen) < 0))
        return -1;
    if (has_path(chr->type) && chr->type != DOMAIN_CHAR_PTY && a.path == NULL)
        return no_char_source(p, chr, "path");
    if (chr->type == DOMAIN_CHAR_TCP && a.host == NULL)
        return no_char_source(p, chr, "host");
    if (chr->type == DOMAIN_CHAR_TCP && a.service == NULL)
        return no_char_source(p, chr, "service");
    chr->path = conf_text(p, a.path);
    chr->host = conf_text(p, a.host);
    chr->service = conf_text(p, a.service);
    return 0;
}

static int parse_protocol(struct conf_parse *p, const struct xml_node *node,
                          struct domain_chardev *chr)
{
    static const char *const list[] = {"raw", "telnet"};
    const struct conf_words words = {list, VT_N_ELEMENTS(list), " telnets tls "};
    const char *type = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};
    unsigned int value = 0;
    int rv;

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &chr->protocol_extra) < 0)
        return -1;
    rv = conf_word_of(p, &words, node, "type", type, &value);
    chr->telnet = value == 1;
    return rv;
}

/* The lists of children that a type has; what is not in its list is carried. */
static int take_chardev(struct conf_parse *p, const struct xml_node *node,
                        struct domain_chardev *chr, const struct xml_node *ret_parts[4])
{
    const char *type = NULL, *tty = NULL;
    const struct conf_attr attrs[] = {
        {"type", &type}, {chr->kind == DOMAIN_CONSOLE ? "tty" : NULL, &tty}, {NULL, NULL}};
    struct conf_child children[5] = {{.name = "target", .ret = &ret_parts[0]},
                                     {.name = "source", .ret = &ret_parts[1]}};

    if (chr->type == DOMAIN_CHAR_UDP) {
        children[2].name = "source";
        children[2].ret = &ret_parts[2];
    } else if (chr->type == DOMAIN_CHAR_TCP) {
        children[2].name = "protocol";
        children[2].ret = &ret_parts[3];
    }
    return conf_take(p, node, INDENT_DEVICE, attrs, children, &chr->extra);
}

int domain_parse_chardev(struct conf_parse *p, const struct xml_node *node,
                         enum domain_char_kind kind, struct domain_chardev **ret)
{
    const struct xml_node *parts[4] = {NULL}; /* target, source, second source, protocol */
    const char *port = NULL;
    const struct conf_attr target_attrs[] = {{"port", &port}, {NULL, NULL}};
    struct domain_chardev *chr = arena_alloc(p->arena, sizeof *chr);
    unsigned int value = DOMAIN_CHAR_PTY;
    int rv;

    if (chr == NULL)
        return vt_error_no_memory(p->domain);
    rv = conf_word_of(p, &domain_char_type_words, node, "type", xml_attr(node, "type"), &value);
    if (rv != 0)
        return rv;
    chr->kind = kind;
    chr->type = value;
    if (take_chardev(p, node, chr, parts) < 0)
        return -1;
    if (chr->type == DOMAIN_CHAR_UDP) {
        if (parse_udp(p, parts[1], chr) < 0 || parse_udp(p, parts[2], chr) < 0)
            return -1;
        if (chr->service == NULL)
            return no_char_source(p, chr, "service");
    } else if (parse_char_source(p, parts[1], chr) < 0) {
        return -1;
    }
    if (parts[0] != NULL &&
        conf_take(p, parts[0], INDENT_PART, target_attrs, conf_no_children, &chr->target_extra) < 0)
        return -1;
    rv = parse_protocol(p, parts[3], chr);
    if (rv == 0)
        rv = domain_parse_place(p, node, &chr->place);
    if (rv == 0)
        *ret = chr;
    return rv;
}
