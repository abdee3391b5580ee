/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bridge of a network: an interface of the kernel, with its addresses. */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libvirt/virterror.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "network/bridge.h"
#include "network/netlink.h"
#include "network/sysctl.h"
#include "obj/error.h"

/* The kernel's unit of times of bridges, in a second.  Source: USER_HZ, include/asm-generic/param.h */
#define TICKS_PER_S 100

static int kernel_error(int r, const struct network_def *def, const char *what)
{
    return vt_error_errno(VIR_FROM_NETWORK, r, "cannot %s the bridge '%s' of network '%s'", what,
                          def->bridge, def->name);
}

static bool is_ours(const struct netlink_link *link, const struct network_def *def)
{
    return link->bridge && link->has_mac && def->has_mac &&
           memcmp(link->mac, def->mac, CONF_MAC_LEN) == 0;
}

static int make_link(const struct network_def *def)
{
    struct netlink_request request;
    struct nlattr *info, *data;
    struct ifinfomsg *head;

    netlink_begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    head = mnl_nlmsg_put_extra_header(request.head, sizeof *head);
    head->ifi_family = AF_UNSPEC;
    mnl_attr_put_strz(request.head, IFLA_IFNAME, def->bridge);
    mnl_attr_put(request.head, IFLA_ADDRESS, CONF_MAC_LEN, def->mac);
    info = mnl_attr_nest_start(request.head, IFLA_LINKINFO);
    mnl_attr_put_strz(request.head, IFLA_INFO_KIND, "bridge");
    data = mnl_attr_nest_start(request.head, IFLA_INFO_DATA);
    /* Read before the spanning tree is on, which raises a delay that is too short for it. */
    mnl_attr_put_u32(request.head, IFLA_BR_FORWARD_DELAY, def->delay_s * TICKS_PER_S);
    mnl_attr_put_u32(request.head, IFLA_BR_STP_STATE, def->stp != NETWORK_STP_OFF);
    mnl_attr_nest_end(request.head, data);
    mnl_attr_nest_end(request.head, info);
    return netlink_send(&request, NULL, NULL);
}

static int add_address(int index, const struct network_address *a)
{
    unsigned int len = a->v6 ? 16 : 4;
    struct netlink_request request;
    struct ifaddrmsg *head;
    uint32_t broadcast;

    netlink_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    head = mnl_nlmsg_put_extra_header(request.head, sizeof *head);
    head->ifa_family = a->v6 ? AF_INET6 : AF_INET;
    head->ifa_prefixlen = (uint8_t)a->prefix;
    head->ifa_index = (uint32_t)index;
    /* A bridge without ports has no carrier, and an address would be tentative until the first guest. */
    head->ifa_flags = a->v6 ? IFA_F_NODAD : 0;
    mnl_attr_put(request.head, IFA_LOCAL, len, a->bytes);
    mnl_attr_put(request.head, IFA_ADDRESS, len, a->bytes);
    if (!a->v6 && a->prefix < 31) {
        memcpy(&broadcast, a->bytes, sizeof broadcast);
        broadcast |= htonl(a->prefix == 0 ? UINT32_MAX : UINT32_MAX >> a->prefix);
        mnl_attr_put(request.head, IFA_BROADCAST, len, &broadcast);
    }
    return netlink_send(&request, NULL, NULL);
}

/* A question about a link that is there; what follows the head is the caller's. */
static struct ifinfomsg *begin_link(struct netlink_request *request, uint16_t type, int index)
{
    struct ifinfomsg *head;

    netlink_begin(request, type, 0);
    head = mnl_nlmsg_put_extra_header(request->head, sizeof *head);
    head->ifi_family = AF_UNSPEC;
    head->ifi_index = index;
    return head;
}

static int set_up(int index)
{
    struct netlink_request request;
    struct ifinfomsg *head = begin_link(&request, RTM_NEWLINK, index);

    head->ifi_flags = IFF_UP;
    head->ifi_change = IFF_UP;
    return netlink_send(&request, NULL, NULL);
}

/* Of a bridge that is there: one that is given when it is made gives way to those of its ports. */
static int set_mtu(int index, uint32_t mtu)
{
    struct netlink_request request;

    (void)begin_link(&request, RTM_NEWLINK, index);
    mnl_attr_put_u32(request.head, IFLA_MTU, mtu);
    return netlink_send(&request, NULL, NULL);
}

static int remove_link(int index)
{
    struct netlink_request request;

    (void)begin_link(&request, RTM_DELLINK, index);
    return netlink_send(&request, NULL, NULL);
}

bool bridge_address(const struct network_def *def, unsigned int i, struct network_address *ret)
{
    bool first = def->has_ip && def->ip.has_address;
    uint32_t address = htonl(def->ip.address);

    if (first && i == 0) {
        *ret = (struct network_address){
            .prefix = def->ip.has_netmask ? (unsigned int)__builtin_popcount(def->ip.netmask)
                                          : network_class_prefix(def->ip.address)};
        memcpy(ret->bytes, &address, sizeof address);
        return true;
    }
    i -= first;
    if (i >= def->n_further)
        return false;
    *ret = def->further[i];
    return true;
}

static int furnish(const struct network_def *def, int index)
{
    struct network_address a;
    bool has_v6 = false;
    int r;

    r = def->mtu != 0 ? set_mtu(index, def->mtu) : 0;
    if (r < 0)
        return kernel_error(r, def, "set the MTU of");
    for (unsigned int i = 0; bridge_address(def, i, &a); i++)
        has_v6 = has_v6 || a.v6;
    if (sysctl_bridge_ipv6(def->bridge, has_v6) < 0)
        return -1;
    for (unsigned int i = 0; bridge_address(def, i, &a); i++) {
        r = add_address(index, &a);
        if (r < 0)
            return kernel_error(r, def, "give an address to");
    }
    r = set_up(index);
    return r < 0 ? kernel_error(r, def, "set up") : 0;
}

int bridge_make(const struct network_def *def)
{
    struct vt_error_saved saved;
    struct netlink_link link;
    int r = make_link(def);

    if (r == -EEXIST)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_INTERNAL_ERROR,
                        "cannot make the bridge of network '%s': there is an interface '%s'",
                        def->name, def->bridge);
    if (r == 0)
        r = netlink_find_link(def->bridge, &link);
    if (r < 0)
        return kernel_error(r, def, "make");
    if (furnish(def, link.index) == 0)
        return 0;
    vt_error_save(&saved);
    (void)remove_link(link.index);
    vt_error_restore(&saved);
    return -1;
}

int bridge_remove(const struct network_def *def)
{
    struct netlink_link link;
    int r = netlink_find_link(def->bridge, &link);

    if (r == 0 && is_ours(&link, def))
        r = remove_link(link.index);
    return r < 0 && r != -ENODEV ? kernel_error(r, def, "remove") : 0;
}

bool bridge_is_there(const struct network_def *def)
{
    struct netlink_link link;

    return netlink_find_link(def->bridge, &link) == 0 && is_ours(&link, def);
}
