/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads a domain definition: the document, and what stands directly in <domain>. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "conf/names.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The children of <domain> that we know. */
struct top {
    const struct xml_node *name;
    const struct xml_node *uuid;
    const struct xml_node *genid;
    const struct xml_node *title;
    const struct xml_node *description;
    const struct xml_node *metadata;
    const struct xml_node *max_memory;
    const struct xml_node *memory;
    const struct xml_node *current_memory;
    const struct xml_node *vcpu;
    const struct xml_node *bootloader;
    const struct xml_node *bootloader_args;
    const struct xml_node *os;
    const struct xml_node *features;
    const struct xml_node *clock;
    const struct xml_node *on_poweroff;
    const struct xml_node *on_reboot;
    const struct xml_node *on_crash;
    const struct xml_node *devices;
    const struct xml_node *seclabel;
    const struct xml_node *embedded;
};

/* Memory with all that may be plugged in, of later releases. */
static int parse_max_memory(struct conf_parse *p, const struct xml_node *node,
                            struct domain_def *def)
{
    const struct xml_number_spec spec = {.attr = "slots", .min = 1, .max = DOMAIN_MAX_SLOTS};
    const char *slots = node != NULL ? xml_attr(node, "slots") : NULL;
    unsigned long long n;

    if (node == NULL)
        return 0;
    if (slots == NULL)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'slots' is missing in <maxMemory> in line %u.", node->line);
    if (xml_number_of(node, slots, &spec, p->domain, &n) < 0 ||
        domain_parse_memory(p, node, &def->mem_hotplug_extra, &def->mem_hotplug_kib) < 0)
        return -1;
    if (def->mem_hotplug_kib < def->mem_max_kib)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <maxMemory> holds '%s', less than <memory>.", node->text);
    return 0;
}

/* Who the domain is to people and to other programs, of later releases. */
static int parse_description(struct conf_parse *p, const struct top *top, struct domain_def *def)
{
    VT_STRBUF_SCOPE(metadata);
    unsigned char uuid[VT_UUID_LEN];

    def->genid = conf_child_text(p, top->genid);
    def->title = conf_child_text(p, top->title);
    def->description = conf_child_text(p, top->description);
    if (def->genid != NULL && !vt_uuid_parse(def->genid, uuid))
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Element <genid> holds '%s', not a UUID.",
                        def->genid);
    if (def->title != NULL && strchr(def->title, '\n') != NULL)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <title> in line %u holds more than one line.", top->title->line);
    if (top->metadata == NULL)
        return 0;
    xml_write(&metadata, top->metadata, INDENT_DOMAIN);
    return conf_keep(p, &metadata, &def->metadata);
}

static int parse_memories(struct conf_parse *p, const struct top *top, struct domain_def *def)
{
    if (top->memory == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "Element <memory> is missing in <domain>.");
    if (domain_parse_memory(p, top->memory, &def->memory_extra, &def->mem_max_kib) < 0)
        return -1;
    if (def->mem_max_kib == 0)
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Element <memory> holds '%s': none at all.",
                        top->memory->text);
    def->mem_cur_kib = def->mem_max_kib;
    if (top->current_memory == NULL)
        return 0;
    if (domain_parse_memory(p, top->current_memory, &def->current_memory_extra, &def->mem_cur_kib) <
        0)
        return -1;
    /* Releases since the first take "none" and "more than there is" for "all there is". */
    if (def->mem_cur_kib == 0 || def->mem_cur_kib > def->mem_max_kib)
        def->mem_cur_kib = def->mem_max_kib;
    return 0;
}

/* What later releases say: who places the vcpus, and how many there are at first. */
static int parse_vcpu_later(struct conf_parse *p, const struct xml_node *node,
                            const char *placement, const char *current, struct domain_def *def)
{
    const struct xml_number_spec spec = {.attr = "current", .min = 1, .max = def->vcpus_max};
    unsigned long long n;

    if (placement != NULL && strcmp(placement, "static") != 0 && strcmp(placement, "auto") != 0)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'placement' of <vcpu> is '%s', not static or auto.", placement);
    def->vcpu_placement = conf_text(p, placement);
    if (current == NULL)
        return 0;
    if (xml_number_of(node, current, &spec, p->domain, &n) < 0)
        return -1;
    def->vcpus = (unsigned int)n;
    return 0;
}

