/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come to a domain definition and go: in a private copy, which is the result. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "conf/domain_copy.h"
#include "conf/domain_format.h"
#include "conf/domain_parse.h"
#include "obj/error.h"
#include "util/cleanup.h"

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

/* What tells them apart decides; else the name that is asked for; else all that they say. */
static int same_other(const struct domain_other *ours, const struct domain_other *asked)
{
    if (strcmp(ours->name, asked->name) != 0)
        return 0;
    if (asked->key != NULL)
        return ours->key != NULL && strcmp(ours->key, asked->key) == 0;
    if (asked->place.alias != NULL && ours->place.alias != NULL)
        return strcmp(ours->place.alias, asked->place.alias) == 0;
    return strcmp(ours->text, asked->text) == 0;
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
    if (asked->kind == DOMAIN_DEVICE_OTHER)
        return same_other(ours, asked->other);
    return same_device(asked->kind, ours, asked->hostdev);
}

/* In a document they may be equal; one that comes is a new one. */
static int check_new_other(const struct domain_def *def, const struct domain_other *other)
{
    for (unsigned int i = 0; i < def->n_others; i++) {
        const struct domain_other *ours = def->others[i];
        if (strcmp(other->name, "interface") == 0 && strcmp(ours->name, "interface") == 0 &&
            other->key != NULL && ours->key != NULL && strcasecmp(ours->key, other->key) == 0)
            return exists("an interface with this MAC address", "");
    }
    return 0;
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
    } else if (dev->kind == DOMAIN_DEVICE_OTHER) {
        return check_new_other(def, dev->other);
    }
    return same;
}

/* How attaching tells of what is there already. */
static const struct domain_claims attach_claims = {VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED};

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
    case DOMAIN_DEVICE_OTHER:
        copy = domain_copy_device(&def->arena, dev->kind, dev->other);
        if (copy == NULL)
            return vt_error_no_memory(VIR_FROM_DOMAIN);
        return domain_add_other(&def->arena, def, copy, &attach_claims);
    }
    return -1;
}

int domain_def_with_device(const struct domain_def *def, const struct domain_device *dev,
                           struct domain_def **ret)
{
    DOMAIN_AUTODEF struct domain_def *copy = NULL;

    if (check_new(def, dev) < 0 || (copy = domain_def_dup(def)) == NULL ||
        add_device(copy, dev) < 0 || domain_check_places(copy, &attach_claims) < 0)
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

/* The target names the disk, of whatever type it is. */
static int remove_other_disk(struct domain_def *def, const char *target)
{
    struct domain_other disk = {.name = "disk", .key = target};
    const struct domain_device dev = {.kind = DOMAIN_DEVICE_OTHER, .other = &disk};

    return REMOVE(def, others, &dev);
}

static int remove_device(struct domain_def *def, const struct domain_device *dev)
{
    int found;

    switch (dev->kind) {
    case DOMAIN_DEVICE_DISK:
        found = REMOVE(def, disks, dev);
        return found != 0 ? found : remove_other_disk(def, dev->disk->target);
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
    case DOMAIN_DEVICE_OTHER:
        return REMOVE(def, others, dev);
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
                        dev->kind == DOMAIN_DEVICE_OTHER
                            ? dev->other->name
                            : conf_word(&domain_device_kind_words, dev->kind),
                        dev->kind == DOMAIN_DEVICE_DISK ? " with target " : "",
                        dev->kind == DOMAIN_DEVICE_DISK ? dev->disk->target : "");
    if (found < 0)
        return -1;
    *ret = VT_TAKE(copy);
    return 0;
}
