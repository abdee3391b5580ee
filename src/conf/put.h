/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small steps of printing XML: attributes in single quotes, two blanks a level, a line each. */
#pragma once

#include "conf/names.h"
#include "conf/take.h"
#include "util/strbuf.h"

/* Appends a literal text. */
#define PUT(b, literal) vt_strbuf_add_n((b), "" literal, sizeof(literal) - 1)

/* " name='value'", nothing for NULL. */
static inline void put_attr(struct vt_strbuf *b, const char *name, const char *value)
{
    if (value == NULL)
        return;
    PUT(b, " ");
    vt_strbuf_add(b, name);
    PUT(b, "='");
    vt_strbuf_add_xml(b, value);
    PUT(b, "'");
}

/* The same for a name that is a literal, in fewer steps. */
#define PUT_ATTR(b, name, value) put_attr_((b), " " name "='", sizeof(" " name "='") - 1, (value))
static inline void put_attr_(struct vt_strbuf *b, const char *begin, size_t len, const char *value)
{
    if (value == NULL)
        return;
    vt_strbuf_add_n(b, begin, len);
    vt_strbuf_add_xml(b, value);
    PUT(b, "'");
}

static inline void put_number(struct vt_strbuf *b, const char *name, unsigned long long value)
{
    PUT(b, " ");
    vt_strbuf_add(b, name);
    PUT(b, "='");
    vt_strbuf_add_u64(b, value);
    PUT(b, "'");
}

/* Lower case, two digits each. */
static inline void put_mac(struct vt_strbuf *b, const char *name,
                           const unsigned char mac[CONF_MAC_LEN])
{
    static const char digits[] = "0123456789abcdef";
    char text[CONF_MAC_LEN * 3];

    for (int i = 0; i < CONF_MAC_LEN; i++) {
        text[i * 3] = digits[mac[i] >> 4];
        text[i * 3 + 1] = digits[mac[i] & 15];
        text[i * 3 + 2] = i < CONF_MAC_LEN - 1 ? ':' : '\0';
    }
    put_attr(b, name, text);
}

/* "  <name>text</name>", nothing for NULL. */
static inline void put_element(struct vt_strbuf *b, unsigned int indent, const char *name,
                               const char *text)
{
    if (text == NULL)
        return;
    vt_strbuf_indent(b, indent);
    PUT(b, "<");
    vt_strbuf_add(b, name);
    PUT(b, ">");
    vt_strbuf_add_xml(b, text);
    PUT(b, "</");
    vt_strbuf_add(b, name);
    PUT(b, ">\n");
}

/* Blanks and "<name". */
static inline void put_open(struct vt_strbuf *b, unsigned int indent, const char *name)
{
    vt_strbuf_indent(b, indent);
    PUT(b, "<");
    vt_strbuf_add(b, name);
}

/* Blanks and "</name>". */
static inline void put_close(struct vt_strbuf *b, unsigned int indent, const char *name)
{
    vt_strbuf_indent(b, indent);
    PUT(b, "</");
    vt_strbuf_add(b, name);
    PUT(b, ">\n");
}

/* What was carried, when there is any. */
static inline void put_carried(struct vt_strbuf *b, const char *text)
{
    if (text != NULL)
        vt_strbuf_add(b, text);
}

/* Ends an open tag that has no children but carried ones. */
static inline void put_end(struct vt_strbuf *b, unsigned int indent, const char *name,
                           const struct conf_extra *extra)
{
    put_carried(b, extra->attrs);
    if (extra->children == NULL) {
        PUT(b, "/>\n");
        return;
    }
    PUT(b, ">\n");
    vt_strbuf_add(b, extra->children);
    put_close(b, indent, name);
}

static inline bool put_has_carried(const struct conf_extra *extra)
{
    return extra->attrs != NULL || extra->children != NULL;
}
