/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PCI devices of this machine between its drivers and its guests: taken from a driver, given back, reset.
 *
 * A device that is detached is bound to a driver that does nothing with it but to hand it to a guest.  All is
 * told to the kernel through sysfs; no module is loaded and no program run.
 * Source: Linux, Documentation/ABI/testing/sysfs-bus-pci: driver_override, unbind, drivers_probe, reset. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nodedev/host.h"
#include "util/sysfs.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"

#define BUS "/sys/bus/pci"
#define DRIVERS BUS "/drivers"
/* How long a change waits for another one of the same device. */
#define TURN_MS 30000
#define CLASS_BRIDGE 0x06 /* Source: PCI Code and ID Assignment, base classes */

/* Drivers that hold a device for guests, the first that is there and wants it is taken: that of Xen, which is
 * there only where Xen is; that of VFIO, which wants an IOMMU; the one that only holds. */
static const char *const stubs[] = {"pciback", "vfio-pci", "pci-stub"};

struct pci {
    struct host_device *own;
    const char *what; /* "detach", for messages */
    const char *name; /* of the kernel: "0000:00:02.0" */
    char *driver;     /* that it is bound to; NULL none */
    bool failed;      /* memory ran out */
};

static bool is_stub(const char *driver)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(stubs); i++) {
        if (strcmp(driver, stubs[i]) == 0)
            return true;
    }
    return false;
}

/* One change of a device at a time. */
static int take_turn(struct nodedev_host *host, struct host_device *own)
{
    uint64_t deadline_ns = vt_now_ns() + TURN_MS * VT_NS_PER_MS;
    VT_LOCK_SCOPE(&host->lock);

    while (own->changing) {
        if (!vt_cond_wait(&host->known, &host->lock, deadline_ns))
            return vt_error(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
                            "another change of device '%s' is not done after %d ms",
                            own->dev.obj->name, TURN_MS);
    }
    own->changing = true;
    return 0;
}

static void give_turn(struct nodedev_host *host, struct host_device *own)
{
    VT_LOCK_SCOPE(&host->lock);

    own->changing = false;
    vt_cond_broadcast(&host->known);
}

static int no_memory(void)
{
    return vt_error_no_memory(VIR_FROM_NODEDEV);
}

static int read_driver(struct pci *p)
{
    free(p->driver);
    p->driver = sysfs_link(p->own->path, "driver", &p->failed);
    return p->failed ? no_memory() : 0;
}

static int tell(const struct pci *p, const char *folder, const char *attr, const char *text)
{
    int r = sysfs_write(folder, attr, text);

    if (r == 0)
        return 0;
    return vt_error_errno(VIR_FROM_NODEDEV, r, "cannot %s device '%s': writing '%s' into '%s/%s'",
                          p->what, p->own->dev.obj->name, text[0] != '\n' ? text : "", folder,
                          attr);
}

/* A disk on the device that is mounted, swapped to, or part of something else: the kernel refuses to give it
 * to one alone. */
static int check_disk(const struct pci *p, const struct host_device *disk)
{
    const char *name = strrchr(disk->path, '/') + 1;
    VT_AUTOFREE char *node = NULL;
    VT_AUTOCLOSE int fd = -1;

    if (asprintf(&node, "/dev/%s", name) < 0) {
        node = NULL;
        return no_memory();
    }
    for (char *at = node; (at = strchr(at, '!')) != NULL;)
        *at = '/'; /* Source: Linux, block devices in sysfs */
    fd = vt_open(node, O_RDONLY | O_EXCL | O_NONBLOCK);
    if (fd >= 0 || fd == -ENOMEDIUM)
        return 0;
    if (fd == -EBUSY)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR,
                        "cannot %s device '%s': disk '%s' on it is in use", p->what,
                        p->own->dev.obj->name, node);
    return vt_error_errno(VIR_FROM_NODEDEV, fd,
                          "cannot %s device '%s': whether disk '%s' on it is in use", p->what,
                          p->own->dev.obj->name, node);
}

static int check_net(struct pci *p, const struct host_device *net)
{
    VT_AUTOFREE char *master = sysfs_link(net->path, "master", &p->failed);

    if (p->failed)
        return no_memory();
    if (master == NULL)
        return 0;
    return vt_error(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR,
                    "cannot %s device '%s': interface '%s' on it is part of '%s'", p->what,
                    p->own->dev.obj->name, strrchr(net->path, '/') + 1, master);
}

static int check_beneath(struct pci *p, const struct host_device *other)
{
    size_t len = strlen(p->own->path);

    if (strncmp(other->path, p->own->path, len) != 0 || other->path[len] != '/')
        return 0;
    if (other->type == NODEDEV_STORAGE)
        return check_disk(p, other);
    return other->type == NODEDEV_NET ? check_net(p, other) : 0;
}

