/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads and prints what a pool is made of. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "conf/put.h"
#include "conf/storage_source.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Appends a cleared item to a list: the item, or NULL when memory ran out or the list is full. */
static void *add_item(struct conf_parse *p, void *list, unsigned int *n, size_t size,
                      const struct xml_node *node)
{
    void **items = *(void ***)list;
    void *item;

    if (*n >= STORAGE_MAX_LIST) {
        (void)vt_error(p->domain, VIR_ERR_XML_ERROR,
                       "Element <%s> in line %u is one too many: %d may stand there.", node->name,
                       node->line, STORAGE_MAX_LIST);
        return NULL;
    }
    items = arena_list_room(p->arena, items, *n);
    item = items != NULL ? arena_alloc(p->arena, size) : NULL;
    if (item == NULL) {
        (void)vt_error_no_memory(p->domain);
        return NULL;
    }
    *(void ***)list = items;
    items[(*n)++] = item;
    return item;
}

static int parse_host(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                      struct storage_source *source)
{
    const struct xml_number_spec spec = {.attr = "port", .min = 1, .max = 65535};
    struct storage_host *host = add_item(p, &source->hosts, &source->n_hosts, sizeof *host, node);
    const char *name = NULL, *port = NULL;
    const struct conf_attr attrs[] = {{"name", &name}, {"port", &port}, {NULL, NULL}};
    unsigned long long number = 0;

    if (host == NULL || conf_take(p, node, indent, attrs, conf_no_children, &host->extra) < 0)
        return -1;
    if (name == NULL || name[0] == '\0')
        return storage_missing(p, "Attribute 'name'", "host");
    if (port != NULL && xml_number_of(node, port, &spec, p->domain, &number) < 0)
        return -1;
    host->name = conf_text(p, name);
    host->port = (unsigned int)number;
    return 0;
}

static int parse_extent(struct conf_parse *p, const struct xml_node *node,
                        struct storage_device *device)
{
    struct storage_extent *extent =
        add_item(p, &device->extents, &device->n_extents, sizeof *extent, node);
    const char *start = NULL, *end = NULL;
    const struct conf_attr attrs[] = {{"start", &start}, {"end", &end}, {NULL, NULL}};
    struct xml_number_spec spec = {.attr = "start", .max = UINT64_MAX};

    if (extent == NULL || conf_take_attrs(p, node, attrs, &extent->extra) < 0)
        return -1;
    if (start == NULL || end == NULL)
        return storage_missing(p, "Attribute 'start' or 'end'", "freeExtent");
    if (xml_number_of(node, start, &spec, p->domain, &extent->start) < 0)
        return -1;
    spec.attr = "end";
    spec.min = extent->start;
    return xml_number_of(node, end, &spec, p->domain, &extent->end);
}

static int parse_device(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                        struct storage_source *source)
{
    struct storage_device *device =
        add_item(p, &source->devices, &source->n_devices, sizeof *device, node);
    const struct xml_node *extent = NULL;
    const char *path = NULL;
    const struct conf_attr attrs[] = {{"path", &path}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "freeExtent", .ret = &extent, .every = true},
        {.name = NULL},
    };

    if (device == NULL || conf_take(p, node, indent, attrs, children, &device->extra) < 0)
        return -1;
    if (path == NULL || path[0] == '\0')
        return storage_missing(p, "Attribute 'path'", "device");
    device->path = conf_text(p, path);
    for (; extent != NULL; extent = xml_next_child(extent, "freeExtent")) {
        if (parse_extent(p, extent, device) < 0)
            return -1;
    }
    return 0;
}

/* With @username it is of a later release, and carried. */
static int parse_auth(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                      struct storage_source *source)
{
    struct storage_auth *auth;
    const char *type = NULL, *login = NULL, *passwd = NULL;
    const struct conf_attr attrs[] = {
        {"type", &type}, {"login", &login}, {"passwd", &passwd}, {NULL, NULL}};

    if (node == NULL)
        return 0;
    auth = arena_alloc(p->arena, sizeof *auth);
    if (auth == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, indent, attrs, conf_no_children, &auth->extra) < 0)
        return -1;
    if (xml_attr(node, "username") == NULL) {
        if (type != NULL && strcmp(type, "chap") != 0)
            return vt_error(p->domain, VIR_ERR_XML_ERROR,
                            "Attribute 'type' of <auth> in line %u is '%s', not 'chap'.",
                            node->line, type);
        if (login == NULL)
            return storage_missing(p, "Attribute 'login'", "auth");
        if (passwd == NULL)
            return storage_missing(p, "Attribute 'passwd'", "auth");
    }
    auth->type = conf_text(p, type);
    auth->login = conf_text(p, login);
    auth->passwd = conf_text(p, passwd);
    source->auth = auth;
    return 0;
}

