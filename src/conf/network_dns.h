/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a network document says of the DNS of its guests.  Part of a definition, and as immutable.
 *
 * Addresses are checked texts of IPv4 or IPv6; names and values are as in the document: whoever writes them
 * anywhere checks them first.
 * Source: the network format of libvirt 9.0 */
#pragma once

#include <stdbool.h>

#define NETWORK_MAX_DNS 16384 /* elements of each kind, and names of one host */

struct network_dns_host {
    const char *address;
    const char **names; /* the first is what the address is called */
    unsigned int n_names;
};

/* Who is asked for names, of one domain or of all. */
struct network_dns_forwarder {
    const char *domain;  /* NULL all */
    const char *address; /* NULL whom the host asks */
};

struct network_dns_txt {
    const char *name;
    const char *value;
};

struct network_dns_srv {
    const char *service;
    const char *protocol;
    const char *domain; /* NULL that of the network */
    const char *target; /* NULL the service is not there */
    unsigned int port;
    unsigned int priority;
    unsigned int weight;
};

struct network_dns {
    bool off;
    bool keeps_plain; /* names without a dot are asked for nowhere else */
    struct network_dns_forwarder *forwarders;
    unsigned int n_forwarders;
    struct network_dns_host *hosts;
    unsigned int n_hosts;
    struct network_dns_txt *txts;
    unsigned int n_txts;
    struct network_dns_srv *srvs;
    unsigned int n_srvs;
};