/* What the host does with the device that would end badly. */
static int check_host_use(struct nodedev_world *world, struct pci *p)
{
    unsigned long long class = 0;
    struct vt_object **all = NULL;
    int n, rv = 0;

    if (sysfs_number(p->own->path, "class", 16, &class, &p->failed) && class >> 16 == CLASS_BRIDGE)
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR,
                        "cannot %s device '%s': it is a bridge, on which others hang", p->what,
                        p->own->dev.obj->name);
    n = nodedev_all(world, &all);
    for (int i = 0; i < n && rv == 0; i++)
        rv = check_beneath(p, host_device_of(nodedev_device_of(all[i])));
    if (n >= 0)
        nodedev_all_free(all, n);
    return n < 0 || p->failed ? -1 : rv;
}

/* Lets go of the driver that it is bound to, then whoever @override names, "\n" for any that wants it, may
 * have it. */
static int bind_to(struct pci *p, const char *override)
{
    VT_AUTOFREE char *folder = NULL;

    if (tell(p, p->own->path, "driver_override", override) < 0)
        return -1;
    if (p->driver != NULL) {
        if (asprintf(&folder, DRIVERS "/%s", p->driver) < 0) {
            folder = NULL;
            return no_memory();
        }
        if (tell(p, folder, "unbind", p->name) < 0)
            return -1;
    }
    if (tell(p, BUS, "drivers_probe", p->name) < 0)
        return -1;
    return read_driver(p);
}

/* Back to how it was before; the error that led here stays. */
static void undo(struct pci *p)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    (void)!read_driver(p);
    (void)!bind_to(p, "\n");
    vt_error_restore(&saved);
}

static int bind_to_stub(struct pci *p)
{
    bool tried = false;

    for (size_t i = 0; i < VT_N_ELEMENTS(stubs); i++) {
        if (!sysfs_has(DRIVERS, stubs[i], &p->failed))
            continue;
        /* Where that may not be written nothing is changed yet, and no other driver would do better. */
        if (!tried && tell(p, p->own->path, "driver_override", stubs[i]) < 0)
            return -1;
        tried = true;
        vt_error_reset();
        if (bind_to(p, stubs[i]) < 0)
            (void)!read_driver(p); /* what the next one has to let go of */
        else if (p->driver != NULL && strcmp(p->driver, stubs[i]) == 0)
            return 0;
    }
    if (p->failed)
        return no_memory();
    if (!tried)
        return vt_error(
            VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
            "cannot detach device '%s': none of the drivers pciback, vfio-pci and pci-stub "
            "is loaded",
            p->own->dev.obj->name);
    undo(p);
    return vt_error(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
                    "cannot detach device '%s': no driver that would hold it for guests takes it",
                    p->own->dev.obj->name);
}

static int detach(struct nodedev_world *world, struct pci *p)
{
    if (p->driver != NULL && is_stub(p->driver))
        return 0;
    return check_host_use(world, p) < 0 ? -1 : bind_to_stub(p);
}

/* One that has a driver of the host is where it belongs. */
static int reattach(struct nodedev_world *world VT_UNUSED, struct pci *p)
{
    return p->driver != NULL && !is_stub(p->driver) ? 0 : bind_to(p, "\n");
}

static int reset(struct nodedev_world *world VT_UNUSED, struct pci *p)
{
    if (p->driver != NULL && !is_stub(p->driver))
        return vt_error(
            VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR,
            "cannot reset device '%s': driver '%s' of the host uses it, detach it first",
            p->own->dev.obj->name, p->driver);
    if (!sysfs_has(p->own->path, "reset", &p->failed))
        return vt_error(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
                        "cannot reset device '%s': it has no way to be reset alone",
                        p->own->dev.obj->name);
    return tell(p, p->own->path, "reset", "1");
}

static int change(struct nodedev_world *world, struct nodedev_device *dev, const char *what,
                  int (*act)(struct nodedev_world *world, struct pci *p))
{
    struct host_device *own = host_device_of(dev);
    struct pci p = {.own = own, .what = what, .name = strrchr(own->path, '/') + 1};
    int rv;

    if (take_turn(nodedev_host_of(world), own) < 0)
        return -1;
    rv = nodedev_check(dev) < 0 || read_driver(&p) < 0 ? -1 : act(world, &p);
    give_turn(nodedev_host_of(world), own);
    free(p.driver);
    return rv;
}

int host_pci_detach(struct nodedev_world *world, struct nodedev_device *dev)
{
    return change(world, dev, "detach", detach);
}

int host_pci_reattach(struct nodedev_world *world, struct nodedev_device *dev)
{
    return change(world, dev, "reattach", reattach);
}

int host_pci_reset(struct nodedev_world *world, struct nodedev_device *dev)
{
    return change(world, dev, "reset", reset);
}
