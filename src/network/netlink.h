/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Talking to the kernel about links, addresses, routes and packet filters: a socket for each call, so any thread may.
 * Functions return 0 or a negative errno, and raise nothing.  They wait for the kernel alone.
 * Source: linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h, linux/netfilter/nf_tables.h */
#pragma once

#include <libmnl/libmnl.h>
#include <stdbool.h>

#include "conf/names.h"
#include "util/compiler.h"

/* Room for a request; all of ours are a fraction of it. */
#define NETLINK_REQUEST_SIZE 4096

struct netlink_request {
    _Alignas(8) char bytes[NETLINK_REQUEST_SIZE];
    struct nlmsghdr *head;
    int bus; /* NETLINK_ROUTE, unless who began it says otherwise */
};

/* Begins a request that the kernel answers with success or an error.
 * @type   RTM_*
 * @flags  NLM_F_* besides */
void netlink_begin(struct netlink_request *request, int type, int flags);

/* Sends it and reads the answer.
 * @each    called with each message of the answer, MNL_CB_OK to go on; NULL none is wanted */
int netlink_send(struct netlink_request *request, mnl_cb_t each, void *opaque) VT_WARN_UNUSED;

/* What there is of a name. */
struct netlink_link {
    int index;
    bool bridge;
    bool has_mac;
    unsigned char mac[CONF_MAC_LEN];
};

/* -ENODEV when there is none. */
int netlink_find_link(const char *name, struct netlink_link *ret) VT_WARN_UNUSED;

/* Whether there is a table of nftables of that name in the family inet: 1 or 0. */
int netlink_has_table(const char *name) VT_WARN_UNUSED;
