/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A look at a document before libxml2 sees it: what would be costly there is refused here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

/* Whether markup comes first, behind blanks.  What begins otherwise is no document, and must not
 * reach libxml2, which would guess an encoding by the first bytes. */
bool xml_scan_begins(const char *text);

/* Reads tags only, in one pass: DOCTYPE, depth, attributes of one element, number of elements,
 * encoding.  What is not well-formed is left to the parser.
 * Errors   NULL when nothing is wrong, else a sentence for the error's detail, static text
 * Source   the bounds of xml.h; XML 1.0 sections 2.4 to 2.8 */
const char *xml_scan(const char *text, size_t len) VT_WARN_UNUSED;
