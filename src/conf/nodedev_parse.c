/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads node device definitions: the document, then each capability by the table of its fields. */
#include "config.h"

#include <ctype.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "conf/names.h"
#include "conf/nodedev_build.h"
#include "conf/nodedev_words.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/uuid.h"

#define INDENT_DEVICE_BODY 2
#define INDENT_CAP_BODY 4 /* of one that stands in <device> */

#define WWN_DIGITS 16

/* What the steps of one document share. */
struct reading {
    struct conf_parse p;
    struct nodedev_def *def;
    bool create;
};

static int missing(struct reading *r, const struct xml_node *in, const char *what)
{
    return vt_error(r->p.domain, VIR_ERR_XML_ERROR, "%s is missing in <%s> in line %u.", what,
                    in->name, in->line);
}

static int wrong(struct reading *r, const struct xml_node *node, const char *text, const char *want)
{
    return vt_error(r->p.domain, VIR_ERR_XML_ERROR, "Element <%s> in line %u holds '%s', not %s.",
                    node->name, node->line, text, want);
}

/* Hexadecimal digits, with 0x in front or not, as the format's ids have always been read. */
static bool hex_number(const char *text, unsigned long long max, unsigned long long *ret)
{
    unsigned long long value = 0;

    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    if (text[0] == '\0')
        return false;
    for (; *text != '\0'; text++) {
        int digit = isdigit((unsigned char)*text) ? *text - '0' : (*text | 0x20) - 'a' + 10;
        if (!isxdigit((unsigned char)*text) || value > max >> 4)
            return false;
        value = value << 4 | (unsigned int)digit;
    }
    *ret = value;
    return value <= max;
}

static int parse_hex(struct reading *r, const struct xml_node *node, const char *text,
                     const struct nodedev_field *field, struct nodedev_value *value)
{
    if (hex_number(text, field->max, &value->number))
        return 0;
    return vt_error(r->p.domain, VIR_ERR_XML_ERROR,
                    "Element <%s> in line %u has '%s', not a hexadecimal number up to 0x%llx.",
                    node->name, node->line, text, field->max);
}

static int parse_id(struct reading *r, const struct xml_node *node,
                    const struct nodedev_field *field, struct nodedev_value *value)
{
    const char *id = NULL;
    const struct conf_attr attrs[] = {{"id", &id}, {NULL, NULL}};

    if (conf_take_attrs(&r->p, node, attrs, &value->extra) < 0)
        return -1;
    if (id == NULL)
        return missing(r, node, "Attribute 'id'");
    value->text = conf_child_text(&r->p, node);
    return parse_hex(r, node, id, field, value);
}

static int parse_uuid(struct reading *r, const struct xml_node *node, struct nodedev_value *value)
{
    unsigned char uuid[VT_UUID_LEN];
    char text[VT_UUID_STRING_LEN];

    if (!vt_uuid_parse(node->text, uuid))
        return wrong(r, node, node->text, "a UUID");
    vt_uuid_format(uuid, text);
    value->text = conf_text(&r->p, text);
    return 0;
}

static int parse_wwn(struct reading *r, const struct xml_node *node, struct nodedev_value *value)
{
    if (strlen(node->text) != WWN_DIGITS ||
        strspn(node->text, "0123456789abcdefABCDEF") != WWN_DIGITS)
        return wrong(r, node, node->text, "16 hexadecimal digits");
    value->text = conf_text(&r->p, node->text);
    return 0;
}

static int parse_field(struct reading *r, const struct xml_node *node,
                       const struct nodedev_field *field, struct nodedev_value *value)
{
    const struct xml_number_spec number = {.max = field->max};

    value->given = true;
    if (field->kind == NODEDEV_ID)
        return parse_id(r, node, field, value);
    if (conf_take_attrs(&r->p, node, conf_no_attrs, &value->extra) < 0)
        return -1;
    switch (field->kind) {
    case NODEDEV_DECIMAL:
        return xml_number_of(node, node->text, &number, r->p.domain, &value->number);
    case NODEDEV_HEX:
        return parse_hex(r, node, node->text, field, value);
    case NODEDEV_UUID:
        return parse_uuid(r, node, value);
    case NODEDEV_WWN:
        return parse_wwn(r, node, value);
    case NODEDEV_TEXT:
    case NODEDEV_ID:
        break;
    }
    value->text = conf_text(&r->p, node->text);
    return 0;
}

