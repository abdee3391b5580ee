/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Talking to the kernel about links, addresses, routes and packet filters. */
#include "config.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "network/netlink.h"
#include "util/cleanup.h"

/* Bytes of one message of the kernel's; larger ones cannot be.  Source: NLMSG_GOODSIZE, and libmnl's
 * MNL_SOCKET_BUFFER_SIZE, which depends on the page size and is no constant. */
#define ANSWER_SIZE 32768

static void close_socket(struct mnl_socket **socket)
{
    if (*socket != NULL)
        (void)mnl_socket_close(*socket);
}

void netlink_begin(struct netlink_request *request, int type, int flags)
{
    memset(request->bytes, 0,
           sizeof request->bytes); /* what stands between attributes is sent, too */
    request->bus = NETLINK_ROUTE;
    request->head = mnl_nlmsg_put_header(request->bytes);
    request->head->nlmsg_type = (uint16_t)type;
    request->head->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
    if ((flags & NLM_F_DUMP) !=
        NLM_F_DUMP) /* some of its bits mean other things in other requests */
        request->head->nlmsg_flags |= NLM_F_ACK;
    request->head->nlmsg_seq = 1;
}

static ssize_t receive(struct mnl_socket *socket, void *buf, size_t size)
{
    ssize_t n;

    do
        n = mnl_socket_recvfrom(socket, buf, size);
    while (n < 0 && errno == EINTR);
    return n;
}

int netlink_send(struct netlink_request *request, mnl_cb_t each, void *opaque)
{
    VT_AUTO(close_socket)
    struct mnl_socket *socket = mnl_socket_open2(request->bus, SOCK_CLOEXEC);
    VT_AUTOFREE char *answer = malloc(ANSWER_SIZE);
    ssize_t n;
    int r;

    if (answer == NULL)
        return -ENOMEM;
    if (socket == NULL || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
        mnl_socket_sendto(socket, request->head, request->head->nlmsg_len) < 0)
        return -errno;
    do {
        n = receive(socket, answer, ANSWER_SIZE);
        if (n < 0)
            return -errno;
        r = mnl_cb_run(answer, (size_t)n, request->head->nlmsg_seq, mnl_socket_get_portid(socket),
                       each, opaque);
    } while (r > MNL_CB_STOP);
    return r < 0 ? -errno : 0;
}

static int look_at_info(const struct nlattr *attr, void *opaque)
{
    struct netlink_link *link = opaque;

    if (mnl_attr_get_type(attr) == IFLA_INFO_KIND &&
        mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
        link->bridge = strcmp(mnl_attr_get_str(attr), "bridge") == 0;
    return MNL_CB_OK;
}

static int look_at_attr(const struct nlattr *attr, void *opaque)
{
    struct netlink_link *link = opaque;

    switch (mnl_attr_get_type(attr)) {
    case IFLA_ADDRESS:
        link->has_mac = mnl_attr_get_payload_len(attr) == CONF_MAC_LEN;
        if (link->has_mac)
            memcpy(link->mac, mnl_attr_get_payload(attr), CONF_MAC_LEN);
        return MNL_CB_OK;
    case IFLA_LINKINFO:
        return mnl_attr_parse_nested(attr, look_at_info, link);
    default:
        return MNL_CB_OK;
    }
}

static int look_at_link(const struct nlmsghdr *head, void *opaque)
{
    struct netlink_link *link = opaque;
    const struct ifinfomsg *info = mnl_nlmsg_get_payload(head);

    link->index = info->ifi_index;
    return mnl_attr_parse(head, sizeof *info, look_at_attr, link);
}

int netlink_find_link(const char *name, struct netlink_link *ret)
{
    struct netlink_link link = {.index = 0};
    struct netlink_request request;
    struct ifinfomsg *info;
    int r;

    netlink_begin(&request, RTM_GETLINK, 0);
    info = mnl_nlmsg_put_extra_header(request.head, sizeof *info);
    info->ifi_family = AF_UNSPEC;
    mnl_attr_put_strz(request.head, IFLA_IFNAME, name);
    r = netlink_send(&request, look_at_link, &link);
    if (r < 0)
        return r;
    if (link.index == 0)
        return -ENODEV;
    *ret = link;
    return 0;
}

int netlink_has_table(const char *name)
{
    struct netlink_request request;
    struct nfgenmsg *head;
    int r;

    netlink_begin(&request, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETTABLE, 0);
    request.bus = NETLINK_NETFILTER;
    head = mnl_nlmsg_put_extra_header(request.head, sizeof *head);
    head->nfgen_family = NFPROTO_INET;
    head->version = NFNETLINK_V0;
    mnl_attr_put_strz(request.head, NFTA_TABLE_NAME, name);
    r = netlink_send(&request, NULL, NULL);
    return r == 0 ? 1 : r == -ENOENT ? 0 : r;
}
