/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings of the kernel below /proc/sys/net. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdio.h>

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

int sysctl_forward(bool v6)
{
    const char *path =
        v6 ? "/proc/sys/net/ipv6/conf/all/forwarding" : "/proc/sys/net/ipv4/ip_forward";
    int r = set(path, true);

    return r < 0 ? vt_error_errno(VIR_FROM_NETWORK, r, "cannot set '%s'", path) : 0;
}
