/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What definitions of all kinds are called by: names of objects, UUIDs, MAC addresses. */
#pragma once

#include <stdbool.h>

#include "conf/take.h"
#include "util/compiler.h"
#include "util/uuid.h"

#define CONF_MAX_NAME 255 /* bytes */
#define CONF_MAC_LEN 6    /* bytes */

/* Checks the name of an object: not empty, not only blanks, no '/', no control characters, UTF-8.
 * @domain  who raises (VIR_FROM_*)
 * Errors   XML_ERROR */
int conf_check_name(int domain, const char *name) VT_WARN_UNUSED;

/* Reads <name> of a definition.
 * @node    NULL when it is missing; an empty one is as good as none
 * @root    what it stands in, for the message
 * @code    raised when there is none
 * Errors   @code; XML_ERROR when it cannot be a name; NO_MEMORY
 * Owner    *ret_name lives as long as the arena */
int conf_take_name(struct conf_parse *p, const struct xml_node *node, const char *root, int code,
                   const char **ret_name) VT_WARN_UNUSED;

/* Reads <uuid> of a definition, or makes one and tells so when @node is NULL.
 * @what    whose it is, for the message
 * @code    raised when it holds something else
 * Errors   @code; those of the system's random numbers */
int conf_take_uuid(struct conf_parse *p, const struct xml_node *node, const char *what, int code,
                   unsigned char ret_uuid[VT_UUID_LEN], bool *ret_generated) VT_WARN_UNUSED;

/* Reads six numbers of one or two hexadecimal digits with colons between, of one receiver.  False
 * for anything else; raises nothing. */
bool conf_mac_read(const char *text, unsigned char ret[CONF_MAC_LEN]) VT_WARN_UNUSED;