static int parse_vcpu(struct conf_parse *p, const struct xml_node *node, struct domain_def *def)
{
    const char *cpuset = NULL, *placement = NULL, *current = NULL;
    const struct conf_attr attrs[] = {
        {"cpuset", &cpuset}, {"placement", &placement}, {"current", &current}, {NULL, NULL}};
    const struct xml_number_spec spec = {.min = 1, .max = DOMAIN_MAX_VCPUS};
    unsigned long long n;

    def->vcpus = def->vcpus_max = 1;
    if (node == NULL)
        return 0;
    if (conf_take_attrs(p, node, attrs, &def->vcpu_extra) < 0)
        return -1;
    if (node->text[0] != '\0') {
        if (xml_number_of(node, node->text, &spec, p->domain, &n) < 0)
            return -1;
        def->vcpus = def->vcpus_max = (unsigned int)n;
    }
    if (parse_vcpu_later(p, node, placement, current, def) < 0)
        return -1;
    if (cpuset == NULL)
        return 0;
    if (domain_parse_cpuset(p, cpuset, def->cpuset) < 0)
        return -1;
    for (size_t i = 0; i < VT_N_ELEMENTS(def->cpuset); i++)
        def->has_cpuset = def->has_cpuset || def->cpuset[i] != UINT64_MAX;
    return 0;
}

static int parse_lifecycle(struct conf_parse *p, const struct xml_node *node,
                           enum domain_lifecycle missing, enum domain_lifecycle *ret)
{
    unsigned int value = missing;

    if (node != NULL &&
        conf_word_of(p, &domain_lifecycle_words, node, NULL, node->text, &value) != 0)
        return -1;
    *ret = value;
    return 0;
}

static int parse_type(struct conf_parse *p, const char *type, const char *id,
                      const struct xml_node *node, const struct domain_parse_opts *opts,
                      struct domain_def *def)
{
    const struct xml_number_spec spec = {.attr = "id", .max = INT32_MAX};
    unsigned long long n;
    unsigned int value = 0;

    if (type == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "Attribute 'type' is missing in <domain>.");
    if (conf_word_of(p, &domain_type_words, node, "type", type, &value) < 0)
        return -1;
    if (opts->type != NULL && strcmp(type, opts->type) != 0)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "The domain has type '%s'; this hypervisor runs type '%s'.", type,
                        opts->type);
    def->type = value;
    def->id = -1;
    if (id == NULL || (opts->flags & VIR_DOMAIN_XML_INACTIVE) != 0)
        return 0;
    if (xml_number_of(node, id, &spec, p->domain, &n) < 0)
        return -1;
    def->id = (int)n;
    return 0;
}

/* A label of a kind that we do not know is carried, in front: it stays the first label. */
static int parse_label(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                       struct domain_def *def)
{
    VT_STRBUF_SCOPE(carried);
    int rv = node != NULL ? domain_parse_seclabel(p, node, flags, &def->seclabel) : 0;

    if (rv != CONF_LATER)
        return rv;
    xml_write(&carried, node, INDENT_DOMAIN);
    if (def->extra.children != NULL)
        vt_strbuf_add(&carried, def->extra.children);
    return conf_keep(p, &carried, &def->extra.children);
}

