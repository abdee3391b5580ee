/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths as texts: nothing is looked at on disk, so a symbolic link is a name like any other, and
 * ".." takes back the name in front of it. */
#pragma once

#include <stdbool.h>

#include "util/compiler.h"

/* An absolute path without ".", "..", double or trailing slashes; ".." of the root is the root.
 * NULL when memory ran out; the caller frees. */
char *vt_path_normalise(const char *path) VT_WARN_UNUSED;

/* Whether @path is @folder or beneath it; both normalised. */
bool vt_path_is_beneath(const char *folder, const char *path);

/* The way from @folder to @path, both normalised: "." when they are the same, and with as many
 * ".." as it takes.  NULL when memory ran out; the caller frees. */
char *vt_path_relative(const char *folder, const char *path) VT_WARN_UNUSED;
