/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a domain stores on: <disk>, <filesystem>; and the order of disks. */
#include "config.h"

#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"

struct disk_parts {
    const struct xml_node *driver;
    const struct xml_node *source;
    const struct xml_node *target;
};

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static int parse_driver(struct conf_parse *p, const struct xml_node *node, struct domain_disk *disk)
{
    const char *name = NULL, *type = NULL, *cache = NULL;
    const struct conf_attr attrs[] = {
        {"name", &name}, {"type", &type}, {"cache", &cache}, {NULL, NULL}};
    unsigned int value = DOMAIN_CACHE_DEFAULT;
    int rv;

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_PART, attrs, conf_no_children, &disk->driver_extra) < 0)
        return -1;
    rv = conf_word_of(p, &domain_disk_cache_words, node, "cache", cache, &value);
    if (rv != 0)
        return rv;
    disk->driver_name = conf_text(p, name);
    disk->driver_type = conf_text(p, type);
    disk->cache = value;
    return 0;
}

static int parse_disk_source(struct conf_parse *p, const struct xml_node *node,
                             struct domain_disk *disk)
{
    const char *path = NULL;
    const struct conf_attr attrs[] = {{disk->type == DOMAIN_DISK_FILE ? "file" : "dev", &path},
                                      {NULL, NULL}};

    if (node != NULL &&
        conf_take(p, node, INDENT_PART, attrs, conf_no_children, &disk->source_extra) < 0)
        return -1;
    if (path != NULL && path[0] != '\0')
        disk->source = conf_text(p, path);
    else if (disk->device == DOMAIN_DISK_DISK || disk->device == DOMAIN_DISK_LUN)
        return vt_error(p->domain, VIR_ERR_NO_SOURCE, "A <disk> of type '%s' needs <source %s=''>.",
                        conf_word(&domain_disk_type_words, disk->type), attrs[0].name);
    return 0;
}

int domain_disk_bus_of_name(const char *target)
{
    static const struct {
        const char *prefix;
        enum domain_disk_bus bus;
    } names[] = {
        {"hd", DOMAIN_BUS_IDE},  {"sd", DOMAIN_BUS_SCSI}, {"vd", DOMAIN_BUS_VIRTIO},
        {"xvd", DOMAIN_BUS_XEN}, {"ubd", DOMAIN_BUS_UML},
    };

    for (size_t i = 0; i < VT_N_ELEMENTS(names); i++) {
        if (starts(target, names[i].prefix))
            return (int)names[i].bus;
    }
    return -1;
}

static int check_target(struct conf_parse *p, const struct domain_disk *disk, bool bus_given)
{
    const char *device = conf_word(&domain_disk_device_words, disk->device);
    bool floppy = disk->device == DOMAIN_DISK_FLOPPY;

    if ((floppy && !starts(disk->target, "fd")) ||
        ((disk->device == DOMAIN_DISK_DISK || disk->device == DOMAIN_DISK_LUN) &&
         domain_disk_bus_of_name(disk->target) < 0))
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "The target '%s' is no name for a device '%s'.", disk->target, device);
    if (bus_given && floppy != (disk->bus == DOMAIN_BUS_FDC))
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "The target '%s' cannot be a device '%s' on bus '%s'.", disk->target,
                        device, conf_word(&domain_disk_bus_words, disk->bus));
    return 0;
}

static int parse_disk_target(struct conf_parse *p, const struct xml_node *node,
                             struct domain_disk *disk)
{
    static const char old_prefix[] = "ioemu:";
    const char *dev = NULL, *bus = NULL;
    const struct conf_attr attrs[] = {{"dev", &dev}, {"bus", &bus}, {NULL, NULL}};
    unsigned int value = DOMAIN_BUS_IDE;
    int by_name, rv;

    if (node != NULL &&
        conf_take(p, node, INDENT_PART, attrs, conf_no_children, &disk->target_extra) < 0)
        return -1;
    if (dev != NULL && starts(dev, old_prefix))
        dev += strlen(old_prefix);
    if (dev == NULL || dev[0] == '\0')
        return vt_error(p->domain, VIR_ERR_NO_TARGET, "A <disk>%s%s needs <target dev=''>.",
                        disk->source != NULL ? " with source " : "",
                        disk->source != NULL ? disk->source : "");
    by_name = domain_disk_bus_of_name(dev);
    if (disk->device == DOMAIN_DISK_FLOPPY)
        value = DOMAIN_BUS_FDC;
    else if (by_name >= 0)
        value = (unsigned int)by_name;
    rv = conf_word_of(p, &domain_disk_bus_words, node, "bus", bus, &value);
    if (rv != 0)
        return rv;
    disk->bus = value;
    disk->target = conf_text(p, dev);
    if (disk->target == NULL)
        return vt_error_no_memory(p->domain);
    return check_target(p, disk, bus != NULL);
}

static int parse_disk_parts(struct conf_parse *p, const struct disk_parts *parts,
                            struct domain_disk *disk)
{
    int rv = parse_driver(p, parts->driver, disk);

    if (rv == 0)
        rv = parse_disk_source(p, parts->source, disk);
    if (rv == 0)
        rv = parse_disk_target(p, parts->target, disk);
    return rv;
}

