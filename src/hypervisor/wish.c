/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other memory and vcpus for a vm. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "hypervisor/domains.h"
#include "hypervisor/wish.h"
#include "obj/error.h"

int vm_check_wish_locked(struct vm *vm, const struct vm_wish *w, unsigned int max_vcpus)
{
    uint64_t mem_max_kib = vm->facts.mem_max_kib, mem_kib = vm->facts.mem_kib;

    vt_mutex_held(&vm->lock);
    if (vm_check_locked(vm) < 0)
        return -1;
    if (w->mem_kib > mem_max_kib)
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG,
                        "cannot give domain '%s' %llu kB: its maximum is %llu kB", vm->obj->name,
                        w->mem_kib, (unsigned long long)mem_max_kib);
    if (w->mem_max_kib != 0 && w->mem_max_kib < mem_kib)
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG,
                        "cannot set the maximum of domain '%s' to %llu kB: it has %llu kB now",
                        vm->obj->name, w->mem_max_kib, (unsigned long long)mem_kib);
    if (w->mem_max_kib > DOMAIN_MAX_MEM_KIB)
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG,
                        "%llu kB are more than a domain can have", w->mem_max_kib);
    if (w->vcpus > max_vcpus)
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG,
                        "cannot give domain '%s' %u vcpus: %u are the most", vm->obj->name,
                        w->vcpus, max_vcpus);
    return 0;
}

int vm_check_wish(struct vm *vm, const struct vm_wish *w, unsigned int max_vcpus)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm_check_wish_locked(vm, w, max_vcpus);
}

struct domain_def *vm_wish_def(const struct domain_def *from, const struct vm_wish *w)
{
    struct domain_def *def = domain_def_dup(from);

    if (def == NULL)
        return NULL;
    if (w->mem_max_kib != 0)
        def->mem_max_kib = w->mem_max_kib;
    if (w->mem_kib != 0)
        def->mem_cur_kib = w->mem_kib;
    if (w->vcpus != 0)
        domain_def_set_vcpus(def, w->vcpus);
    return def;
}

/* The definition of a domain that is off, with the wish in it. */
static int grant_config_locked(struct vm *vm, const struct vm_wish *w) VT_REQUIRES(vm->lock);
static int grant_config_locked(struct vm *vm, const struct vm_wish *w)
{
    struct domain_def *def = vm_wish_def(vm->config, w);

    vt_mutex_held(&vm->lock);
    if (def == NULL)
        return -1;
    domain_def_unref(vm->config);
    vm->config = def;
    vm_set_off_locked(vm, vm->facts.reason);
    vm_changed_locked(vm);
    return 0;
}

int vm_grant(struct vm *vm, const struct vm_wish *w, unsigned int max_vcpus)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_wish_locked(vm, w, max_vcpus) < 0)
        return -1;
    if (vm->live == NULL)
        return grant_config_locked(vm, w);
    if (w->mem_max_kib != 0)
        vm->facts.mem_max_kib = w->mem_max_kib;
    if (w->mem_kib != 0)
        vm->facts.mem_kib = w->mem_kib;
    if (w->vcpus != 0)
        vm->facts.vcpus = w->vcpus;
    vm_publish_locked(vm);
    return 0;
}
