/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes a definition of a device piece by piece, of facts that the device says of itself. */
#include "config.h"

#include <assert.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/nodedev_build.h"
#include "conf/nodedev_words.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

struct nodedev_def *nodedev_build(const char *name)
{
    struct nodedev_def *def = calloc(1, sizeof *def);

    if (def == NULL)
        return (void)vt_error_no_memory(VIR_FROM_NODEDEV), NULL;
    vt_count_init(&def->count);
    def->name = arena_text(&def->arena, name);
    return def;
}

int nodedev_build_end(struct nodedev_def *def)
{
    return def->arena.failed ? vt_error_no_memory(VIR_FROM_NODEDEV) : 0;
}

/* The bytes of the character that begins at @p, of which @left are there; 0 when it is none.
 * Source: RFC 3629, section 4; XML 1.0, production 2. */
static size_t character(const unsigned char *p, size_t left)
{
    size_t len = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    unsigned int code = len == 1 ? p[0] : p[0] & (0x7fu >> len);

    if (p[0] >= 0xf5 || (p[0] >= 0x80 && p[0] < 0xc2) || len > left)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (p[i] & 0x3f);
    }
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000) ||
        (len == 3 && code < 0x800) || (len == 4 && (code < 0x10000 || code > 0x10ffff)) ||
        code == 0xfffe || code == 0xffff)
        return 0;
    return len;
}

void nodedev_clean(struct vt_strbuf *b, const char *text, size_t max)
{
    size_t left = strnlen(text, max);

    while (left > 0 && strchr(" \t\r\n", text[0]) != NULL)
        text++, left--;
    while (left > 0 && strchr(" \t\r\n", text[left - 1]) != NULL)
        left--;
    while (left > 0) {
        size_t n = character((const unsigned char *)text, left);
        if (n > 0)
            vt_strbuf_add_n(b, text, n);
        else
            vt_strbuf_add(b, REPLACEMENT);
        n = n > 0 ? n : 1;
        text += n;
        left -= n;
    }
}

static const char *clean_text(struct nodedev_def *def, const char *text)
{
    VT_STRBUF_SCOPE(b);

    if (text == NULL)
        return NULL;
    nodedev_clean(&b, text, NODEDEV_MAX_TEXT);
    def->arena.failed = def->arena.failed || b.failed;
    return b.len > 0 && !b.failed ? arena_text_n(&def->arena, b.text, b.len) : NULL;
}

void nodedev_set_path(struct nodedev_def *def, const char *path)
{
    def->path = clean_text(def, path);
}

void nodedev_set_parent(struct nodedev_def *def, const char *parent)
{
    def->parent = clean_text(def, parent);
}

void nodedev_set_driver(struct nodedev_def *def, const char *driver)
{
    def->driver = clean_text(def, driver);
}

struct nodedev_cap *nodedev_add_cap(struct nodedev_def *def, struct nodedev_cap *outer,
                                    enum nodedev_cap_type type)
{
    struct nodedev_cap ***list = outer != NULL ? &outer->caps : &def->caps;
    unsigned int *n = outer != NULL ? &outer->n_caps : &def->n_caps;
    struct nodedev_cap *cap = arena_alloc(&def->arena, sizeof *cap);
    void *room = arena_list_room(&def->arena, *list, *n);

    if (cap == NULL || room == NULL)
        return NULL;
    *list = room;
    cap->type = type;
    (*list)[(*n)++] = cap;
    if (type <= NODEDEV_LAST_LISTED)
        def->cap_bits |= NODEDEV_BIT(type);
    return cap;
}

static bool is_field(const struct nodedev_part *part, const struct nodedev_field *field,
                     const char *name)
{
    size_t len = part->element != NULL ? strlen(part->element) : 0;

    if (len == 0)
        return strcmp(field->name, name) == 0;
    return strncmp(name, part->element, len) == 0 && name[len] == '/' &&
           strcmp(field->name, name + len + 1) == 0;
}

/* The value of a field, given from now on, and what the field is. */
static struct nodedev_value *give(struct nodedev_cap *cap, const char *name,
                                  const struct nodedev_field **ret_field)
{
    const struct nodedev_spec *spec = &nodedev_specs[cap->type];
    struct nodedev_value *value = cap->value;

    for (unsigned int i = 0; i < NODEDEV_MAX_PARTS; i++) {
        const struct nodedev_field *field = spec->part[i].fields;
        for (; field != NULL && field->name != NULL; field++, value++) {
            if (!is_field(&spec->part[i], field, name))
                continue;
            cap->has_part[i] = true;
            value->given = true;
            *ret_field = field;
            return value;
        }
    }
    assert(!"the capability has such a field");
    return NULL;
}

void nodedev_set_text(struct nodedev_def *def, struct nodedev_cap *cap, const char *field,
                      const char *text)
{
    const char *clean = cap != NULL ? clean_text(def, text) : NULL;
    const struct nodedev_field *spec;

    if (clean != NULL)
        give(cap, field, &spec)->text = clean;
}

void nodedev_set_number(struct nodedev_def *def VT_UNUSED, struct nodedev_cap *cap,
                        const char *field, unsigned long long number)
{
    const struct nodedev_field *spec;
    struct nodedev_value *value;

    if (cap == NULL)
        return;
    value = give(cap, field, &spec);
    value->number = number;
    value->given = number <= spec->max;
}

void nodedev_set_id(struct nodedev_def *def, struct nodedev_cap *cap, const char *field,
                    unsigned long long number, const char *text)
{
    nodedev_set_number(def, cap, field, number);
    if (text != NULL)
        nodedev_set_text(def, cap, field, text);
}

void nodedev_carry(struct nodedev_def *def, struct nodedev_cap *cap, struct vt_strbuf *lines)
{
    struct conf_extra *extra = cap != NULL ? &cap->extra[0] : &def->extra;

    def->arena.failed = def->arena.failed || lines->failed;
    extra->children = lines->len > 0 && !lines->failed
                          ? arena_text_n(&def->arena, lines->text, lines->len)
                          : NULL;
    vt_strbuf_done(lines);
    *lines = (struct vt_strbuf)VT_STRBUF_INIT;
}
