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
                           const unsigned char *mac_prefix,
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
