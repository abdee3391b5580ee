/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads, prints and ends pool definitions. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "conf/names.h"
#include "conf/put.h"
#include "conf/storage_pool.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The children of <pool> that we know. */
struct top {
    const struct xml_node *name;
    const struct xml_node *uuid;
    const struct xml_node *capacity; /* this and the next two: ours to say */
    const struct xml_node *allocation;
    const struct xml_node *available;
    const struct xml_node *source;
    const struct xml_node *target;
    const struct xml_node *permissions; /* where libvirt 0.6.1 reads them */
    const struct xml_node *volume;
};

static int parse_type(struct conf_parse *p, const struct xml_node *node, const char *type,
                      struct storage_pool_def *def)
{
    unsigned int value = 0;

    if (type == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "Attribute 'type' is missing in <pool>.");
    if (conf_word_of(p, &storage_pool_type_words, node, "type", type, &value) < 0)
        return -1;
    def->type = value;
    return 0;
}

/* A volume group may lend its name to the pool, and the other way round. */
static int parse_name(struct conf_parse *p, const struct xml_node *node,
                      struct storage_pool_def *def)
{
    if (def->type != STORAGE_POOL_LOGICAL)
        return conf_take_name(p, node, "pool", VIR_ERR_XML_ERROR, &def->name);
    if (def->arena.failed)
        return vt_error_no_memory(p->domain);
    if ((node == NULL || node->text[0] == '\0') && def->source.name != NULL) {
        def->name = def->source.name;
        return conf_check_name(p->domain, def->name);
    }
    if (conf_take_name(p, node, "pool", VIR_ERR_XML_ERROR, &def->name) < 0)
        return -1;
    if (def->source.name == NULL)
        def->source.name = def->name;
    return 0;
}

/* Whether the formats of volumes are to be told by what is in their files. */
static bool wants_probing(const struct xml_node *target)
{
    const struct xml_node *format = target != NULL ? xml_child(target, "format") : NULL;
    const char *type = format != NULL ? xml_attr(format, "type") : NULL;

    return type != NULL && strcmp(type, "probe") == 0;
}

static int parse_target(struct conf_parse *p, const struct top *top, struct storage_pool_def *def)
{
    const struct xml_node *path = NULL, *perms = NULL;
    const struct conf_child children[] = {
        {.name = "path", .ret = &path},
        {.name = "permissions", .ret = &perms},
        {.name = NULL},
    };

    if (top->target != NULL &&
        conf_take(p, top->target, 4, conf_no_attrs, children, &def->target_extra) < 0)
        return -1;
    if (path == NULL && storage_pool_kind_of(def)->has_path)
        return storage_missing(p, "Element <path>", "target");
    if (path != NULL && storage_path_keep(p, path, path->text, &def->path) < 0)
        return -1;
    if (perms == NULL)
        perms = top->permissions;
    def->perms_given = perms != NULL;
    def->probe = wants_probing(top->target);
    return storage_perms_parse(p, perms, 6, STORAGE_POOL_MODE, &def->perms);
}

static int parse_pool(struct conf_parse *p, const struct xml_node *node,
                      const struct xml_node **ret_volume, struct storage_pool_def *def)
{
    struct top top = {.name = NULL};
    const char *type = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "name", .ret = &top.name},
        {.name = "uuid", .ret = &top.uuid},
        {.name = "capacity", .ret = &top.capacity},
        {.name = "allocation", .ret = &top.allocation},
        {.name = "available", .ret = &top.available},
        {.name = "source", .ret = &top.source},
        {.name = "target", .ret = &top.target},
        {.name = "permissions", .ret = &top.permissions},
        {.name = ret_volume != NULL ? "volume" : NULL, .ret = &top.volume, .every = true},
        {.name = NULL},
    };

    if (conf_take(p, node, 2, attrs, children, &def->extra) < 0 ||
        parse_type(p, node, type, def) < 0 ||
        storage_source_parse(p, top.source, def->type, 4, &def->source) < 0 ||
        parse_name(p, top.name, def) < 0 ||
        conf_take_uuid(p, top.uuid, "pool", VIR_ERR_XML_ERROR, def->uuid, &def->uuid_generated) <
            0 ||
        parse_target(p, &top, def) < 0)
        return -1;
    if (ret_volume != NULL)
        *ret_volume = top.volume;
    return 0;
}

int storage_pool_def_from_node(const struct xml_node *node, const struct xml_node **ret_volume,
                               struct storage_pool_def **ret)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    struct conf_parse p = {NULL, VIR_FROM_STORAGE};

    if (conf_is_root(&p, node, "pool", VIR_ERR_XML_ERROR) < 0)
        return -1;
    def = calloc(1, sizeof *def);
    if (def == NULL)
        return vt_error_no_memory(p.domain);
    vt_count_init(&def->count);
    p.arena = &def->arena;
    if (parse_pool(&p, node, ret_volume, def) < 0)
        return -1;
    if (def->arena.failed)
        return vt_error_no_memory(p.domain);
    *ret = VT_TAKE(def);
    return 0;
}

int storage_pool_def_parse(const char *xml, struct storage_pool_def **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(xml, XML_MAX_TEXT, VIR_FROM_STORAGE, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    return storage_pool_def_from_node(doc->root, NULL, ret);
}

static void format_target(struct vt_strbuf *b, const struct storage_pool_def *def)
{
    if (def->path == NULL && !def->perms_given && !put_has_carried(&def->target_extra))
        return;
    PUT(b, "  <target");
    put_carried(b, def->target_extra.attrs);
    PUT(b, ">\n");
    put_element(b, 4, "path", def->path);
    if (def->path != NULL || def->perms_given)
        storage_perms_format(b, 4, &def->perms);
    put_carried(b, def->target_extra.children);
    PUT(b, "  </target>\n");
}

static char *format(const struct storage_pool_def *def, const struct storage_pool_sizes *sizes,
                    const struct storage_source *source)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char uuid[VT_UUID_STRING_LEN];
    char *text;

    vt_uuid_format(def->uuid, uuid);
    PUT(&b, "<pool");
    PUT_ATTR(&b, "type", conf_word(&storage_pool_type_words, def->type));
    put_carried(&b, def->extra.attrs);
    PUT(&b, ">\n");
    put_element(&b, 2, "name", def->name);
    put_element(&b, 2, "uuid", uuid);
    storage_size_format(&b, "capacity", NULL, sizes->capacity);
    storage_size_format(&b, "allocation", NULL, sizes->allocation);
    storage_size_format(&b, "available", NULL, sizes->available);
    storage_source_format(&b, 2, source);
    format_target(&b, def);
    put_carried(&b, def->extra.children);
    PUT(&b, "</pool>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return text;
}

char *storage_pool_def_format(const struct storage_pool_def *def,
                              const struct storage_pool_sizes *sizes)
{
    return format(def, sizes, &def->source);
}

char *storage_pool_def_format_free(const struct storage_pool_def *def,
                                   const struct storage_pool_sizes *sizes,
                                   const struct storage_device *device)
{
    struct storage_source source = def->source;
    struct storage_device first;
    struct storage_device *devices[] = {&first};

    if (device == NULL || source.n_devices != 1)
        return format(def, sizes, &source);
    first = *source.devices[0];
    first.extents = device->extents;
    first.n_extents = device->n_extents;
    source.devices = devices;
    return format(def, sizes, &source);
}

struct storage_pool_def *storage_pool_def_ref(struct storage_pool_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct storage_pool_def *storage_pool_def_unref(struct storage_pool_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}
