/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which memory a guest of the embedded hypervisor has: its own, or a dump's. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/guest_ram.h"
#include "hypervisor/test/life.h"
#include "peek/file_source.h"

/* What the definition leaves open: 64-bit guests have four levels, 32-bit ones PAE when the
 * definition turns it on, else two. */
static enum guest_paging paging_of(const struct domain_def *def)
{
    static const enum guest_paging chosen[] = {
        [DOMAIN_PAGING_NONE] = GUEST_PAGING_OFF,
        [DOMAIN_PAGING_2LEVEL] = GUEST_PAGING_2_LEVEL,
        [DOMAIN_PAGING_PAE] = GUEST_PAGING_PAE,
        [DOMAIN_PAGING_4LEVEL] = GUEST_PAGING_4_LEVEL,
        [DOMAIN_PAGING_5LEVEL] = GUEST_PAGING_5_LEVEL,
    };

    if (def->embedded != NULL && def->embedded->paging != DOMAIN_PAGING_UNSET)
        return chosen[def->embedded->paging];
    if (def->os.arch != NULL && strcmp(def->os.arch, "x86_64") == 0)
        return GUEST_PAGING_4_LEVEL;
    return (def->features & DOMAIN_FEATURE_PAE) != 0 ? GUEST_PAGING_PAE : GUEST_PAGING_2_LEVEL;
}

/* Page tables and banner need room: a smaller guest has more than it was given. */
static uint64_t ram_kib(const struct domain_def *def)
{
    return def->mem_max_kib < GUEST_RAM_MIN_KIB ? GUEST_RAM_MIN_KIB : def->mem_max_kib;
}

static struct peek_source *open_dump(const struct domain_embedded *e)
{
    static const enum peek_file_format formats[] = {
        [DOMAIN_RAM_AUTO] = PEEK_FORMAT_AUTO,
        [DOMAIN_RAM_RAW] = PEEK_FORMAT_RAW,
        [DOMAIN_RAM_ELF] = PEEK_FORMAT_ELF,
    };

    return peek_source_open(e->ram_file, formats[e->ram_format], VIR_FROM_TEST);
}

struct peek_source *test_vm_make_ram(const struct vm *vm, const struct domain_def *def,
                                     uint64_t run, int id VT_UNUSED)
{
    const struct domain_embedded *e = def->embedded;
    struct peek_range holes[DOMAIN_EMBEDDED_MAX_RULES];
    struct guest_spec spec = {
        .uuid = vm->obj->uuid,
        .name = vm->obj->name,
        .generation = run,
        .mem_kib = ram_kib(def),
        .paging = paging_of(def),
        .content = GUEST_CONTENT_PATTERN,
        .n_vcpus = def->vcpus,
        .error_domain = VIR_FROM_TEST,
    };

    if (e != NULL && e->ram_file != NULL)
        return open_dump(e);
    if (e != NULL) {
        for (unsigned int i = 0; i < e->n_holes; i++)
            holes[i] = (struct peek_range){e->holes[i].start, e->holes[i].start + e->holes[i].size};
        spec.holes = holes;
        spec.n_holes = e->n_holes;
        if (e->content == DOMAIN_GUEST_NONE)
            spec.content = GUEST_CONTENT_TABLES;
    }
    return guest_ram_new(&spec);
}
