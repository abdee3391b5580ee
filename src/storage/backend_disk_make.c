/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a disk with a partition table: making and removing partitions. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/backend_disk.h"
#include "storage/device.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* What is being made. */
struct making {
    const struct storage_pool_def *def;
    const struct storage_vol_def *vol;
    char *device;
    int lock;
    enum partition_kind kind;
    unsigned int number;
    unsigned long long start, end;
    const char *label; /* of the table; static text */
};

static void making_done(struct making *m)
{
    if (m->lock >= 0)
        (void)close(m->lock);
    free(m->device);
}

/* The number in the name of a partition of the disk; 0 it is no such name. */
static unsigned int number_in(const char *device, const char *name)
{
    for (unsigned int number = 1; number <= PARTITIONS_MAX; number++) {
        VT_AUTOFREE char *right = disk_partition_name(device, number);
        if (right == NULL)
            return 0;
        if (strcmp(right, name) == 0)
            return number;
    }
    return 0;
}

/* The name says which one is wanted: in a msdos table one from 5 on is logical. */
static enum partition_kind kind_of(const struct making *m, const struct partition_table *table)
{
    if (strcmp(m->vol->format, "extended") == 0)
        return PARTITION_EXTENDED;
    return strcmp(table->label, "dos") == 0 && m->number >= PARTITIONS_FIRST_LOGICAL
               ? PARTITION_LOGICAL
               : PARTITION_PRIMARY;
}

static int wrong_name(const struct making *m, unsigned int next)
{
    VT_AUTOFREE char *right = next != 0 ? disk_partition_name(m->device, next) : NULL;

    if (next != 0 && right == NULL)
        return -1;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                    "a partition of '%s' cannot be called '%s': %s%s", m->device, m->vol->name,
                    next != 0 ? "the next one is " : "its table is full", next != 0 ? right : "");
}

static int check_kind(const struct making *m, const struct partition_table *table)
{
    bool extended = partition_table_extended(table) != NULL;

    if (m->kind == PARTITION_EXTENDED && (strcmp(table->label, "dos") != 0 || extended))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "'%s' cannot have an extended partition: %s", m->device,
                        extended ? "it has one" : "its table is not of the format 'dos'");
    if (m->kind == PARTITION_LOGICAL && !extended)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "'%s' cannot have the logical partition '%s' without an extended one",
                        m->device, m->vol->name);
    if (m->vol->encrypted || m->vol->backing_path != NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "a partition like '%s' cannot be encrypted nor have a backing store",
                        m->vol->name);
    return 0;
}

static int plan(struct making *m, unsigned long long capacity)
{
    PARTITION_TABLE_SCOPE(table);
    unsigned int next;

    if (disk_read(m->def, m->device, &table) < 0)
        return -1;
    m->label = table.label;
    m->number = number_in(m->device, m->vol->name);
    m->kind = kind_of(m, &table);
    if (check_kind(m, &table) < 0)
        return -1;
    next = partition_table_next(&table, m->kind);
    if (m->number == 0 || m->number != next)
        return wrong_name(m, next);
    if (partition_table_place(&table, m->kind, capacity, &m->start, &m->end))
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "'%s' of pool '%s' has no free place of %llu bytes for '%s'", m->device,
                    m->def->name, capacity, m->vol->name);
}

/* What parted is told of the contents, and the flag that it is to set.  Source: parted(8) */
static const struct contents {
    const char *format;
    const char *system;
    const char *flag;
} contents[] = {
    {"linux", "ext2", NULL},      {"fat16", "fat16", NULL},
    {"fat32", "fat32", NULL},     {"linux-swap", "linux-swap", NULL},
    {"linux-lvm", "ext2", "lvm"}, {"linux-raid", "ext2", "raid"},
};
/* For what is not told.  Some tables want a word. */
static const struct contents any = {"none", "ext2", NULL};

static const struct contents *contents_of(const struct making *m)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(contents); i++) {
        if (strcmp(contents[i].format, m->vol->format) == 0)
            return &contents[i];
    }
    return &any;
}

/* The kind, or what stands in its place: a name where the table has such, nothing where it has neither. */
static const char *kind_word(const struct making *m)
{
    if (strcmp(m->label, "bsd") == 0 || strcmp(m->label, "sun") == 0)
        return NULL;
    return m->kind == PARTITION_EXTENDED  ? "extended"
           : m->kind == PARTITION_LOGICAL ? "logical"
                                          : "primary";
}

static int run_mkpart(const struct making *m)
{
    const struct contents *c = contents_of(m);
    const char *word = kind_word(m);
    char start[24], end[24], number[16];
    const char *argv[20] = {"parted", "-s", "-a", "none", "--", m->device, "unit", "B", "mkpart"};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "make a partition of pool",
                                      m->def->name};
    size_t n = 9;

    (void)snprintf(start, sizeof start, "%lluB", m->start);
    (void)snprintf(end, sizeof end, "%lluB", m->end - 1);
    (void)snprintf(number, sizeof number, "%u", m->number);
    if (word != NULL)
        argv[n++] = word;
    if (m->kind != PARTITION_EXTENDED)
        argv[n++] = c->system;
    argv[n++] = start;
    argv[n++] = end;
    if (c->flag != NULL) {
        argv[n++] = "set";
        argv[n++] = number;
        argv[n++] = c->flag;
        argv[n++] = "on";
    }
    argv[n] = NULL;
    return storage_tool_run(&tool);
}

