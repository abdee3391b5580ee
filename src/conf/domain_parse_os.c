/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads of a domain: memory and its units, CPU sets, <os>, <features>, <clock>, <seclabel>. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "conf/units.h"
#include "obj/error.h"

int domain_parse_memory(struct conf_parse *p, const struct xml_node *node, const char **ret_extra,
                        unsigned long long *ret_kib)
{
    const char *unit = NULL;
    const struct conf_attr attrs[] = {{"unit", &unit}, {NULL, NULL}};
    unsigned long long scale = 1024, value;

    if (conf_take_attrs(p, node, attrs, ret_extra) < 0)
        return -1;
    if (unit != NULL && (scale = conf_unit_bytes(unit)) == 0)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'unit' of <%s> is '%s', which is no unit of memory.", node->name,
                        unit);
    if (!xml_number(node->text, UINT64_MAX, &value))
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Element <%s> holds '%s', not a number.",
                        node->name, node->text);
    if (__builtin_mul_overflow(value, scale, &value))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> holds '%s' %s, more than any machine has.", node->name,
                        node->text, unit != NULL ? unit : "KiB");
    *ret_kib = value / 1024 + (value % 1024 != 0);
    return 0;
}

/* Digits at *AT, moved behind them; false when there are none or the number is too large. */
static bool read_cpu(const char **at, unsigned int *ret)
{
    unsigned int n = 0;

    if (**at < '0' || **at > '9')
        return false;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        n = n * 10 + (unsigned int)(**at - '0');
        if (n >= DOMAIN_MAX_CPUS)
            return false;
    }
    *ret = n;
    return true;
}

static void skip_blanks(const char **at)
{
    *at += strspn(*at, " \t\r\n");
}

/* One of the list: N, N-M or ^N. */
static bool read_cpus(const char **at, uint64_t set[DOMAIN_MAX_CPUS / 64])
{
    bool without = **at == '^';
    unsigned int first, last;

    *at += without;
    if (!read_cpu(at, &first))
        return false;
    last = first;
    skip_blanks(at);
    if (**at == '-' && !without) {
        (*at)++;
        skip_blanks(at);
        if (!read_cpu(at, &last) || last < first)
            return false;
    }
    for (unsigned int i = first; i <= last; i++) {
        if (without)
            set[i / 64] &= ~(UINT64_C(1) << i % 64);
        else
            set[i / 64] |= UINT64_C(1) << i % 64;
    }
    return true;
}

int domain_parse_cpuset(struct conf_parse *p, const char *text, uint64_t ret[DOMAIN_MAX_CPUS / 64])
{
    uint64_t set[DOMAIN_MAX_CPUS / 64] = {0};
    const char *at = text;
    bool any = false;
    bool ok = true;

    skip_blanks(&at);
    while ((ok = read_cpus(&at, set))) {
        skip_blanks(&at);
        if (*at != ',')
            break;
        at++;
        skip_blanks(&at);
    }
    for (size_t i = 0; i < VT_N_ELEMENTS(set); i++)
        any = any || set[i] != 0;
    if (!ok || *at != '\0' || !any)
        return vt_error(p->domain, VIR_ERR_XEN_CALL,
                        "The CPU set '%s' is no list of CPUs like '0-3,^2,5' below %d.", text,
                        DOMAIN_MAX_CPUS);
    memcpy(ret, set, sizeof set);
    return 0;
}

static bool os_type_allowed(const struct domain_parse_opts *opts, const char *type)
{
    if (opts->os_types == NULL)
        return true;
    for (const char *const *word = opts->os_types; *word != NULL; word++) {
        if (strcmp(*word, type) == 0)
            return true;
    }
    return false;
}

static int parse_os_type(struct conf_parse *p, const struct xml_node *node,
                         const struct domain_parse_opts *opts, struct domain_def *def)
{
    const char *arch = NULL, *machine = NULL, *type = "xen";
    const struct conf_attr attrs[] = {{"arch", &arch}, {"machine", &machine}, {NULL, NULL}};
    struct domain_os *os = &def->os;
    int found;

    if (node == NULL && def->bootloader == NULL)
        return vt_error(p->domain, VIR_ERR_OS_TYPE, "Element <type> is missing in <os>.");
    if (node != NULL) {
        if (conf_take(p, node, INDENT_DEVICE, attrs, conf_no_children, &os->type_extra) < 0)
            return -1;
        type = node->text[0] == '\0' && def->bootloader != NULL ? type : node->text;
    }
    if (strcmp(type, "linux") == 0 && def->type == DOMAIN_TYPE_XEN)
        type = "xen"; /* printed as linux again */
    found = conf_word_find(&domain_os_type_words, type);
    if (found < 0 || !os_type_allowed(opts, type))
        return vt_error(p->domain, VIR_ERR_OS_TYPE,
                        "Element <type> in <os> holds '%s', which is not known here.", type);
    os->type = (enum domain_os_type)found;
    os->arch = conf_text(p, arch != NULL ? arch : opts->arch);
    os->machine = conf_text(p, machine);
    return 0;
}

