/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether addresses of a network are the host's already. */
#include "config.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "network/bridge.h"
#include "network/netlink.h"
#include "obj/error.h"

/* What is asked about, and what was found. */
struct search {
    struct network_address wanted;
    bool found;
    unsigned int index; /* of the interface; 0 not known */
};

bool bridge_addresses_meet(const struct network_address *a, const struct network_address *b)
{
    unsigned int bits = a->prefix < b->prefix ? a->prefix : b->prefix;
    unsigned int rest = bits % 8;

    if (a->v6 != b->v6 || memcmp(a->bytes, b->bytes, bits / 8) != 0)
        return false;
    return rest == 0 || (a->bytes[bits / 8] ^ b->bytes[bits / 8]) >> (8 - rest) == 0;
}

/* The wire's bytes of an address of the family; false when it has another length. */
static bool take_address(const struct nlattr *attr, struct network_address *ret)
{
    unsigned int len = ret->v6 ? 16 : 4;

    if (mnl_attr_get_payload_len(attr) != len)
        return false;
    memcpy(ret->bytes, mnl_attr_get_payload(attr), len);
    return true;
}

static void note(struct search *s, const struct network_address *there, unsigned int index)
{
    if (s->found || !bridge_addresses_meet(&s->wanted, there))
        return;
    s->found = true;
    s->index = index;
}

static int look_at_address(const struct nlmsghdr *head, void *opaque)
{
    struct search *s = opaque;
    const struct ifaddrmsg *msg = mnl_nlmsg_get_payload(head);
    struct network_address there = {.v6 = s->wanted.v6, .prefix = msg->ifa_prefixlen};
    const struct nlattr *attr;

    if (msg->ifa_family != (s->wanted.v6 ? AF_INET6 : AF_INET))
        return MNL_CB_OK;
    mnl_attr_for_each(attr, head, sizeof *msg)
    {
        if (mnl_attr_get_type(attr) == IFA_ADDRESS && take_address(attr, &there))
            note(s, &there, msg->ifa_index);
    }
    return MNL_CB_OK;
}

/* Routes that lead to an interface; behind a gateway only those that are no wider than the network. */
static int look_at_route(const struct nlmsghdr *head, void *opaque)
{
    struct search *s = opaque;
    const struct rtmsg *msg = mnl_nlmsg_get_payload(head);
    struct network_address there = {.v6 = s->wanted.v6, .prefix = msg->rtm_dst_len};
    unsigned int index = 0;
    bool has_dst = false, gateway = false;
    const struct nlattr *attr;

    if (msg->rtm_family != (s->wanted.v6 ? AF_INET6 : AF_INET) || msg->rtm_dst_len == 0 ||
        msg->rtm_table != RT_TABLE_MAIN || msg->rtm_type != RTN_UNICAST)
        return MNL_CB_OK;
    mnl_attr_for_each(attr, head, sizeof *msg)
    {
        switch (mnl_attr_get_type(attr)) {
        case RTA_DST:
            has_dst = take_address(attr, &there);
            break;
        case RTA_GATEWAY:
            gateway = true;
            break;
        case RTA_OIF:
            if (mnl_attr_get_payload_len(attr) == sizeof(uint32_t))
                index = mnl_attr_get_u32(attr);
            break;
        default:
            break;
        }
    }
    if (has_dst && (!gateway || there.prefix >= s->wanted.prefix))
        note(s, &there, index);
    return MNL_CB_OK;
}

static int look(struct search *s, int type, mnl_cb_t each)
{
    struct netlink_request request;
    struct rtgenmsg *head;

    netlink_begin(&request, type, NLM_F_DUMP);
    /* As long as the longest of the two heads, so that old kernels take it. */
    head = mnl_nlmsg_put_extra_header(
        request.head, type == RTM_GETROUTE ? sizeof(struct rtmsg) : sizeof(struct ifaddrmsg));
    head->rtgen_family = s->wanted.v6 ? AF_INET6 : AF_INET;
    return netlink_send(&request, each, s);
}

static bool is_of_link(const struct network_address *a)
{
    return a->v6 && a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80;
}

int bridge_check_addresses(const struct network_def *def)
{
    struct search s = {.found = false};
    char text[INET6_ADDRSTRLEN], interface[IF_NAMESIZE];
    int r;

    for (unsigned int i = 0; bridge_address(def, i, &s.wanted); i++) {
        if (is_of_link(&s.wanted))
            continue; /* every interface has that range */
        r = look(&s, RTM_GETADDR, look_at_address);
        if (r == 0)
            r = look(&s, RTM_GETROUTE, look_at_route);
        if (r < 0)
            return vt_error_errno(VIR_FROM_NETWORK, r, "cannot ask the kernel for its addresses");
        if (!s.found)
            continue;
        if (s.index == 0 || if_indextoname(s.index, interface) == NULL)
            (void)strcpy(interface, "?");
        return vt_error(
            VIR_FROM_NETWORK, VIR_ERR_INTERNAL_ERROR,
            "cannot start network '%s': the interface '%s' leads to addresses of "
            "%s/%u already",
            def->name, interface,
            inet_ntop(s.wanted.v6 ? AF_INET6 : AF_INET, s.wanted.bytes, text, sizeof text),
            s.wanted.prefix);
    }
    return 0;
}