static int check_needs(struct conf_parse *p, enum storage_pool_type type,
                       const struct storage_source *source)
{
    const struct storage_pool_kind *kind = &storage_pool_kinds[type];

    if (kind->needs_host && source->n_hosts == 0)
        return storage_missing(p, "Element <host>", "source");
    if (kind->needs_dir && source->dir == NULL)
        return storage_missing(p, "Element <dir>", "source");
    return 0;
}

/* The single children: an attribute each. */
static int parse_single(struct conf_parse *p, const struct xml_node *dir,
                        const struct xml_node *adapter, unsigned int indent,
                        struct storage_source *source)
{
    const char *path = NULL, *name = NULL;
    const struct conf_attr dir_attrs[] = {{"path", &path}, {NULL, NULL}};
    const struct conf_attr adapter_attrs[] = {{"name", &name},
                                              {"type", &source->adapter_type},
                                              {"wwnn", &source->adapter_wwnn},
                                              {"wwpn", &source->adapter_wwpn},
                                              {NULL, NULL}};

    if (dir != NULL) {
        if (conf_take(p, dir, indent, dir_attrs, conf_no_children, &source->dir_extra) < 0)
            return -1;
        if (path == NULL || path[0] == '\0')
            return storage_missing(p, "Attribute 'path'", "dir");
        source->dir = conf_text(p, path);
    }
    if (adapter == NULL)
        return 0;
    source->has_adapter = true;
    if (conf_take(p, adapter, indent, adapter_attrs, conf_no_children, &source->adapter_extra) < 0)
        return -1;
    source->adapter = conf_text(p, name);
    source->adapter_type = conf_text(p, source->adapter_type);
    source->adapter_wwnn = conf_text(p, source->adapter_wwnn);
    source->adapter_wwpn = conf_text(p, source->adapter_wwpn);
    return 0;
}

static int parse_initiator(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                           struct storage_source *source)
{
    const struct xml_node *iqn = NULL;
    const char *name = NULL;
    const struct conf_child children[] = {{.name = "iqn", .ret = &iqn}, {.name = NULL}};
    const struct conf_attr attrs[] = {{"name", &name}, {NULL, NULL}};

    if (node == NULL)
        return 0;
    source->has_initiator = true;
    if (conf_take(p, node, indent, conf_no_attrs, children, &source->initiator_extra) < 0)
        return -1;
    if (iqn == NULL)
        return 0;
    if (conf_take(p, iqn, indent + 2, attrs, conf_no_children, &source->iqn_extra) < 0)
        return -1;
    if (name == NULL || name[0] == '\0')
        return storage_missing(p, "Attribute 'name'", "iqn");
    source->initiator = conf_text(p, name);
    return 0;
}

int storage_source_parse(struct conf_parse *p, const struct xml_node *node,
                         enum storage_pool_type type, unsigned int indent,
                         struct storage_source *ret)
{
    const struct storage_pool_kind *kind = &storage_pool_kinds[type];
    const struct xml_node *host = NULL, *device = NULL, *dir = NULL, *adapter = NULL, *name = NULL,
                          *initiator = NULL, *format = NULL, *auth = NULL;
    const struct conf_child children[] = {
        {.name = "host", .ret = &host, .every = true},
        {.name = "device", .ret = &device, .every = true},
        {.name = "dir", .ret = &dir},
        {.name = "adapter", .ret = &adapter},
        {.name = "name", .ret = &name},
        {.name = "initiator", .ret = &initiator},
        {.name = "format", .ret = &format},
        {.name = "auth", .ret = &auth},
        {.name = NULL},
    };

    if (node != NULL && conf_take(p, node, indent, conf_no_attrs, children, &ret->extra) < 0)
        return -1;
    for (; host != NULL; host = xml_next_child(host, "host")) {
        if (parse_host(p, host, indent + 2, ret) < 0)
            return -1;
    }
    for (; device != NULL; device = xml_next_child(device, "device")) {
        if (parse_device(p, device, indent + 2, ret) < 0)
            return -1;
    }
    ret->name = conf_child_text(p, name);
    if (parse_single(p, dir, adapter, indent + 2, ret) < 0 ||
        parse_initiator(p, initiator, indent + 2, ret) < 0 ||
        storage_format_parse(p, format, kind->source_formats, kind->source_default, indent + 2,
                             &ret->format, &ret->format_extra) < 0 ||
        parse_auth(p, auth, indent + 2, ret) < 0)
        return -1;
    return check_needs(p, type, ret);
}

