/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The paths in a domain document: where they stand, and their change from and to relative ones. */
#include "config.h"

#include <libvirt/virterror.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_embedded.h"
#include "conf/relative.h"
#include "conf/take.h"
#include "conf/xml.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/path.h"

/* Parents and types are words between blanks. */
#define DISKS " disk backingStore mirror dataStore "
#define CHARS " serial parallel console channel redirdev smartcard backend "

/* Where a path stands: in an element's attribute, or its text (@attr NULL). */
struct place {
    const char *element;
    const char *parents;
    const char *attr;
    const char *types; /* of the parent's attribute 'type'; NULL any */
    const char *ns;    /* of the element */
    bool device;       /* the path of a device, never told by ".." */
};

static const struct place places[] = {
    {.element = "kernel", .parents = " os "},
    {.element = "initrd", .parents = " os "},
    {.element = "loader", .parents = " os "},
    {.element = "nvram", .parents = " os "},
    {.element = "nvram", .parents = " os ", .attr = "template"},
    {.element = "varstore", .parents = " os ", .attr = "path"},
    {.element = "varstore", .parents = " os ", .attr = "template"},
    {.element = "dtb", .parents = " os "},
    {.element = "shim", .parents = " os "},
    {.element = "table", .parents = " acpi "},
    {.element = "entry", .parents = " sysinfo ", .attr = "file"},
    {.element = "source", .parents = DISKS " nvram ", .attr = "file"},
    {.element = "source", .parents = DISKS, .attr = "dir"},
    {.element = "source", .parents = DISKS, .attr = "dev", .device = true},
    {.element = "source", .parents = " filesystem ", .attr = "file"},
    {.element = "source", .parents = " filesystem ", .attr = "dir"},
    {.element = "source", .parents = " filesystem ", .attr = "dev", .device = true},
    {.element = "source", .parents = CHARS, .attr = "path", .types = " file pipe unix "},
    {.element = "log", .parents = CHARS, .attr = "file"},
    {.element = "rom", .parents = " interface hostdev ", .attr = "file"},
    {.element = "ram", .parents = " embedded ", .attr = "file", .ns = DOMAIN_EMBEDDED_NS},
};

/* One document being changed. */
struct change {
    struct xml_doc *doc;
    const char *dir; /* normalised */
    size_t total;    /* bytes of the paths that were made */
    bool outside;
    /* The new path, freed by the caller; untouched when the old one stays. */
    int (*of)(const struct change *c, const struct place *place, const char *path, char **ret);
};

static bool stands_here(const struct place *place, const struct xml_node *node)
{
    const struct xml_node *parent = node->parent;
    const char *type;

    if (strcmp(place->element, node->name) != 0 || !conf_word_in(place->parents, parent->name))
        return false;
    if (place->ns == NULL ? node->ns != NULL : node->ns == NULL || strcmp(node->ns, place->ns) != 0)
        return false;
    if (place->types == NULL)
        return true;
    type = xml_attr(parent, "type");
    return type != NULL && conf_word_in(place->types, type);
}

