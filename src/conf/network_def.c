/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network definitions: their words, their counts, and how they are printed. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "conf/network.h"
#include "conf/put.h"
#include "obj/error.h"

static const char *const forward_list[] = {"none", "nat", "route", "open"};
const struct conf_words network_forward_words = {forward_list, VT_N_ELEMENTS(forward_list),
                                                 " bridge private vepa passthrough hostdev "};

static const char *const stp_list[] = {"off", "on"};
const struct conf_words network_stp_words = {stp_list, VT_N_ELEMENTS(stp_list), NULL};

unsigned int network_class_prefix(uint32_t address)
{
    static const unsigned int prefixes[] = {8, 16, 24, 32};
    unsigned int letter = 0; /* of the class: A, B, C, what is behind */

    while (letter < VT_N_ELEMENTS(prefixes) - 1 && (address & (UINT32_C(1) << (31 - letter))) != 0)
        letter++;
    return prefixes[letter];
}

struct network_def *network_def_ref(struct network_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct network_def *network_def_unref(struct network_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}

bool network_def_owns_bridge(const struct network_def *def)
{
    return def->forward_word == NULL;
}

int network_def_set_bridge(struct network_def *def, const char *name)
{
    const char *copy = arena_text(&def->arena, name);

    if (copy == NULL)
        return vt_error_no_memory(VIR_FROM_NETWORK);
    def->bridge = copy;
    def->has_bridge = true;
    return 0;
}

void network_def_set_mac(struct network_def *def, const unsigned char mac[CONF_MAC_LEN])
{
    memcpy(def->mac, mac, CONF_MAC_LEN);
    def->has_mac = true;
}

static void put_address(struct vt_strbuf *b, const char *name, uint32_t address)
{
    const struct in_addr in = {.s_addr = htonl(address)};
    char text[INET_ADDRSTRLEN];

    put_attr(b, name, inet_ntop(AF_INET, &in, text, sizeof text));
}

static void format_forward(struct vt_strbuf *b, const struct network_def *def)
{
    if (!def->has_forward)
        return;
    PUT(b, "  <forward");
    PUT_ATTR(b, "dev", def->forward_dev);
    PUT_ATTR(b, "mode",
             def->forward_word != NULL ? def->forward_word
                                       : conf_word(&network_forward_words, def->forward));
    put_end(b, 2, "forward", &def->forward_extra);
}

/* A bridge of the network's own is printed with its defaults, another one as it was given. */
static void format_bridge(struct vt_strbuf *b, const struct network_def *def)
{
    bool own = network_def_owns_bridge(def);
    enum network_stp stp = def->stp == NETWORK_STP_UNSET ? NETWORK_STP_ON : def->stp;

    if (!own && !def->has_bridge)
        return;
    PUT(b, "  <bridge");
    PUT_ATTR(b, "name", def->bridge);
    if (own || def->stp != NETWORK_STP_UNSET)
        PUT_ATTR(b, "stp", conf_word(&network_stp_words, stp));
    if (own || def->has_delay)
        put_number(b, "delay", def->delay_s);
    put_end(b, 2, "bridge", &def->bridge_extra);
}

static void format_mac(struct vt_strbuf *b, const struct network_def *def)
{
    if (!def->has_mac)
        return;
    PUT(b, "  <mac");
    put_mac(b, "address", def->mac);
    put_end(b, 2, "mac", &def->mac_extra);
}

static void format_domain(struct vt_strbuf *b, const struct network_def *def)
{
    if (def->domain == NULL && !put_has_carried(&def->domain_extra))
        return;
    PUT(b, "  <domain");
    PUT_ATTR(b, "name", def->domain);
    put_end(b, 2, "domain", &def->domain_extra);
}

static void format_host(struct vt_strbuf *b, const struct network_host *host)
{
    PUT(b, "      <host");
    if (host->has_mac)
        put_mac(b, "mac", host->mac);
    PUT_ATTR(b, "name", host->name);
    put_address(b, "ip", host->ip);
    put_end(b, 6, "host", &host->extra);
}

static bool has_dhcp(const struct network_ip *ip)
{
    return ip->n_ranges > 0 || ip->n_hosts > 0 || put_has_carried(&ip->dhcp_extra);
}

static void format_dhcp(struct vt_strbuf *b, const struct network_ip *ip)
{
    PUT(b, "    <dhcp");
    put_carried(b, ip->dhcp_extra.attrs);
    PUT(b, ">\n");
    for (unsigned int i = 0; i < ip->n_ranges; i++) {
        PUT(b, "      <range");
        put_address(b, "start", ip->ranges[i].start);
        put_address(b, "end", ip->ranges[i].end);
        put_end(b, 6, "range", &ip->ranges[i].extra);
    }
    for (unsigned int i = 0; i < ip->n_hosts; i++)
        format_host(b, &ip->hosts[i]);
    put_carried(b, ip->dhcp_extra.children);
    PUT(b, "    </dhcp>\n");
}

static void format_ip(struct vt_strbuf *b, const struct network_ip *ip)
{
    PUT(b, "  <ip");
    if (ip->has_address)
        put_address(b, "address", ip->address);
    if (ip->prefix >= 0)
        put_number(b, "prefix", (unsigned int)ip->prefix);
    else if (ip->has_netmask)
        put_address(b, "netmask", ip->netmask);
    if (!has_dhcp(ip)) {
        put_end(b, 2, "ip", &ip->extra);
        return;
    }
    put_carried(b, ip->extra.attrs);
    PUT(b, ">\n");
    format_dhcp(b, ip);
    put_carried(b, ip->extra.children);
    PUT(b, "  </ip>\n");
}

int network_def_format(const struct network_def *def, char **ret)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char uuid[VT_UUID_STRING_LEN];
    char *text;

    vt_uuid_format(def->uuid, uuid);
    PUT(&b, "<network");
    put_carried(&b, def->extra.attrs);
    PUT(&b, ">\n");
    put_element(&b, 2, "name", def->name);
    put_element(&b, 2, "uuid", uuid);
    format_forward(&b, def);
    format_bridge(&b, def);
    format_mac(&b, def);
    format_domain(&b, def);
    if (def->has_ip)
        format_ip(&b, &def->ip);
    put_carried(&b, def->extra.children);
    PUT(&b, "</network>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(VIR_FROM_NETWORK);
    *ret = text;
    return 0;
}
