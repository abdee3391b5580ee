/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a definition to what libxl builds: kind of guest, memory, virtual CPUs, what it boots. */
#include "config.h"

#include <errno.h>
#include <libxl_utils.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf/domain.h"
#include "module.h"

static libxl_domain_type type_of(const struct domain_def *def)
{
    const char *machine = def->os.machine != NULL ? def->os.machine : "";

    if (def->os.type == DOMAIN_OS_XENPVH || strcmp(machine, "xenpvh") == 0)
        return LIBXL_DOMAIN_TYPE_PVH;
    return def->os.type == DOMAIN_OS_HVM ? LIBXL_DOMAIN_TYPE_HVM : LIBXL_DOMAIN_TYPE_PV;
}

static int config_identity(const struct xen_build *build, libxl_domain_create_info *info,
                           struct xen_fail *fail)
{
    const struct domain_def *def = build->def;

    info->type = type_of(def);
    memcpy(info->uuid.uuid, def->uuid, sizeof info->uuid.uuid);
    if (module_carries(def->features_extra.children, "hap"))
        libxl_defbool_set(&info->hap, true);
    return module_text(&info->name, build->name != NULL ? build->name : def->name, fail);
}

/* libxl's own functions end the process when there is no memory. */
static int bitmap_make(libxl_bitmap *map, unsigned int bits, struct xen_fail *fail)
{
    map->map = calloc(bits / 8 + 1, 1);
    if (map->map == NULL)
        return module_fail_no_memory(fail);
    map->size = bits / 8 + 1;
    return 0;
}

static int config_pins(const struct domain_def *def, libxl_domain_build_info *info,
                       struct xen_fail *fail)
{
    int err = 0;

    if (!def->has_cpuset)
        return 0;
    info->vcpu_hard_affinity = calloc(def->vcpus_max, sizeof *info->vcpu_hard_affinity);
    if (info->vcpu_hard_affinity == NULL)
        return module_fail_no_memory(fail);
    info->num_vcpu_hard_affinity = (int)def->vcpus_max;
    for (unsigned int i = 0; i < def->vcpus_max && err == 0; i++) {
        libxl_bitmap *map = &info->vcpu_hard_affinity[i];
        err = bitmap_make(map, DOMAIN_MAX_CPUS, fail);
        for (int cpu = 0; cpu < DOMAIN_MAX_CPUS && err == 0; cpu++) {
            if ((def->cpuset[cpu / 64] >> cpu % 64 & 1) != 0)
                libxl_bitmap_set(map, cpu);
        }
    }
    return err;
}

static int config_vcpus(const struct domain_def *def, libxl_domain_build_info *info,
                        struct xen_fail *fail)
{
    int err = bitmap_make(&info->avail_vcpus, def->vcpus_max, fail);

    if (err < 0)
        return err;
    info->max_vcpus = (int)def->vcpus_max;
    for (unsigned int i = 0; i < def->vcpus; i++)
        libxl_bitmap_set(&info->avail_vcpus, (int)i);
    return config_pins(def, info, fail);
}

static int config_tsc(const struct domain_def *def, libxl_domain_build_info *info,
                      struct xen_fail *fail)
{
    static const struct {
        const char *word;
        libxl_tsc_mode mode;
    } modes[] = {
        {"auto", LIBXL_TSC_MODE_DEFAULT},
        {"native", LIBXL_TSC_MODE_NATIVE},
        {"emulate", LIBXL_TSC_MODE_ALWAYS_EMULATE},
        {"paravirt", LIBXL_TSC_MODE_NATIVE_PARAVIRT},
    };
    VT_AUTOFREE char *word =
        module_carried(def->clock_extra.children, "timer", "name", "tsc", "mode");

    if (word == NULL)
        return 0;
    for (size_t i = 0; i < VT_N_ELEMENTS(modes); i++) {
        if (strcmp(word, modes[i].word) == 0) {
            info->tsc_mode = modes[i].mode;
            return 0;
        }
    }
    return module_fail(fail, EINVAL, "Xen has no mode '%s' of the time stamp counter", word);
}

/* root= stands before the rest, as xl has it. */
static int config_cmdline(const struct domain_os *os, libxl_domain_build_info *info,
                          struct xen_fail *fail)
{
    if (os->root == NULL)
        return module_text(&info->cmdline, os->cmdline, fail);
    if (asprintf(&info->cmdline, "root=%s %s", os->root, os->cmdline != NULL ? os->cmdline : "") >=
        0)
        return 0;
    info->cmdline = NULL;
    return module_fail_no_memory(fail);
}

/* Words between blanks. */
static int config_words(libxl_string_list *to, const char *text, struct xen_fail *fail)
{
    size_t n = 0;
    int err = 0;

    if (text == NULL)
        return 0;
    *to = calloc(strlen(text) / 2 + 2, sizeof **to);
    if (*to == NULL)
        return module_fail_no_memory(fail);
    for (text += strspn(text, " "); *text != '\0' && err == 0; text += strspn(text, " ")) {
        size_t len = strcspn(text, " ");
        (*to)[n] = strndup(text, len);
        err = (*to)[n++] != NULL ? 0 : module_fail_no_memory(fail);
        text += len;
    }
    return err;
}

