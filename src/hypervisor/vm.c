/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The vm: its life, its job, what queries see. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdlib.h>

#include "hypervisor/domains.h"
#include "hypervisor/vm.h"
#include "obj/error.h"
#include "peek/disk.h"
#include "peek/memory.h"
#include "util/clock.h"

int vm_init(struct vm *vm, const struct vt_object_class *class, struct vm_domains *domains,
            const char *name, const unsigned char uuid[VT_UUID_LEN])
{
    vm->obj = vt_object_new(class, vm, name, uuid);
    if (vm->obj == NULL)
        return -1;
    vm_snapshot_init(&vm->snapshot);
    VT_HG_ATOMIC(&vm->peek, sizeof vm->peek);
    VT_HG_ATOMIC(&vm->disks, sizeof vm->disks);
    VT_HG_ATOMIC(&vm->ram_ready, sizeof vm->ram_ready);
    atomic_init(&vm->peek, NULL);
    atomic_init(&vm->disks, NULL);
    atomic_init(&vm->ram_ready, false);
    vt_mutex_init(&vm->lock, VT_RANK_OBJECT, "vm");
    vt_cond_init(&vm->job.free);
    vm->job.next = 1;
    vm->facts.state = VIR_DOMAIN_SHUTOFF;
    vm->domains = domains;
    vm->error_domain = domains->error_domain;
    return 0;
}

void vm_done(struct vm *vm)
{
    peek_unref(atomic_load_explicit(&vm->peek, memory_order_acquire));
    peek_disks_free(atomic_load_explicit(&vm->disks, memory_order_acquire));
    domain_def_unref(vm->config);
    domain_def_unref(vm->live);
    vt_cond_done(&vm->job.free);
    vt_mutex_done(&vm->lock);
}

void vm_publish_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    vm_snapshot_write(&vm->snapshot, &vm->facts);
}

void vm_set_gone_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    vm->gone = true;
    vm->facts.state = VM_STATE_GONE;
    vm_publish_locked(vm);
}

void vm_set_off_locked(struct vm *vm, int reason)
{
    vt_mutex_held(&vm->lock);
    vm->facts = (struct vm_facts){
        .state = VIR_DOMAIN_SHUTOFF,
        .reason = reason,
        .vcpus = vm->config->vcpus,
        .mem_max_kib = vm->config->mem_max_kib,
        .mem_kib = vm->config->mem_cur_kib,
    };
    vm_publish_locked(vm);
}

void vm_read_facts(struct vm *vm, struct vm_facts *ret)
{
    vm_snapshot_read(&vm->snapshot, ret);
    if (ret->started_ns != 0)
        ret->cpu_ns += vt_now_coarse_ns() - ret->started_ns + 1; /* never 0 once it runs */
}

int vm_check_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    if (!vm->gone)
        return 0;
    return vt_error(vm->error_domain, VIR_ERR_NO_DOMAIN, "'%s' is no longer defined",
                    vm->obj->name);
}

int vm_check(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm_check_locked(vm);
}

const char *vm_state_word(int state)
{
    static const char *const words[] = {
        [VIR_DOMAIN_NOSTATE] = "without a state",
        [VIR_DOMAIN_RUNNING] = "running",
        [VIR_DOMAIN_BLOCKED] = "idle",
        [VIR_DOMAIN_PAUSED] = "paused",
        [VIR_DOMAIN_SHUTDOWN] = "being shut down",
        [VIR_DOMAIN_SHUTOFF] = "shut off",
        [VIR_DOMAIN_CRASHED] = "crashed",
    };

    if (state < 0 || (size_t)state >= VT_N_ELEMENTS(words))
        return "in an unknown state";
    return words[state];
}

int vm_wrong_state_locked(struct vm *vm, const char *what)
{
    vt_mutex_held(&vm->lock);
    return vt_error(vm->error_domain, VIR_ERR_INTERNAL_ERROR, "cannot %s domain '%s': it is %s",
                    what, vm->obj->name, vm_state_word(vm->facts.state));
}

static int job_refused_locked(struct vm *vm, const char *owner) VT_REQUIRES(vm->lock);
static int job_refused_locked(struct vm *vm, const char *owner)
{
    vt_mutex_held(&vm->lock);
    return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                    "%s waited %d s for domain '%s', on which %s has been at work for %llu s",
                    owner, VM_JOB_WAIT_MS / 1000, vm->obj->name, vm->job.owner,
                    (unsigned long long)((vt_now_ns() - vm->job.since_ns) / VT_NS_PER_S));
}

