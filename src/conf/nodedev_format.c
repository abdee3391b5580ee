/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints node device definitions, and the rest of their life: counts, and becoming a host. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdlib.h>

#include "conf/nodedev_words.h"
#include "conf/put.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* An element with attributes that are text already; empty for NULL. */
static void put_text(struct vt_strbuf *b, unsigned int indent, const char *name, const char *attrs,
                     const char *text)
{
    put_open(b, indent, name);
    put_carried(b, attrs);
    if (text == NULL) {
        PUT(b, "/>\n");
        return;
    }
    PUT(b, ">");
    vt_strbuf_add_xml(b, text);
    PUT(b, "</");
    vt_strbuf_add(b, name);
    PUT(b, ">\n");
}

static void format_value(struct vt_strbuf *b, unsigned int indent,
                         const struct nodedev_field *field, const struct nodedev_value *value)
{
    VT_STRBUF_SCOPE(own);

    switch (field->kind) {
    case NODEDEV_ID:
        vt_strbuf_addf(&own, " id='0x%0*llx'", (int)field->digits, value->number);
        put_carried(&own, value->extra);
        break;
    case NODEDEV_DECIMAL:
        vt_strbuf_add_u64(&own, value->number);
        break;
    case NODEDEV_HEX:
        vt_strbuf_addf(&own, "0x%0*llx", (int)field->digits, value->number);
        break;
    case NODEDEV_TEXT:
    case NODEDEV_WWN:
    case NODEDEV_UUID:
        put_text(b, indent, field->name, value->extra, value->text);
        return;
    }
    if (own.failed)
        b->failed = true;
    else if (field->kind == NODEDEV_ID)
        put_text(b, indent, field->name, own.text, value->text);
    else
        put_text(b, indent, field->name, value->extra, own.text);
}

/* Returns the values behind those of the part. */
static const struct nodedev_value *format_fields(struct vt_strbuf *b, unsigned int indent,
                                                 const struct nodedev_field *field,
                                                 const struct nodedev_value *value)
{
    for (; field != NULL && field->name != NULL; field++, value++) {
        if (value->given)
            format_value(b, indent, field, value);
    }
    return value;
}

/* How many virtual ports a host has changes while it lives. */
static void use_live(struct nodedev_cap *cap, const struct nodedev_live *live)
{
    struct nodedev_value *vports = (struct nodedev_value *)nodedev_cap_value(cap, "vports");

    vports->given = vports->given || live->vports > 0;
    vports->number = live->vports;
}

static void format_cap(struct vt_strbuf *b, unsigned int indent, const struct nodedev_cap *cap,
                       const struct nodedev_live *live)
{
    const struct nodedev_spec *spec = &nodedev_specs[cap->type];
    const struct nodedev_value *value;
    struct nodedev_cap copy = *cap;

    if (live != NULL && cap->type == NODEDEV_VPORTS)
        use_live(&copy, live);
    put_open(b, indent, "capability");
    PUT_ATTR(b, "type", spec->word);
    put_carried(b, cap->extra[0].attrs);
    PUT(b, ">\n");
    value = format_fields(b, indent + 2, spec->part[0].fields, copy.value);
    for (unsigned int i = 1; i < NODEDEV_MAX_PARTS && spec->part[i].fields != NULL; i++) {
        const struct nodedev_part *part = &spec->part[i];
        if (cap->has_part[i]) {
            put_open(b, indent + 2, part->element);
            put_carried(b, cap->extra[i].attrs);
            PUT(b, ">\n");
        }
        value = format_fields(b, indent + 4, part->fields, value); /* none when it is not there */
        if (cap->has_part[i]) {
            put_carried(b, cap->extra[i].children);
            put_close(b, indent + 2, part->element);
        }
    }
    for (unsigned int i = 0; i < cap->n_caps; i++)
        format_cap(b, indent + 2, cap->caps[i], live);
    put_carried(b, cap->later);
    put_carried(b, cap->extra[0].children);
    put_close(b, indent, "capability");
}

static void format_driver(struct vt_strbuf *b, const struct nodedev_def *def, const char *driver)
{
    if (driver == NULL && !put_has_carried(&def->driver_extra))
        return;
    put_open(b, 2, "driver");
    put_carried(b, def->driver_extra.attrs);
    PUT(b, ">\n");
    if (driver != NULL)
        put_text(b, 4, "name", driver == def->driver ? def->driver_name_extra : NULL, driver);
    put_carried(b, def->driver_extra.children);
    put_close(b, 2, "driver");
}

int nodedev_def_format(const struct nodedev_def *def, const struct nodedev_live *live, char **ret)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    PUT(&b, "<device");
    put_carried(&b, def->extra.attrs);
    PUT(&b, ">\n");
    put_element(&b, 2, "name", def->name);
    if (def->path != NULL || def->path_extra != NULL)
        put_text(&b, 2, "path", def->path_extra, def->path);
    if (def->parent != NULL || def->parent_extra != NULL)
        put_text(&b, 2, "parent", def->parent_extra, def->parent);
    format_driver(&b, def, live != NULL ? live->driver : def->driver);
    for (unsigned int i = 0; i < def->n_caps; i++)
        format_cap(&b, 2, def->caps[i], live);
    put_carried(&b, def->extra.children);
    PUT(&b, "</device>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    *ret = text;
    return 0;
}

struct nodedev_def *nodedev_def_ref(struct nodedev_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct nodedev_def *nodedev_def_unref(struct nodedev_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}

int nodedev_def_become_host(struct nodedev_def *def, const char *parent, unsigned int host)
{
    const struct nodedev_cap *cap = nodedev_cap_find(def, NODEDEV_SCSI_HOST);
    struct nodedev_value *number = (struct nodedev_value *)nodedev_cap_value(cap, "host");
    VT_AUTOFREE char *name = NULL;

    if (asprintf(&name, "scsi_host%u", host) < 0)
        name = NULL;
    if (name != NULL) {
        def->name = arena_text(&def->arena, name);
        def->parent = arena_text(&def->arena, parent);
    }
    if (name == NULL || def->arena.failed)
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    number->given = true;
    number->number = host;
    return 0;
}