/* NODE and every <boot> behind it. */
static int parse_boot(struct conf_parse *p, const struct xml_node *node, struct domain_os *os)
{
    unsigned int value = DOMAIN_BOOT_HD;

    for (; node != NULL; node = xml_next_child(node, "boot")) {
        const char *dev = xml_attr(node, "dev");
        if (dev == NULL)
            return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                            "Attribute 'dev' is missing in <boot>.");
        if (conf_word_of(p, &domain_boot_words, node, "dev", dev, &value) < 0)
            return -1;
        if (os->type != DOMAIN_OS_HVM)
            continue;
        if (os->n_boot == DOMAIN_MAX_BOOT)
            return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                            "Element <os> has more than %d <boot>.", DOMAIN_MAX_BOOT);
        os->boot[os->n_boot++] = value;
    }
    os->boot_implied = os->n_boot == 0 && os->type == DOMAIN_OS_HVM;
    if (os->boot_implied)
        os->boot[os->n_boot++] = DOMAIN_BOOT_HD;
    return 0;
}

int domain_parse_os(struct conf_parse *p, const struct xml_node *node,
                    const struct domain_parse_opts *opts, struct domain_def *def)
{
    const struct xml_node *type = NULL, *init = NULL, *loader = NULL, *kernel = NULL;
    const struct xml_node *initrd = NULL, *cmdline = NULL, *root = NULL, *boot = NULL;
    const struct conf_child children[] = {
        {.name = "type", .ret = &type},
        {.name = "init", .ret = &init},
        {.name = "loader", .ret = &loader},
        {.name = "kernel", .ret = &kernel},
        {.name = "initrd", .ret = &initrd},
        {.name = "cmdline", .ret = &cmdline},
        {.name = "root", .ret = &root},
        {.name = "boot", .ret = &boot, .every = true},
        {.name = NULL},
    };
    struct domain_os *os = &def->os;

    if (node != NULL && conf_take(p, node, INDENT_SECTION, conf_no_attrs, children, &os->extra) < 0)
        return -1;
    if (parse_os_type(p, type, opts, def) < 0)
        return -1;
    os->init = conf_child_text(p, init);
    if (loader != NULL && conf_take_attrs(p, loader, conf_no_attrs, &os->loader_extra) < 0)
        return -1;
    os->loader = conf_child_text(p, loader);
    os->kernel = conf_child_text(p, kernel);
    os->initrd = conf_child_text(p, initrd);
    os->cmdline = conf_child_text(p, cmdline);
    os->root = conf_child_text(p, root);
    return parse_boot(p, boot, os);
}

int domain_parse_features(struct conf_parse *p, const struct xml_node *node, struct domain_def *def)
{
    const struct xml_node *given[DOMAIN_N_FEATURES] = {NULL};
    struct conf_child children[DOMAIN_N_FEATURES + 1] = {{.name = NULL}};

    if (node == NULL)
        return 0;
    for (unsigned int i = 0; i < DOMAIN_N_FEATURES; i++) {
        children[i].name = conf_word(&domain_feature_words, i);
        children[i].ret = &given[i];
    }
    if (conf_take(p, node, INDENT_SECTION, conf_no_attrs, children, &def->features_extra) < 0)
        return -1;
    for (unsigned int i = 0; i < DOMAIN_N_FEATURES; i++) {
        if (given[i] == NULL)
            continue;
        def->features |= 1u << i;
        if (conf_take_attrs(p, given[i], conf_no_attrs, &def->feature_extra[i]) < 0)
            return -1;
    }
    return 0;
}

int domain_parse_clock(struct conf_parse *p, const struct xml_node *node, struct domain_def *def)
{
    const char *offset = NULL;
    const struct conf_attr attrs[] = {{"offset", &offset}, {NULL, NULL}};
    unsigned int value = DOMAIN_CLOCK_UTC;
    int rv;

    if (node == NULL)
        return 0;
    if (conf_take(p, node, INDENT_SECTION, attrs, conf_no_children, &def->clock_extra) < 0)
        return -1;
    rv = conf_word_of(p, &domain_clock_words, node, "offset", offset, &value);
    if (rv < 0)
        return -1;
    if (rv == CONF_LATER)
        def->clock_word = conf_text(p, offset);
    def->clock = value;
    return 0;
}

int domain_parse_seclabel(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                          struct domain_seclabel **ret)
{
    const char *type = NULL, *model = NULL;
    const struct xml_node *label = NULL, *image = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {"model", &model}, {NULL, NULL}};
    const struct conf_child children[] = {
        {.name = "label", .ret = &label},
        {.name = "imagelabel", .ret = &image},
        {.name = NULL},
    };
    struct domain_seclabel *sec = arena_alloc(p->arena, sizeof *sec);
    unsigned int value = 0;
    int rv;

    if (sec == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_SECTION, attrs, children, &sec->extra) < 0)
        return -1;
    if (type == NULL)
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Attribute 'type' is missing in <seclabel>.");
    rv = conf_word_of(p, &domain_seclabel_type_words, node, "type", type, &value);
    if (rv != 0)
        return rv;
    sec->type = value;
    sec->model = conf_text(p, model);
    if (value == DOMAIN_SECLABEL_STATIC || (flags & VIR_DOMAIN_XML_INACTIVE) == 0) {
        sec->label = conf_child_text(p, label);
        sec->imagelabel = value == DOMAIN_SECLABEL_DYNAMIC ? conf_child_text(p, image) : NULL;
    }
    if (value == DOMAIN_SECLABEL_STATIC && (sec->model == NULL || sec->label == NULL))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "A static <seclabel> needs attribute 'model' and element <label>.");
    *ret = sec;
    return 0;
}
