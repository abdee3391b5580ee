/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a pool is made of: its <source>, and lists of such.  storage_pool.h says who owns the texts;
 * NULL is "not given". */
#pragma once

#include "conf/storage.h"

/* A piece of a device that is free or used, bytes. */
struct storage_extent {
    unsigned long long start;
    unsigned long long end;
    const char *extra; /* attributes */
};

struct storage_host {
    const char *name;  /* never NULL */
    unsigned int port; /* 0 none */
    struct conf_extra extra;
};

struct storage_device {
    const char *path;                /* never NULL */
    struct storage_extent **extents; /* <freeExtent> */
    unsigned int n_extents;
    struct conf_extra extra;
};

struct storage_auth {
    const char *type;
    const char *login;
    const char *passwd; /* NULL in the form of later releases, which is carried */
    struct conf_extra extra;
};

struct storage_source {
    struct storage_host **hosts;
    unsigned int n_hosts;
    struct storage_device **devices;
    unsigned int n_devices;
    const char *dir;
    struct conf_extra dir_extra;
    const char *adapter; /* its name */
    const char *adapter_type;
    const char *adapter_wwnn;
    const char *adapter_wwpn;
    bool has_adapter;
    struct conf_extra adapter_extra;
    const char *name;
    const char *initiator; /* iSCSI name by which a target is asked */
    bool has_initiator;
    struct conf_extra initiator_extra;
    struct conf_extra iqn_extra;
    const char *format; /* NULL: the type has none */
    struct conf_extra format_extra;
    struct storage_auth *auth;
    struct conf_extra extra;
};

/* Reads <source> of a pool.
 * @node     NULL when the document has none: then what the type needs is missing
 * @indent   blanks in front of carried children
 * Errors    XML_ERROR what the type needs is missing; a bad port or extent, an unknown format, too
 *           many of a kind; NO_MEMORY */
int storage_source_parse(struct conf_parse *p, const struct xml_node *node,
                         enum storage_pool_type type, unsigned int indent,
                         struct storage_source *ret) VT_WARN_UNUSED;

/* Prints it; nothing when it is empty.
 * @indent   blanks in front of <source> */
void storage_source_format(struct vt_strbuf *b, unsigned int indent,
                           const struct storage_source *source);

/* <device>s with what they hold.
 * @extent  the name of their extents: freeExtent of a pool, extent of a volume */
void storage_devices_format(struct vt_strbuf *b, unsigned int indent,
                            struct storage_device *const *devices, unsigned int n,
                            const char *extent);
/* A copy of paths and extents, without what is carried; NULL of none.  A failure is seen in arena->failed. */
struct storage_device **storage_devices_copy(struct arena *arena,
                                             struct storage_device *const *devices, unsigned int n);

/* Whether <source> would be printed without anything in it. */
bool storage_source_empty(const struct storage_source *source);

/* Reads what narrows a search for sources: a <source> document with a host.
 * @xml       NULL allowed
 * Errors     XML_ERROR, XML_DETAIL not well-formed; NO_MEMORY
 * Owner      the caller frees *ret_host */
int storage_source_spec_host(const char *xml, char **ret_host) VT_WARN_UNUSED;

/* The same of all that the document has.
 * @arena     gets what is read */
int storage_source_spec(const char *xml, enum storage_pool_type type, struct arena *arena,
                        struct storage_source *ret) VT_WARN_UNUSED;

/* Reads a <sources> document.
 * @arena    gets what is read
 * Errors    XML_ERROR, XML_DETAIL not well-formed; NO_MEMORY */
int storage_sources_parse(const char *xml, enum storage_pool_type type, struct arena *arena,
                          struct storage_source ***ret, unsigned int *ret_n) VT_WARN_UNUSED;
/* The <sources> document of @n sources.  Owner: the caller; NULL with NO_MEMORY raised. */
char *storage_sources_format(struct storage_source *const *sources, unsigned int n) VT_WARN_UNUSED;
