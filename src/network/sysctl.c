/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings of the kernel below /proc/sys/net. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>

#include "network/netlink.h"
#include "network/sysctl.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

static int set(const char *path, bool on)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDWR);
    char now;
    int r;

    if (fd < 0)
        return fd;
    if (vt_pread_all(fd, &now, 1, 0) == 1 && now == (on ? '1' : '0'))
        return 0; /* a folder that is read-only holds nobody up */
    r = vt_write_all(fd, on ? "1\n" : "0\n", 2);
    return r < 0 ? r : 0;
}

static int set_of_bridge(const char *bridge, const char *name, bool on, bool may_lack)
{
    VT_AUTOFREE char *path = NULL;
    int r;

    if (asprintf(&path, "/proc/sys/net/ipv6/conf/%s/%s", bridge, name) < 0) {
        path = NULL;
        return vt_error_no_memory(VIR_FROM_NETWORK);
    }
    r = set(path, on);
    if (r == 0 || (r == -ENOENT && may_lack))
        return 0;
    return vt_error_errno(VIR_FROM_NETWORK, r, "cannot set '%s'", path);
}

int sysctl_bridge_ipv6(const char *bridge, bool wanted)
{
    if (set_of_bridge(bridge, "disable_ipv6", !wanted, !wanted) < 0)
        return -1;
    return set_of_bridge(bridge, "accept_ra", false, !wanted) < 0
               ? -1
               : set_of_bridge(bridge, "autoconf", false, !wanted);
}

/* An interface whose routes the kernel takes from announcements, as long as it does not forward. */
struct announced {
    unsigned int index; /* 0 none */
};

static bool takes_announcements(unsigned int index)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOCLOSE int fd = -1;
    char name[IF_NAMESIZE], value;

    if (if_indextoname(index, name) == NULL)
        return false;
    if (asprintf(&path, "/proc/sys/net/ipv6/conf/%s/accept_ra", name) < 0) {
        path = NULL;
        return false;
    }
    fd = vt_open(path, O_RDONLY);
    return fd >= 0 && vt_pread_all(fd, &value, 1, 0) == 1 && value == '1';
}

static int look_at_route(const struct nlmsghdr *head, void *opaque)
{
    struct announced *a = opaque;
    const struct rtmsg *msg = mnl_nlmsg_get_payload(head);
    const struct nlattr *attr;

    if (msg->rtm_family != AF_INET6 || msg->rtm_protocol != RTPROT_RA || a->index != 0)
        return MNL_CB_OK;
    mnl_attr_for_each(attr, head, sizeof *msg)
    {
        if (mnl_attr_get_type(attr) == RTA_OIF &&
            mnl_attr_get_payload_len(attr) == sizeof(uint32_t) &&
            takes_announcements(mnl_attr_get_u32(attr)))
            a->index = mnl_attr_get_u32(attr);
    }
    return MNL_CB_OK;
}

static int check_announced(void)
{
    struct announced a = {0};
    struct netlink_request request;
    struct rtmsg *head;
    char name[IF_NAMESIZE];
    int r;

    netlink_begin(&request, RTM_GETROUTE, NLM_F_DUMP);
    head = mnl_nlmsg_put_extra_header(request.head, sizeof *head);
    head->rtm_family = AF_INET6;
    r = netlink_send(&request, look_at_route, &a);
    if (r < 0)
        return vt_error_errno(VIR_FROM_NETWORK, r, "cannot ask the kernel for its routes");
    if (a.index == 0 || if_indextoname(a.index, name) == NULL)
        return 0;
    return vt_error(VIR_FROM_NETWORK, VIR_ERR_INTERNAL_ERROR,
                    "cannot forward IPv6: the host would lose the routes that '%s' takes from "
                    "announcements; with its accept_ra set to 2 it keeps them",
                    name);
}

static bool is_on(const char *path)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY);
    char value;

    return fd >= 0 && vt_pread_all(fd, &value, 1, 0) == 1 && value != '0';
}

int sysctl_forward(bool v6)
{
    const char *path =
        v6 ? "/proc/sys/net/ipv6/conf/all/forwarding" : "/proc/sys/net/ipv4/ip_forward";
    int r;

    if (is_on(path))
        return 0;
    if (v6 && check_announced() < 0)
        return -1;
    r = set(path, true);
    return r < 0 ? vt_error_errno(VIR_FROM_NETWORK, r, "cannot set '%s'", path) : 0;
}
