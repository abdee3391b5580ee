/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UUIDs: 16 raw bytes, in the order in which they are printed. */
#pragma once

#include <stdbool.h>

#include "compiler.h"

#define VT_UUID_LEN 16
#define VT_UUID_STRING_LEN 37 /* with the NUL */

/* Reads 16 pairs of hex digits, either case; hyphens and blanks may stand between pairs and
 * around.  Anything else, and trailing text, is refused: returns false, @ret untouched.
 * Source: facts of XML input, libvirt 0.6.1. */
bool vt_uuid_parse(const char *text, unsigned char ret[VT_UUID_LEN]) VT_WARN_UNUSED;

/* Reads the 8-4-4-4-12 form only, either case; text behind it is refused. */
bool vt_uuid_parse_canonical(const char *text, unsigned char ret[VT_UUID_LEN]) VT_WARN_UNUSED;

/* Writes lower case 8-4-4-4-12 and a NUL. */
void vt_uuid_format(const unsigned char uuid[VT_UUID_LEN], char ret[VT_UUID_STRING_LEN]);

/* Random, version 4 (RFC 4122).  Returns 0 or a negative errno. */
int vt_uuid_generate(unsigned char ret[VT_UUID_LEN]) VT_WARN_UNUSED;