int domain_parse_disk(struct conf_parse *p, const struct xml_node *node, struct domain_disk **ret)
{
    const char *type = NULL, *device = NULL;
    struct disk_parts parts = {NULL, NULL, NULL};
    const struct xml_node *readonly = NULL, *shareable = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {"device", &device}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "driver", .ret = &parts.driver}, {.name = "source", .ret = &parts.source},
        {.name = "target", .ret = &parts.target}, {.name = "readonly", .ret = &readonly},
        {.name = "shareable", .ret = &shareable}, {.name = NULL},
    };
    struct domain_disk *disk = arena_alloc(p->arena, sizeof *disk);
    unsigned int type_value = DOMAIN_DISK_FILE, device_value = DOMAIN_DISK_DISK;
    int rv;

    if (disk == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_DEVICE, attrs, children, &disk->extra) < 0)
        return -1;
    rv = conf_word_of(p, &domain_disk_type_words, node, "type", type, &type_value);
    if (rv == 0)
        rv = conf_word_of(p, &domain_disk_device_words, node, "device", device, &device_value);
    if (rv != 0)
        return rv;
    disk->type = type_value;
    disk->device = device_value;
    disk->readonly = readonly != NULL || disk->device == DOMAIN_DISK_CDROM;
    disk->shareable = shareable != NULL;
    rv = parse_disk_parts(p, &parts, disk);
    if (rv == 0)
        rv = domain_parse_place(p, node, &disk->place);
    if (rv == 0)
        *ret = disk;
    return rv;
}

/* The number of a target within its bus: hda 0, hdz 25, hdaa 26; what has none comes first. */
static unsigned long target_number(const char *target)
{
    unsigned long n = 0;
    const char *d = strchr(target, 'd');

    for (d = d != NULL ? d + 1 : ""; *d >= 'a' && *d <= 'z' && n < 1000000; d++)
        n = n * 26 + (unsigned long)(*d - 'a') + 1;
    return n;
}

static bool comes_before(const struct domain_disk *a, const struct domain_disk *b)
{
    if (a->bus != b->bus)
        return a->bus < b->bus;
    return target_number(a->target) < target_number(b->target);
}

int domain_insert_disk(struct arena *arena, struct domain_def *def, struct domain_disk *disk,
                       int domain, int code)
{
    unsigned int i;

    if (def->n_disks == DOMAIN_MAX_DEVICES)
        return vt_error(domain, code, "There are more than %d disks.", DOMAIN_MAX_DEVICES);
    for (i = 0; i < def->n_disks; i++) {
        if (strcmp(def->disks[i]->target, disk->target) == 0)
            return vt_error(domain, code, "There is a disk with the target '%s' already.",
                            disk->target);
    }
    for (i = 0; i < def->n_others; i++) {
        if (domain_other_is_disk(def->others[i], disk->target))
            return vt_error(domain, code, "There is a disk with the target '%s' already.",
                            disk->target);
    }
    if (!DOMAIN_APPEND(arena, def, disks, disk))
        return vt_error_no_memory(domain);
    for (i = def->n_disks - 1; i > 0 && comes_before(disk, def->disks[i - 1]); i--)
        def->disks[i] = def->disks[i - 1];
    def->disks[i] = disk;
    return 0;
}

static const char *const filesystem_source_attr[] = {
    [DOMAIN_FILESYSTEM_MOUNT] = "dir",
    [DOMAIN_FILESYSTEM_BLOCK] = "dev",
    [DOMAIN_FILESYSTEM_FILE] = "file",
    [DOMAIN_FILESYSTEM_TEMPLATE] = "name",
};

int domain_parse_filesystem(struct conf_parse *p, const struct xml_node *node,
                            struct domain_filesystem **ret)
{
    const char *type = NULL, *from = NULL, *to = NULL;
    const struct xml_node *source = NULL, *target = NULL, *readonly = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};
    struct conf_attr source_attrs[] = {{"dir", &from}, {NULL, NULL}};
    const struct conf_attr target_attrs[] = {{"dir", &to}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "source", .ret = &source},
        {.name = "target", .ret = &target},
        {.name = "readonly", .ret = &readonly},
        {.name = NULL},
    };
    struct domain_filesystem *fs = arena_alloc(p->arena, sizeof *fs);
    unsigned int value = DOMAIN_FILESYSTEM_MOUNT;
    int rv;

    if (fs == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_DEVICE, attrs, children, &fs->extra) < 0)
        return -1;
    rv = conf_word_of(p, &domain_filesystem_type_words, node, "type", type, &value);
    if (rv != 0)
        return rv;
    /* Later releases also take a daemon that somebody else has started. */
    if (value == DOMAIN_FILESYSTEM_MOUNT && source != NULL && xml_attr(source, "dir") == NULL &&
        xml_attr(source, "socket") != NULL)
        return CONF_LATER;
    fs->type = value;
    fs->readonly = readonly != NULL;
    source_attrs[0].name = filesystem_source_attr[value];
    if ((source != NULL && conf_take(p, source, INDENT_PART, source_attrs, conf_no_children,
                                     &fs->source_extra) < 0) ||
        (target != NULL &&
         conf_take(p, target, INDENT_PART, target_attrs, conf_no_children, &fs->target_extra) < 0))
        return -1;
    if (from == NULL)
        return vt_error(p->domain, VIR_ERR_NO_SOURCE, "A <filesystem> needs <source %s=''>.",
                        source_attrs[0].name);
    if (to == NULL)
        return vt_error(p->domain, VIR_ERR_NO_TARGET, "A <filesystem> needs <target dir=''>.");
    fs->source = conf_text(p, from);
    fs->target = conf_text(p, to);
    *ret = fs;
    return domain_parse_place(p, node, &fs->place);
}