static int run_rm(const struct storage_pool_def *def, const char *device, unsigned int number)
{
    char text[16];
    const char *const argv[] = {"parted", "-s", "--", device, "rm", text, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "delete a partition of pool",
                                      def->name};

    (void)snprintf(text, sizeof text, "%u", number);
    if (storage_tool_run(&tool) < 0)
        return -1;
    device_settle(def->name);
    return 0;
}

/* What was made is where it was to be made, whatever number it has.  The error that led here stays. */
static void undo(const struct making *m)
{
    PARTITION_TABLE_SCOPE(table);
    struct vt_error_saved saved;

    vt_error_save(&saved);
    if (disk_read(m->def, m->device, &table) == 0) {
        for (unsigned int i = 0; i < table.n; i++) {
            const struct partition *part = table.partition[i];
            if (part->start == m->start && part->end == m->end)
                (void)run_rm(m->def, m->device, part->number);
        }
    }
    vt_error_restore(&saved);
}

static int check_made(const struct making *m)
{
    PARTITION_TABLE_SCOPE(table);
    const struct partition *part;

    if (disk_read(m->def, m->device, &table) < 0)
        return -1;
    part = partition_table_find(&table, m->number);
    if (part != NULL && part->start == m->start && part->end == m->end)
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "parted has not made '%s' of '%s' where it was to be", m->vol->name, m->device);
}

/* It is named, and what signatures of a time before it are in it are gone.  Owner and mode stay what udev's rules
 * say, which are applied anew whenever a tool has looked at the disk. */
static int finish(const struct making *m)
{
    uint64_t deadline = vt_now_ns() + DEVICE_WAIT_MS * VT_NS_PER_MS;
    VT_AUTOFREE char *path = NULL;
    int r;

    device_settle(m->def->name);
    r = device_find(m->def, m->vol->name, true, deadline, &path);
    if (r == 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_TIMEOUT,
                        "'%s' of pool '%s' was made, and the kernel does not have it", m->vol->name,
                        m->def->name);
    if (r < 0 || check_made(m) < 0)
        return -1;
    if (m->kind == PARTITION_EXTENDED)
        return 0;
    if (device_clear(m->def->name, path) < 0)
        return -1;
    device_settle(m->def->name);
    return 0;
}

int disk_vol_make(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                  unsigned long long capacity, unsigned long long allocation VT_UNUSED)
{
    VT_AUTO(making_done)
    struct making m = {.def = def, .vol = vol, .device = disk_device(def), .lock = -1};

    if (m.device == NULL || (m.lock = device_lock(def->name, m.device)) < 0 ||
        plan(&m, capacity) < 0)
        return -1;
    if (run_mkpart(&m) == 0 && finish(&m) == 0)
        return 0;
    undo(&m);
    return -1;
}

/* Nobody uses it, nor what would get another number. */
static int check_remove(const struct storage_pool_def *def, const char *device,
                        const struct partition_table *table, const struct partition *part)
{
    uint64_t deadline = vt_now_ns() + DEVICE_WAIT_MS * VT_NS_PER_MS;

    for (unsigned int i = 0; i < table->n; i++) {
        const struct partition *other = table->partition[i];
        VT_AUTOFREE char *name = NULL;
        VT_AUTOFREE char *path = NULL;
        int r;
        if (part->kind == PARTITION_EXTENDED && other->kind == PARTITION_LOGICAL)
            return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                            "the extended partition of '%s' still has logical ones", device);
        if (other != part && (part->kind != PARTITION_LOGICAL || other->number < part->number))
            continue;
        if (part->kind == PARTITION_EXTENDED)
            continue; /* the kernel has it as a place only */
        name = disk_partition_name(device, other->number);
        r = name != NULL ? device_find(def, name, false, deadline, &path) : -1;
        if (r < 0)
            return -1;
        if (r == 0)
            continue; /* what the kernel does not know is nobody's */
        if (device_check_free(def->name, path) < 0)
            return -1;
    }
    return 0;
}

int disk_vol_remove(const struct storage_pool_def *def, const char *name,
                    const char *path VT_UNUSED)
{
    VT_AUTOFREE char *device = disk_device(def);
    VT_AUTOCLOSE int lock = device != NULL ? device_lock(def->name, device) : -1;
    PARTITION_TABLE_SCOPE(table);
    const struct partition *part;

    if (lock < 0 || disk_read(def, device, &table) < 0)
        return -1;
    part = partition_table_find(&table, number_in(device, name));
    if (part == NULL)
        return 0;
    return check_remove(def, device, &table, part) < 0 ? -1 : run_rm(def, device, part->number);
}
