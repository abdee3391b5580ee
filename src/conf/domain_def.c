/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a domain definition: counts, private copies, and finding devices in it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "conf/domain_copy.h"
#include "conf/domain_parse.h"
#include "conf/names.h"
#include "obj/error.h"
#include "util/cleanup.h"

struct domain_def *domain_def_ref(struct domain_def *def)
{
    vt_count_take(&def->count);
    return def;
}

struct domain_def *domain_def_unref(struct domain_def *def)
{
    if (def != NULL && vt_count_drop(&def->count)) {
        arena_done(&def->arena);
        free(def);
    }
    return NULL;
}

struct domain_def *domain_def_dup(const struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *copy = malloc(sizeof *copy);

    if (copy == NULL) {
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
        return NULL;
    }
    /* Not by assignment: the count of the original may change meanwhile. */
    memcpy((char *)copy + offsetof(struct domain_def, arena),
           (const char *)def + offsetof(struct domain_def, arena),
           sizeof *copy - offsetof(struct domain_def, arena));
    vt_count_init(&copy->count);
    copy->arena = (struct arena)ARENA_INIT;
    domain_copy_texts(copy);
    if (copy->embedded != NULL)
        copy->embedded = domain_embedded_copy(&copy->arena, copy->embedded);
    if (!domain_copy_devices(copy, def)) {
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
        return NULL;
    }
    return VT_TAKE(copy);
}

const char *domain_def_keep(struct domain_def *def, const char *text)
{
    const char *copy = arena_text(&def->arena, text);

    if (copy == NULL)
        (void)vt_error_no_memory(VIR_FROM_DOMAIN);
    return copy;
}

int domain_def_set_name(struct domain_def *def, const char *name)
{
    const char *copy;

    if (conf_check_name(VIR_FROM_DOMAIN, name) < 0)
        return -1;
    copy = domain_def_keep(def, name);
    if (copy == NULL)
        return -1;
    def->name = copy;
    return 0;
}

void domain_def_set_vcpus(struct domain_def *def, unsigned int vcpus)
{
    if (vcpus > def->vcpus_max || def->vcpus == def->vcpus_max)
        def->vcpus_max = vcpus;
    def->vcpus = vcpus;
}

const struct domain_disk *domain_def_find_disk(const struct domain_def *def, const char *path)
{
    for (unsigned int i = 0; i < def->n_disks; i++) {
        if (def->disks[i]->source != NULL && strcmp(def->disks[i]->source, path) == 0)
            return def->disks[i];
    }
    for (unsigned int i = 0; i < def->n_disks; i++) {
        if (strcmp(def->disks[i]->target, path) == 0)
            return def->disks[i];
    }
    return NULL;
}

const struct domain_interface *domain_def_find_interface(const struct domain_def *def,
                                                         const char *target)
{
    for (unsigned int i = 0; i < def->n_interfaces; i++) {
        if (def->interfaces[i]->target != NULL && strcmp(def->interfaces[i]->target, target) == 0)
            return def->interfaces[i];
    }
    return NULL;
}
