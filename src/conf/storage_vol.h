/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volume definitions: what they hold, and where they come from and go to.
 *
 * A definition is immutable once it is handed out: any thread may read it without a lock while it
 * holds a count.  Texts belong to the definition; NULL is "not given" unless noted. */
#pragma once

#include <stdint.h>

#include "conf/storage_source.h"
#include "util/count.h"

#define STORAGE_VOL_MODE 0600 /* of a volume, where the document gives none */
#define STORAGE_VOL_MAX_NAME 255

struct storage_vol_def {
    struct vt_count count;
    struct arena arena; /* everything below that is a pointer */

    const char *name;              /* never NULL */
    const char *type;              /* file, block, dir...: an attribute of later releases */
    unsigned long long capacity;   /* bytes */
    unsigned long long allocation; /* bytes; the capacity where the document gives none */
    bool allocation_given;
    const char *capacity_extra; /* attributes */
    const char *allocation_extra;
    const char *format; /* NULL: the pool's volumes have none */
    struct conf_extra format_extra;
    struct storage_perms perms;
    bool encrypted; /* target_extra has an <encryption> */
    bool has_backing;
    const char *backing_path; /* NULL: an empty <backingStore/> */
    const char *backing_format;
    struct conf_extra backing_format_extra;
    struct storage_perms *backing_perms; /* NULL: not given */
    struct conf_extra backing_extra;
    struct conf_extra target_extra;
    struct conf_extra extra;
    struct storage_device **sources; /* of one that was found */
    unsigned int n_sources;
};

/* A volume as it is found, not described. */
struct storage_vol_found {
    const char *name;             /* one that storage_vol_name_ok accepts */
    const char *path;             /* absolute; NULL: the pool's folder, '/' and the name */
    const char *key;              /* NULL: the path */
    unsigned long long size;      /* bytes that a reader finds, or in an image a guest */
    unsigned long long allocated; /* bytes that it takes of the pool */
    unsigned int mode;            /* 0 to 0777 */
    unsigned int owner;           /* uid */
    unsigned int group;           /* gid */
    bool is_dir;
    const char *format;       /* NULL: it has none, or is raw where the pool's volumes have one */
    const char *backing_path; /* NULL: it has none */
    const char *backing_format;
    struct storage_device **sources; /* devices and extents that it is on */
    unsigned int n_sources;
};

/* What a volume is at the moment. */
struct storage_vol_facts {
    const char *path; /* target and key */
    const char *key;
    unsigned long long capacity;
    unsigned long long allocation;
    const struct storage_perms *perms; /* NULL: those of the definition */
};

/* Reads a <volume> document, or an element of a larger one.  Key, source and target path in it are
 * of no account.
 * @type     of the pool that it is for
 * Errors    XML_DETAIL not well-formed; XML_ERROR all else: the root, no name or one that could leave
 *           the pool, no capacity, an unknown unit or format; NO_MEMORY
 * Owner     the caller has one count */
int storage_vol_def_parse(const char *xml, enum storage_pool_type type,
                          struct storage_vol_def **ret) VT_WARN_UNUSED;
int storage_vol_def_from_node(const struct xml_node *node, enum storage_pool_type type,
                              struct storage_vol_def **ret) VT_WARN_UNUSED;
/* The definition of one in a pool of this type.  NULL with NO_MEMORY raised. */
struct storage_vol_def *storage_vol_def_found(const struct storage_vol_found *found,
                                              enum storage_pool_type type) VT_WARN_UNUSED;

/* Whether a name stays in its folder and can stand in a document: 1 to 255 bytes of UTF-8 that XML
 * can carry, no '/', no control character, not "." or "..".  Raises nothing.  Documents may not give
 * one with '-' in front either: it would be an option of commands. */
bool storage_vol_name_ok(const char *name);

/* The document.  Owner: the caller frees; NULL with NO_MEMORY raised. */
char *storage_vol_def_format(const struct storage_vol_def *def,
                             const struct storage_vol_facts *facts) VT_WARN_UNUSED;

struct storage_vol_def *storage_vol_def_ref(struct storage_vol_def *def);
/* NULL is fine.  Always NULL. */
struct storage_vol_def *storage_vol_def_unref(struct storage_vol_def *def);

static inline void storage_vol_def_auto_(struct storage_vol_def **def)
{
    storage_vol_def_unref(*def);
}
#define STORAGE_AUTOVOLDEF __attribute__((cleanup(storage_vol_def_auto_)))
