/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XML: one bounded pass of libxml2's SAX2 into a compact tree. */
#include "config.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/xml.h"
#include "conf/xml_scan.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/valgrind.h"

/* The longest complaint of libxml2 that is kept, bytes. */
#define COMPLAINT_MAX 256

/* What the callbacks of one parse share. */
struct builder {
    xmlParserCtxtPtr ctxt;
    struct xml_doc *doc;
    struct xml_node *at;   /* the open element, NULL outside the root */
    struct vt_strbuf text; /* what came since the last tag */
    unsigned int depth;
    unsigned int nodes;
    unsigned int decls; /* namespace declarations in force */
    bool no_memory;
    const char *refused; /* a bound was passed: the sentence */
    int complaint_line;
    char complaint[COMPLAINT_MAX]; /* libxml2's first, "" when there is none */
};

static void refuse(struct builder *b, const char *why)
{
    if (b->refused == NULL)
        b->refused = why;
    xmlStopParser(b->ctxt);
}

static void out_of_memory(struct builder *b)
{
    b->no_memory = true;
    xmlStopParser(b->ctxt);
}

static struct xml_node *add_node(struct builder *b)
{
    struct xml_node *node;

    if (++b->nodes > XML_MAX_NODES) {
        refuse(b, "the document has too many elements");
        return NULL;
    }
    node = arena_alloc(&b->doc->arena, sizeof *node);
    if (node == NULL) {
        out_of_memory(b);
        return NULL;
    }
    node->parent = b->at;
    if (b->at == NULL)
        b->doc->root = node;
    else if (b->at->last == NULL)
        b->at->first = node;
    else
        b->at->last->next = node;
    if (b->at != NULL)
        b->at->last = node;
    return node;
}

/* Indentation is blanks with a line end where nothing else but elements has come. */
static bool is_indentation(const struct builder *b)
{
    return !b->at->mixed && memchr(b->text.text, '\n', b->text.len) != NULL &&
           strspn(b->text.text, " \t\r\n") == b->text.len;
}

/* Makes a node of the text since the last tag. */
static void flush_text(struct builder *b)
{
    struct xml_node *node;

    if (b->text.failed) {
        out_of_memory(b);
        return;
    }
    if (b->text.len == 0 || b->at == NULL)
        return;
    if (!is_indentation(b) && (node = add_node(b)) != NULL) {
        b->at->mixed = true;
        node->text = arena_text_n(&b->doc->arena, b->text.text, b->text.len);
        if (node->text == NULL)
            out_of_memory(b);
    }
    b->text.len = 0;
}

static const char *keep(struct builder *b, const xmlChar *text)
{
    return arena_text(&b->doc->arena, (const char *)text);
}

static void add_decls(struct builder *b, struct xml_node *node, int n, const xmlChar **decls)
{
    struct xml_ns *to;

    if (n == 0)
        return;
    b->decls += (unsigned int)n;
    if (b->decls > XML_MAX_NAMESPACES) {
        refuse(b, "too many namespaces are declared");
        return;
    }
    to = arena_alloc(&b->doc->arena, (size_t)n * sizeof *to);
    if (to == NULL)
        return;
    node->decls = to;
    node->n_decls = (uint16_t)n;
    for (int i = 0; i < n; i++, decls += 2) {
        to[i].prefix = keep(b, decls[0]);
        to[i].uri = decls[1] != NULL ? keep(b, decls[1]) : "";
    }
}

