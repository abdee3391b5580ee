/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cache lines that are never given back. */
#include "config.h"

#include <stdlib.h>

#include "lines.h"

void *vt_lines_carve(struct vt_lines *lines)
{
    if (lines->chunk == NULL || lines->used == VT_LINES_CHUNK) {
        char *chunk = aligned_alloc(VT_CACHE_LINE, VT_LINES_CHUNK);
        if (chunk == NULL)
            return NULL;
        *(char **)(void *)chunk = lines->chunk;
        lines->chunk = chunk;
        lines->used = VT_CACHE_LINE;
    }
    lines->used += VT_CACHE_LINE;
    return lines->chunk + lines->used - VT_CACHE_LINE;
}
