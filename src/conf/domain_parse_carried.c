/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the devices that are carried as text: kinds and types that only later releases know. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Whether they can be attached and detached; any other device is there from start to end. */
static const struct {
    const char *name;
    bool comes_and_goes;
    bool once; /* in a domain */
} kinds[] = {
    {"disk", true, false},       {"filesystem", true, false}, {"interface", true, false},
    {"input", true, false},      {"sound", true, false},      {"hostdev", true, false},
    {"controller", true, false}, {"redirdev", true, false},   {"rng", true, false},
    {"channel", true, false},    {"watchdog", true, false},   {"shmem", true, false},
    {"memory", true, false},     {"vsock", true, true},       {"lease", true, false},
    {"hub", true, false},        {"smartcard", true, false},  {"memballoon", false, true},
    {"iommu", false, true},      {"nvram", false, true},
};

static int find(const char *name)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

bool domain_other_comes_and_goes(const char *name)
{
    int kind = find(name);

    return kind >= 0 && kinds[kind].comes_and_goes;
}

static const char *attr_of_child(const struct xml_node *node, const char *name, const char *attr)
{
    const struct xml_node *child = xml_child(node, name);

    return child != NULL ? xml_attr(child, attr) : NULL;
}

/* "type index"; NULL without an index: one is given later. */
static int controller_key(struct conf_parse *p, const struct xml_node *node, const char **ret)
{
    const struct xml_number_spec spec = {.attr = "index", .max = UINT32_MAX};
    const char *type = xml_attr(node, "type");
    const char *index = xml_attr(node, "index");
    VT_AUTOFREE char *text = NULL;
    unsigned long long n;

    if (type == NULL || index == NULL)
        return 0;
    if (xml_number_of(node, index, &spec, p->domain, &n) < 0)
        return -1;
    if (asprintf(&text, "%s %llu", type, n) < 0) {
        text = NULL;
        return vt_error_no_memory(p->domain);
    }
    *ret = conf_text(p, text);
    return 0;
}

static int read_key(struct conf_parse *p, const struct xml_node *node, const char **ret)
{
    if (xml_is(node, "controller"))
        return controller_key(p, node, ret);
    if (xml_is(node, "disk"))
        *ret = conf_text(p, attr_of_child(node, "target", "dev"));
    else if (xml_is(node, "interface"))
        *ret = conf_text(p, attr_of_child(node, "mac", "address"));
    else if (xml_is(node, "channel"))
        *ret = conf_text(p, attr_of_child(node, "target", "name"));
    return 0;
}

/* A copy of the element without its password. */
static int hide_password(struct conf_parse *p, const struct xml_node *node, struct xml_node *ret)
{
    struct xml_attr *attrs = arena_alloc(p->arena, node->n_attrs * sizeof *attrs);

    if (attrs == NULL)
        return vt_error_no_memory(p->domain);
    *ret = *node;
    ret->attrs = attrs;
    ret->n_attrs = 0;
    for (unsigned int i = 0; i < node->n_attrs; i++) {
        if (node->attrs[i].ns != NULL || strcmp(node->attrs[i].name, "passwd") != 0)
            attrs[ret->n_attrs++] = node->attrs[i];
    }
    return 0;
}

static int write_text(struct conf_parse *p, const struct xml_node *node, const char **ret)
{
    VT_STRBUF_SCOPE(text);

    xml_write(&text, node, INDENT_SECTION);
    return conf_keep(p, &text, ret);
}

/* A password is for those who may see passwords. */
static int keep_text(struct conf_parse *p, const struct xml_node *node, struct domain_other *other)
{
    struct xml_node hidden;

    if (xml_attr(node, "passwd") == NULL)
        return write_text(p, node, &other->text);
    if (hide_password(p, node, &hidden) < 0 || write_text(p, &hidden, &other->text) < 0)
        return -1;
    return write_text(p, node, &other->secret);
}

int domain_parse_other(struct conf_parse *p, const struct xml_node *node, struct domain_other **ret)
{
    struct domain_other *other = arena_alloc(p->arena, sizeof *other);

    if (other == NULL)
        return vt_error_no_memory(p->domain);
    /* An element of another namespace has the name of no device. */
    other->name = node->ns == NULL ? conf_text(p, node->name) : "";
    if (node->ns == NULL &&
        (domain_parse_place(p, node, &other->place) < 0 || read_key(p, node, &other->key) < 0))
        return -1;
    if (keep_text(p, node, other) < 0)
        return -1;
    *ret = other;
    return 0;
}

bool domain_other_is_disk(const struct domain_other *other, const char *target)
{
    return strcmp(other->name, "disk") == 0 && other->key != NULL &&
           strcmp(other->key, target) == 0;
}

/* Two interfaces with one MAC address are somebody's wish, where they were written down so. */
static bool same_key(const struct domain_other *a, const struct domain_other *b)
{
    return a->key != NULL && b->key != NULL && strcmp(a->name, b->name) == 0 &&
           strcmp(a->key, b->key) == 0 && strcmp(a->name, "interface") != 0;
}

static int check_others(const struct domain_def *def, const struct domain_other *other,
                        const struct domain_claims *c)
{
    int kind = find(other->name);
    bool once = kind >= 0 && kinds[kind].once;

    for (unsigned int i = 0; i < def->n_others; i++) {
        if (same_key(def->others[i], other))
            return vt_error(c->domain, c->code, "There is a <%s> '%s' already.", other->name,
                            other->key);
        if (once && strcmp(def->others[i]->name, other->name) == 0)
            return vt_error(c->domain, c->code, "There is a <%s> already.", other->name);
    }
    for (unsigned int i = 0; i < def->n_disks && other->key != NULL; i++) {
        if (strcmp(other->name, "disk") == 0 && strcmp(def->disks[i]->target, other->key) == 0)
            return vt_error(c->domain, c->code, "There is a disk with the target '%s' already.",
                            other->key);
    }
    return 0;
}

int domain_add_other(struct arena *arena, struct domain_def *def, struct domain_other *other,
                     const struct domain_claims *c)
{
    if (check_others(def, other, c) < 0)
        return -1;
    if (def->n_others == DOMAIN_MAX_OTHERS)
        return vt_error(c->domain, c->code, "There are more than %d devices of other kinds.",
                        DOMAIN_MAX_OTHERS);
    return DOMAIN_APPEND(arena, def, others, other) ? 0 : vt_error_no_memory(c->domain);
}
