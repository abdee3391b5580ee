/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What definitions of all kinds are called by: names of objects, MAC addresses. */
#pragma once

#include <stdbool.h>

#include "util/compiler.h"

#define CONF_MAX_NAME 255 /* bytes */
#define CONF_MAC_LEN 6    /* bytes */

/* Checks the name of an object: not empty, not only blanks, no '/', no control characters, UTF-8.
 * @domain  who raises (VIR_FROM_*)
 * Errors   XML_ERROR */
int conf_check_name(int domain, const char *name) VT_WARN_UNUSED;

/* Reads six numbers of one or two hexadecimal digits with colons between, of one receiver.  False
 * for anything else; raises nothing. */
bool conf_mac_read(const char *text, unsigned char ret[CONF_MAC_LEN]) VT_WARN_UNUSED;
