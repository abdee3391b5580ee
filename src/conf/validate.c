/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks documents against the RELAX NG schemas that are installed. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlschemastypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/validate.h"
#include "conf/xml.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/valgrind.h"

/* The longest complaint of libxml2 that is kept, bytes. */
#define COMPLAINT_MAX 512

static const struct {
    const char *name;
    const char *root;
} schemas[CONF_SCHEMAS] = {
    [CONF_SCHEMA_DOMAIN] = {"domain", "domain"},
    [CONF_SCHEMA_NETWORK] = {"network", "network"},
    [CONF_SCHEMA_STORAGE_POOL] = {"storagepool", "pool"},
    [CONF_SCHEMA_STORAGE_VOL] = {"storagevol", "volume"},
    [CONF_SCHEMA_NODE_DEVICE] = {"nodedev", "device"},
    [CONF_SCHEMA_CAPABILITIES] = {"capability", "capabilities"},
    [CONF_SCHEMA_NODE] = {"node", "node"},
};

/* What libxml2 had against a schema or a document. */
struct complaint {
    bool any;
    bool no_memory;
    int line; /* the first that is known, 0 none is */
    char text[COMPLAINT_MAX];
};

/* All that is made for one check. */
struct check {
    struct complaint complaint;
    unsigned long elements; /* of the document */
    unsigned long attributes;
    xmlRelaxNGParserCtxtPtr parser;
    xmlRelaxNGPtr schema;
    xmlRelaxNGValidCtxtPtr validator;
    xmlParserCtxtPtr reader;
    xmlDocPtr doc;
};

static char initialised; /* what helgrind is told about the once */

const char *conf_schema_name(enum conf_schema schema)
{
    return schemas[schema].name;
}

int conf_schema_of_root(const char *root)
{
    for (int i = 0; i < CONF_SCHEMAS; i++) {
        if (strcmp(schemas[i].root, root) == 0)
            return i;
    }
    return -1;
}

int conf_schema_of_name(const char *name)
{
    for (int i = 0; i < CONF_SCHEMAS; i++) {
        if (strcmp(schemas[i].name, name) == 0)
            return i;
    }
    return -1;
}

/* libxml2 fills its tables of types when they are first looked at, under no lock. */
static void init_once(void)
{
    struct xml_quiet quiet;

    xml_quiet_begin(&quiet);
    (void)xmlRelaxNGInitTypes();
    xmlSchemaInitTypes();
    xml_quiet_end(&quiet);
    VT_HG_BEFORE(&initialised);
}

static void init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    xml_init();
    (void)pthread_once(&once, init_once);
    VT_HG_ACQUIRE(&initialised);
}

/* The complaint is a sentence with a line end; a later one may be the first to know its line. */
static void note(void *user, xmlErrorPtr error)
{
    struct complaint *c = user;

    c->no_memory = c->no_memory || error->code == XML_ERR_NO_MEMORY;
    if (c->line == 0)
        c->line = error->line;
    if (c->any)
        return;
    c->any = true;
    (void)snprintf(c->text, sizeof c->text, "%s", error->message != NULL ? error->message : "");
    c->text[strcspn(c->text, "\n")] = '\0';
}

static char *path_of(enum conf_schema schema)
{
    const char *folder = secure_getenv(CONF_SCHEMAS_ENV);
    char *path = NULL;

    if (folder == NULL || folder[0] == '\0')
        folder = VT_SCHEMAS;
    return asprintf(&path, "%s/%s.rng", folder, schemas[schema].name) < 0 ? NULL : path;
}

static int read_schema(struct check *c, enum conf_schema schema, int domain)
{
    VT_AUTOFREE char *path = path_of(schema);

    if (path == NULL)
        return vt_error_no_memory(domain);
    if (access(path, R_OK) < 0)
        return vt_error_errno(domain, errno, "The schema '%s' cannot be read", path);
    c->parser = xmlRelaxNGNewParserCtxt(path);
    if (c->parser == NULL)
        return vt_error_no_memory(domain);
    xmlRelaxNGSetParserStructuredErrors(c->parser, note, &c->complaint);
    c->schema = xmlRelaxNGParse(c->parser);
    if (c->complaint.no_memory)
        return vt_error_no_memory(domain);
    if (c->schema == NULL)
        return vt_error(domain, VIR_ERR_INTERNAL_ERROR,
                        "The schema '%s' is none that can be used: %s", path,
                        c->complaint.any ? c->complaint.text : "no reason is told");
    memset(&c->complaint, 0, sizeof c->complaint);
    return 0;
}

