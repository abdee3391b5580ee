/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads, prints and ends volume definitions. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "conf/put.h"
#include "conf/storage_vol.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The children of <volume> that we know. */
struct top {
    const struct xml_node *name;
    const struct xml_node *key;    /* this and the next: ours to say */
    const struct xml_node *source; /* extents of a device */
    const struct xml_node *capacity;
    const struct xml_node *allocation;
    const struct xml_node *target;
    const struct xml_node *permissions; /* where libvirt 0.6.1 reads them */
    const struct xml_node *backing;
};

/* Words of the attribute 'type'; it follows from the pool. */
static const char vol_types[] = " file block dir network netdir ploop ";

bool storage_vol_name_ok(const char *name)
{
    size_t len = strlen(name);

    if (len == 0 || len > STORAGE_VOL_MAX_NAME || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    for (const unsigned char *c = (const unsigned char *)name; *c != '\0'; c++) {
        if (*c < 0x20 || *c == 0x7f || *c == '/')
            return false;
    }
    return xml_is_text(name);
}

static int parse_name(struct conf_parse *p, const struct xml_node *node,
                      struct storage_vol_def *def)
{
    if (node == NULL || node->text[0] == '\0')
        return storage_missing(p, "Element <name>", "volume");
    if (node->text[0] == '-' || !storage_vol_name_ok(node->text))
        return vt_error(
            p->domain, VIR_ERR_XML_ERROR,
            "The name '%s' cannot be that of a volume: it has 1 to %d bytes, no '/', no "
            "control character, no '-' in front, and is not '.' or '..'.",
            node->text, STORAGE_VOL_MAX_NAME);
    def->name = conf_text(p, node->text);
    return 0;
}

static int parse_sizes(struct conf_parse *p, const struct top *top, struct storage_vol_def *def)
{
    if (top->capacity == NULL)
        return storage_missing(p, "Element <capacity>", "volume");
    if (storage_size_parse(p, top->capacity, &def->capacity_extra, &def->capacity) < 0)
        return -1;
    def->allocation = def->capacity;
    if (top->allocation == NULL)
        return 0;
    def->allocation_given = true;
    return storage_size_parse(p, top->allocation, &def->allocation_extra, &def->allocation);
}

static int parse_target(struct conf_parse *p, const struct top *top,
                        const struct storage_pool_kind *kind, struct storage_vol_def *def)
{
    const struct xml_node *path = NULL, *format = NULL, *perms = NULL;
    const struct conf_child children[] = {
        {.name = "path", .ret = &path},
        {.name = "format", .ret = &format},
        {.name = "permissions", .ret = &perms},
        {.name = NULL},
    };

    if (top->target != NULL &&
        conf_take(p, top->target, 4, conf_no_attrs, children, &def->target_extra) < 0)
        return -1;
    def->encrypted = top->target != NULL && xml_child(top->target, "encryption") != NULL;
    if (storage_format_parse(p, format, kind->vol_formats, kind->vol_default, 6, &def->format,
                             &def->format_extra) < 0)
        return -1;
    return storage_perms_parse(p, perms != NULL ? perms : top->permissions, 6, STORAGE_VOL_MODE,
                               &def->perms);
}

static int parse_backing(struct conf_parse *p, const struct xml_node *node,
                         const struct storage_pool_kind *kind, struct storage_vol_def *def)
{
    const struct xml_node *path = NULL, *format = NULL, *perms = NULL;
    const struct conf_child children[] = {
        {.name = "path", .ret = &path},
        {.name = "format", .ret = &format},
        {.name = "permissions", .ret = &perms},
        {.name = NULL},
    };

    if (node == NULL)
        return 0;
    def->has_backing = true;
    if (conf_take(p, node, 4, conf_no_attrs, children, &def->backing_extra) < 0 ||
        storage_format_parse(p, format, kind->vol_formats, kind->vol_default, 6,
                             &def->backing_format, &def->backing_format_extra) < 0)
        return -1;
    def->backing_path = conf_child_text(p, path);
    if (perms == NULL)
        return 0;
    def->backing_perms = arena_alloc(p->arena, sizeof *def->backing_perms);
    if (def->backing_perms == NULL)
        return vt_error_no_memory(p->domain);
    return storage_perms_parse(p, perms, 6, STORAGE_VOL_MODE, def->backing_perms);
}

static int parse_type(struct conf_parse *p, const struct xml_node *node, const char *type,
                      struct storage_vol_def *def)
{
    if (type != NULL && !conf_word_in(vol_types, type))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'type' of <volume> in line %u has the unknown value '%s'.",
                        node->line, type);
    def->type = conf_text(p, type);
    return 0;
}

