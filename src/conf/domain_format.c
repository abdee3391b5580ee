/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints a domain definition: everything but its devices. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "conf/domain_format.h"
#include "conf/put.h"
#include "obj/error.h"

static void format_memory(struct vt_strbuf *b, const char *name, const char *extra,
                          unsigned long long kib)
{
    put_open(b, 2, name);
    put_carried(b, extra);
    PUT(b, ">");
    vt_strbuf_add_u64(b, kib);
    PUT(b, "</");
    vt_strbuf_add(b, name);
    PUT(b, ">\n");
}

static bool in_set(const uint64_t *set, unsigned int cpu)
{
    return cpu < DOMAIN_MAX_CPUS && (set[cpu / 64] >> cpu % 64 & 1) != 0;
}

/* Runs of CPUs: "0-3,8". */
static void format_cpuset(struct vt_strbuf *b, const uint64_t *set)
{
    bool first = true;

    PUT(b, " cpuset='");
    for (unsigned int cpu = 0; cpu < DOMAIN_MAX_CPUS; cpu++) {
        unsigned int last = cpu;
        if (!in_set(set, cpu))
            continue;
        while (in_set(set, last + 1))
            last++;
        if (!first)
            PUT(b, ",");
        first = false;
        vt_strbuf_add_u64(b, cpu);
        if (last > cpu) {
            PUT(b, "-");
            vt_strbuf_add_u64(b, last);
        }
        cpu = last;
    }
    PUT(b, "'");
}

static void format_vcpu(struct vt_strbuf *b, const struct domain_def *def, unsigned int vcpus)
{
    PUT(b, "  <vcpu");
    PUT_ATTR(b, "placement", def->vcpu_placement);
    if (def->has_cpuset)
        format_cpuset(b, def->cpuset);
    if (vcpus < def->vcpus_max)
        put_number(b, "current", vcpus);
    put_carried(b, def->vcpu_extra);
    PUT(b, ">");
    vt_strbuf_add_u64(b, vcpus < def->vcpus_max ? def->vcpus_max : vcpus);
    PUT(b, "</vcpu>\n");
}

static void format_head(struct vt_strbuf *b, const struct domain_def *def,
                        const struct domain_format_opts *opts)
{
    unsigned long long max_kib = opts->mem_max_kib != 0 ? opts->mem_max_kib : def->mem_max_kib;
    char uuid[VT_UUID_STRING_LEN];

    PUT(b, "<domain");
    PUT_ATTR(b, "type", conf_word(&domain_type_words, def->type));
    if (opts->id >= 0)
        put_number(b, "id", (unsigned int)opts->id);
    put_carried(b, def->extra.attrs);
    PUT(b, ">\n");
    put_element(b, 2, "name", def->name);
    vt_uuid_format(def->uuid, uuid);
    PUT(b, "  <uuid>");
    vt_strbuf_add_n(b, uuid, VT_UUID_STRING_LEN - 1);
    PUT(b, "</uuid>\n");
    put_element(b, 2, "genid", def->genid);
    put_element(b, 2, "title", def->title);
    put_element(b, 2, "description", def->description);
    put_carried(b, def->metadata);
    if (def->mem_hotplug_kib != 0) {
        PUT(b, "  <maxMemory");
        put_carried(b, def->mem_hotplug_extra);
        PUT(b, " unit='KiB'>");
        vt_strbuf_add_u64(b, def->mem_hotplug_kib > max_kib ? def->mem_hotplug_kib : max_kib);
        PUT(b, "</maxMemory>\n");
    }
    format_memory(b, "memory", def->memory_extra, max_kib);
    format_memory(b, "currentMemory", def->current_memory_extra,
                  opts->mem_cur_kib != 0 ? opts->mem_cur_kib : def->mem_cur_kib);
    format_vcpu(b, def, opts->vcpus != 0 ? opts->vcpus : def->vcpus);
    put_element(b, 2, "bootloader", def->bootloader);
    if (def->bootloader != NULL)
        put_element(b, 2, "bootloader_args", def->bootloader_args);
}

/* A paravirtual guest of Xen is called linux outside. */
static const char *os_type_word(const struct domain_def *def)
{
    if (def->type == DOMAIN_TYPE_XEN && def->os.type == DOMAIN_OS_XEN)
        return "linux";
    return conf_word(&domain_os_type_words, def->os.type);
}