static int parse_body(struct conf_parse *p, const struct top *top,
                      const struct domain_parse_opts *opts, struct domain_def *def)
{
    if (conf_take_name(p, top->name, "domain", VIR_ERR_NO_NAME, &def->name) < 0 ||
        conf_take_uuid(p, top->uuid, "domain", VIR_ERR_INTERNAL_ERROR, def->uuid,
                       &def->uuid_generated) < 0 ||
        parse_description(p, top, def) < 0 || parse_memories(p, top, def) < 0 ||
        parse_max_memory(p, top->max_memory, def) < 0 || parse_vcpu(p, top->vcpu, def) < 0)
        return -1;
    if (top->bootloader != NULL)
        def->bootloader = conf_text(p, top->bootloader->text);
    def->bootloader_args = conf_child_text(p, top->bootloader_args);
    if (domain_parse_os(p, top->os, opts, def) < 0 ||
        domain_parse_features(p, top->features, def) < 0 ||
        domain_parse_clock(p, top->clock, def) < 0 ||
        parse_lifecycle(p, top->on_poweroff, DOMAIN_LIFECYCLE_DESTROY, &def->on_poweroff) < 0 ||
        parse_lifecycle(p, top->on_reboot, DOMAIN_LIFECYCLE_RESTART, &def->on_reboot) < 0 ||
        parse_lifecycle(p, top->on_crash, DOMAIN_LIFECYCLE_DESTROY, &def->on_crash) < 0 ||
        domain_parse_devices(p, top->devices, opts, def) < 0 ||
        parse_label(p, top->seclabel, opts->flags, def) < 0)
        return -1;
    return top->embedded != NULL ? domain_embedded_parse(p, top->embedded, &def->embedded) : 0;
}

static int parse_domain(struct conf_parse *p, const struct xml_node *node,
                        const struct domain_parse_opts *opts, struct domain_def *def)
{
    const char *type = NULL, *id = NULL;
    struct top top = {.name = NULL};
    const struct conf_attr attrs[] = {{"type", &type}, {"id", &id}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "name", .ret = &top.name},
        {.name = "uuid", .ret = &top.uuid},
        {.name = "genid", .ret = &top.genid},
        {.name = "title", .ret = &top.title},
        {.name = "description", .ret = &top.description},
        {.name = "metadata", .ret = &top.metadata},
        {.name = "maxMemory", .ret = &top.max_memory},
        {.name = "memory", .ret = &top.memory},
        {.name = "currentMemory", .ret = &top.current_memory},
        {.name = "vcpu", .ret = &top.vcpu},
        {.name = "bootloader", .ret = &top.bootloader},
        {.name = "bootloader_args", .ret = &top.bootloader_args},
        {.name = "os", .ret = &top.os},
        {.name = "features", .ret = &top.features},
        {.name = "clock", .ret = &top.clock},
        {.name = "on_poweroff", .ret = &top.on_poweroff},
        {.name = "on_reboot", .ret = &top.on_reboot},
        {.name = "on_crash", .ret = &top.on_crash},
        {.name = "devices", .ret = &top.devices},
        {.name = "seclabel", .ret = &top.seclabel, .many = true},
        {.name = "embedded", .ret = &top.embedded, .ns = DOMAIN_EMBEDDED_NS},
        {.name = NULL},
    };

    if (conf_take(p, node, INDENT_DOMAIN, attrs, children, &def->extra) < 0 ||
        parse_type(p, type, id, node, opts, def) < 0)
        return -1;
    if (parse_body(p, &top, opts, def) < 0)
        return -1;
    return domain_check_later(p, node);
}

int domain_def_from_node(const struct xml_node *node, const struct domain_parse_opts *opts,
                         struct domain_def **ret)
{
    const struct domain_parse_opts none = {.type = NULL};
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    struct conf_parse p = {NULL, VIR_FROM_DOMAIN};

    if (opts == NULL)
        opts = &none;
    if (opts->domain != 0)
        p.domain = opts->domain;
    if (conf_is_root(&p, node, "domain", VIR_ERR_INTERNAL_ERROR) < 0)
        return -1;
    def = calloc(1, sizeof *def);
    if (def == NULL)
        return vt_error_no_memory(p.domain);
    vt_count_init(&def->count);
    p.arena = &def->arena;
    if (parse_domain(&p, node, opts, def) < 0)
        return -1;
    if (def->arena.failed)
        return vt_error_no_memory(p.domain);
    *ret = VT_TAKE(def);
    return 0;
}

int domain_def_parse(const char *xml, const struct domain_parse_opts *opts, struct domain_def **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    int domain = opts != NULL && opts->domain != 0 ? opts->domain : VIR_FROM_DOMAIN;

    if (xml_parse(xml, XML_MAX_TEXT, domain, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    return domain_def_from_node(doc->root, opts, ret);
}
