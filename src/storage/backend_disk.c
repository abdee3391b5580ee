/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a disk with a partition table: its table, and listing its partitions.
 *
 * All is done by parted(8), not by its library: that asks and complains through one handler in a process, knows
 * no deadline, and is not for threads. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "obj/error.h"
#include "storage/backend_disk.h"
#include "storage/backends.h"
#include "storage/device.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/clock.h"

char *disk_device(const struct storage_pool_def *def)
{
    if (def->source.n_devices == 1)
        return device_real_path(def->name, def->source.devices[0]->path);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                   "The source of pool '%s' has %u devices; its partitions are on one.", def->name,
                   def->source.n_devices);
    return NULL;
}

static int bad_table(const struct storage_pool_def *def, const char *device, int r)
{
    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                    "what parted says of '%s' of pool '%s' cannot be understood%s", device,
                    def->name, r == -EFBIG ? ": it has too many partitions" : "");
}

int disk_read(const struct storage_pool_def *def, const char *device, struct partition_table *ret)
{
    const char *const argv[] = {"parted", "-s", "-m",    "--",   device,
                                "unit",   "B",  "print", "free", NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "read the partitions of pool",
                                      def->name};
    VT_AUTOFREE char *out = storage_tool_read(&tool);
    const char *wanted = def->source.format;
    int r;

    if (out == NULL)
        return -1;
    r = partition_table_parse(out, device, ret);
    if (r < 0)
        return bad_table(def, device, r);
    if (strcmp(ret->label, "unknown") == 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "'%s' of pool '%s' has no partition table", device, def->name);
    if (wanted != NULL && strcmp(wanted, "unknown") != 0 && strcmp(wanted, ret->label) != 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "'%s' of pool '%s' has a table of the format '%s', not '%s'", device,
                        def->name, ret->label, wanted);
    return 0;
}

char *disk_partition_name(const char *device, unsigned int number)
{
    const char *base = strrchr(device, '/') + 1;
    char last = base[0] != '\0' ? base[strlen(base) - 1] : '\0';
    char *name;

    if (asprintf(&name, "%s%s%u", base, last >= '0' && last <= '9' ? "p" : "", number) >= 0)
        return name;
    (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return NULL;
}

/* Source: parted(8), mklabel */
static const char *label_word(const struct storage_pool_def *def)
{
    const char *format = def->source.format;

    if (format == NULL || strcmp(format, "unknown") == 0 || strcmp(format, "dos") == 0)
        return "msdos";
    if (strcmp(format, "lvm2") != 0)
        return format;
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                   "pool '%s' is a disk of the format 'lvm2', which has no partitions: volumes of "
                   "LVM2 are in a pool of the type 'logical'",
                   def->name);
    return NULL;
}

static int build(const struct storage_pool_def *def, unsigned int flags)
{
    VT_AUTOFREE char *device = disk_device(def);
    VT_AUTOCLOSE int lock = device != NULL ? device_lock(def->name, device) : -1;
    const char *label = lock >= 0 ? label_word(def) : NULL;
    const char *const argv[] = {"parted", "-s", "--", device, "mklabel", label, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "make the partition table of pool",
                                      def->name};

    if (label == NULL || device_check_new(def->name, device, flags) < 0)
        return -1;
    if ((flags & VIR_STORAGE_POOL_BUILD_OVERWRITE) != 0 && device_clear(def->name, device) < 0)
        return -1;
    if (storage_tool_run(&tool) < 0)
        return -1;
    device_settle(def->name);
    return 0;
}

/* A table with partitions stays: they are to be deleted by name. */
static int destroy(const struct storage_pool_def *def, unsigned int flags VT_UNUSED)
{
    VT_AUTOFREE char *device = disk_device(def);
    VT_AUTOCLOSE int lock = device != NULL ? device_lock(def->name, device) : -1;
    PARTITION_TABLE_SCOPE(table);

    if (lock < 0 || disk_read(def, device, &table) < 0 || device_check_free(def->name, device) < 0)
        return -1;
    if (table.n > 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "'%s' of pool '%s' still has %u partitions", device, def->name, table.n);
    if (device_clear(def->name, device) < 0)
        return -1;
    device_settle(def->name);
    return 0;
}

