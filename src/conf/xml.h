/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XML: one bounded pass of libxml2 into a compact tree, and the tree back into text.
 *
 * A document cannot reach outside itself: a DOCTYPE is refused before anything of it is read, so
 * the only entities are XML's own five and character references; no file and no socket is opened.
 * libxml2 prints nothing; its complaint becomes the detail of the one error that is raised. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "conf/arena.h"
#include "util/compiler.h"
#include "util/strbuf.h"

/* Bounds of every document.  More is VIR_ERR_XML_ERROR. */
#define XML_MAX_TEXT (1024 * 1024) /* bytes, where the caller has no reason for another bound */
#define XML_MAX_DEPTH 64           /* elements in elements, the root counted */
#define XML_MAX_ATTRIBUTES 512     /* of one element, namespace declarations counted */
#define XML_MAX_NAMESPACES 512     /* declarations in force at one place */
#define XML_MAX_NODES 131072       /* elements and pieces of text */

struct xml_attr {
    const char *name;
    const char *ns;     /* namespace URI, NULL when there is none */
    const char *prefix; /* as written, NULL when there is none */
    const char *value;
};

/* One declaration xmlns:prefix='uri'. */
struct xml_ns {
    const char *prefix; /* NULL for the default namespace */
    const char *uri;    /* "" takes the default namespace back */
};

/* An element, or a piece of text (then name is NULL).  Indentation between elements is dropped;
 * comments and processing instructions are, too; CDATA is text. */
struct xml_node {
    const char *name;   /* local name */
    const char *ns;     /* namespace URI, NULL when there is none */
    const char *prefix; /* as written, NULL when there is none */
    const char *text;   /* an element: its direct text, in one piece, "" when there is none */
    const struct xml_attr *attrs;
    const struct xml_ns *decls;
    struct xml_node *first; /* children in the order of the document */
    struct xml_node *last;
    struct xml_node *next;
    struct xml_node *parent;
    unsigned int line; /* where the element's start tag ends, from 1; 0 for text */
    uint16_t n_attrs;
    uint16_t n_decls;
    bool mixed; /* text that is more than indentation is among the children */
};

struct xml_doc {
    struct arena arena;
    struct xml_node *root;
};

/* Makes libxml2 ready, once per process; any thread, any number of times.  xml_parse calls it. */
void xml_init(void);

/* While it lasts libxml2 prints nothing from this thread, and leaves no last error of its own.
 * Whatever the application had set for the thread comes back. */
struct xml_quiet {
    void (*handler)(void);
    void *user;
};
void xml_quiet_begin(struct xml_quiet *q);
void xml_quiet_end(struct xml_quiet *q);

/* Parses a document.
 * @text      NUL-terminated; UTF-8, or ISO-8859-1 or ASCII where its declaration says so
 * @max_len   bytes, usually XML_MAX_TEXT
 * @domain    who raises (VIR_FROM_*)
 * @code      what is raised when the text is not well-formed (VIR_ERR_*)
 * Errors     @code; XML_ERROR for a DOCTYPE, another encoding, a bound passed; NO_MEMORY
 * Owner      the caller; every text of the tree lives as long as the document
 * Source     XML 1.0, Namespaces in XML 1.0; libxml2's SAX2 interface */
int xml_parse(const char *text, size_t max_len, int domain, int code,
              struct xml_doc **ret) VT_WARN_UNUSED;
void xml_doc_free(struct xml_doc *doc);

static inline void xml_auto_doc_(struct xml_doc **doc)
{
    xml_doc_free(*doc);
}
#define XML_AUTODOC __attribute__((cleanup(xml_auto_doc_)))

/* True for an element of that name in no namespace. */
static inline bool xml_is(const struct xml_node *node, const char *name)
{
    return node->name != NULL && node->ns == NULL && node->name[0] == name[0] &&
           strcmp(node->name, name) == 0;
}

/* The first child element of that name in no namespace, and the next one behind @node. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);
const struct xml_node *xml_next_child(const struct xml_node *node, const char *name);

/* Whether the text can stand in a document: UTF-8, and no character that XML does not have. */
bool xml_is_text(const char *text);

/* The value of an attribute in no namespace, NULL when it is missing. */
const char *xml_attr(const struct xml_node *node, const char *name);

/* The element's direct text, "" when there is none; blanks around child elements count as none. */
static inline const char *xml_text(const struct xml_node *node)
{
    return node->text;
}

/* Reads decimal digits, blanks around them allowed, no sign.  False for anything else and for a
 * number above @max; raises nothing, @ret untouched. */
bool xml_number(const char *text, unsigned long long max, unsigned long long *ret) VT_WARN_UNUSED;

/* The same, and hexadecimal with 0x in front. */
bool xml_number_any(const char *text, unsigned long long max,
                    unsigned long long *ret) VT_WARN_UNUSED;

/* What a number must be, and where it stands. */
struct xml_number_spec {
    const char *attr; /* NULL: the element's text */
    unsigned long long min;
    unsigned long long max;
    bool any; /* 0x is allowed */
};

/* Reads a number, raising XML_ERROR from @domain that names element, attribute and value. */
int xml_number_of(const struct xml_node *node, const char *text, const struct xml_number_spec *spec,
                  int domain, unsigned long long *ret) VT_WARN_UNUSED;

/* Appends the element and all in it as text that stands by itself: escaped, every namespace that
 * it uses declared, a line per element at @indent blanks, two more for each level.  An element
 * that mixes text and elements stays on one line, so that no text changes. */
void xml_write(struct vt_strbuf *b, const struct xml_node *node, unsigned int indent);

/* Appends attribute number @i of @node, with a blank in front; its namespace is declared unless an
 * earlier attribute of the element has the same prefix. */
void xml_write_attr(struct vt_strbuf *b, const struct xml_node *node, unsigned int i);
