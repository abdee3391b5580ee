/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The units of SCSI adapters and of iSCSI sessions as volumes: their names, paths and keys. */
#include "config.h"

#include <errno.h>
#include <libudev.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/device.h"
#include "storage/scsi.h"
#include "util/cleanup.h"
#include "util/clock.h"

#define PAUSE_NS (20 * 1000 * 1000) /* between two looks for what is to come */

/* What one list is made with. */
struct listing {
    const struct storage_pool_def *def;
    struct udev *udev;
    struct vol_list *ret;
};

static void udev_done(struct udev **udev)
{
    if (*udev != NULL)
        udev_unref(*udev);
}

static void udev_device_done(struct udev_device **device)
{
    if (*device != NULL)
        udev_device_unref(*device);
}

static struct udev_device *device_of(struct udev *udev, const char *block)
{
    return udev_device_new_from_subsystem_sysname(udev, "block", block);
}

/* True when udev, which runs, has not yet done with one of them.  One that has gone is nothing to wait for. */
static bool is_unnamed(struct udev *udev, const struct scsi_units *units)
{
    if (access("/run/udev/control", F_OK) < 0)
        return false;
    for (unsigned int i = 0; i < units->n; i++) {
        VT_AUTO(udev_device_done)
        struct udev_device *device = device_of(udev, units->unit[i]->block);
        if (device != NULL && udev_device_get_is_initialized(device) <= 0)
            return true;
    }
    return false;
}

static int raise_units(const struct storage_pool_def *def, int r)
{
    return r == -ENOMEM ? vt_error_no_memory(VIR_FROM_STORAGE)
                        : vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                                   "pool '%s' has more than %d units", def->name, SCSI_MAX_UNITS);
}

/* 1 something is yet to come, 0 all is there, -1 raised. */
static int look(const struct listing *listing, const char *below, struct scsi_units *units)
{
    int r = scsi_units_read(SCSI_SYSFS, below, units);

    if (r < 0)
        return raise_units(listing->def, r);
    return units->n_coming > 0 || is_unnamed(listing->udev, units);
}

/* What does not come in time is listed by the kernel's name, or not. */
static int wait_for_units(const struct listing *listing, const char *below,
                          struct scsi_units *units)
{
    uint64_t deadline = vt_now_ns() + SCSI_WAIT_MS * VT_NS_PER_MS;
    int r = look(listing, below, units);

    while (r > 0 && vt_now_ns() < deadline) {
        (void)nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
        scsi_units_done(units);
        *units = (struct scsi_units){.arena = ARENA_INIT};
        r = look(listing, below, units);
    }
    return r < 0 ? -1 : 0;
}

/* Whether another in the list has the key: one disk by two ways. */
static bool has_key(const struct vol_list *list, const char *key)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->vol[i]->key != NULL && strcmp(list->vol[i]->key, key) == 0)
            return true;
    }
    return false;
}

static int raise_add(int r)
{
    return r == -ENOMEM ? vt_error_no_memory(VIR_FROM_STORAGE)
                        : vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                                   "a pool has more than %d volumes", POOL_MAX_VOLUMES);
}

/* The kernel writes '!' in sysfs for '/' in the name of a device; disks have neither. */
static int add(const struct listing *listing, const struct scsi_unit *unit)
{
    VT_AUTO(udev_device_done)
    struct udev_device *device = device_of(listing->udev, unit->block);
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *name = NULL;
    const char *serial =
        device != NULL ? udev_device_get_property_value(device, "ID_SERIAL") : NULL;
    struct storage_vol_found found = {.size = unit->size, .allocated = unit->size};
    int r = device_find(listing->def, unit->block, false, 0, &path);

    if (r <= 0)
        return r;
    if (asprintf(&name, "unit:%u:%u:%llu", unit->bus, unit->target, unit->lun) < 0)
        return name = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    if (device_get_perms(path, &found) < 0) {
        vt_error_reset(); /* it has gone since it was found */
        return 0;
    }
    found.name = name;
    found.path = path;
    found.key =
        serial != NULL && serial[0] != '\0' && !has_key(listing->ret, serial) ? serial : NULL;
    listing->ret->sizes.capacity += unit->size;
    listing->ret->sizes.allocation += unit->size;
    r = vol_list_add(listing->ret, &found);
    return r < 0 ? raise_add(r) : 0;
}

int scsi_list(const struct storage_pool_def *def, const char *below, struct vol_list *ret)
{
    VT_AUTO(udev_done) struct udev *udev = udev_new();
    const struct listing listing = {def, udev, ret};
    SCSI_UNITS_SCOPE(units);

    if (udev == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (wait_for_units(&listing, below, &units) < 0)
        return -1;
    for (unsigned int i = 0; i < units.n; i++) {
        if (add(&listing, units.unit[i]) < 0)
            return -1;
    }
    return 0;
}

enum storage_belongs scsi_belongs(const struct storage_pool_def *def, const char *text)
{
    return text[0] != '/' || device_may_be(def, text) ? STORAGE_MAYBE : STORAGE_NOT_HERE;
}
