/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The units of SCSI adapters and of iSCSI sessions: finding them in sysfs. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/scsi.h"
#include "util/cleanup.h"
#include "util/sysfs.h"

#define SECTOR 512  /* of sysfs.  Source: Documentation/ABI/stable/sysfs-block, size */
#define TYPE_DISK 0 /* Source: SPC-4, peripheral device type */

void scsi_units_done(struct scsi_units *units)
{
    arena_done(&units->arena);
}

/* HOST:BUS:TARGET:LUN, and nothing else. */
static bool read_address(const char *text, struct scsi_unit *ret)
{
    int len = 0;

    return sscanf(text, "%9u:%9u:%9u:%18llu%n", &ret->host, &ret->bus, &ret->target, &ret->lun,
                  &len) == 4 &&
           len > 0 && text[len] == '\0' && strspn(text, "0123456789:") == strlen(text);
}

/* Whether a device is below another: that is a folder of where its link leads. */
static bool is_below(const char *link, const char *below)
{
    size_t len = strlen(below);

    for (const char *at = strstr(link, below); at != NULL; at = strstr(at + 1, below)) {
        if (at > link && at[-1] == '/' && at[len] == '/')
            return true;
    }
    return false;
}

/* The only name in folder/block; NULL none. */
static char *read_block(const char *folder, bool *ret_failed)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;
    char *name;

    if (asprintf(&path, "%s/block", folder) < 0) {
        path = NULL;
        *ret_failed = true;
        return NULL;
    }
    dir = opendir(path);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        name = strdup(entry->d_name);
        if (name == NULL)
            *ret_failed = true;
        return name;
    }
    return NULL;
}

static void read_size(const char *folder, struct scsi_unit *unit, bool *ret_failed)
{
    VT_AUTOFREE char *attr = NULL;
    unsigned long long sectors = 0;

    if (asprintf(&attr, "block/%s/size", unit->block) < 0) {
        attr = NULL;
        *ret_failed = true;
        return;
    }
    if (sysfs_number(folder, attr, 10, &sectors, ret_failed) && sectors <= INT64_MAX / SECTOR)
        unit->size = sectors * SECTOR;
}

static int add(struct scsi_units *units, const struct scsi_unit *unit)
{
    struct scsi_unit **room = arena_list_room(&units->arena, units->unit, units->n);
    struct scsi_unit *copy = room != NULL ? arena_alloc(&units->arena, sizeof *copy) : NULL;

    if (units->n >= SCSI_MAX_UNITS)
        return -EFBIG;
    if (copy == NULL)
        return -ENOMEM;
    *copy = *unit;
    copy->block = arena_text(&units->arena, unit->block);
    units->unit = room;
    units->unit[units->n++] = copy;
    return 0;
}

/* One that is no disk and has no block device is none of ours: an enclosure, a tape, the target itself. */
static int read_unit(const char *folder, struct scsi_unit *unit, struct scsi_units *units)
{
    unsigned long long type = TYPE_DISK + 1;
    bool failed = false;
    VT_AUTOFREE char *block = read_block(folder, &failed);

    unit->block = block;
    if (block != NULL)
        read_size(folder, unit, &failed);
    else if (sysfs_number(folder, "type", 10, &type, &failed) && type == TYPE_DISK)
        units->n_coming++;
    if (failed)
        return -ENOMEM;
    return block != NULL ? add(units, unit) : 0;
}

static int look_at(const char *devices, const char *name, const char *below,
                   struct scsi_units *units)
{
    struct scsi_unit unit = {.host = 0};
    VT_AUTOFREE char *folder = NULL;
    char link[PATH_MAX];
    ssize_t n;

    if (!read_address(name, &unit))
        return 0;
    if (asprintf(&folder, "%s/%s", devices, name) < 0)
        return folder = NULL, -ENOMEM;
    n = readlink(folder, link, sizeof link - 1);
    if (n <= 0)
        return 0; /* it has gone meanwhile */
    link[n] = '\0';
    return is_below(link, below) ? read_unit(folder, &unit, units) : 0;
}

static int in_order(const void *a, const void *b)
{
    const struct scsi_unit *x = *(struct scsi_unit *const *)a;
    const struct scsi_unit *y = *(struct scsi_unit *const *)b;

    if (x->bus != y->bus)
        return x->bus < y->bus ? -1 : 1;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    return x->lun < y->lun ? -1 : x->lun > y->lun;
}

int scsi_units_read(const char *sysfs, const char *below, struct scsi_units *ret)
{
    VT_AUTOFREE char *devices = NULL;
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;
    int r = 0;

    if (asprintf(&devices, "%s/bus/scsi/devices", sysfs) < 0)
        return devices = NULL, -ENOMEM;
    dir = opendir(devices);
    while (r == 0 && dir != NULL && (entry = readdir(dir)) != NULL)
        r = look_at(devices, entry->d_name, below, ret);
    if (r == 0 && ret->arena.failed)
        r = -ENOMEM;
    if (r == 0 && ret->n > 1)
        qsort(ret->unit, ret->n, sizeof(struct scsi_unit *), in_order);
    return r;
}
