/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The uuid of what is defined by a document that names none, as the files that packages install do. */
#pragma once

#include "util/compiler.h"
#include "util/uuid.h"

/* A uuid that follows from the machine, the folder of definitions, the kind ("network") and the name: every
 * process finds the same, so that what one starts the others know.  Version 8 (RFC 9562).
 * @domain  who raises
 * Returns  0, or -1 raised as vt_root does, @ret untouched */
int vt_store_uuid(const char *kind, const char *name, int domain,
                  unsigned char ret[VT_UUID_LEN]) VT_WARN_UNUSED;
