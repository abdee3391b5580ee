/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XML: reading values out of the tree, and writing the tree back as text. */
#include "config.h"

#include <libxml/chvalid.h>
#include <libxml/xmlstring.h>
#include <string.h>

#include "conf/xml.h"
#include "obj/error.h"

const struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
    const struct xml_node *child = node->first;

    while (child != NULL && !xml_is(child, name))
        child = child->next;
    return child;
}

const struct xml_node *xml_next_child(const struct xml_node *node, const char *name)
{
    do
        node = node->next;
    while (node != NULL && !xml_is(node, name));
    return node;
}

bool xml_is_text(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text);

    if (!xmlCheckUTF8(at))
        return false;
    while (left > 0) {
        int n = (int)left; /* a name's */
        int c = xmlGetUTF8Char(at, &n);
        int shortest = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (c < 0 || n != shortest || !xmlIsCharQ((unsigned int)c))
            return false;
        at += n;
        left -= (size_t)n;
    }
    return true;
}

const char *xml_attr(const struct xml_node *node, const char *name)
{
    for (unsigned int i = 0; i < node->n_attrs; i++) {
        if (node->attrs[i].ns == NULL && strcmp(node->attrs[i].name, name) == 0)
            return node->attrs[i].value;
    }
    return NULL;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

static bool read_number(const char *text, bool any, unsigned long long max, unsigned long long *ret)
{
    unsigned long long value = 0;
    int base = 10;
    int digit;

    text += strspn(text, " \t\r\n");
    if (any && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        base = 16;
        text += 2;
    }
    if (digit_of(*text) >= base)
        return false;
    for (; (digit = digit_of(*text)) < base; text++) {
        if (__builtin_mul_overflow(value, (unsigned long long)base, &value) ||
            __builtin_add_overflow(value, (unsigned long long)digit, &value))
            return false;
    }
    text += strspn(text, " \t\r\n");
    if (*text != '\0' || value > max)
        return false;
    *ret = value;
    return true;
}

bool xml_number(const char *text, unsigned long long max, unsigned long long *ret)
{
    return read_number(text, false, max, ret);
}

bool xml_number_any(const char *text, unsigned long long max, unsigned long long *ret)
{
    return read_number(text, true, max, ret);
}

int xml_number_of(const struct xml_node *node, const char *text, const struct xml_number_spec *spec,
                  int domain, unsigned long long *ret)
{
    unsigned long long value;

    if (read_number(text, spec->any, spec->max, &value) && value >= spec->min) {
        *ret = value;
        return 0;
    }
    if (spec->attr != NULL)
        return vt_error(
            domain, VIR_ERR_XML_ERROR,
            "Attribute '%s' of <%s> in line %u is '%s', not a number from %llu to %llu.",
            spec->attr, node->name, node->line, text, spec->min, spec->max);
    return vt_error(domain, VIR_ERR_XML_ERROR,
                    "Element <%s> in line %u holds '%s', not a number from %llu to %llu.",
                    node->name, node->line, text, spec->min, spec->max);
}

/* Declarations in force where we write, in an array that cannot overflow: the parser has bounded
 * what is declared, and one element and its attributes need at most one each. */
struct scope {
    const struct scope *outer;
    struct xml_ns ns;
};

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What PREFIX means in the text written so far: "" is no namespace. */
static const char *meaning(const struct scope *s, const char *prefix)
{
    for (; s != NULL; s = s->outer) {
        if (same(s->ns.prefix, prefix))
            return s->ns.uri;
    }
    if (prefix != NULL && strcmp(prefix, "xml") == 0)
        return "http://www.w3.org/XML/1998/namespace";
    return "";
}

static void write_quoted(struct vt_strbuf *b, const char *value)
{
    vt_strbuf_add_n(b, "='", 2);
    vt_strbuf_add_xml(b, value);
    vt_strbuf_add_n(b, "'", 1);
}

static void write_decl(struct vt_strbuf *b, const char *prefix, const char *uri)
{
    vt_strbuf_add(b, " xmlns");
    if (prefix != NULL) {
        vt_strbuf_add_n(b, ":", 1);
        vt_strbuf_add(b, prefix);
    }
    write_quoted(b, uri);
}

static void write_name(struct vt_strbuf *b, const char *prefix, const char *name)
{
    if (prefix != NULL) {
        vt_strbuf_add(b, prefix);
        vt_strbuf_add_n(b, ":", 1);
    }
    vt_strbuf_add(b, name);
}

static void write_plain_attr(struct vt_strbuf *b, const struct xml_attr *attr)
{
    vt_strbuf_add_n(b, " ", 1);
    write_name(b, attr->prefix, attr->name);
    write_quoted(b, attr->value);
}

void xml_write_attr(struct vt_strbuf *b, const struct xml_node *node, unsigned int i)
{
    const struct xml_attr *attr = &node->attrs[i];
    bool declare = attr->ns != NULL && attr->prefix != NULL && strcmp(attr->prefix, "xml") != 0;

    for (unsigned int earlier = 0; earlier < i && declare; earlier++)
        declare = !same(node->attrs[earlier].prefix, attr->prefix);
    if (declare)
        write_decl(b, attr->prefix, attr->ns);
    write_plain_attr(b, attr);
}

static void write_node(struct vt_strbuf *b, const struct xml_node *node, unsigned int indent,
                       bool in_line, const struct scope *outer);

/* Everything behind the declarations. */
static void write_rest(struct vt_strbuf *b, const struct xml_node *node, unsigned int indent,
                       bool in_line, const struct scope *s)
{
    bool inner_in_line = in_line || node->mixed;

    for (unsigned int i = 0; i < node->n_attrs; i++)
        write_plain_attr(b, &node->attrs[i]);
    if (node->first == NULL) {
        vt_strbuf_add_n(b, "/>", 2);
    } else {
        vt_strbuf_add(b, inner_in_line ? ">" : ">\n");
        for (const struct xml_node *child = node->first; child != NULL; child = child->next)
            write_node(b, child, indent + 2, inner_in_line, s);
        if (!inner_in_line)
            vt_strbuf_indent(b, indent);
        vt_strbuf_add_n(b, "</", 2);
        write_name(b, node->prefix, node->name);
        vt_strbuf_add_n(b, ">", 1);
    }
    if (!in_line)
        vt_strbuf_add_n(b, "\n", 1);
}

/* Declares what the element or an attribute (numbers 1 and up) uses, one frame for each. */
static void write_used(struct vt_strbuf *b, const struct xml_node *node, unsigned int i,
                       unsigned int indent, bool in_line, const struct scope *outer)
{
    struct scope s = {outer, {node->prefix, node->ns != NULL ? node->ns : ""}};

    for (; i <= node->n_attrs; i++) {
        if (i > 0) {
            if (node->attrs[i - 1].prefix == NULL)
                continue;
            s.ns.prefix = node->attrs[i - 1].prefix;
            s.ns.uri = node->attrs[i - 1].ns != NULL ? node->attrs[i - 1].ns : "";
        }
        if (!same(meaning(outer, s.ns.prefix), s.ns.uri)) {
            write_decl(b, s.ns.prefix, s.ns.uri);
            write_used(b, node, i + 1, indent, in_line, &s);
            return;
        }
    }
    write_rest(b, node, indent, in_line, outer);
}

/* Repeats the declarations that stand on the element itself, one frame for each. */
static void write_declared(struct vt_strbuf *b, const struct xml_node *node, unsigned int i,
                           unsigned int indent, bool in_line, const struct scope *outer)
{
    struct scope s = {outer, {NULL, NULL}};

    if (i == node->n_decls) {
        write_used(b, node, 0, indent, in_line, outer);
        return;
    }
    s.ns = node->decls[i];
    write_decl(b, s.ns.prefix, s.ns.uri);
    write_declared(b, node, i + 1, indent, in_line, &s);
}

static void write_node(struct vt_strbuf *b, const struct xml_node *node, unsigned int indent,
                       bool in_line, const struct scope *outer)
{
    if (node->name == NULL) {
        vt_strbuf_add_xml(b, node->text);
        return;
    }
    if (!in_line)
        vt_strbuf_indent(b, indent);
    vt_strbuf_add_n(b, "<", 1);
    write_name(b, node->prefix, node->name);
    write_declared(b, node, 0, indent, in_line, outer);
}

void xml_write(struct vt_strbuf *b, const struct xml_node *node, unsigned int indent)
{
    write_node(b, node, indent, false, NULL);
}