/* The text is well-formed and without DOCTYPE: xml_parse took it. */
static int read_document(struct check *c, const char *xml, int domain, int code)
{
    c->reader = xmlNewParserCtxt();
    if (c->reader == NULL)
        return vt_error_no_memory(domain);
    c->doc = xmlCtxtReadMemory(c->reader, xml, (int)strlen(xml), NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (c->doc != NULL)
        return 0;
    if (c->reader->errNo == XML_ERR_NO_MEMORY || c->reader->errNo == XML_ERR_OK)
        return vt_error_no_memory(domain);
    return vt_error(domain, code, "libxml2 refuses the document, number %d of its errors.",
                    c->reader->errNo);
}

/* How often the document may be compared again to find the place, in elements looked at. */
#define FIND_BUDGET 60000

/* Whether the document would fit without @node, which comes back to its place. */
static bool fits_without(struct check *c, xmlNode *node)
{
    xmlNode *parent = node->parent, *next = node->next;
    bool fits;

    xmlUnlinkNode(node);
    fits = xmlRelaxNGValidateDoc(c->validator, c->doc) == 0;
    if (next != NULL)
        (void)xmlAddPrevSibling(next, node);
    else
        (void)xmlAddChild(parent, node);
    return fits;
}

/* The validator knows that something in <devices> is wrong, and not what.  That is the innermost
 * element without which the document would fit; the root when there is no single one. */
static const xmlNode *find_place(struct check *c)
{
    xmlNode *place = xmlDocGetRootElement(c->doc);
    unsigned long tries = FIND_BUDGET / c->elements;
    xmlNode *child = place->children;

    while (child != NULL && tries > 0) {
        if (child->type != XML_ELEMENT_NODE) {
            child = child->next;
            continue;
        }
        tries--;
        if (fits_without(c, child)) {
            place = child;
            child = child->children;
        } else {
            child = child->next;
        }
    }
    return place;
}

/* The validator's first complaint, and the place when that is better known. */
static int invalid(struct check *c, enum conf_schema schema, int domain)
{
    const char *why = c->complaint.any ? c->complaint.text : "no reason is told";
    int line = c->complaint.line;
    const xmlNode *place;
    struct complaint kept = c->complaint;

    place = find_place(c);
    if (c->complaint.no_memory)
        return vt_error_no_memory(domain);
    c->complaint = kept;
    if (place == xmlDocGetRootElement(c->doc))
        return vt_error(domain, VIR_ERR_XML_INVALID_SCHEMA, "%s.rng, line %d: %s",
                        schemas[schema].name, line, why);
    return vt_error(domain, VIR_ERR_XML_INVALID_SCHEMA, "%s.rng, line %ld, in <%s>: %s",
                    schemas[schema].name, xmlGetLineNo(place), (const char *)place->name, why);
}

static int compare(struct check *c, enum conf_schema schema, int domain)
{
    int r;

    c->validator = xmlRelaxNGNewValidCtxt(c->schema);
    if (c->validator == NULL)
        return vt_error_no_memory(domain);
    xmlRelaxNGSetValidStructuredErrors(c->validator, note, &c->complaint);
    r = xmlRelaxNGValidateDoc(c->validator, c->doc);
    if (c->complaint.no_memory)
        return vt_error_no_memory(domain);
    if (r == 0)
        return 0;
    if (r < 0)
        return vt_error(domain, VIR_ERR_INTERNAL_ERROR,
                        "The document cannot be compared with the schema '%s'.",
                        schemas[schema].name);
    return invalid(c, schema, domain);
}

static void check_done(struct check *c)
{
    xmlFreeDoc(c->doc);
    if (c->reader != NULL)
        xmlFreeParserCtxt(c->reader);
    xmlRelaxNGFreeValidCtxt(c->validator);
    xmlRelaxNGFree(c->schema);
    xmlRelaxNGFreeParserCtxt(c->parser);
}

static void count(struct check *c, const struct xml_node *node)
{
    c->elements++;
    c->attributes += node->n_attrs;
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (child->name != NULL)
            count(c, child);
    }
}

/* libxml2's time grows with the square of what stands side by side. */
static int check_size(struct check *c, const struct xml_doc *doc, int domain)
{
    count(c, doc->root);
    if (c->elements <= CONF_VALIDATE_ELEMENTS && c->attributes <= CONF_VALIDATE_ATTRIBUTES)
        return 0;
    return vt_error(domain, VIR_ERR_XML_ERROR,
                    "The document has %lu elements and %lu attributes; only %d and %d can be "
                    "compared with a schema.",
                    c->elements, c->attributes, CONF_VALIDATE_ELEMENTS, CONF_VALIDATE_ATTRIBUTES);
}

int conf_validate(enum conf_schema schema, const char *xml, int domain, int code)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    struct check c = {.elements = 0};
    struct xml_quiet quiet;
    int rv;

    if (xml_parse(xml, XML_MAX_TEXT, domain, code, &doc) < 0 || check_size(&c, doc, domain) < 0)
        return -1;
    init();
    xml_quiet_begin(&quiet);
    rv = read_schema(&c, schema, domain);
    if (rv == 0)
        rv = read_document(&c, xml, domain, code);
    if (rv == 0)
        rv = compare(&c, schema, domain);
    check_done(&c);
    xml_quiet_end(&quiet);
    return rv;
}
