/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text that grows.  A failed allocation is kept until vt_strbuf_take, so that a caller checks once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "compiler.h"

struct vt_strbuf {
    char *text; /* NUL-terminated when len > 0 or text != NULL */
    size_t len; /* bytes without the NUL */
    size_t room;
    bool failed;
};

#define VT_STRBUF_INIT \
    { \
        NULL, 0, 0, false \
    }
#define VT_STRBUF_SCOPE(name) \
    struct vt_strbuf name __attribute__((cleanup(vt_strbuf_done))) = VT_STRBUF_INIT

void vt_strbuf_done(struct vt_strbuf *b);
void vt_strbuf_add_n(struct vt_strbuf *b, const char *text, size_t len);
static inline void vt_strbuf_add(struct vt_strbuf *b, const char *text)
{
    vt_strbuf_add_n(b, text, strlen(text));
}
void vt_strbuf_addf(struct vt_strbuf *b, const char *fmt, ...) VT_PRINTF(2, 3);
/* Unsigned decimal, without the cost of a format. */
void vt_strbuf_add_u64(struct vt_strbuf *b, unsigned long long v);
/* Escaped for XML text and for attributes in either quote: & < > " ' and control characters that
 * XML can carry; those it cannot carry become U+FFFD. */
void vt_strbuf_add_xml(struct vt_strbuf *b, const char *text);
void vt_strbuf_indent(struct vt_strbuf *b, unsigned int blanks);
/* The text, owned by the caller, "" when nothing was added; NULL when memory ran out. */
char *vt_strbuf_take(struct vt_strbuf *b) VT_WARN_UNUSED;