static unsigned int n_fields(const struct nodedev_field *fields)
{
    unsigned int n = 0;

    while (fields != NULL && fields[n].name != NULL)
        n++;
    return n;
}

/* The values of one part.  An empty text is as good as none. */
static int parse_fields(struct reading *r, const struct xml_node *in,
                        const struct nodedev_field *fields, const struct xml_node *const *nodes,
                        struct nodedev_value *values)
{
    for (unsigned int i = 0; i < n_fields(fields); i++) {
        const struct nodedev_field *field = &fields[i];
        bool needed =
            field->need == NODEDEV_NEEDED || (field->need == NODEDEV_NEEDED_LATER && !r->create);
        bool given = nodes[i] != NULL && (field->kind != NODEDEV_TEXT || nodes[i]->text[0] != '\0');
        if (given && parse_field(r, nodes[i], field, &values[i]) < 0)
            return -1;
        if (!given && needed)
            return vt_error(r->p.domain, VIR_ERR_XML_ERROR,
                            "Element <%s> is missing or empty in <%s> in line %u.", field->name,
                            in->name, in->line);
    }
    return 0;
}

/* Lists the fields of a part for conf_take; what follows them is the caller's. */
static unsigned int list_fields(const struct nodedev_field *fields, const struct xml_node **nodes,
                                struct conf_child *children)
{
    unsigned int n = n_fields(fields);

    for (unsigned int i = 0; i < n; i++) {
        nodes[i] = NULL;
        children[i] = (struct conf_child){.name = fields[i].name, .ret = &nodes[i]};
    }
    return n;
}

/* <hardware> and the like. */
static int parse_group(struct reading *r, const struct xml_node *node, unsigned int indent,
                       const struct nodedev_field *fields, struct nodedev_value *values,
                       struct conf_extra *extra)
{
    const struct xml_node *nodes[NODEDEV_MAX_FIELDS];
    struct conf_child children[NODEDEV_MAX_FIELDS + 1];
    unsigned int n = list_fields(fields, nodes, children);

    children[n] = (struct conf_child){.name = NULL};
    if (conf_take(&r->p, node, indent, conf_no_attrs, children, extra) < 0)
        return -1;
    return parse_fields(r, node, fields, nodes, values);
}

/* A group that is missing counts as one that lacks a field which is needed. */
static int parse_groups(struct reading *r, const struct xml_node *node, unsigned int indent,
                        const struct xml_node *const groups[NODEDEV_MAX_PARTS],
                        struct nodedev_cap *cap)
{
    const struct nodedev_part *part = nodedev_specs[cap->type].part;
    struct nodedev_value *values = cap->value + n_fields(part[0].fields);

    for (unsigned int i = 1; i < NODEDEV_MAX_PARTS && part[i].fields != NULL; i++) {
        static const struct xml_node *const none[NODEDEV_MAX_FIELDS];
        cap->has_part[i] = groups[i] != NULL;
        if (groups[i] != NULL
                ? parse_group(r, groups[i], indent + 2, part[i].fields, values, &cap->extra[i]) < 0
                : parse_fields(r, node, part[i].fields, none, values) < 0)
            return -1;
        values += n_fields(part[i].fields);
    }
    return 0;
}

/* The type of a capability: -1 when it is none that we know. */
static int type_of(const char *word)
{
    for (int i = 0; i < NODEDEV_CAP_TYPES; i++) {
        if (strcmp(nodedev_specs[i].word, word) == 0)
            return i;
    }
    return -1;
}

static struct nodedev_cap *new_cap(struct reading *r, const struct xml_node *node,
                                   enum nodedev_cap_type type, struct nodedev_cap *outer)
{
    struct nodedev_cap *const *list = outer != NULL ? outer->caps : r->def->caps;
    unsigned int n = outer != NULL ? outer->n_caps : r->def->n_caps;
    struct nodedev_cap *cap;

    for (unsigned int i = 0; i < n; i++) {
        if (list[i]->type != type)
            continue;
        (void)vt_error(r->p.domain, VIR_ERR_XML_ERROR,
                       "A second capability '%s' stands in line %u.", nodedev_specs[type].word,
                       node->line);
        return NULL;
    }
    cap = nodedev_add_cap(r->def, outer, type);
    if (cap == NULL)
        (void)vt_error_no_memory(r->p.domain);
    return cap;
}