static int config_kernel(const struct domain_def *def, libxl_domain_build_info *info,
                         struct xen_fail *fail)
{
    const char *bootloader = def->bootloader;
    int err = module_text(&info->kernel, def->os.kernel, fail);

    if (err == 0)
        err = module_text(&info->ramdisk, def->os.initrd, fail);
    if (err == 0)
        err = config_cmdline(&def->os, info, fail);
    if (err < 0 || info->type == LIBXL_DOMAIN_TYPE_HVM)
        return err;
    if (def->os.kernel != NULL)
        return 0;
    if (bootloader == NULL || bootloader[0] == '\0') /* it looks into the first disk */
        bootloader = "pygrub";
    if (bootloader[0] == '/' && access(bootloader, X_OK) < 0)
        return module_fail_errno(fail, "the bootloader cannot be run");
    err = module_text(&info->bootloader, bootloader, fail);
    return err == 0 ? config_words(&info->bootloader_args, def->bootloader_args, fail) : err;
}

static int config_hvm(const struct domain_def *def, libxl_domain_build_info *info,
                      struct xen_fail *fail)
{
    static const char letters[] = "adcn"; /* in the order of enum domain_boot */
    char order[DOMAIN_MAX_BOOT + 1] = "";
    const char *loader = def->os.loader;
    const char *base = loader != NULL ? strrchr(loader, '/') : NULL;
    int err;

    for (unsigned int i = 0; i < def->os.n_boot; i++)
        order[i] = letters[def->os.boot[i]];
    err = module_text(&info->u.hvm.boot, order, fail);
    if (err == 0 && base != NULL && strcmp(base, "/hvmloader") == 0)
        err = module_text(&info->u.hvm.firmware, loader, fail);
    else if (err == 0 && base != NULL)
        err = module_text(&info->u.hvm.system_firmware, loader, fail);
    libxl_defbool_set(&info->u.hvm.pae, (def->features & DOMAIN_FEATURE_PAE) != 0);
    libxl_defbool_set(&info->apic, (def->features & DOMAIN_FEATURE_APIC) != 0);
    libxl_defbool_set(&info->acpi, (def->features & DOMAIN_FEATURE_ACPI) != 0);
    if (module_carries(def->features_extra.children, "viridian"))
        libxl_defbool_set(&info->u.hvm.viridian, true);
    return err;
}

static int config_build(const struct domain_def *def, libxl_domain_type type,
                        libxl_domain_build_info *info, struct xen_fail *fail)
{
    int err;

    libxl_domain_build_info_init_type(info, type);
    info->max_memkb = def->mem_max_kib;
    info->target_memkb = def->mem_cur_kib != 0 ? def->mem_cur_kib : def->mem_max_kib;
    libxl_defbool_set(&info->localtime, def->clock == DOMAIN_CLOCK_LOCALTIME);
    err = config_vcpus(def, info, fail);
    if (err == 0)
        err = config_tsc(def, info, fail);
    if (err == 0)
        err = config_kernel(def, info, fail);
    if (err == 0 && def->emulator != NULL && def->emulator[0] == '/')
        err = module_text(&info->device_model, def->emulator, fail);
    return err == 0 && type == LIBXL_DOMAIN_TYPE_HVM ? config_hvm(def, info, fail) : err;
}

static libxl_action_on_shutdown action_of(enum domain_lifecycle word)
{
    switch (word) {
    case DOMAIN_LIFECYCLE_RESTART:
        return LIBXL_ACTION_ON_SHUTDOWN_RESTART;
    case DOMAIN_LIFECYCLE_RENAME_RESTART:
        return LIBXL_ACTION_ON_SHUTDOWN_RESTART_RENAME;
    case DOMAIN_LIFECYCLE_PRESERVE:
        return LIBXL_ACTION_ON_SHUTDOWN_PRESERVE;
    case DOMAIN_LIFECYCLE_COREDUMP_DESTROY:
        return LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_DESTROY;
    case DOMAIN_LIFECYCLE_COREDUMP_RESTART:
        return LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART;
    case DOMAIN_LIFECYCLE_DESTROY:
        break;
    }
    return LIBXL_ACTION_ON_SHUTDOWN_DESTROY;
}

int module_config(const struct xen_build *build, libxl_domain_config *ret, struct xen_fail *fail)
{
    const struct domain_def *def = build->def;
    int err;

    libxl_domain_config_init(ret);
    ret->on_poweroff = action_of(def->on_poweroff);
    ret->on_reboot = action_of(def->on_reboot);
    ret->on_crash = action_of(def->on_crash);
    ret->on_watchdog = ret->on_crash;
    err = config_identity(build, &ret->c_info, fail);
    if (err == 0)
        err = config_build(def, ret->c_info.type, &ret->b_info, fail);
    if (err == 0)
        err = module_config_devices(def, ret, fail);
    return err == 0 ? module_config_display(def, ret, fail) : err;
}