static int tell(const struct change *c, const struct place *place, const char *path, char **ret)
{
    VT_AUTOFREE char *plain = NULL;

    if (path[0] != '/')
        return 0;
    plain = vt_path_normalise(path);
    if (plain == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    if (!vt_path_is_beneath(c->dir, plain) && (!c->outside || place->device))
        return 0;
    *ret = vt_path_relative(c->dir, plain);
    return *ret != NULL ? 0 : vt_error_no_memory(VIR_FROM_DOMAIN);
}

static int resolve(const struct change *c, const struct place *place, const char *path, char **ret)
{
    VT_AUTOFREE char *joined = NULL;
    VT_AUTOFREE char *plain = NULL;

    if (path[0] == '/')
        return 0;
    if (asprintf(&joined, "%s/%s", c->dir, path) < 0) {
        joined = NULL;
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    }
    plain = vt_path_normalise(joined);
    if (plain == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    if (strlen(plain) >= PATH_MAX)
        return vt_error(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR,
                        "The path '%.100s...' in <%s> has more than %d bytes from '%s'.", path,
                        place->element, PATH_MAX - 1, c->dir);
    if (!c->outside && !vt_path_is_beneath(c->dir, plain))
        return vt_error(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR,
                        "The path '%s' in <%s> leads out of the folder '%s'.", path, place->element,
                        c->dir);
    *ret = VT_TAKE(plain);
    return 0;
}

/* What stands in its place, kept by the document; NULL when the old path stays. */
static int change_path(struct change *c, const struct place *place, const char *path,
                       const char **ret)
{
    VT_AUTOFREE char *made = NULL;

    if (path[0] == '\0' || c->of(c, place, path, &made) < 0)
        return path[0] == '\0' ? 0 : -1;
    if (made == NULL)
        return 0;
    c->total += strlen(made);
    if (c->total > XML_MAX_TEXT)
        return vt_error(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR,
                        "The paths from '%s' have more than %d bytes together.", c->dir,
                        XML_MAX_TEXT);
    *ret = arena_text(&c->doc->arena, made);
    return *ret != NULL ? 0 : vt_error_no_memory(VIR_FROM_DOMAIN);
}

static int change_attr(struct change *c, const struct place *place, struct xml_node *node)
{
    struct xml_attr *attrs;
    const char *made = NULL;
    unsigned int i = 0;

    while (i < node->n_attrs &&
           (node->attrs[i].ns != NULL || strcmp(node->attrs[i].name, place->attr) != 0))
        i++;
    if (i == node->n_attrs)
        return 0;
    if (change_path(c, place, node->attrs[i].value, &made) < 0)
        return -1;
    if (made == NULL)
        return 0;
    attrs = arena_alloc(&c->doc->arena, node->n_attrs * sizeof *attrs);
    if (attrs == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    memcpy(attrs, node->attrs, node->n_attrs * sizeof *attrs);
    attrs[i].value = made;
    node->attrs = attrs;
    return 0;
}

/* Only where nothing but text is inside. */
static int change_text(struct change *c, const struct place *place, struct xml_node *node)
{
    const char *made = NULL;

    if (node->first == NULL || node->first != node->last || node->first->name != NULL)
        return 0;
    if (change_path(c, place, node->text, &made) < 0)
        return -1;
    if (made != NULL)
        node->text = node->first->text = made;
    return 0;
}

/* What other people say of the domain is not ours to change. */
static bool is_opaque(const struct xml_node *node)
{
    return node->ns != NULL ? strcmp(node->ns, DOMAIN_EMBEDDED_NS) != 0
                            : strcmp(node->name, "metadata") == 0;
}

static int change_all(struct change *c, struct xml_node *node)
{
    for (struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (child->name == NULL || is_opaque(child))
            continue;
        for (size_t i = 0; i < VT_N_ELEMENTS(places); i++) {
            const struct place *place = &places[i];
            if (stands_here(place, child) &&
                (place->attr != NULL ? change_attr(c, place, child)
                                     : change_text(c, place, child)) < 0)
                return -1;
        }
        if (change_all(c, child) < 0)
            return -1;
    }
    return 0;
}

/* Changes the document and writes it. */
static int run(struct change *c, const char *xml, const char *dir, char **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    VT_AUTOFREE char *plain = vt_path_normalise(dir);
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    if (plain == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    if (xml_parse(xml, XML_MAX_TEXT, VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    c->doc = doc;
    c->dir = plain;
    if (change_all(c, doc->root) < 0)
        return -1;
    xml_write(&b, doc->root, 0);
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    *ret = text;
    return 0;
}

int conf_relative_write(const char *xml, const char *dir, bool outside, char **ret)
{
    struct change c = {.outside = outside, .of = tell};

    return run(&c, xml, dir, ret);
}

int conf_relative_read(const char *xml, const char *dir, bool outside, char **ret)
{
    struct change c = {.outside = outside, .of = resolve};

    if (!xml_is_text(dir))
        return vt_error(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                        "The folder's name is no text that a document can hold.");
    return run(&c, xml, dir, ret);
}
