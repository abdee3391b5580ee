/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files that read domain definitions: one function for each part.
 *
 * All return 0, or -1 with an error raised.  Those of devices may also return CONF_LATER: the
 * device is of a kind that only later releases know, and is to be carried as it is. */
#pragma once

#include "conf/domain.h"

/* Blanks in front of what is carried inside these. */
#define INDENT_DOMAIN 2
#define INDENT_SECTION 4 /* os, features, clock, devices, seclabel */
#define INDENT_DEVICE 6
#define INDENT_PART 8 /* source, target and the like */

/* memory and currentMemory: a number and its unit, rounded up to KiB.  XML_ERROR. */
int domain_parse_memory(struct conf_parse *p, const struct xml_node *node, const char **ret_extra,
                        unsigned long long *ret_kib) VT_WARN_UNUSED;

/* "1-4,^3,8": XEN_CALL. */
int domain_parse_cpuset(struct conf_parse *p, const char *text,
                        uint64_t ret[DOMAIN_MAX_CPUS / 64]) VT_WARN_UNUSED;

int domain_parse_os(struct conf_parse *p, const struct xml_node *node,
                    const struct domain_parse_opts *opts, struct domain_def *def) VT_WARN_UNUSED;
int domain_parse_features(struct conf_parse *p, const struct xml_node *node,
                          struct domain_def *def) VT_WARN_UNUSED;
int domain_parse_clock(struct conf_parse *p, const struct xml_node *node,
                       struct domain_def *def) VT_WARN_UNUSED;
/* May return CONF_LATER. */
int domain_parse_seclabel(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                          struct domain_seclabel **ret) VT_WARN_UNUSED;
int domain_parse_devices(struct conf_parse *p, const struct xml_node *node,
                         const struct domain_parse_opts *opts,
                         struct domain_def *def) VT_WARN_UNUSED;

int domain_parse_disk(struct conf_parse *p, const struct xml_node *node,
                      struct domain_disk **ret) VT_WARN_UNUSED;
int domain_parse_filesystem(struct conf_parse *p, const struct xml_node *node,
                            struct domain_filesystem **ret) VT_WARN_UNUSED;
int domain_parse_interface(struct conf_parse *p, const struct xml_node *node,
                           const struct domain_parse_opts *opts,
                           struct domain_interface **ret) VT_WARN_UNUSED;
int domain_parse_chardev(struct conf_parse *p, const struct xml_node *node,
                         enum domain_char_kind kind, struct domain_chardev **ret) VT_WARN_UNUSED;
int domain_parse_input(struct conf_parse *p, const struct xml_node *node, enum domain_os_type os,
                       struct domain_input **ret) VT_WARN_UNUSED;
int domain_parse_graphics(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                          struct domain_graphics **ret) VT_WARN_UNUSED;
int domain_parse_sound(struct conf_parse *p, const struct xml_node *node,
                       struct domain_sound **ret) VT_WARN_UNUSED;
int domain_parse_hostdev(struct conf_parse *p, const struct xml_node *node,
                         struct domain_hostdev **ret) VT_WARN_UNUSED;

/* <address>, <alias> and <boot order=''> of a device.  XML_ERROR. */
int domain_parse_place(struct conf_parse *p, const struct xml_node *node,
                       struct domain_place *place) VT_WARN_UNUSED;

/* The bus that a disk's name stands for (hd, sd, vd, xvd, ubd); -1 when it stands for none. */
int domain_disk_bus_of_name(const char *target);

/* A device that is carried: anything in <devices>.  XML_ERROR. */
int domain_parse_other(struct conf_parse *p, const struct xml_node *node,
                       struct domain_other **ret) VT_WARN_UNUSED;

/* Whether it is the disk of that target. */
bool domain_other_is_disk(const struct domain_other *other, const char *target);

/* Whether a carried device of this name can be attached and detached. */
bool domain_other_comes_and_goes(const char *name);

/* What later releases know and we only carry: words, numbers and parts that must be there, in
 * @node and all in it.  XML_ERROR. */
int domain_check_later(struct conf_parse *p, const struct xml_node *node) VT_WARN_UNUSED;

/* Who tells of a claim that two devices make: VIR_FROM_*, VIR_ERR_*. */
struct domain_claims {
    int domain;
    int code;
};

/* That no two devices have the same place, alias or boot order. */
int domain_check_places(const struct domain_def *def, const struct domain_claims *c) VT_WARN_UNUSED;

/* Appends a carried device, unless its key is there already. */
int domain_add_other(struct arena *arena, struct domain_def *def, struct domain_other *other,
                     const struct domain_claims *c) VT_WARN_UNUSED;

/* Puts the disk in its place among the others; @code is raised when its target is there already
 * or there are too many. */
int domain_insert_disk(struct arena *arena, struct domain_def *def, struct domain_disk *disk,
                       int domain, int code) VT_WARN_UNUSED;

/* Appends @item to def->LIST and counts it in def->n_LIST; false when memory ran out. */
#define DOMAIN_APPEND(arena, def, list, item) \
    (__extension__({ \
        void *room_ = arena_list_room((arena), (def)->list, (def)->n_##list); \
        if (room_ != NULL) { \
            (def)->list = room_; \
            (def)->list[(def)->n_##list++] = (item); \
        } \
        room_ != NULL; \
    }))