static void format_device(struct vt_strbuf *b, unsigned int indent,
                          const struct storage_device *device, const char *extent)
{
    put_open(b, indent, "device");
    PUT_ATTR(b, "path", device->path);
    if (device->n_extents == 0) {
        put_end(b, indent, "device", &device->extra);
        return;
    }
    put_carried(b, device->extra.attrs);
    PUT(b, ">\n");
    for (unsigned int i = 0; i < device->n_extents; i++) {
        put_open(b, indent + 2, extent);
        put_number(b, "start", device->extents[i]->start);
        put_number(b, "end", device->extents[i]->end);
        put_carried(b, device->extents[i]->extra);
        PUT(b, "/>\n");
    }
    put_carried(b, device->extra.children);
    put_close(b, indent, "device");
}

void storage_devices_format(struct vt_strbuf *b, unsigned int indent,
                            struct storage_device *const *devices, unsigned int n,
                            const char *extent)
{
    for (unsigned int i = 0; i < n; i++)
        format_device(b, indent, devices[i], extent);
}

static struct storage_device *copy_device(struct arena *arena, const struct storage_device *from)
{
    struct storage_device *copy = arena_alloc(arena, sizeof *copy);

    if (copy == NULL)
        return NULL;
    copy->path = arena_text(arena, from->path);
    copy->extents = arena_alloc(arena, (from->n_extents + 1) * sizeof(struct storage_extent *));
    for (unsigned int i = 0; copy->extents != NULL && i < from->n_extents; i++) {
        struct storage_extent *extent = arena_alloc(arena, sizeof *extent);
        if (extent == NULL)
            return NULL;
        *extent = (struct storage_extent){from->extents[i]->start, from->extents[i]->end, NULL};
        copy->extents[copy->n_extents++] = extent;
    }
    return copy;
}

struct storage_device **storage_devices_copy(struct arena *arena,
                                             struct storage_device *const *devices, unsigned int n)
{
    struct storage_device **copy = NULL;

    if (n > 0)
        copy = arena_alloc(arena, n * sizeof(struct storage_device *));
    for (unsigned int i = 0; copy != NULL && i < n; i++)
        copy[i] = copy_device(arena, devices[i]);
    return copy;
}

static void format_auth(struct vt_strbuf *b, unsigned int indent, const struct storage_auth *auth)
{
    put_open(b, indent, "auth");
    PUT_ATTR(b, "type", auth->type);
    PUT_ATTR(b, "login", auth->login);
    PUT_ATTR(b, "passwd", auth->passwd);
    put_end(b, indent, "auth", &auth->extra);
}

static void format_initiator(struct vt_strbuf *b, unsigned int indent,
                             const struct storage_source *source)
{
    put_open(b, indent, "initiator");
    put_carried(b, source->initiator_extra.attrs);
    PUT(b, ">\n");
    if (source->initiator != NULL) {
        put_open(b, indent + 2, "iqn");
        PUT_ATTR(b, "name", source->initiator);
        put_end(b, indent + 2, "iqn", &source->iqn_extra);
    }
    put_carried(b, source->initiator_extra.children);
    put_close(b, indent, "initiator");
}

bool storage_source_empty(const struct storage_source *source)
{
    return source->n_hosts == 0 && source->n_devices == 0 && source->dir == NULL &&
           !source->has_adapter && source->name == NULL && !source->has_initiator &&
           source->format == NULL && !put_has_carried(&source->format_extra) &&
           source->auth == NULL && !put_has_carried(&source->extra);
}

