/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text that grows. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "strbuf.h"

void vt_strbuf_done(struct vt_strbuf *b)
{
    free(b->text);
    *b = (struct vt_strbuf)VT_STRBUF_INIT;
}

/* Makes room for MORE bytes and a NUL.  False when there is none. */
static bool grow(struct vt_strbuf *b, size_t more)
{
    size_t room = b->room ? b->room : 256;
    char *text;

    if (b->failed)
        return false;
    if (more < b->room - b->len && b->text != NULL)
        return true;
    while (room - b->len <= more) {
        if (__builtin_mul_overflow(room, (size_t)2, &room)) {
            b->failed = true;
            return false;
        }
    }
    text = realloc(b->text, room);
    if (text == NULL) {
        b->failed = true;
        return false;
    }
    b->text = text;
    b->room = room;
    return true;
}

void vt_strbuf_add_n(struct vt_strbuf *b, const char *text, size_t len)
{
    if (!grow(b, len))
        return;
    memcpy(b->text + b->len, text, len);
    b->len += len;
    b->text[b->len] = '\0';
}

void vt_strbuf_addf(struct vt_strbuf *b, const char *fmt, ...)
{
    va_list ap;
    char small[128];
    int n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if ((size_t)n < sizeof small) {
        vt_strbuf_add_n(b, small, (size_t)n);
        return;
    }
    if (!grow(b, (size_t)n))
        return;
    va_start(ap, fmt);
    (void)vsnprintf(b->text + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

void vt_strbuf_add_u64(struct vt_strbuf *b, unsigned long long v)
{
    char digits[24];
    char *p = digits + sizeof digits;

    do {
        *--p = (char)('0' + v % 10);
        v /= 10;
    } while (v != 0);
    vt_strbuf_add_n(b, p, (size_t)(digits + sizeof digits - p));
}

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    case '\r':
        return "&#13;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return c < 0x20 ? "\xef\xbf\xbd" : NULL;
    }
}

void vt_strbuf_add_xml(struct vt_strbuf *b, const char *text)
{
    const char *from = text;

    for (; *text != '\0'; text++) {
        const char *escape = escape_of((unsigned char)*text);
        if (escape == NULL)
            continue;
        vt_strbuf_add_n(b, from, (size_t)(text - from));
        vt_strbuf_add(b, escape);
        from = text + 1;
    }
    vt_strbuf_add_n(b, from, (size_t)(text - from));
}

void vt_strbuf_indent(struct vt_strbuf *b, unsigned int blanks)
{
    if (!grow(b, blanks))
        return;
    memset(b->text + b->len, ' ', blanks);
    b->len += blanks;
    b->text[b->len] = '\0';
}

char *vt_strbuf_take(struct vt_strbuf *b)
{
    char *text;

    if (!grow(b, 0)) {
        vt_strbuf_done(b);
        return NULL;
    }
    b->text[b->len] = '\0';
    text = b->text;
    *b = (struct vt_strbuf)VT_STRBUF_INIT;
    return text;
}
