/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network definitions: what they hold, and where they come from and go to.
 *
 * A definition is immutable once it is handed out: any thread may read it without a lock while it
 * holds a count.  Until then its maker may give it a bridge and a uuid.  Texts belong to the
 * definition; NULL is "not given".  IPv4 addresses are numbers, 192.168.0.1 is 0xc0a80001.
 * Source of names, defaults and order: the network format of libvirt 0.6.1; what later releases
 * write besides (portgroup, dns, further addresses, nat, ...) is carried as text; what a host needs of it
 * to make the network is read as well. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "conf/arena.h"
#include "conf/names.h"
#include "conf/network_dns.h"
#include "conf/take.h"
#include "conf/xml.h"
#include "util/count.h"
#include "util/uuid.h"

#define NETWORK_MAX_BRIDGE 15     /* bytes: IFNAMSIZ of linux/if.h without its NUL */
#define NETWORK_MAX_RANGES 1024   /* of DHCP */
#define NETWORK_MAX_HOSTS 16384   /* of DHCP */
#define NETWORK_MAX_DELAY_S 86400 /* a day; the kernel takes up to 30 s */
#define NETWORK_MIN_MTU 68        /* bytes, as the kernel takes them; RFC 791 */
#define NETWORK_MAX_MTU 65535
#define NETWORK_MAX_FURTHER 64  /* addresses beyond the first */
#define NETWORK_MIN_LEASE_S 120 /* as dnsmasq takes them; a year is as good as any */
#define NETWORK_MAX_LEASE_S 31536000

enum network_forward {
    NETWORK_FORWARD_NONE,
    NETWORK_FORWARD_NAT,
    NETWORK_FORWARD_ROUTE,
    NETWORK_FORWARD_OPEN, /* a word of later releases */
};

enum network_stp {
    NETWORK_STP_OFF,
    NETWORK_STP_ON,
    NETWORK_STP_UNSET, /* not given */
};

struct network_lease {
    bool given;
    unsigned int seconds; /* 0: for ever */
};

struct network_range {
    uint32_t start; /* <= end */
    uint32_t end;
    struct network_lease lease;
    struct conf_extra extra;
};

/* A machine that DHCP knows: mac, name, or both. */
struct network_host {
    bool has_mac;
    unsigned char mac[CONF_MAC_LEN];
    const char *name;
    uint32_t ip;
    struct network_lease lease;
    struct conf_extra extra;
};

/* An address of the bridge, IPv4 in the first four bytes. */
struct network_address {
    bool v6;
    unsigned char bytes[16]; /* in the order of the wire */
    unsigned int prefix;
};

struct network_ip {
    bool has_address, has_netmask;
    uint32_t address;
    uint32_t netmask; /* ones, then zeros; of the prefix, too */
    int prefix;       /* bits, where the document gave these instead of a mask; else -1 */
    struct network_range *ranges;
    unsigned int n_ranges;
    struct network_host *hosts;
    unsigned int n_hosts;
    bool serves_files; /* TFTP, BOOTP: carried */
    struct conf_extra extra;
    struct conf_extra dhcp_extra;
};

struct network_def {
    struct vt_count count;
    struct arena arena; /* everything below that is a pointer */

    unsigned char uuid[VT_UUID_LEN];
    bool uuid_generated; /* the document gave none */
    const char *name;

    bool has_forward; /* else NETWORK_FORWARD_NONE */
    enum network_forward forward;
    const char *forward_word; /* a mode of later releases, printed instead of forward */
    const char *forward_dev;
    struct conf_extra forward_extra;
    unsigned int nat_port_start; /* 0: not given.  Carried, too */
    unsigned int nat_port_end;

    bool has_bridge;    /* the document has the element */
    const char *bridge; /* name of the host's interface; NULL also for one that holds "%d" */
    enum network_stp stp;
    bool has_delay;
    unsigned int delay_s;
    struct conf_extra bridge_extra;

    bool has_mac; /* of the bridge */
    unsigned char mac[CONF_MAC_LEN];
    struct conf_extra mac_extra;

    const char *domain; /* name of the DNS domain */
    bool domain_local;  /* its names are asked for nowhere else.  Carried, too */
    struct conf_extra domain_extra;

    bool has_ip; /* the first element <ip> that is about IPv4; others are carried */
    struct network_ip ip;
    const struct network_address *further; /* of the others that have an address.  Carried, too */
    unsigned int n_further;

    struct network_dns dns; /* carried, too */
    unsigned int mtu;       /* bytes; 0: not given.  Carried, too */

    const char *not_served; /* an element that is carried, but which no host serves; NULL none */
    struct conf_extra extra;
};

extern const struct conf_words network_forward_words;
extern const struct conf_words network_stp_words;

/* Parses and checks a document; VIR_FROM_NETWORK raises.
 * Errors   XML_ERROR not well-formed, a name, a number, a bound, an element twice; NO_NAME;
 *          INTERNAL_ERROR root, uuid, unknown words, addresses, ranges and hosts, forwarding
 *          without an address; NO_MEMORY
 * Locks    none
 * Owner    the caller has the first count */
int network_def_parse(const char *xml, struct network_def **ret) VT_WARN_UNUSED;

/* The same from an element <network> inside another document. */
int network_def_from_node(const struct xml_node *node, struct network_def **ret) VT_WARN_UNUSED;

/* Prints a definition; what comes out is read back to the same.
 * Errors   NO_MEMORY
 * Owner    the caller frees *ret */
int network_def_format(const struct network_def *def, char **ret) VT_WARN_UNUSED;

/* Whether the bridge is the network's own: made by who runs it, and no other network's.  Those of
 * later modes join a bridge or device that is there already. */
bool network_def_owns_bridge(const struct network_def *def);

/* The prefix of an IPv4 address that has neither mask nor prefix: that of its class.
 * Source: RFC 791, 3.2; libvirt 0.6.1, whose kernel call takes it so */
unsigned int network_class_prefix(uint32_t address);

/* Before it is handed out: the name of the bridge.  NO_MEMORY. */
int network_def_set_bridge(struct network_def *def, const char *name) VT_WARN_UNUSED;

/* Before it is handed out: the MAC address of the bridge. */
void network_def_set_mac(struct network_def *def, const unsigned char mac[CONF_MAC_LEN]);

struct network_def *network_def_ref(struct network_def *def);
/* NULL is fine.  Always NULL. */
struct network_def *network_def_unref(struct network_def *def);

static inline void network_auto_def_(struct network_def **def)
{
    *def = network_def_unref(*def);
}
#define NETWORK_AUTODEF __attribute__((cleanup(network_auto_def_)))