/* One that the kernel does not know is left out, but it may be reading the table at the moment. */
static int add(struct vol_list *list, const struct storage_pool_def *def, const char *device,
               const struct partition *part, uint64_t deadline)
{
    VT_AUTOFREE char *name = disk_partition_name(device, part->number);
    VT_AUTOFREE char *path = NULL;
    int r = name != NULL ? device_find(def, name, false, deadline, &path) : -1;
    struct storage_extent extent = {part->start, part->end, NULL};
    struct storage_extent *extents[] = {&extent};
    struct storage_device on = {.path = device, .extents = extents, .n_extents = 1};
    struct storage_device *sources[] = {&on};
    struct storage_vol_found found = {
        .name = name,
        .size = part->end - part->start,
        .allocated = part->end - part->start,
        .format = part->format,
        .sources = sources,
        .n_sources = 1,
    };

    if (r <= 0)
        return r;
    found.path = path;
    if (device_get_perms(path, &found) < 0)
        return -1;
    return vol_list_add(list, &found) < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : 0;
}

/* As volumes have them: bytes, the end is behind the last. */
static int tell_free(struct vol_list *list, const struct partition_table *table)
{
    struct storage_device *device = arena_alloc(&list->arena, sizeof *device);
    struct storage_extent *extents =
        arena_alloc(&list->arena, (table->n_rooms + 1) * sizeof *extents);
    struct storage_extent **all = arena_alloc(&list->arena, (table->n_rooms + 1) * sizeof *all);

    if (device == NULL || extents == NULL || all == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    *device = (struct storage_device){.path = "", .extents = all};
    for (unsigned int i = 0; i < table->n_rooms; i++) {
        extents[i] = (struct storage_extent){table->room[i]->start, table->room[i]->end, NULL};
        all[device->n_extents++] = &extents[i];
    }
    list->device = device;
    return 0;
}

static int refresh(const struct storage_pool_def *def, struct vol_list *ret)
{
    VT_AUTOFREE char *device = disk_device(def);
    VT_AUTOCLOSE int lock = device != NULL ? device_lock(def->name, device) : -1;
    PARTITION_TABLE_SCOPE(table);
    uint64_t deadline;

    if (lock < 0 || label_word(def) == NULL || disk_read(def, device, &table) < 0)
        return -1;
    device_settle(def->name);
    ret->sizes.capacity = table.size;
    deadline = vt_now_ns() + DEVICE_WAIT_MS * VT_NS_PER_MS;
    for (unsigned int i = 0; i < table.n; i++) {
        if (add(ret, def, device, table.partition[i], deadline) < 0)
            return -1;
        if (table.partition[i]->kind != PARTITION_EXTENDED)
            ret->sizes.allocation += table.partition[i]->end - table.partition[i]->start;
    }
    for (unsigned int i = 0; i < table.n_rooms; i++)
        ret->sizes.available += table.room[i]->end - table.room[i]->start;
    return tell_free(ret, &table);
}

/* A key is the path. */
static enum storage_belongs belongs(const struct storage_pool_def *def, const char *text)
{
    return text[0] == '/' && device_may_be(def, text) ? STORAGE_MAYBE : STORAGE_NOT_HERE;
}

const struct storage_backend storage_backend_disk = {
    .place = STORAGE_LISTED,
    .is_same = storage_same_device,
    .build_flags = VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE,
    .build = build,
    .destroy = destroy,
    .refresh = refresh,
    .belongs = belongs,
    .vol_make = disk_vol_make,
    .vol_remove = disk_vol_remove,
};