/* libxml2 gives five words for each: local name, prefix, URI, begin and end of the value. */
static void add_attrs(struct builder *b, struct xml_node *node, int n, const xmlChar **attrs)
{
    struct xml_attr *to;

    if (n == 0)
        return;
    if (n > XML_MAX_ATTRIBUTES) {
        refuse(b, "an element has too many attributes");
        return;
    }
    to = arena_alloc(&b->doc->arena, (size_t)n * sizeof *to);
    if (to == NULL)
        return;
    node->attrs = to;
    node->n_attrs = (uint16_t)n;
    for (int i = 0; i < n; i++, attrs += 5) {
        to[i].name = keep(b, attrs[0]);
        to[i].prefix = keep(b, attrs[1]);
        to[i].ns = keep(b, attrs[2]);
        to[i].value =
            arena_text_n(&b->doc->arena, (const char *)attrs[3], (size_t)(attrs[4] - attrs[3]));
    }
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
    (void)name;
    (void)id;
    (void)uri;
    refuse(user, "a document type declaration (DOCTYPE) is not allowed");
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_decls, const xmlChar **decls, int n_attrs, int n_defaulted,
                     const xmlChar **attrs)
{
    struct builder *b = user;
    struct xml_node *node;

    (void)n_defaulted;
    flush_text(b);
    if (b->no_memory || b->refused != NULL)
        return;
    if (++b->depth > XML_MAX_DEPTH) {
        refuse(b, "elements are nested too deeply");
        return;
    }
    node = add_node(b);
    if (node == NULL)
        return;
    node->name = keep(b, name);
    node->prefix = keep(b, prefix);
    node->ns = keep(b, uri);
    node->line = b->ctxt->input != NULL ? (unsigned int)b->ctxt->input->line : 0;
    node->text = "";
    add_decls(b, node, n_decls, decls);
    add_attrs(b, node, n_attrs, attrs);
    if (b->doc->arena.failed)
        out_of_memory(b);
    b->at = node;
}

/* The element's text in one piece, when there is any. */
static void join_text(struct builder *b, struct xml_node *node)
{
    struct xml_node *only = node->first;
    char *to;
    size_t len = 0;

    if (only != NULL && only->name == NULL && only->next == NULL) {
        node->text = only->text != NULL ? only->text : "";
        return;
    }
    for (struct xml_node *n = node->first; n != NULL; n = n->next)
        len += n->name == NULL && n->text != NULL ? strlen(n->text) : 0;
    if (len == 0 || (to = arena_alloc(&b->doc->arena, len + 1)) == NULL)
        return;
    node->text = to;
    for (struct xml_node *n = node->first; n != NULL; n = n->next)
        to = n->name == NULL && n->text != NULL ? stpcpy(to, n->text) : to;
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct builder *b = user;
    struct xml_node *node = b->at;

    (void)name;
    (void)prefix;
    (void)uri;
    if (b->no_memory || b->refused != NULL || node == NULL)
        return;
    flush_text(b);
    if (node->mixed)
        join_text(b, node);
    if (b->doc->arena.failed)
        out_of_memory(b);
    b->depth--;
    b->decls -= node->n_decls;
    b->at = node->parent;
}

static void on_text(void *user, const xmlChar *text, int len)
{
    struct builder *b = user;

    vt_strbuf_add_n(&b->text, (const char *)text, (size_t)len);
}

/* Keeps the first complaint; libxml2 goes on to consequences of it. */
static void on_complaint(void *user, xmlErrorPtr error)
{
    struct builder *b = user;

    if (error == NULL || b == NULL)
        return;
    if (error->code == XML_ERR_NO_MEMORY)
        b->no_memory = true;
    if (error->level < XML_ERR_ERROR || b->complaint[0] != '\0')
        return;
    b->complaint_line = error->line;
    (void)snprintf(b->complaint, sizeof b->complaint, "%s",
                   error->message != NULL ? error->message : "unknown");
    b->complaint[strcspn(b->complaint, "\n")] = '\0';
}

static const xmlSAXHandler handlers = {
    .internalSubset = on_doctype,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .serror = on_complaint,
    .initialized = XML_SAX2_MAGIC,
};

static char ready; /* only its address: what init_once did comes before all parsing */

static void ignore_complaint(void *user, xmlErrorPtr complaint)
{
    (void)user, (void)complaint;
}

void xml_quiet_begin(struct xml_quiet *q)
{
    q->handler = (void (*)(void))xmlStructuredError;
    q->user = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, ignore_complaint);
}

void xml_quiet_end(struct xml_quiet *q)
{
    xmlResetLastError();
    xmlSetStructuredErrorFunc(q->user, (xmlStructuredErrorFunc)q->handler);
}

