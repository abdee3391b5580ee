/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The paths in a domain document, written relative to a folder, and resolved against one.
 *
 * These are the paths of what belongs to the guest: docs/relative-paths.md has the list.  They are
 * texts here: no file and no symbolic link is looked at. */
#pragma once

#include <stdbool.h>

#include "util/compiler.h"

/* The document with its absolute paths told from @dir: those beneath it, and with @outside the
 * others by "..", but for devices.
 * @dir     absolute
 * Errors   XML_DETAIL, XML_ERROR as xml_parse; XML_ERROR the result is too long; NO_MEMORY
 * Owner    the caller frees *ret */
int conf_relative_write(const char *xml, const char *dir, bool outside, char **ret) VT_WARN_UNUSED;

/* The document with its relative paths made absolute, beginning at @dir.
 * Errors   as above; XML_ERROR also for a path that leads out of @dir, unless @outside;
 *          INVALID_ARG for a @dir that no document can hold */
int conf_relative_read(const char *xml, const char *dir, bool outside, char **ret) VT_WARN_UNUSED;
