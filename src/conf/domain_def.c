/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a domain definition: counts, private copies, devices that come and go. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "conf/domain_copy.h"
#include "conf/domain_format.h"
#include "conf/domain_parse.h"
#include "conf/names.h"
#include "obj/error.h"
#include "util/cleanup.h"

struct domain_def *domain_def_ref(struct domain_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct domain_def *domain_def_unref(struct domain_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}

struct domain_def *domain_def_dup(const struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *copy = malloc(sizeof *copy);

    if (copy == NULL) {
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
        return NULL;
    }
    /* Not by assignment: the count of the original may change meanwhile. */
    memcpy((char *)copy + offsetof(struct domain_def, arena),
           (const char *)def + offsetof(struct domain_def, arena),
           sizeof *copy - offsetof(struct domain_def, arena));
    vt_count_init(&copy->count);
    copy->arena = (struct arena)ARENA_INIT;
    domain_copy_texts(copy);
    if (copy->embedded != NULL)
        copy->embedded = domain_embedded_copy(&copy->arena, copy->embedded);
    if (!domain_copy_devices(copy, def)) {
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
        return NULL;
    }
    return VT_TAKE(copy);
}

const char *domain_def_keep(struct domain_def *def, const char *text)
{
    const char *copy = arena_text(&def->arena, text);

    if (copy == NULL)
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
    return copy;
}

int domain_def_set_name(struct domain_def *def, const char *name)
{
    const char *copy;

    if (conf_check_name(VIR_FROM_DOMAIN, name) < 0)
        return -1;
    copy = domain_def_keep(def, name);
    if (copy == NULL)
        return -1;
    def->name = copy;
    return 0;
}

static int exists(const char *what, const char *which)
{
    return vt_error(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED, "The domain has %s%s already.", what,
                    which);
}

/* The text of a device: two that print alike are the same.  NULL when memory ran out. */
static char *text_of(enum domain_device_kind kind, const void *item)
{
    struct vt_strbuf b = VT_STRBUF_INIT;

    domain_format_device(&b, kind, item);
    return vt_strbuf_take(&b);
}

/* 1 equal, 0 not, -1 NO_MEMORY raised. */
static int same_device(enum domain_device_kind kind, const void *a, const void *b)
{
    VT_AUTOFREE char *text_a = text_of(kind, a);
    VT_AUTOFREE char *text_b = text_of(kind, b);

    if (text_a == NULL || text_b == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    return strcmp(text_a, text_b) == 0;
}

static int same_interface(const struct domain_interface *ours, const struct domain_interface *asked)
{
    struct domain_interface copy = *asked;

    if (!asked->mac_generated)
        return memcmp(ours->mac, asked->mac, sizeof ours->mac) == 0;
    memcpy(copy.mac, ours->mac, sizeof copy.mac);
    return same_device(DOMAIN_DEVICE_INTERFACE, ours, &copy);
}

/* Is the device of DEF the one that is asked for?  1, 0, or -1 with an error raised. */
static int matches(const struct domain_device *asked, const void *ours)
{
    const struct domain_disk *disk = ours;

    if (asked->kind == DOMAIN_DEVICE_DISK)
        return strcmp(disk->target, asked->disk->target) == 0;
    if (asked->kind == DOMAIN_DEVICE_INTERFACE)
        return same_interface(ours, asked->interface);
    if (asked->kind == DOMAIN_DEVICE_FILESYSTEM)
        return same_device(asked->kind, ours, asked->filesystem);
    if (asked->kind == DOMAIN_DEVICE_INPUT)
        return same_device(asked->kind, ours, asked->input);
    if (asked->kind == DOMAIN_DEVICE_SOUND)
        return same_device(asked->kind, ours, asked->sound);
    return same_device(asked->kind, ours, asked->hostdev);
}

/* What would collide with the new device, for those whose names must differ. */
static int check_new(const struct domain_def *def, const struct domain_device *dev)
{
    int same = 0;

    if (dev->kind == DOMAIN_DEVICE_INTERFACE) {
        for (unsigned int i = 0; i < def->n_interfaces; i++) {
            if (memcmp(def->interfaces[i]->mac, dev->interface->mac, DOMAIN_MAC_LEN) == 0)
                return exists("an interface with this MAC address", "");
        }
    } else if (dev->kind == DOMAIN_DEVICE_FILESYSTEM) {
        for (unsigned int i = 0; i < def->n_filesystems; i++) {
            if (strcmp(def->filesystems[i]->target, dev->filesystem->target) == 0)
                return exists("a file system at ", dev->filesystem->target);
        }
    } else if (dev->kind == DOMAIN_DEVICE_SOUND) {
        for (unsigned int i = 0; i < def->n_sounds; i++) {
            if (def->sounds[i]->model == dev->sound->model)
                return exists("a sound card ",
                              conf_word(&domain_sound_model_words, dev->sound->model));
        }
    } else if (dev->kind == DOMAIN_DEVICE_HOSTDEV) {
        for (unsigned int i = 0; i < def->n_hostdevs && same == 0; i++)
            same = same_device(dev->kind, def->hostdevs[i], dev->hostdev);
        if (same > 0)
            return exists("this host device", "");
    }
    return same;
}

/* Ends a step: a copy of the device goes to its list. */
#define ADD_COPY(def, list, kind, item) \
    ((def)->n_##list < DOMAIN_MAX_DEVICES \
         ? (((copy) = domain_copy_device(&(def)->arena, (kind), (item))) != NULL && \
                    DOMAIN_APPEND(&(def)->arena, (def), list, (copy)) \
                ? 0 \
                : vt_error_no_memory(VIR_FROM_DOMAIN)) \
         : vt_error(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED, \
                    "There are more than %d " #list ".", DOMAIN_MAX_DEVICES))

static int add_device(struct domain_def *def, const struct domain_device *dev)
{
    void *copy;

    switch (dev->kind) {
    case DOMAIN_DEVICE_DISK:
        copy = domain_copy_device(&def->arena, dev->kind, dev->disk);
        if (copy == NULL)
            return vt_error_no_memory(VIR_FROM_DOMAIN);
        return domain_insert_disk(&def->arena, def, copy, VIR_FROM_DOMAIN,
                                  VIR_ERR_OPERATION_FAILED);
    case DOMAIN_DEVICE_FILESYSTEM:
        return ADD_COPY(def, filesystems, dev->kind, dev->filesystem);
    case DOMAIN_DEVICE_INTERFACE:
        return ADD_COPY(def, interfaces, dev->kind, dev->interface);
    case DOMAIN_DEVICE_INPUT:
        return ADD_COPY(def, inputs, dev->kind, dev->input);
    case DOMAIN_DEVICE_SOUND:
        return ADD_COPY(def, sounds, dev->kind, dev->sound);
    case DOMAIN_DEVICE_HOSTDEV:
        return ADD_COPY(def, hostdevs, dev->kind, dev->hostdev);
    }
    return -1;
}

int domain_def_with_device(const struct domain_def *def, const struct domain_device *dev,
                           struct domain_def **ret)
{
    DOMAIN_AUTODEF struct domain_def *copy = NULL;

    if (check_new(def, dev) < 0 || (copy = domain_def_dup(def)) == NULL ||
        add_device(copy, dev) < 0)
        return -1;
    *ret = VT_TAKE(copy);
    return 0;
}

/* Takes the first match out of LIST: 1 done, 0 there is none, -1 with an error raised. */
#define REMOVE(def, list, dev) \
    (__extension__({ \
        unsigned int at_ = 0; \
        int found_ = 0; \
        while (at_ < (def)->n_##list && (found_ = matches((dev), (def)->list[at_])) == 0) \
            at_++; \
        if (found_ > 0) { \
            (def)->n_##list--; \
            memmove(&(def)->list[at_], &(def)->list[at_ + 1], \
                    ((def)->n_##list - at_) * sizeof *(def)->list); \
        } \
        found_; \
    }))

static int remove_device(struct domain_def *def, const struct domain_device *dev)
{
    switch (dev->kind) {
    case DOMAIN_DEVICE_DISK:
        return REMOVE(def, disks, dev);
    case DOMAIN_DEVICE_FILESYSTEM:
        return REMOVE(def, filesystems, dev);
    case DOMAIN_DEVICE_INTERFACE:
        return REMOVE(def, interfaces, dev);
    case DOMAIN_DEVICE_INPUT:
        return REMOVE(def, inputs, dev);
    case DOMAIN_DEVICE_SOUND:
        return REMOVE(def, sounds, dev);
    case DOMAIN_DEVICE_HOSTDEV:
        return REMOVE(def, hostdevs, dev);
    }
    return 0;
}

int domain_def_without_device(const struct domain_def *def, const struct domain_device *dev,
                              struct domain_def **ret)
{
    DOMAIN_AUTODEF struct domain_def *copy = domain_def_dup(def);
    int found;

    if (copy == NULL)
        return -1;
    found = remove_device(copy, dev);
    if (found == 0)
        return vt_error(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED,
                        "The domain '%s' has no such <%s>%s%s.", def->name,
                        conf_word(&domain_device_kind_words, dev->kind),
                        dev->kind == DOMAIN_DEVICE_DISK ? " with target " : "",
                        dev->kind == DOMAIN_DEVICE_DISK ? dev->disk->target : "");
    if (found < 0)
        return -1;
    *ret = VT_TAKE(copy);
    return 0;
}

const struct domain_disk *domain_def_find_disk(const struct domain_def *def, const char *path)
{
    for (unsigned int i = 0; i < def->n_disks; i++) {
        if (def->disks[i]->source != NULL && strcmp(def->disks[i]->source, path) == 0)
            return def->disks[i];
    }
    for (unsigned int i = 0; i < def->n_disks; i++) {
        if (strcmp(def->disks[i]->target, path) == 0)
            return def->disks[i];
    }
    return NULL;
}

const struct domain_interface *domain_def_find_interface(const struct domain_def *def,
                                                         const char *target)
{
    for (unsigned int i = 0; i < def->n_interfaces; i++) {
        if (def->interfaces[i]->target != NULL && strcmp(def->interfaces[i]->target, target) == 0)
            return def->interfaces[i];
    }
    return NULL;
}
