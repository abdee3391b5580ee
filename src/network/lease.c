/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Leases of DHCP, from what a dnsmasq has written of them. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/xml.h"
#include "network/bridge.h"
#include "network/lease.h"
#include "obj/error.h"

/* Source: RFC 1035, 2.3.4 */
#define MAX_HOSTNAME 253
/* Characters: two for each byte, of at most 255, with colons between.  Source: RFC 2132, 9.14 */
#define MAX_CLIENT_ID (255 * 3 - 1)
#define MAX_IAID 10 /* digits of 32 bits */

#define DIGITS "0123456789"

/* A line: when it ends, the hardware's address or the identification of the client's interface, address,
 * name, identification. */
#define N_FIELDS 5

void lease_free(virNetworkDHCPLeasePtr lease)
{
    if (lease == NULL)
        return;
    free(lease->iface);
    free(lease->mac);
    free(lease->iaid);
    free(lease->ipaddr);
    free(lease->hostname);
    free(lease->clientid);
    free(lease);
}

void lease_list_done(struct lease_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        lease_free(list->list[i]);
    free(list->list);
}

static bool is_made_of(const char *text, const char *chars, size_t max)
{
    size_t len = strlen(text);

    return len > 0 && len <= max && strspn(text, chars) == len;
}

static bool is_name(const char *text)
{
    return is_made_of(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "-_.",
                      MAX_HOSTNAME);
}

static bool is_client_id(const char *text)
{
    return is_made_of(text, DIGITS "abcdefABCDEF:", MAX_CLIENT_ID);
}

/* One of the network's own addresses whose range has this one, so that its prefix is known. */
static bool find_prefix(const struct network_def *def, const struct network_address *address,
                        unsigned int *ret)
{
    struct network_address a;

    for (unsigned int i = 0; bridge_address(def, i, &a); i++) {
        if (a.v6 != address->v6 || !bridge_addresses_meet(&a, address))
            continue;
        *ret = a.prefix;
        return true;
    }
    return false;
}

static bool read_address(const char *text, struct network_address *ret)
{
    *ret = (struct network_address){.prefix = 32};
    if (inet_pton(AF_INET, text, ret->bytes) == 1)
        return true;
    *ret = (struct network_address){.v6 = true, .prefix = 128};
    return inet_pton(AF_INET6, text, ret->bytes) == 1;
}

/* Fewer fields leave the last ones NULL; what is behind the last one is no part of it. */
static void split(char *line, char *fields[N_FIELDS])
{
    char *rest = line;

    for (int i = 0; i < N_FIELDS; i++)
        fields[i] = rest != NULL ? strsep(&rest, " ") : NULL;
}

/* A copy of what is wanted of a text; false when memory ran out. */
static bool copy_if(bool wanted, const char *text, char **ret)
{
    if (wanted)
        *ret = strdup(text);
    return !wanted || *ret != NULL;
}

static bool put_mac(const unsigned char mac[CONF_MAC_LEN], char **ret)
{
    if (asprintf(ret, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
                 mac[5]) >= 0)
        return true;
    *ret = NULL;
    return false;
}

/* Appends one, and keeps a NULL behind it. */
static int append(struct lease_list *list, virNetworkDHCPLeasePtr lease)
{
    size_t room = list->room == 0 ? 16 : list->room * 2;
    virNetworkDHCPLeasePtr *grown;

    if (list->n + 2 > list->room) {
        grown = realloc(list->list, room * sizeof(virNetworkDHCPLeasePtr));
        if (grown == NULL)
            return -1;
        list->list = grown;
        list->room = room;
    }
    list->list[list->n++] = lease;
    list->list[list->n] = NULL;
    return 0;
}

/* What of a line is checked already. */
struct facts {
    unsigned long long end;
    bool v6;
    unsigned int prefix;
    bool has_mac;
    unsigned char mac[CONF_MAC_LEN];
};

static int add(const struct network_def *def, char *const fields[N_FIELDS],
               const struct facts *facts, struct lease_list *list)
{
    virNetworkDHCPLeasePtr lease;

    if (list->n >= LEASE_MAX)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                        "network '%s' has more than %d leases", def->name, LEASE_MAX);
    lease = calloc(1, sizeof *lease);
    if (lease == NULL)
        return vt_error_no_memory(VIR_FROM_NETWORK);
    lease->expirytime = (long long)facts->end;
    lease->type = facts->v6 ? VIR_IP_ADDR_TYPE_IPV6 : VIR_IP_ADDR_TYPE_IPV4;
    lease->prefix = facts->prefix;
    if (copy_if(def->bridge != NULL, def->bridge, &lease->iface) &&
        copy_if(true, fields[2], &lease->ipaddr) &&
        copy_if(facts->v6 && is_made_of(fields[1], DIGITS, MAX_IAID), fields[1], &lease->iaid) &&
        copy_if(is_name(fields[3]), fields[3], &lease->hostname) &&
        copy_if(is_client_id(fields[4]), fields[4], &lease->clientid) &&
        (!facts->has_mac || put_mac(facts->mac, &lease->mac)) && append(list, lease) == 0)
        return 0;
    lease_free(lease);
    return vt_error_no_memory(VIR_FROM_NETWORK);
}

static int parse_line(const struct network_def *def, char *line, const unsigned char *mac,
                      long long now, struct lease_list *list)
{
    struct facts facts = {.end = 0};
    struct network_address address;
    char *fields[N_FIELDS];

    split(line, fields);
    if (fields[N_FIELDS - 1] == NULL || !xml_number(fields[0], LLONG_MAX, &facts.end) ||
        (facts.end != 0 && facts.end < (unsigned long long)now) ||
        !read_address(fields[2], &address) || !find_prefix(def, &address, &facts.prefix))
        return 0;
    facts.v6 = address.v6;
    facts.has_mac = !address.v6 && conf_mac_read(fields[1], facts.mac);
    if (mac != NULL && !(facts.has_mac && memcmp(mac, facts.mac, CONF_MAC_LEN) == 0))
        return 0;
    return add(def, fields, &facts, list);
}

int lease_parse(const struct network_def *def, char *text, size_t len, const unsigned char *mac,
                long long now, struct lease_list *ret)
{
    char *end = text + len;
    char *next;

    for (char *line = text; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        if (next == NULL)
            next = end;
        *next = '\0';
        if (parse_line(def, line, mac, now, ret) < 0)
            return -1;
    }
    return 0;
}
