/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an element to values: what is known is handed out, what is not is carried as text. */
#include "config.h"

#include <string.h>

#include "conf/take.h"
#include "obj/error.h"

const struct conf_attr conf_no_attrs[1] = {{.name = NULL}};
const struct conf_child conf_no_children[1] = {{.name = NULL}};

int conf_is_root(struct conf_parse *p, const struct xml_node *root, const char *name, int code)
{
    if (xml_is(root, name))
        return 0;
    if (root->ns != NULL)
        return vt_error(p->domain, code,
                        "The root element is <%s> of the namespace '%s', not <%s> of none.",
                        root->name, root->ns, name);
    return vt_error(p->domain, code, "The root element is <%s>, not <%s>.", root->name, name);
}

int conf_keep(struct conf_parse *p, struct vt_strbuf *b, const char **ret)
{
    const char *text = NULL;

    if (b->failed)
        return vt_error_no_memory(p->domain);
    if (b->len > 0) {
        text = arena_text_n(p->arena, b->text, b->len);
        if (text == NULL)
            return vt_error_no_memory(p->domain);
    }
    *ret = text;
    return 0;
}

int conf_take_attrs(struct conf_parse *p, const struct xml_node *node,
                    const struct conf_attr attrs[], const char **ret_extra)
{
    VT_STRBUF_SCOPE(extra);

    for (unsigned int i = 0; i < node->n_attrs; i++) {
        const struct xml_attr *attr = &node->attrs[i];
        const struct conf_attr *known = attrs;
        while (known->name != NULL && (attr->ns != NULL || strcmp(known->name, attr->name) != 0))
            known++;
        if (known->name != NULL)
            *known->ret = attr->value;
        else
            xml_write_attr(&extra, node, i);
    }
    return conf_keep(p, &extra, ret_extra);
}

static bool matches(const struct conf_child *known, const struct xml_node *child)
{
    if (known->name[0] != child->name[0] || strcmp(known->name, child->name) != 0)
        return false;
    if (known->ns == NULL || child->ns == NULL)
        return known->ns == child->ns;
    return strcmp(known->ns, child->ns) == 0;
}

/* The entry for CHILD; of two with the same name the second when the first has its own. */
static const struct conf_child *entry_of(const struct conf_child *known,
                                         const struct xml_node *child)
{
    while (known->name != NULL && !matches(known, child))
        known++;
    if (known->name != NULL && *known->ret != NULL && known[1].name != NULL &&
        matches(known + 1, child))
        known++;
    return known;
}

int conf_take(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
              const struct conf_attr attrs[], const struct conf_child children[],
              struct conf_extra *ret_extra)
{
    VT_STRBUF_SCOPE(extra);

    if (conf_take_attrs(p, node, attrs, &ret_extra->attrs) < 0)
        return -1;
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        const struct conf_child *known;
        if (child->name == NULL)
            continue;
        known = entry_of(children, child);
        if (known->name == NULL || (known->many && *known->ret != NULL))
            xml_write(&extra, child, indent);
        else if (*known->ret != NULL && !known->every)
            return vt_error(p->domain, VIR_ERR_XML_ERROR,
                            "Element <%s> in line %u stands twice in <%s>.", child->name,
                            child->line, node->name);
        else if (*known->ret == NULL)
            *known->ret = child;
    }
    return conf_keep(p, &extra, &ret_extra->children);
}

int conf_word_find(const struct conf_words *w, const char *text)
{
    for (unsigned int i = 0; i < w->n; i++) {
        if (strcmp(w->words[i], text) == 0)
            return (int)i;
    }
    return -1;
}

bool conf_word_in(const char *list, const char *text)
{
    size_t len = strlen(text);
    const char *at = list;

    if (at == NULL || len == 0 || strchr(text, ' ') != NULL)
        return false;
    while ((at = strstr(at, text)) != NULL) {
        if (at > list && at[-1] == ' ' && at[len] == ' ')
            return true;
        at++;
    }
    return false;
}

int conf_word_of(struct conf_parse *p, const struct conf_words *w, const struct xml_node *node,
                 const char *attr, const char *text, unsigned int *ret)
{
    int found;

    if (text == NULL)
        return 0;
    found = conf_word_find(w, text);
    if (found >= 0) {
        *ret = (unsigned int)found;
        return 0;
    }
    if (conf_word_in(w->later, text))
        return CONF_LATER;
    if (attr == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "Element <%s> in line %u holds the unknown word '%s'.", node->name,
                        node->line, text);
    return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                    "Attribute '%s' of <%s> in line %u has the unknown value '%s'.", attr,
                    node->name, node->line, text);
}

const char *conf_child_text(struct conf_parse *p, const struct xml_node *child)
{
    return child != NULL && child->text[0] != '\0' ? conf_text(p, child->text) : NULL;
}
