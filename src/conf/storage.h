/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What pools, volumes and their sources share: permissions, sizes, paths, words.
 * Source of names, defaults and order: the pool and volume formats of libvirt 0.6.1. */
#pragma once

#include "conf/arena.h"
#include "conf/take.h"
#include "conf/xml.h"
#include "util/compiler.h"
#include "util/strbuf.h"

/* The largest size of a pool or volume, bytes: what a file offset can hold. */
#define STORAGE_MAX_BYTES INT64_MAX
#define STORAGE_MAX_PATH 4095 /* bytes; PATH_MAX of Linux with its NUL */
#define STORAGE_MAX_LIST 1024 /* hosts, devices, extents of one kind */

enum storage_pool_type {
    STORAGE_POOL_DIR,
    STORAGE_POOL_FS,
    STORAGE_POOL_NETFS,
    STORAGE_POOL_LOGICAL,
    STORAGE_POOL_DISK,
    STORAGE_POOL_ISCSI,
    STORAGE_POOL_SCSI,
    STORAGE_POOL_MPATH, /* this and what follows: of later releases */
    STORAGE_POOL_RBD,
    STORAGE_POOL_SHEEPDOG,
    STORAGE_POOL_GLUSTER,
    STORAGE_POOL_ZFS,
    STORAGE_POOL_VSTORAGE,
    STORAGE_POOL_ISCSI_DIRECT,
};
#define STORAGE_N_POOL_TYPES 14

extern const struct conf_words storage_pool_type_words;

/* What distinguishes the types. */
struct storage_pool_kind {
    const char *source_formats; /* words between blanks; NULL: any word is carried */
    const char *source_default; /* NULL: the type has no format */
    const char *vol_formats;
    const char *vol_default; /* NULL: its volumes have no format */
    bool needs_host;
    bool needs_dir;
    bool has_path; /* a target path is needed */
    bool files;    /* its volumes are files of a folder */
    bool blocks;   /* its volumes are block devices */
};

extern const struct storage_pool_kind storage_pool_kinds[STORAGE_N_POOL_TYPES];

/* Who may do what: of a pool's folder, of a volume. */
struct storage_perms {
    unsigned int mode;  /* 0 to 0777 */
    unsigned int owner; /* uid */
    unsigned int group; /* gid */
    const char *label;  /* security label, NULL none */
    struct conf_extra extra;
};

/* Reads <permissions>; NULL gives the defaults: @mode, and the process's own user and group, which
 * -1 means as well.
 * Errors   XML_ERROR mode not octal or above 0777, owner or group no number; NO_MEMORY */
int storage_perms_parse(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                        unsigned int mode, struct storage_perms *ret) VT_WARN_UNUSED;
void storage_perms_format(struct vt_strbuf *b, unsigned int indent,
                          const struct storage_perms *perms);

/* Reads a size with its unit, bytes.
 * Errors   XML_ERROR no number, unknown unit, more than STORAGE_MAX_BYTES; NO_MEMORY */
int storage_size_parse(struct conf_parse *p, const struct xml_node *node, const char **ret_extra,
                       unsigned long long *ret) VT_WARN_UNUSED;
/* "<name>bytes</name>" with @extra attributes. */
void storage_size_format(struct vt_strbuf *b, const char *name, const char *extra,
                         unsigned long long bytes);

/* A path as it is kept: runs of '/' and parts '.' are one '/', none stands at the end.
 * @node     for the message
 * Errors    XML_ERROR empty, relative, too long; NO_MEMORY
 * Owner     the arena */
int storage_path_keep(struct conf_parse *p, const struct xml_node *node, const char *path,
                      const char **ret) VT_WARN_UNUSED;
/* The same on a buffer of at least strlen(@path) + 1 bytes; relative paths pass. */
void storage_path_clean(const char *path, char *ret);
/* What @path, clean, is called in @folder; NULL when it is elsewhere, or in a folder below. */
const char *storage_path_in(const char *folder, const char *path);

/* <format type='...'/>.
 * @list, @missing  the words that are known, and what a document without one means
 * Errors           XML_ERROR an unknown word */
int storage_format_parse(struct conf_parse *p, const struct xml_node *node, const char *list,
                         const char *missing, unsigned int indent, const char **ret,
                         struct conf_extra *ret_extra) VT_WARN_UNUSED;
void storage_format_format(struct vt_strbuf *b, unsigned int indent, const char *format,
                           const struct conf_extra *extra);

/* Raises XML_ERROR: @what, an element or an attribute, is missing in <@in>.  Always -1. */
int storage_missing(struct conf_parse *p, const char *what, const char *in) VT_COLD;
