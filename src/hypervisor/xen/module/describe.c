/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A document of a domain that others made, from the toolstack's own record of it. */
#include "config.h"

#include <errno.h>
#include <libxl_utils.h>
#include <stdio.h>
#include <string.h>

#include "describe.h"

#define PAGE_KIB (XC_PAGE_SIZE / 1024)

static const char *action_word(libxl_action_on_shutdown action)
{
    switch (action) {
    case LIBXL_ACTION_ON_SHUTDOWN_RESTART:
        return "restart";
    case LIBXL_ACTION_ON_SHUTDOWN_RESTART_RENAME:
        return "rename-restart";
    case LIBXL_ACTION_ON_SHUTDOWN_PRESERVE:
        return "preserve";
    case LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_DESTROY:
        return "coredump-destroy";
    case LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART:
        return "coredump-restart";
    default:
        return "destroy";
    }
}

static void put_head(struct module_doc *doc, uint32_t domid, const char *name,
                     const unsigned char *uuid)
{
    doc_put(doc, "<domain type='xen' id='%u'>\n", domid);
    doc_element(doc, 2, "name", name);
    doc_put(doc, "  <uuid>");
    for (int i = 0; i < 16; i++)
        doc_put(doc, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", uuid[i]);
    doc_put(doc, "</uuid>\n");
}

static void put_memory(struct module_doc *doc, uint64_t max_kib, uint64_t now_kib)
{
    doc_put(doc, "  <memory unit='KiB'>%llu</memory>\n", (unsigned long long)max_kib);
    doc_put(doc, "  <currentMemory unit='KiB'>%llu</currentMemory>\n", (unsigned long long)now_kib);
}

static void put_vcpus(struct module_doc *doc, unsigned int max, unsigned int now)
{
    if (now != 0 && now < max)
        doc_put(doc, "  <vcpu current='%u'>%u</vcpu>\n", now, max);
    else
        doc_put(doc, "  <vcpu>%u</vcpu>\n", max);
}

static void put_type(struct module_doc *doc, libxl_domain_type type)
{
    static const char *const machines[] = {
        [LIBXL_DOMAIN_TYPE_HVM] = "xenfv",
        [LIBXL_DOMAIN_TYPE_PV] = "xenpv",
        [LIBXL_DOMAIN_TYPE_PVH] = "xenpvh",
    };
    static const char *const words[] = {
        [LIBXL_DOMAIN_TYPE_HVM] = "hvm",
        [LIBXL_DOMAIN_TYPE_PV] = "linux",
        [LIBXL_DOMAIN_TYPE_PVH] = "xenpvh",
    };

    if (type < LIBXL_DOMAIN_TYPE_HVM || type > LIBXL_DOMAIN_TYPE_PVH)
        type = LIBXL_DOMAIN_TYPE_PV;
    doc_put(doc, "    <type arch='x86_64' machine='%s'>%s</type>\n", machines[type], words[type]);
}

static void put_boot(struct module_doc *doc, const char *order)
{
    for (; order != NULL && *order != '\0'; order++) {
        const char *word = *order == 'a'   ? "fd"
                           : *order == 'd' ? "cdrom"
                           : *order == 'c' ? "hd"
                           : *order == 'n' ? "network"
                                           : NULL;
        if (word != NULL)
            doc_put(doc, "    <boot dev='%s'/>\n", word);
    }
}

static void put_os(struct module_doc *doc, const libxl_domain_build_info *info)
{
    if (info->bootloader != NULL) {
        doc_element(doc, 2, "bootloader", info->bootloader);
        if (info->bootloader_args != NULL && info->bootloader_args[0] != NULL) {
            doc_put(doc, "  <bootloader_args>");
            for (char **word = info->bootloader_args; *word != NULL; word++) {
                doc_put(doc, "%s", word > info->bootloader_args ? " " : "");
                doc_text(doc, *word);
            }
            doc_put(doc, "</bootloader_args>\n");
        }
    }
    doc_put(doc, "  <os>\n");
    put_type(doc, info->type);
    if (info->type == LIBXL_DOMAIN_TYPE_HVM)
        doc_element(doc, 4, "loader", info->u.hvm.firmware);
    doc_element(doc, 4, "kernel", info->kernel);
    doc_element(doc, 4, "initrd", info->ramdisk);
    doc_element(doc, 4, "cmdline", info->cmdline);
    if (info->type == LIBXL_DOMAIN_TYPE_HVM)
        put_boot(doc, info->u.hvm.boot);
    doc_put(doc, "  </os>\n");
}

static bool is_on(libxl_defbool value)
{
    return !libxl_defbool_is_default(value) && libxl_defbool_val(value);
}

static void put_features(struct module_doc *doc, const libxl_domain_config *config)
{
    const libxl_domain_build_info *info = &config->b_info;

    if (info->type == LIBXL_DOMAIN_TYPE_PV)
        return;
    doc_put(doc, "  <features>\n");
    if (is_on(info->acpi))
        doc_put(doc, "    <acpi/>\n");
    if (is_on(info->apic))
        doc_put(doc, "    <apic/>\n");
    if (info->type == LIBXL_DOMAIN_TYPE_HVM && is_on(info->u.hvm.pae))
        doc_put(doc, "    <pae/>\n");
    if (is_on(config->c_info.hap))
        doc_put(doc, "    <hap/>\n");
    doc_put(doc, "  </features>\n");
}

static void put_clock(struct module_doc *doc, const libxl_domain_build_info *info)
{
    static const char *const modes[] = {"auto", "emulate", "native", "paravirt"};
    bool tsc =
        info->tsc_mode > LIBXL_TSC_MODE_DEFAULT && info->tsc_mode <= LIBXL_TSC_MODE_NATIVE_PARAVIRT;

    doc_put(doc, "  <clock offset='%s'", is_on(info->localtime) ? "localtime" : "utc");
    if (tsc)
        doc_put(doc, ">\n    <timer name='tsc' mode='%s'/>\n  </clock>\n", modes[info->tsc_mode]);
    else
        doc_put(doc, "/>\n");
}

static void put_config(struct module_doc *doc, const xc_domaininfo_t *info, const char *name,
                       const libxl_domain_config *config)
{
    const libxl_domain_build_info *build = &config->b_info;
    unsigned int max = build->max_vcpus > 0 ? (unsigned int)build->max_vcpus : 1;

    put_head(doc, info->domain, name, info->handle);
    put_memory(doc, build->max_memkb,
               info->tot_pages * PAGE_KIB < build->max_memkb ? info->tot_pages * PAGE_KIB
                                                             : build->max_memkb);
    put_vcpus(doc, max, info->nr_online_vcpus);
    put_os(doc, build);
    put_features(doc, config);
    put_clock(doc, build);
    doc_put(doc, "  <on_poweroff>%s</on_poweroff>\n", action_word(config->on_poweroff));
    doc_put(doc, "  <on_reboot>%s</on_reboot>\n", action_word(config->on_reboot));
    doc_put(doc, "  <on_crash>%s</on_crash>\n", action_word(config->on_crash));
    doc_put(doc, "  <devices>\n");
    describe_devices(doc, info->domain, config);
    doc_put(doc, "  </devices>\n</domain>\n");
}

/* For want of a record: what the hypervisor says, and no devices. */
static void put_facts(struct module_doc *doc, const xc_domaininfo_t *info, const char *name)
{
    bool translated = (info->flags & XEN_DOMINF_hvm_guest) != 0;
    unsigned int vcpus = info->max_vcpu_id < XEN_MAX_VCPUS ? info->max_vcpu_id + 1 : 1;
    uint64_t now = info->tot_pages * PAGE_KIB, max = info->max_pages * PAGE_KIB;

    put_head(doc, info->domain, name, info->handle);
    put_memory(doc, max > now && max <= UINT64_MAX / 2048 ? max : now, now);
    put_vcpus(doc, vcpus, info->nr_online_vcpus);
    doc_put(doc, "  <os>\n");
    put_type(doc, translated ? LIBXL_DOMAIN_TYPE_HVM : LIBXL_DOMAIN_TYPE_PV);
    doc_put(doc, "  </os>\n</domain>\n");
}

/* The name is a node of domain 0's; without one the domain is called by its number. */
static char *name_of(struct xen_host *host, uint32_t domid)
{
    char *name = module_store_get(host, "/local/domain/%u/name", domid);

    if (name != NULL && name[0] != '\0')
        return name;
    free(name);
    return asprintf(&name, "Domain-%u", domid) >= 0 ? name : NULL;
}

char *xen_describe(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    struct module_doc doc = {.text = NULL};
    VT_AUTOFREE char *name = NULL;
    libxl_domain_config config;
    xc_domaininfo_t info;
    struct module_op *op;

    if (module_domain_info(host, domid, &info, fail) < 0)
        return NULL;
    name = name_of(host, domid);
    op = name != NULL ? module_op_begin(fail) : NULL;
    if (op == NULL)
        return NULL;
    libxl_domain_config_init(&config);
    if (domid != 0 && libxl_retrieve_domain_configuration(op->ctx, domid, &config, NULL) == 0)
        put_config(&doc, &info, name, &config);
    else
        put_facts(&doc, &info, name);
    libxl_domain_config_dispose(&config);
    (void)module_op_drop(op, 0);
    if (!doc.failed)
        return doc.text;
    free(doc.text);
    (void)module_fail_no_memory(fail);
    return NULL;
}