static int parse_volume(struct conf_parse *p, const struct xml_node *node,
                        enum storage_pool_type pool, struct storage_vol_def *def)
{
    const struct storage_pool_kind *kind = &storage_pool_kinds[pool];
    struct top top = {.name = NULL};
    const char *type = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "name", .ret = &top.name},
        {.name = "key", .ret = &top.key},
        {.name = "source", .ret = &top.source},
        {.name = "capacity", .ret = &top.capacity},
        {.name = "allocation", .ret = &top.allocation},
        {.name = "target", .ret = &top.target},
        {.name = "permissions", .ret = &top.permissions},
        {.name = "backingStore", .ret = &top.backing},
        {.name = NULL},
    };

    if (conf_take(p, node, 2, attrs, children, &def->extra) < 0 ||
        parse_type(p, node, type, def) < 0 || parse_name(p, top.name, def) < 0 ||
        parse_sizes(p, &top, def) < 0 || parse_target(p, &top, kind, def) < 0)
        return -1;
    return parse_backing(p, top.backing, kind, def);
}

static struct storage_vol_def *def_new(void)
{
    struct storage_vol_def *def = calloc(1, sizeof *def);

    if (def == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    else
        vt_count_init(&def->count);
    return def;
}

int storage_vol_def_from_node(const struct xml_node *node, enum storage_pool_type type,
                              struct storage_vol_def **ret)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;
    struct conf_parse p = {NULL, VIR_FROM_STORAGE};

    if (conf_is_root(&p, node, "volume", VIR_ERR_XML_ERROR) < 0)
        return -1;
    def = def_new();
    if (def == NULL)
        return -1;
    p.arena = &def->arena;
    if (parse_volume(&p, node, type, def) < 0)
        return -1;
    if (def->arena.failed)
        return vt_error_no_memory(p.domain);
    *ret = VT_TAKE(def);
    return 0;
}

int storage_vol_def_parse(const char *xml, enum storage_pool_type type,
                          struct storage_vol_def **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(xml, XML_MAX_TEXT, VIR_FROM_STORAGE, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    return storage_vol_def_from_node(doc->root, type, ret);
}

static void found_backing(struct storage_vol_def *def, const struct storage_vol_found *found)
{
    def->has_backing = found->backing_path != NULL;
    def->backing_path = arena_text(&def->arena, found->backing_path);
    def->backing_format = arena_text(&def->arena, found->backing_format);
}

struct storage_vol_def *storage_vol_def_found(const struct storage_vol_found *found,
                                              enum storage_pool_type type)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = def_new();

    if (def == NULL)
        return NULL;
    def->name = arena_text(&def->arena, found->name);
    def->capacity = found->size;
    def->allocation = found->allocated;
    def->format = found->format != NULL ? arena_text(&def->arena, found->format)
                                        : storage_pool_kinds[type].vol_default;
    def->perms =
        (struct storage_perms){.mode = found->mode, .owner = found->owner, .group = found->group};
    found_backing(def, found);
    def->sources = storage_devices_copy(&def->arena, found->sources, found->n_sources);
    def->n_sources = found->n_sources;
    if (def->arena.failed)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    return VT_TAKE(def);
}

static void format_target(struct vt_strbuf *b, const struct storage_vol_def *def,
                          const struct storage_vol_facts *facts)
{
    PUT(b, "  <target");
    put_carried(b, def->target_extra.attrs);
    PUT(b, ">\n");
    put_element(b, 4, "path", facts->path);
    storage_format_format(b, 4, def->format, &def->format_extra);
    storage_perms_format(b, 4, facts->perms != NULL ? facts->perms : &def->perms);
    put_carried(b, def->target_extra.children);
    PUT(b, "  </target>\n");
}

static void format_backing(struct vt_strbuf *b, const struct storage_vol_def *def)
{
    if (!def->has_backing)
        return;
    PUT(b, "  <backingStore");
    put_carried(b, def->backing_extra.attrs);
    PUT(b, ">\n");
    put_element(b, 4, "path", def->backing_path);
    storage_format_format(b, 4, def->backing_format, &def->backing_format_extra);
    if (def->backing_perms != NULL)
        storage_perms_format(b, 4, def->backing_perms);
    put_carried(b, def->backing_extra.children);
    PUT(b, "  </backingStore>\n");
}

char *storage_vol_def_format(const struct storage_vol_def *def,
                             const struct storage_vol_facts *facts)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    PUT(&b, "<volume");
    PUT_ATTR(&b, "type", def->type);
    put_carried(&b, def->extra.attrs);
    PUT(&b, ">\n");
    put_element(&b, 2, "name", def->name);
    put_element(&b, 2, "key", facts->key);
    PUT(&b, "  <source>\n");
    storage_devices_format(&b, 4, def->sources, def->n_sources, "extent");
    PUT(&b, "  </source>\n");
    storage_size_format(&b, "capacity", def->capacity_extra, facts->capacity);
    storage_size_format(&b, "allocation", def->allocation_extra, facts->allocation);
    format_target(&b, def, facts);
    format_backing(&b, def);
    put_carried(&b, def->extra.children);
    PUT(&b, "</volume>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return text;
}

struct storage_vol_def *storage_vol_def_ref(struct storage_vol_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct storage_vol_def *storage_vol_def_unref(struct storage_vol_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}