static int parse_cap(struct reading *r, const struct xml_node *node, unsigned int indent,
                     struct nodedev_cap *outer);

/* What fields cannot say by themselves. */
static int check_cap(struct reading *r, const struct xml_node *node, const struct nodedev_cap *cap)
{
    bool removable = false, wired = false, wireless = false;

    for (unsigned int i = 0; i < cap->n_caps; i++) {
        removable = removable || cap->caps[i]->type == NODEDEV_REMOVABLE;
        wired = wired || cap->caps[i]->type == NODEDEV_80203;
        wireless = wireless || cap->caps[i]->type == NODEDEV_80211;
    }
    if (wired && wireless)
        return vt_error(r->p.domain, VIR_ERR_XML_ERROR,
                        "The capability 'net' in line %u is both '80203' and '80211'.", node->line);
    if (cap->type == NODEDEV_STORAGE && !removable && !nodedev_cap_value(cap, "size")->given)
        return vt_error(r->p.domain, VIR_ERR_XML_ERROR,
                        "The capability 'storage' in line %u has neither <size> nor the capability "
                        "'removable'.",
                        node->line);
    return 0;
}

/* Capabilities inside another; those of later releases are carried. */
static int parse_inner(struct reading *r, const struct xml_node *first, unsigned int indent,
                       struct nodedev_cap *cap)
{
    VT_STRBUF_SCOPE(later);

    for (const struct xml_node *node = first; node != NULL;
         node = xml_next_child(node, "capability")) {
        const char *word = xml_attr(node, "type");
        if (word == NULL)
            return missing(r, node, "Attribute 'type'");
        if (type_of(word) < 0)
            xml_write(&later, node, indent);
        else if (parse_cap(r, node, indent + 2, cap) < 0)
            return -1;
    }
    return conf_keep(&r->p, &later, &cap->later);
}

static int check_place(struct reading *r, const struct xml_node *node, const char *word,
                       const struct nodedev_cap *outer)
{
    int type = word != NULL ? type_of(word) : -1;
    unsigned int inside;

    if (word == NULL)
        return missing(r, node, "Attribute 'type'");
    if (type < 0)
        return vt_error(r->p.domain, VIR_ERR_INTERNAL_ERROR,
                        "The capability in line %u has the unknown type '%s'.", node->line, word);
    inside = nodedev_specs[type].inside;
    if (outer != NULL ? (inside & NODEDEV_BIT(outer->type)) == 0 : inside != 0)
        return vt_error(
            r->p.domain, VIR_ERR_XML_ERROR, "The capability '%s' in line %u cannot stand %s%s%s.",
            word, node->line, outer != NULL ? "in '" : "directly in <device>",
            outer != NULL ? nodedev_specs[outer->type].word : "", outer != NULL ? "'" : "");
    return type;
}

/* @outer NULL: it stands in <device>. */
static int parse_cap(struct reading *r, const struct xml_node *node, unsigned int indent,
                     struct nodedev_cap *outer)
{
    const struct xml_node *nodes[NODEDEV_MAX_FIELDS], *groups[NODEDEV_MAX_PARTS] = {NULL};
    struct conf_child children[NODEDEV_MAX_FIELDS + NODEDEV_MAX_PARTS + 1];
    const struct xml_node *inner = NULL;
    const char *word = NULL;
    const struct conf_attr attrs[] = {{"type", &word}, {NULL, NULL}};
    int type = check_place(r, node, xml_attr(node, "type"), outer);
    const struct nodedev_part *part;
    struct nodedev_cap *cap;
    unsigned int n;

    if (type < 0)
        return -1;
    cap = new_cap(r, node, type, outer);
    if (cap == NULL)
        return -1;
    part = nodedev_specs[type].part;
    n = list_fields(part[0].fields, nodes, children);
    for (unsigned int i = 1; i < NODEDEV_MAX_PARTS && part[i].fields != NULL; i++)
        children[n++] = (struct conf_child){.name = part[i].element, .ret = &groups[i]};
    children[n++] = (struct conf_child){.name = "capability", .ret = &inner, .every = true};
    children[n] = (struct conf_child){.name = NULL};
    if (conf_take(&r->p, node, indent, attrs, children, &cap->extra[0]) < 0 ||
        parse_fields(r, node, part[0].fields, nodes, cap->value) < 0 ||
        parse_groups(r, node, indent, groups, cap) < 0 || parse_inner(r, inner, indent, cap) < 0)
        return -1;
    return check_cap(r, node, cap);
}

