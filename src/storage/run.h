/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running the tools of the host for a pool: mount, lvcreate, parted and such.  process.h says how.
 *
 * What goes wrong is raised: NO_SUPPORT the tool is not installed; OPERATION_TIMEOUT it took too long;
 * OPERATION_FAILED it failed, with its complaint; SYSTEM_ERROR; NO_MEMORY.  No lock may be held. */
#pragma once

#include <stddef.h>

#include "util/compiler.h"

#define STORAGE_TOOL_MS 60000          /* for what should be quick, milliseconds */
#define STORAGE_TOOL_LONG_MS 600000    /* for what writes much: making file systems, copies */
#define STORAGE_TOOL_MAX_OUT (8 << 20) /* bytes of output that are read */

struct storage_tool {
    const char *const *argv; /* ends with NULL */
    unsigned int timeout_ms;
    const char *what; /* for the error: "cannot WHAT 'NAME'": "mount pool" */
    const char *name;
};

/* 0 it ended with 0, else -1. */
int storage_tool_run(const struct storage_tool *tool) VT_WARN_UNUSED;
/* Its exit status, whatever that is; -1 raised: it did not end by itself. */
int storage_tool_status(const struct storage_tool *tool) VT_WARN_UNUSED;
/* What it says when it ends with 0.  The caller frees; NULL raised. */
char *storage_tool_read(const struct storage_tool *tool) VT_WARN_UNUSED;
