/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A loop device gets a file, and loses it: an event tells of each, and its XML says how large it is. */
#include "config.h"

#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "scenario/loop_thread.h"

#define BYTES (3 * 1024 * 1024)

static atomic_int changes;

static void on_update(virConnectPtr conn, virNodeDevicePtr dev, void *opaque)
{
    CHECK(conn != NULL && dev != NULL && opaque == NULL);
    atomic_fetch_add(&changes, 1);
}

static int open_loop(char *ret_name, size_t size)
{
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), number, fd;
    char path[40];

    if (control < 0)
        SKIP("there are no loop devices, or not for us: %s", strerror(errno));
    number = ioctl(control, LOOP_CTL_GET_FREE);
    (void)close(control);
    CHECK(number >= 0);
    snprintf(path, sizeof path, "/dev/loop%d", number);
    snprintf(ret_name, size, "block_loop%d", number);
    fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        SKIP("%s cannot be opened: %s", path, strerror(errno));
    return fd;
}

static bool has_size(virNodeDevicePtr dev, long long bytes)
{
    char want[60], *xml = virNodeDeviceGetXMLDesc(dev, 0);
    bool has;

    CHECK(xml != NULL);
    snprintf(want, sizeof want, "<size>%lld</size>", bytes);
    has = strstr(xml, want) != NULL;
    free(xml);
    return has;
}

int main(void)
{
    virConnectPtr conn;
    virNodeDevicePtr dev;
    char name[40];
    int fd, file, seen;

    fd = open_loop(name, sizeof name);
    file = memfd_create("media", MFD_CLOEXEC);
    CHECK(file >= 0 && ftruncate(file, BYTES) == 0);
    loop_start(1);
    conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    LOOP_WAIT((dev = virNodeDeviceLookupByName(conn, name)) != NULL);
    CHECK(virConnectNodeDeviceEventRegisterAny(
              conn, dev, VIR_NODE_DEVICE_EVENT_ID_UPDATE,
              VIR_NODE_DEVICE_EVENT_CALLBACK((void (*)(void))on_update), NULL, NULL) >= 0);
    if (ioctl(fd, LOOP_SET_FD, file) < 0 && errno == EBUSY)
        SKIP("another took %s", name);
    LOOP_WAIT(has_size(dev, BYTES) && atomic_load(&changes) > 0);
    seen = atomic_load(&changes);
    OK(ioctl(fd, LOOP_CLR_FD, 0));
    (void)close(fd);
    LOOP_WAIT(has_size(dev, 0) && atomic_load(&changes) > seen);
    OK(virNodeDeviceFree(dev));
    OK(virConnectClose(conn));
    loop_stop();
    (void)close(file);
    return 0;
}