static int parse_driver(struct reading *r, const struct xml_node *node)
{
    struct nodedev_def *def = r->def;
    const struct xml_node *name = NULL;
    const struct conf_child children[] = {{.name = "name", .ret = &name}, {.name = NULL}};

    if (conf_take(&r->p, node, INDENT_DEVICE_BODY + 2, conf_no_attrs, children,
                  &def->driver_extra) < 0)
        return -1;
    def->driver = conf_child_text(&r->p, name);
    return name == NULL ? 0 : conf_take_attrs(&r->p, name, conf_no_attrs, &def->driver_name_extra);
}

/* A name of another device: as strict as its own. */
static int parse_parent(struct reading *r, const struct xml_node *node)
{
    struct nodedev_def *def = r->def;

    if (node->text[0] != '\0' && conf_check_name(r->p.domain, node->text) < 0)
        return -1;
    def->parent = conf_child_text(&r->p, node);
    if (def->parent != NULL && def->name != NULL && strcmp(def->parent, def->name) == 0)
        return vt_error(r->p.domain, VIR_ERR_XML_ERROR, "The device '%s' is its own parent.",
                        def->name);
    return conf_take_attrs(&r->p, node, conf_no_attrs, &def->parent_extra);
}

static int parse_name(struct reading *r, const struct xml_node *node)
{
    if (r->create && (node == NULL || node->text[0] == '\0'))
        return 0;
    return conf_take_name(&r->p, node, "device", VIR_ERR_NO_NAME, &r->def->name);
}

static int parse_device(struct reading *r, const struct xml_node *node)
{
    const struct xml_node *name = NULL, *path = NULL, *parent = NULL, *driver = NULL, *cap = NULL;
    const struct conf_child children[] = {
        {.name = "name", .ret = &name},
        {.name = "path", .ret = &path},
        {.name = "parent", .ret = &parent},
        {.name = "driver", .ret = &driver},
        {.name = "capability", .ret = &cap, .every = true},
        {.name = NULL},
    };
    struct nodedev_def *def = r->def;

    if (conf_take(&r->p, node, INDENT_DEVICE_BODY, conf_no_attrs, children, &def->extra) < 0 ||
        parse_name(r, name) < 0)
        return -1;
    def->path = conf_child_text(&r->p, path);
    if ((path != NULL && conf_take_attrs(&r->p, path, conf_no_attrs, &def->path_extra) < 0) ||
        (parent != NULL && parse_parent(r, parent) < 0) ||
        (driver != NULL && parse_driver(r, driver) < 0))
        return -1;
    if (cap == NULL)
        return missing(r, node, "Every <capability>");
    for (; cap != NULL; cap = xml_next_child(cap, "capability")) {
        if (parse_cap(r, cap, INDENT_CAP_BODY, NULL) < 0)
            return -1;
    }
    return 0;
}

int nodedev_def_from_node(const struct xml_node *node, bool create, struct nodedev_def **ret)
{
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;
    struct reading r = {.p = {NULL, VIR_FROM_NODEDEV}, .create = create};

    if (conf_is_root(&r.p, node, "device", VIR_ERR_INTERNAL_ERROR) < 0)
        return -1;
    def = calloc(1, sizeof *def);
    if (def == NULL)
        return vt_error_no_memory(r.p.domain);
    vt_count_init(&def->count);
    r.p.arena = &def->arena;
    r.def = def;
    if (parse_device(&r, node) < 0)
        return -1;
    if (def->arena.failed)
        return vt_error_no_memory(r.p.domain);
    *ret = VT_TAKE(def);
    return 0;
}

int nodedev_def_parse(const char *xml, bool create, struct nodedev_def **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(xml, XML_MAX_TEXT, VIR_FROM_NODEDEV, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    return nodedev_def_from_node(doc->root, create, ret);
}