static void format_os(struct vt_strbuf *b, const struct domain_def *def)
{
    const struct domain_os *os = &def->os;

    PUT(b, "  <os");
    put_carried(b, os->extra.attrs);
    PUT(b, ">\n    <type");
    PUT_ATTR(b, "arch", os->arch);
    PUT_ATTR(b, "machine", os->machine);
    put_carried(b, os->type_extra.attrs);
    PUT(b, ">");
    vt_strbuf_add(b, os_type_word(def));
    PUT(b, "</type>\n");
    put_element(b, 4, "init", os->init);
    if (os->loader != NULL || os->loader_extra != NULL) {
        PUT(b, "    <loader");
        put_carried(b, os->loader_extra);
        PUT(b, ">");
        vt_strbuf_add_xml(b, os->loader != NULL ? os->loader : "");
        PUT(b, "</loader>\n");
    }
    put_element(b, 4, "kernel", os->kernel);
    put_element(b, 4, "initrd", os->initrd);
    put_element(b, 4, "cmdline", os->cmdline);
    put_element(b, 4, "root", os->root);
    for (unsigned int i = 0; i < os->n_boot && def->bootloader == NULL; i++) {
        PUT(b, "    <boot");
        PUT_ATTR(b, "dev", conf_word(&domain_boot_words, os->boot[i]));
        PUT(b, "/>\n");
    }
    put_carried(b, os->extra.children);
    PUT(b, "  </os>\n");
}

static void format_features(struct vt_strbuf *b, const struct domain_def *def)
{
    if (def->features == 0 && !put_has_carried(&def->features_extra))
        return;
    PUT(b, "  <features");
    put_carried(b, def->features_extra.attrs);
    PUT(b, ">\n");
    for (unsigned int i = 0; i < DOMAIN_N_FEATURES; i++) {
        if ((def->features >> i & 1) == 0)
            continue;
        put_open(b, 4, conf_word(&domain_feature_words, i));
        put_carried(b, def->feature_extra[i]);
        PUT(b, "/>\n");
    }
    put_carried(b, def->features_extra.children);
    PUT(b, "  </features>\n");
}

static void format_seclabel(struct vt_strbuf *b, const struct domain_seclabel *sec,
                            unsigned int flags)
{
    bool labels = sec->type == DOMAIN_SECLABEL_STATIC || (flags & VIR_DOMAIN_XML_INACTIVE) == 0;

    PUT(b, "  <seclabel");
    PUT_ATTR(b, "type", conf_word(&domain_seclabel_type_words, sec->type));
    PUT_ATTR(b, "model", sec->model);
    if (!labels || (sec->label == NULL && sec->imagelabel == NULL)) {
        put_end(b, 2, "seclabel", &sec->extra);
        return;
    }
    put_carried(b, sec->extra.attrs);
    PUT(b, ">\n");
    put_element(b, 4, "label", sec->label);
    put_element(b, 4, "imagelabel", sec->imagelabel);
    put_carried(b, sec->extra.children);
    PUT(b, "  </seclabel>\n");
}

int domain_def_format(const struct domain_def *def, const struct domain_format_opts *opts,
                      char **ret)
{
    const struct domain_format_opts none = {.id = -1};
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    if (opts == NULL)
        opts = &none;
    format_head(&b, def, opts);
    format_os(&b, def);
    format_features(&b, def);
    PUT(&b, "  <clock");
    PUT_ATTR(&b, "offset",
             def->clock_word != NULL ? def->clock_word
                                     : conf_word(&domain_clock_words, def->clock));
    put_end(&b, 2, "clock", &def->clock_extra);
    put_element(&b, 2, "on_poweroff", conf_word(&domain_lifecycle_words, def->on_poweroff));
    put_element(&b, 2, "on_reboot", conf_word(&domain_lifecycle_words, def->on_reboot));
    put_element(&b, 2, "on_crash", conf_word(&domain_lifecycle_words, def->on_crash));
    domain_format_devices(&b, def, opts->flags);
    if (def->seclabel != NULL)
        format_seclabel(&b, def->seclabel, opts->flags);
    if (def->embedded != NULL)
        domain_embedded_format(&b, def->embedded);
    put_carried(&b, def->extra.children);
    PUT(&b, "</domain>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(VIR_FROM_DOMAIN);
    *ret = text;
    return 0;
}
