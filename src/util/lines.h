/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cache lines that are never given back: memory of what must stay readable, or close together. */
#pragma once

#include <stddef.h>

#include "util/compiler.h"

/* Bytes at a time; large enough that malloc maps it apart from the heap, which it would pin. */
#define VT_LINES_CHUNK (256 * 1024)

/* All zero is empty.  No lock of its own. */
struct vt_lines {
    char *chunk; /* the newest; each begins with a pointer to the one before */
    size_t used; /* bytes of it */
};

/* A line that was never given out before; its bytes are undefined.  NULL when memory ran out. */
void *vt_lines_carve(struct vt_lines *lines);