static void init_once(void)
{
    struct xml_quiet quiet;

    xml_quiet_begin(&quiet);
    xmlInitParser();
    xml_quiet_end(&quiet);
    VT_HG_BEFORE(&ready);
}

void xml_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, init_once);
    VT_HG_ACQUIRE(&ready);
}

void xml_doc_free(struct xml_doc *doc)
{
    if (doc == NULL)
        return;
    arena_done(&doc->arena);
    free(doc);
}

/* Runs libxml2.  While it makes its context it knows of no handler but the thread's, so ours
 * stands there meanwhile: it must not print. */
static void run(struct builder *b, const char *text, size_t len)
{
    xmlStructuredErrorFunc old_handler = xmlStructuredError;
    void *old_user = xmlStructuredErrorContext;

    xmlSetStructuredErrorFunc(b, on_complaint);
    b->ctxt = xmlCreateMemoryParserCtxt(text, (int)len);
    if (b->ctxt == NULL) {
        b->no_memory = true;
    } else {
        /* NOENT, or "&amp;" in an attribute comes as another reference.  There are no entities
         * but XML's own: the only place to declare one is a DOCTYPE. */
        (void)xmlCtxtUseOptions(b->ctxt, XML_PARSE_NONET | XML_PARSE_NOENT);
        *b->ctxt->sax = handlers;
        b->ctxt->userData = b;
        (void)xmlParseDocument(b->ctxt);
        if (b->ctxt->errNo == XML_ERR_NO_MEMORY)
            b->no_memory = true;
        if (!b->ctxt->wellFormed && b->complaint[0] == '\0')
            (void)snprintf(b->complaint, sizeof b->complaint, "the document is cut short");
        xmlFreeParserCtxt(b->ctxt);
    }
    if (b->no_memory || b->complaint[0] != '\0')
        xmlResetLastError(); /* the thread's copy of what we raise ourselves */
    xmlSetStructuredErrorFunc(old_user, old_handler);
}

static int parse_once(const char *text, size_t len, struct builder *b)
{
    XML_AUTODOC struct xml_doc *doc = calloc(1, sizeof *doc);

    *b = (struct builder){.doc = doc, .text = VT_STRBUF_INIT};
    if (doc == NULL) {
        b->no_memory = true;
        return -1;
    }
    run(b, text, len);
    vt_strbuf_done(&b->text);
    b->doc = NULL;
    b->no_memory = b->no_memory || doc->arena.failed;
    if (b->no_memory || b->refused != NULL || b->complaint[0] != '\0' || doc->root == NULL)
        return -1;
    b->doc = VT_TAKE(doc);
    return 0;
}

int xml_parse(const char *text, size_t max_len, int domain, int code, struct xml_doc **ret)
{
    struct builder b = {.doc = NULL};
    size_t len = strnlen(text, max_len + 1);
    const char *why;

    xml_init();
    if (len > max_len || len > INT32_MAX)
        return vt_error(domain, VIR_ERR_XML_ERROR, "The document is larger than %zu bytes.",
                        max_len);
    if (len == 0)
        return vt_error(domain, code, "The document is empty.");
    if (!xml_scan_begins(text))
        return vt_error(domain, code, "The document does not begin with '<'.");
    why = xml_scan(text, len);
    if (why != NULL)
        return vt_error(domain, VIR_ERR_XML_ERROR, "The document is refused: %s.", why);
    /* Some of libxml2's requests for memory fail as if the text were wrong: such an answer counts
     * only when it is given twice. */
    if (parse_once(text, len, &b) < 0 && !b.no_memory && b.refused == NULL)
        (void)parse_once(text, len, &b);
    if (b.no_memory)
        return vt_error_no_memory(domain);
    if (b.refused != NULL)
        return vt_error(domain, VIR_ERR_XML_ERROR, "The document is refused: %s.", b.refused);
    if (b.doc == NULL)
        return vt_error(domain, code, "The document cannot be read: line %d: %s.", b.complaint_line,
                        b.complaint[0] != '\0' ? b.complaint : "it is empty");
    *ret = b.doc;
    return 0;
}