void storage_source_format(struct vt_strbuf *b, unsigned int indent,
                           const struct storage_source *source)
{
    unsigned int inner = indent + 2;

    if (storage_source_empty(source))
        return;
    put_open(b, indent, "source");
    put_carried(b, source->extra.attrs);
    PUT(b, ">\n");
    for (unsigned int i = 0; i < source->n_hosts; i++) {
        put_open(b, inner, "host");
        PUT_ATTR(b, "name", source->hosts[i]->name);
        if (source->hosts[i]->port != 0)
            put_number(b, "port", source->hosts[i]->port);
        put_end(b, inner, "host", &source->hosts[i]->extra);
    }
    storage_devices_format(b, inner, source->devices, source->n_devices, "freeExtent");
    if (source->dir != NULL) {
        put_open(b, inner, "dir");
        PUT_ATTR(b, "path", source->dir);
        put_end(b, inner, "dir", &source->dir_extra);
    }
    if (source->has_adapter) {
        put_open(b, inner, "adapter");
        PUT_ATTR(b, "name", source->adapter);
        PUT_ATTR(b, "type", source->adapter_type);
        PUT_ATTR(b, "wwnn", source->adapter_wwnn);
        PUT_ATTR(b, "wwpn", source->adapter_wwpn);
        put_end(b, inner, "adapter", &source->adapter_extra);
    }
    put_element(b, inner, "name", source->name);
    if (source->has_initiator)
        format_initiator(b, inner, source);
    storage_format_format(b, inner, source->format, &source->format_extra);
    if (source->auth != NULL)
        format_auth(b, inner, source->auth);
    put_carried(b, source->extra.children);
    put_close(b, indent, "source");
}

int storage_source_spec_host(const char *xml, char **ret_host)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    struct conf_parse p = {NULL, VIR_FROM_STORAGE};
    const struct xml_node *host;
    const char *name;
    char *copy;

    if (xml == NULL)
        return vt_error(p.domain, VIR_ERR_XML_ERROR,
                        "A <source> with a <host> must say where to look.");
    if (xml_parse(xml, XML_MAX_TEXT, p.domain, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    if (conf_is_root(&p, doc->root, "source", VIR_ERR_XML_ERROR) < 0)
        return -1;
    host = xml_child(doc->root, "host");
    if (host == NULL)
        return storage_missing(&p, "Element <host>", "source");
    name = xml_attr(host, "name");
    if (name == NULL || name[0] == '\0')
        return storage_missing(&p, "Attribute 'name'", "host");
    copy = strdup(name);
    if (copy == NULL)
        return vt_error_no_memory(p.domain);
    *ret_host = copy;
    return 0;
}

int storage_source_spec(const char *xml, enum storage_pool_type type, struct arena *arena,
                        struct storage_source *ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    struct conf_parse p = {arena, VIR_FROM_STORAGE};
    struct storage_source source = {.n_hosts = 0};

    if (xml == NULL)
        return vt_error(p.domain, VIR_ERR_XML_ERROR,
                        "A <source> with a <host> must say where to look.");
    if (xml_parse(xml, XML_MAX_TEXT, p.domain, VIR_ERR_XML_DETAIL, &doc) < 0 ||
        conf_is_root(&p, doc->root, "source", VIR_ERR_XML_ERROR) < 0 ||
        storage_source_parse(&p, doc->root, type, 4, &source) < 0)
        return -1;
    if (arena->failed)
        return vt_error_no_memory(p.domain);
    *ret = source;
    return 0;
}

int storage_sources_parse(const char *xml, enum storage_pool_type type, struct arena *arena,
                          struct storage_source ***ret, unsigned int *ret_n)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    struct conf_parse p = {arena, VIR_FROM_STORAGE};
    struct storage_source **list = NULL;
    unsigned int n = 0;

    if (xml_parse(xml, XML_MAX_TEXT, p.domain, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    if (conf_is_root(&p, doc->root, "sources", VIR_ERR_XML_ERROR) < 0)
        return -1;
    for (const struct xml_node *node = xml_child(doc->root, "source"); node != NULL;
         node = xml_next_child(node, "source")) {
        struct storage_source *source = add_item(&p, &list, &n, sizeof *source, node);
        if (source == NULL || storage_source_parse(&p, node, type, 4, source) < 0)
            return -1;
    }
    if (arena->failed)
        return vt_error_no_memory(p.domain);
    *ret = list;
    *ret_n = n;
    return 0;
}

char *storage_sources_format(struct storage_source *const *sources, unsigned int n)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    if (n == 0) {
        PUT(&b, "<sources/>\n");
    } else {
        PUT(&b, "<sources>\n");
        for (unsigned int i = 0; i < n; i++)
            storage_source_format(&b, 2, sources[i]);
        PUT(&b, "</sources>\n");
    }
    text = vt_strbuf_take(&b);
    if (text == NULL)
        (void)vt_error_no_memory(VIR_FROM_STORAGE);
    return text;
}
