/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* News of the links of interfaces. */
#include "config.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "nodedev/host_links.h"
#include "util/cleanup.h"

/* Bytes of one message of the kernel's; larger ones cannot be.  Source: NLMSG_GOODSIZE, and libmnl's
 * MNL_SOCKET_BUFFER_SIZE. */
#define ANSWER_SIZE 32768
#define MAX_ADDRESS 32 /* bytes.  Source: MAX_ADDR_LEN of linux/netdevice.h */

/* What is known of an interface, which keeps its number under any name. */
struct link {
    int index;
    uint8_t state; /* IF_OPER_* */
    uint8_t address_len;
    unsigned char address[MAX_ADDRESS];
};

struct host_links {
    struct mnl_socket *socket;
    struct link *known; /* by number: the kernel counts up */
    size_t n;
    size_t room; /* entries */
    char answer[ANSWER_SIZE];
};

/* The name points into the message. */
struct news {
    struct link link;
    const char *name;
    bool has_state;
};

static int compare(const void *a, const void *b)
{
    int left = ((const struct link *)a)->index, right = ((const struct link *)b)->index;

    return (left > right) - (left < right);
}

static struct link *find(struct host_links *links, int index)
{
    const struct link key = {.index = index};

    return links->n > 0 ? bsearch(&key, links->known, links->n, sizeof key, compare) : NULL;
}

static bool add(struct host_links *links, const struct link *link)
{
    size_t at = links->n, room = links->room == 0 ? 64 : links->room * 2;
    struct link *grown;

    if (links->n == links->room) {
        grown = reallocarray(links->known, room, sizeof *grown);
        if (grown == NULL)
            return false;
        links->known = grown;
        links->room = room;
    }
    while (at > 0 && links->known[at - 1].index > link->index)
        at--;
    memmove(&links->known[at + 1], &links->known[at], (links->n - at) * sizeof *link);
    links->known[at] = *link;
    links->n++;
    return true;
}

static void forget(struct host_links *links, int index)
{
    struct link *link = find(links, index);

    if (link == NULL)
        return;
    links->n--;
    memmove(link, link + 1, (size_t)(links->known + links->n - link) * sizeof *link);
}

static int read_attr(const struct nlattr *attr, void *opaque)
{
    struct news *news = opaque;
    uint16_t len = mnl_attr_get_payload_len(attr);

    switch (mnl_attr_get_type(attr)) {
    case IFLA_IFNAME:
        if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
            news->name = mnl_attr_get_str(attr);
        break;
    case IFLA_OPERSTATE:
        news->has_state = len == sizeof(uint8_t);
        news->link.state = news->has_state ? mnl_attr_get_u8(attr) : 0;
        break;
    case IFLA_ADDRESS:
        if (len > MAX_ADDRESS)
            break;
        news->link.address_len = (uint8_t)len;
        memcpy(news->link.address, mnl_attr_get_payload(attr), len);
        break;
    default:
        break;
    }
    return MNL_CB_OK;
}

/* What bridges and radios say of an interface has not all of it.  False when memory ran out. */
static bool take(struct host_links *links, const struct nlmsghdr *head,
                 void (*changed)(void *opaque, const char *name), void *opaque)
{
    const struct ifinfomsg *info = mnl_nlmsg_get_payload(head);
    struct news news = {.has_state = false};
    struct link *link;

    if (mnl_nlmsg_get_payload_len(head) < sizeof *info || info->ifi_family != AF_UNSPEC)
        return true;
    if (head->nlmsg_type == RTM_DELLINK) {
        forget(links, info->ifi_index);
        return true;
    }
    news.link.index = info->ifi_index;
    (void)mnl_attr_parse(head, sizeof *info, read_attr, &news);
    if (!news.has_state || news.name == NULL)
        return true;
    link = find(links, info->ifi_index);
    if (link == NULL)
        return add(links, &news.link); /* of its coming udev tells */
    if (memcmp(link, &news.link, sizeof *link) == 0)
        return true;
    *link = news.link;
    if (changed != NULL)
        changed(opaque, news.name);
    return true;
}

bool host_links_hear(struct host_links *links, void (*changed)(void *opaque, const char *name),
                     void *opaque)
{
    for (;;) {
        ssize_t n = mnl_socket_recvfrom(links->socket, links->answer, sizeof links->answer);
        int left = (int)n;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        for (const struct nlmsghdr *head = (const struct nlmsghdr *)(void *)links->answer;
             mnl_nlmsg_ok(head, left); head = mnl_nlmsg_next(head, &left)) {
            if (head->nlmsg_type == NLMSG_ERROR)
                return false;
            if ((head->nlmsg_type == RTM_NEWLINK || head->nlmsg_type == RTM_DELLINK) &&
                !take(links, head, changed, opaque))
                return false;
        }
    }
}

int host_links_fd(const struct host_links *links)
{
    return mnl_socket_get_fd(links->socket);
}

/* Asks for all that are there; the kernel answers whenever it is read from, so all are known at the end. */
static bool learn(struct host_links *links)
{
    struct nlmsghdr *head;
    struct ifinfomsg *info;

    memset(links->answer, 0, sizeof links->answer);
    head = mnl_nlmsg_put_header(links->answer);
    head->nlmsg_type = RTM_GETLINK;
    head->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    info = mnl_nlmsg_put_extra_header(head, sizeof *info);
    info->ifi_family = AF_UNSPEC;
    if (mnl_socket_sendto(links->socket, head, head->nlmsg_len) < 0)
        return false;
    return host_links_hear(links, NULL, NULL);
}

struct host_links *host_links_open(void)
{
    struct host_links *links = calloc(1, sizeof *links);
    int err;

    if (links == NULL)
        return NULL;
    links->socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (links->socket != NULL &&
        mnl_socket_bind(links->socket, RTMGRP_LINK, MNL_SOCKET_AUTOPID) == 0 && learn(links))
        return links;
    err = errno;
    (void)host_links_close(links);
    errno = err;
    return NULL;
}

struct host_links *host_links_close(struct host_links *links)
{
    if (links == NULL)
        return NULL;
    if (links->socket != NULL)
        (void)mnl_socket_close(links->socket);
    free(links->known);
    free(links);
    return NULL;
}
