/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pool definitions: what they hold, and where they come from and go to.
 *
 * A definition is immutable once it is handed out: any thread may read it without a lock while it
 * holds a count.  Texts belong to the definition; NULL is "not given" unless noted. */
#pragma once

#include <stdint.h>

#include "conf/storage_source.h"
#include "util/count.h"
#include "util/uuid.h"

#define STORAGE_POOL_MODE 0700 /* of a pool's folder, where the document gives none */

struct storage_pool_def {
    struct vt_count count;
    struct arena arena; /* everything below that is a pointer */

    enum storage_pool_type type;
    const char *name; /* never NULL */
    unsigned char uuid[VT_UUID_LEN];
    bool uuid_generated; /* the document gave none */
    struct storage_source source;
    const char *path; /* target: absolute, clean; NULL where the type needs none */
    struct storage_perms perms;
    bool perms_given; /* else they are defaults */
    bool probe; /* target_extra has <format type='probe'/>: headers of its files are believed */
    struct conf_extra target_extra;
    struct conf_extra extra;
};

/* What a pool has at the moment, bytes. */
struct storage_pool_sizes {
    unsigned long long capacity;
    unsigned long long allocation;
    unsigned long long available;
};

static inline const struct storage_pool_kind *storage_pool_kind_of(
    const struct storage_pool_def *def)
{
    return &storage_pool_kinds[def->type];
}

/* Reads a <pool> document, or an element of a larger one.
 * @ret_volume  NULL, or where the first child <volume> goes (NULL stays when there is none), the
 *              others standing behind it; without it they are carried as all that is unknown
 * Errors       XML_DETAIL not well-formed; INTERNAL_ERROR type missing or unknown; XML_ERROR the
 *              root, and all else; NO_MEMORY
 * Owner        the caller has one count */
int storage_pool_def_parse(const char *xml, struct storage_pool_def **ret) VT_WARN_UNUSED;
int storage_pool_def_from_node(const struct xml_node *node, const struct xml_node **ret_volume,
                               struct storage_pool_def **ret) VT_WARN_UNUSED;

/* The document.  Owner: the caller frees; NULL with NO_MEMORY raised. */
char *storage_pool_def_format(const struct storage_pool_def *def,
                              const struct storage_pool_sizes *sizes) VT_WARN_UNUSED;

/* The same of a pool on one device of which it is known what is free.
 * @device  with the free extents; NULL: those of the definition are printed */
char *storage_pool_def_format_free(const struct storage_pool_def *def,
                                   const struct storage_pool_sizes *sizes,
                                   const struct storage_device *device) VT_WARN_UNUSED;

struct storage_pool_def *storage_pool_def_ref(struct storage_pool_def *def);
/* NULL is fine.  Always NULL. */
struct storage_pool_def *storage_pool_def_unref(struct storage_pool_def *def);

static inline void storage_pool_def_auto_(struct storage_pool_def **def)
{
    storage_pool_def_unref(*def);
}
#define STORAGE_AUTOPOOLDEF __attribute__((cleanup(storage_pool_def_auto_)))
