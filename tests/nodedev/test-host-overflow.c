/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* More happens than the kernel keeps news of: then all devices are looked at again, and what is listed is what is
 * there. */
#include "config.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include "nodedev/host.h"
#include "nodedev/own_world.h"

#define FLOOD 500
#define LITTLE 2048 /* bytes */
#define FDS 1000

/* The socket of the watcher, the only one of its kind here, is to keep no more than a few pieces of news. */
static void narrow_socket(void)
{
    int narrowed = 0;

    for (int fd = 0; fd < FDS; fd++) {
        int protocol, family, bytes = LITTLE;
        socklen_t len = sizeof protocol;
        if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len) < 0 ||
            getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &len) < 0 || family != AF_NETLINK ||
            protocol != NETLINK_KOBJECT_UEVENT)
            continue;
        OK(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes));
        narrowed++;
    }
    CHECK_INT(narrowed, 1);
}

/* The watcher waits here, for it takes devices out of the table, while its socket runs over. */
static void hold_up(struct nodedev_host *host)
{
    VT_READ_SCOPE(&host->world.devices.lock);

    RUN("ip", "link", "del", "x0");
    for (int i = 0; i < FLOOD; i++)
        scn_write("/sys/class/net/lo/uevent", "change", strlen("change"));
    own_pair("y0", "02:00:00:00:00:03", "y1");
    RUN("ip", "link", "del", "z0");
}

/* Whether the kernel could not keep news for a socket of the kind.  Source: Linux, net/netlink/af_netlink.c: the
 * columns of the file. */
static bool was_lost(void)
{
    FILE *f = fopen("/proc/self/net/netlink", "r");
    char line[300];
    bool lost = false;

    CHECK(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        int protocol, drops;
        if (sscanf(line, "%*s %d %*s %*s %*s %*s %*s %*s %d", &protocol, &drops) == 2)
            lost = lost || (protocol == NETLINK_KOBJECT_UEVENT && drops > 0);
    }
    (void)fclose(f);
    return lost;
}

static bool is_there(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, name);

    if (dev != NULL)
        OK(virNodeDeviceFree(dev));
    return dev != NULL;
}

static void until(virConnectPtr conn, const char *name, bool there)
{
    for (int turns = 0; is_there(conn, name) != there; turns++) {
        CHECK(turns < 6000);
        usleep(10000);
    }
}

int main(void)
{
    virConnectPtr conn;
    struct nodedev_host *host;

    own_network();
    own_pair("x0", "02:00:00:00:00:01", "x1");
    own_pair("z0", "02:00:00:00:00:02", "z1");
    virSetErrorFunc(NULL, scn_quiet);
    conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    CHECK(is_there(conn, "net_x0_02_00_00_00_00_01") && is_there(conn, "net_z0_02_00_00_00_00_02"));
    host = nodedev_host_of(conn->nodedev_data);
    narrow_socket();
    hold_up(host);
    until(conn, "net_y0_02_00_00_00_00_03", true);
    until(conn, "net_x0_02_00_00_00_00_01", false);
    until(conn, "net_z0_02_00_00_00_00_02", false);
    CHECK(was_lost());
    OK(virConnectClose(conn));
    return 0;
}
