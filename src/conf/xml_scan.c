/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A look at a document before libxml2 sees it: what would be costly there is refused here. */
#include "config.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "conf/xml.h"
#include "conf/xml_scan.h"

struct scan {
    const char *at;
    const char *end;
    unsigned int depth;
    unsigned int nodes;
};

static const char too_deep[] = "elements are nested too deeply";
static const char too_many_attributes[] = "an element has too many attributes";
static const char too_many_nodes[] = "the document has too many elements";
static const char has_doctype[] = "a document type declaration (DOCTYPE) is not allowed";
static const char bad_encoding[] = "the encoding is none of UTF-8, ISO-8859-1 and US-ASCII";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool begins(const struct scan *s, const char *word)
{
    return strncmp(s->at, word, strlen(word)) == 0;
}

/* Moves behind the next WORD, or to the end when there is none. */
static void skip_past(struct scan *s, const char *word)
{
    const char *found = strstr(s->at, word);

    s->at = found != NULL ? found + strlen(word) : s->end;
}

/* libxml2 has these without a look for conversion modules on disk. */
static bool encoding_known(const char *name, size_t len)
{
    static const char *const known[] = {"UTF-8", "UTF8", "ISO-8859-1", "US-ASCII", "ASCII"};

    for (size_t i = 0; i < VT_N_ELEMENTS(known); i++) {
        if (len == strlen(known[i]) && strncasecmp(name, known[i], len) == 0)
            return true;
    }
    return false;
}

/* S stands behind "<?xml" and a blank. */
static const char *scan_declaration(struct scan *s)
{
    const char *stop = strstr(s->at, "?>");
    const char *name = strstr(s->at, "encoding");
    const char *close;

    if (stop == NULL || name == NULL || name > stop)
        return NULL;
    name += strlen("encoding");
    while (is_blank(*name) || *name == '=')
        name++;
    if (*name != '"' && *name != '\'')
        return NULL;
    close = strchr(name + 1, *name);
    if (close == NULL || !encoding_known(name + 1, (size_t)(close - name - 1)))
        return bad_encoding;
    return NULL;
}

/* S stands behind the '<' of a start tag. */
static const char *scan_tag(struct scan *s)
{
    unsigned int attributes = 0;

    if (++s->nodes > XML_MAX_NODES)
        return too_many_nodes;
    for (; s->at < s->end && *s->at != '>'; s->at++) {
        if (*s->at == '=' && ++attributes > XML_MAX_ATTRIBUTES)
            return too_many_attributes;
        if (*s->at == '"' || *s->at == '\'') {
            const char *close = memchr(s->at + 1, *s->at, (size_t)(s->end - s->at - 1));
            if (close == NULL) {
                s->at = s->end;
                return NULL;
            }
            s->at = close;
        }
    }
    if (s->at < s->end && s->at[-1] != '/' && ++s->depth > XML_MAX_DEPTH)
        return too_deep;
    return NULL;
}

/* S stands behind a '<'. */
static const char *scan_markup(struct scan *s)
{
    const char *why = NULL;

    if (begins(s, "!--")) {
        s->at += 3;
        skip_past(s, "-->");
    } else if (begins(s, "![CDATA[")) {
        skip_past(s, "]]>");
    } else if (*s->at == '!') {
        why = begins(s, "!DOCTYPE") ? has_doctype : NULL;
    } else if (begins(s, "?xml") && is_blank(s->at[4])) {
        why = scan_declaration(s);
        skip_past(s, "?>");
    } else if (*s->at == '?') {
        skip_past(s, "?>");
    } else if (*s->at == '/') {
        s->depth -= s->depth > 0;
    } else {
        why = scan_tag(s);
    }
    return why;
}

bool xml_scan_begins(const char *text)
{
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3;
    while (is_blank(*text))
        text++;
    return *text == '<';
}

const char *xml_scan(const char *text, size_t len)
{
    struct scan s = {text, text + len, 0, 0};
    const char *why = NULL;

    while (why == NULL && (s.at = memchr(s.at, '<', (size_t)(s.end - s.at))) != NULL) {
        s.at++;
        why = scan_markup(&s);
        if (s.at >= s.end)
            break;
    }
    return why;
}
