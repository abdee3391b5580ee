/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks documents against the RELAX NG schemas that are installed.
 *
 * They are in $(datadir)/libvirt/schemas, or in the folder that the environment variable
 * VITRINE_SCHEMAS names (not in programs that run with more rights than their user).  A schema
 * is read for each check: nothing is kept between two, and threads share nothing. */
#pragma once

#include "util/compiler.h"

#define CONF_SCHEMAS_ENV "VITRINE_SCHEMAS"

/* Bounds of what is checked, so that a check ends within a tenth of a second or two; a guest with
 * 1024 disks has 5000 elements. */
#define CONF_VALIDATE_ELEMENTS 8192
#define CONF_VALIDATE_ATTRIBUTES 32768

/* What a document can be.  Its schema is schemas/NAME.rng. */
enum conf_schema {
    CONF_SCHEMA_DOMAIN,
    CONF_SCHEMA_NETWORK,
    CONF_SCHEMA_STORAGE_POOL,
    CONF_SCHEMA_STORAGE_VOL,
    CONF_SCHEMA_NODE_DEVICE,
    CONF_SCHEMA_CAPABILITIES,
    CONF_SCHEMA_NODE, /* the file that test:///FILE.xml opens */
    CONF_SCHEMAS
};

/* The name of the schema's file, without ".rng". */
const char *conf_schema_name(enum conf_schema schema);

/* The schema for a root element, or the one of that name; -1 when there is none, nothing raised. */
int conf_schema_of_root(const char *root);
int conf_schema_of_name(const char *name);

/* Checks a document; it must be well-formed and within the bounds of every document first.
 * Nothing outside of the schemas is read, whatever the document says.
 * @domain  who raises (VIR_FROM_*)
 * @code    for a text that is not well-formed (VIR_ERR_*)
 * Errors   XML_INVALID_SCHEMA with the validator's first complaint and the line of the innermost
 *          element without which the document would fit, if there is one; @code; XML_ERROR
 *          as xml_parse, and beyond the bounds above; SYSTEM_ERROR the schema cannot be read; INTERNAL_ERROR it is none;
 *          NO_MEMORY
 * Locks    none; reads files
 * Source   RELAX NG; libxml2's implementation of it */
int conf_validate(enum conf_schema schema, const char *xml, int domain, int code) VT_WARN_UNUSED;
