/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A document that grows. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "describe.h"

#define DOC_FIRST 4096

static bool doc_room(struct module_doc *doc, size_t more)
{
    size_t size = doc->size != 0 ? doc->size : DOC_FIRST;
    char *text;

    if (doc->failed || doc->len + more + 1 > MODULE_MAX_XML) {
        doc->failed = true;
        return false;
    }
    while (size < doc->len + more + 1)
        size *= 2;
    if (size == doc->size)
        return true;
    text = realloc(doc->text, size);
    if (text == NULL) {
        doc->failed = true;
        return false;
    }
    doc->text = text;
    doc->size = size;
    return true;
}

void doc_put(struct module_doc *doc, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !doc_room(doc, (size_t)len))
        return;
    va_start(args, format);
    (void)vsnprintf(doc->text + doc->len, (size_t)len + 1, format, args);
    va_end(args);
    doc->len += (size_t)len;
}

static const char *escaped(unsigned char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '\'':
        return "&apos;";
    case '"':
        return "&quot;";
    default:
        return c < 0x20 && c != '\t' && c != '\n' ? "?" : NULL;
    }
}

/* Bytes of the character of UTF-8 at @text; 0: it is none. */
static size_t character(const unsigned char *text)
{
    size_t n = text[0] < 0x80                      ? 1
               : text[0] >= 0xc2 && text[0] < 0xe0 ? 2
               : text[0] >= 0xe0 && text[0] < 0xf0 ? 3
               : text[0] >= 0xf0 && text[0] < 0xf5 ? 4
                                                   : 0;

    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    }
    /* Overlong forms, surrogates, and what is above the last plane or in no document. */
    if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] >= 0xa0) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] >= 0x90) ||
        (text[0] == 0xef && text[1] == 0xbf && text[2] >= 0xbe))
        return 0;
    return n;
}

void doc_text(struct module_doc *doc, const char *text)
{
    while (*text != '\0') {
        size_t n = character((const unsigned char *)text);
        const char *instead = n == 0 ? "?" : n == 1 ? escaped((unsigned char)*text) : NULL;
        if (instead != NULL)
            doc_put(doc, "%s", instead);
        else
            doc_put(doc, "%.*s", (int)n, text);
        text += n != 0 ? n : 1;
    }
}

void doc_attr(struct module_doc *doc, const char *name, const char *value)
{
    if (value == NULL)
        return;
    doc_put(doc, " %s='", name);
    doc_text(doc, value);
    doc_put(doc, "'");
}

void doc_element(struct module_doc *doc, int indent, const char *name, const char *text)
{
    if (text == NULL)
        return;
    doc_put(doc, "%*s<%s>", indent, "", name);
    doc_text(doc, text);
    doc_put(doc, "</%s>\n", name);
}