uint64_t vm_job_begin(struct vm *vm, const char *owner)
{
    VT_LOCK_SCOPE(&vm->lock);
    uint64_t deadline = 0;

    if (vm_check_locked(vm) < 0)
        return 0;
    while (vm->job.serial != 0) {
        bool in_time;
        if (deadline == 0)
            deadline = vt_now_ns() + VM_JOB_WAIT_MS * VT_NS_PER_MS;
        vm->job.waiting++;
        in_time = vt_cond_wait(&vm->job.free, &vm->lock, deadline);
        vm->job.waiting--;
        if (vm_check_locked(vm) < 0)
            return 0;
        if (!in_time && vm->job.serial != 0) {
            (void)job_refused_locked(vm, owner);
            return 0;
        }
    }
    vm->job.serial = vm->job.next++;
    vm->job.owner = owner;
    vm->job.since_ns = vt_now_coarse_ns();
    vm->job.abortable = vm->job.aborted = false;
    return vm->job.serial;
}

static void job_clear_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static void job_clear_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    vm->job.serial = 0;
    vm->job.owner = NULL;
    if (vm->job.waiting > 0)
        vt_cond_broadcast(&vm->job.free);
}

void vm_job_end(struct vm *vm, uint64_t serial)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->job.serial == serial)
        job_clear_locked(vm);
}

bool vm_job_mine_locked(struct vm *vm, uint64_t serial)
{
    vt_mutex_held(&vm->lock);
    return vm->job.serial == serial;
}

void vm_job_take_away_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    if (vm->job.serial != 0)
        job_clear_locked(vm);
}

int vm_job_report(struct vm *vm, uint64_t serial, uint64_t done, uint64_t total)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->job.serial != serial)
        return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' was destroyed while it was worked on", vm->obj->name);
    vm->job.abortable = true;
    vm->job.done = done;
    vm->job.total = total;
    if (!vm->job.aborted)
        return 0;
    return vt_error(vm->error_domain, VIR_ERR_OPERATION_ABORTED,
                    "%s of domain '%s' was aborted after %llu of %llu bytes", vm->job.owner,
                    vm->obj->name, (unsigned long long)done, (unsigned long long)total);
}

int vm_job_progress(struct vm *vm, struct vm_progress *ret)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    *ret = (struct vm_progress){.owner = NULL};
    if (vm->job.serial == 0 || !vm->job.abortable)
        return 0;
    ret->owner = vm->job.owner;
    ret->elapsed_ms = (vt_now_ns() - vm->job.since_ns) / VT_NS_PER_MS;
    ret->done = vm->job.done;
    ret->total = vm->job.total;
    return 0;
}

int vm_job_abort(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->job.serial == 0 || !vm->job.abortable)
        return vt_error(vm->error_domain, VIR_ERR_INTERNAL_ERROR,
                        "domain '%s' has no job that can be aborted", vm->obj->name);
    vm->job.aborted = true;
    return 0;
}

struct domain_def *vm_def(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return NULL;
    return domain_def_ref(vm->live != NULL ? vm->live : vm->config);
}

struct peek *vm_peek(struct vm *vm)
{
    struct peek *peek = atomic_load_explicit(&vm->peek, memory_order_acquire);
    struct peek *made;

    if (VT_LIKELY(peek != NULL)) {
        VT_HG_ACQUIRE(&vm->peek);
        return peek;
    }
    made = peek_new(vm->error_domain, vm->obj->name);
    if (made == NULL)
        return NULL;
    VT_HG_BEFORE(&vm->peek);
    if (atomic_compare_exchange_strong_explicit(&vm->peek, &peek, made, memory_order_acq_rel,
                                                memory_order_acquire))
        return made;
    VT_HG_ACQUIRE(&vm->peek);
    peek_unref(made); /* another thread was first */
    return peek;
}

struct peek_disks *vm_disks(struct vm *vm)
{
    struct peek_disks *disks = atomic_load_explicit(&vm->disks, memory_order_acquire);
    struct peek_disks *made;

    if (VT_LIKELY(disks != NULL)) {
        VT_HG_ACQUIRE(&vm->disks);
        return disks;
    }
    made = peek_disks_new(vm->error_domain, vm->obj->name);
    if (made == NULL)
        return NULL;
    VT_HG_BEFORE(&vm->disks);
    if (atomic_compare_exchange_strong_explicit(&vm->disks, &disks, made, memory_order_acq_rel,
                                                memory_order_acquire))
        return made;
    VT_HG_ACQUIRE(&vm->disks);
    peek_disks_free(made);
    return disks;
}
