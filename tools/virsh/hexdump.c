/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes as text. */
#include "config.h"

#include <string.h>

#include "hexdump.h"

void hexdump_init(struct hexdump *h, unsigned long long address, unsigned long long length)
{
    memset(h, 0, sizeof *h);
    h->address = address;
    h->digits = length > 0xffffffffULL || address > 0xffffffffULL - length ? 16 : 8;
}

static void add_line(const struct hexdump *h, struct vt_strbuf *out)
{
    static const char hex[] = "0123456789abcdef";
    char text[2 + HEXDUMP_LINE * 3 + 1 + 2 + HEXDUMP_LINE + 3];
    char *p = text;

    vt_strbuf_addf(out, "%0*llx", h->digits, h->address);
    *p++ = ' ';
    for (size_t i = 0; i < HEXDUMP_LINE; i++) {
        if (i % 8 == 0)
            *p++ = ' ';
        *p++ = i < h->have ? hex[h->line[i] >> 4] : ' ';
        *p++ = i < h->have ? hex[h->line[i] & 15] : ' ';
        *p++ = ' ';
    }
    *p++ = ' ';
    *p++ = '|';
    for (size_t i = 0; i < h->have; i++)
        *p++ = h->line[i] >= 0x20 && h->line[i] < 0x7f ? (char)h->line[i] : '.';
    *p++ = '|';
    *p++ = '\n';
    vt_strbuf_add_n(out, text, (size_t)(p - text));
}

static void flush_line(struct hexdump *h, struct vt_strbuf *out)
{
    bool whole = h->have == HEXDUMP_LINE;

    if (whole && h->repeat && memcmp(h->line, h->last, sizeof h->last) == 0) {
        if (!h->folded)
            vt_strbuf_add(out, "*\n");
        h->folded = true;
    } else {
        add_line(h, out);
        h->folded = false;
    }
    memcpy(h->last, h->line, sizeof h->last);
    h->repeat = whole;
    h->address += h->have;
    h->have = 0;
}

void hexdump_add(struct hexdump *h, const void *data, size_t len, struct vt_strbuf *out)
{
    const unsigned char *from = data;

    while (len > 0) {
        size_t n = HEXDUMP_LINE - h->have;

        if (n > len)
            n = len;
        memcpy(h->line + h->have, from, n);
        h->have += n;
        from += n;
        len -= n;
        if (h->have == HEXDUMP_LINE)
            flush_line(h, out);
    }
}

void hexdump_end(struct hexdump *h, struct vt_strbuf *out)
{
    if (h->have > 0)
        flush_line(h, out);
    vt_strbuf_addf(out, "%0*llx\n", h->digits, h->address);
}
