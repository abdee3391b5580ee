/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The runs of a vm. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>

#include "hypervisor/life.h"
#include "hypervisor/peek.h"
#include "obj/error.h"
#include "peek/memory.h"
#include "util/clock.h"

static void tell_locked(struct vm *vm, const struct vm_cause *why) VT_REQUIRES(vm->lock);
static void tell_locked(struct vm *vm, const struct vm_cause *why)
{
    vt_mutex_held(&vm->lock);
    if (why->event != VM_NO_EVENT)
        vm_raise_locked(vm, why->event, why->detail);
}

/* Whether time counts as CPU time in @state. */
static bool counts_time(const struct vm *vm, int state)
{
    return state == VIR_DOMAIN_RUNNING && vm->domains->ops->runs_are_cpu_time;
}

static int check_start_locked(struct vm *vm, uint64_t job) VT_REQUIRES(vm->lock);
static int check_start_locked(struct vm *vm, uint64_t job)
{
    vt_mutex_held(&vm->lock);
    if (vm_check_locked(vm) < 0)
        return -1;
    if (job != 0 && !vm_job_mine_locked(vm, job))
        return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' was destroyed while it was started", vm->obj->name);
    return vm->live != NULL ? vm_wrong_state_locked(vm, "start") : 0;
}

/* The vm as of the start, and who is told. */
static void enter_run_locked(struct vm *vm, const struct vm_start *s, int id) VT_REQUIRES(vm->lock);
static void enter_run_locked(struct vm *vm, const struct vm_start *s, int id)
{
    const struct domain_def *def = s->def;
    int state = s->paused != NULL ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING;

    vt_mutex_held(&vm->lock);
    if (s->transient && !vm->announced)
        vm->config = domain_def_unref(vm->config);
    else
        vm_announce_locked(vm);
    vm->live = domain_def_ref(s->def);
    vm->run++;
    vm->run_id = id;
    vm->facts = (struct vm_facts){
        .state = state,
        .reason = s->paused != NULL ? s->paused->reason : s->why->reason,
        .vcpus = def->vcpus,
        .mem_max_kib = def->mem_max_kib,
        .mem_kib = def->mem_cur_kib,
        .started_ns = counts_time(vm, state) ? vt_now_coarse_ns() : 0,
    };
    vm_publish_locked(vm);
    tell_locked(vm, s->why);
    if (s->paused != NULL)
        tell_locked(vm, s->paused);
}

/* The part of a start that queries see, all at once.  The run that has begun; 0 raised. */
static uint64_t begin_run(struct vm *vm, uint64_t job, const struct vm_start *s, int id)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (check_start_locked(vm, job) < 0)
        return 0;
    if (s->ram != NULL) {
        struct peek *peek = vm_peek(vm);
        if (peek == NULL || peek_set_source(peek, s->ram) < 0)
            return 0;
        atomic_store_explicit(&vm->ram_ready, true, memory_order_release);
    }
    enter_run_locked(vm, s, id);
    vm_changed_locked(vm);
    return vm->run;
}

/* Raises why the table did not take the number.  Always -1. */
static int no_number(struct vm *vm, int id, int r)
{
    if (r == -ENOMEM)
        return vt_error_no_memory(vm->error_domain);
    if (r == -EEXIST)
        return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                        "cannot start domain '%s' with id %d: another domain has it", vm->obj->name,
                        id);
    return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' was undefined while it was started", vm->obj->name);
}

/* A run that has begun gets its number. */
static int number_run(struct vm *vm, uint64_t run, int id)
{
    struct vt_table *table = &vm->domains->table;
    int r = vt_table_set_number(table, vm->obj, id);

    if (r < 0) {
        (void)vm_end_run(vm, run, &vm_cause_failed);
        return no_number(vm, id, r);
    }
    /* A stop that came before the number took none away.  A start that came behind the stop has its
     * own, newer number, which the table has kept. */
    if (vm_run_with_id(vm, id) == 0)
        vt_table_clear_number(table, vm->obj, id);
    return 0;
}

int vm_begin_run(struct vm *vm, uint64_t job, const struct vm_start *start, int id)
{
    uint64_t run = begin_run(vm, job, start, id);

    if (run == 0)
        return -1;
    vm_forget_disks(vm);
    return number_run(vm, run, id);
}

struct peek_source *vm_take_ram_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    return atomic_exchange_explicit(&vm->ram_ready, false, memory_order_acq_rel)
               ? peek_get_source(vm_peek(vm))
               : NULL;
}

void vm_end_ram(struct vm *vm, struct peek_source *ram)
{
    if (ram == NULL)
        return;
    peek_unset_source(vm_peek(vm), ram);
    (void)peek_source_unref(ram);
}

/* What a stop leaves to be done without the lock. */
struct stopped {
    struct domain_def *live;
    struct peek_source *ram;
    int id;
    bool was_running;
    bool transient;
};

static struct stopped end_run(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct stopped s = {.id = -1};

    if (vm->live == NULL || (only_run != 0 && vm->run != only_run))
        return s;
    s.was_running = true;
    s.transient = vm->config == NULL;
    s.id = vm->run_id;
    s.live = vm->live;
    vm->live = NULL;
    if (s.transient)
        vm_set_gone_locked(vm);
    else
        vm_set_off_locked(vm, why->reason);
    tell_locked(vm, why);
    s.ram = vm_take_ram_locked(vm);
    vm_job_take_away_locked(vm);
    if (vm->domains->ops->ended_locked != NULL)
        vm->domains->ops->ended_locked(vm);
    vm_changed_locked(vm);
    return s;
}

bool vm_end_run(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    struct stopped s = end_run(vm, only_run, why);

    if (!s.was_running)
        return false;
    domain_def_unref(s.live);
    vm_end_ram(vm, s.ram);
    vm_forget_disks(vm);
    if (s.transient)
        (void)vt_table_remove(&vm->domains->table, vm->obj);
    else
        vt_table_clear_number(&vm->domains->table, vm->obj, s.id);
    return true;
}

/* The part of it that queries see, all at once.  The run that has begun; 0 it is not @run any more. */
static uint64_t move_run(struct vm *vm, uint64_t run, const struct vm_start *start, int id,
                         const struct vm_cause *why, struct stopped *ret)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct vm_start s = *start;

    if (vm->live == NULL || vm->run != run)
        return 0;
    *ret = (struct stopped){.live = vm->live, .id = vm->run_id, .ram = vm_take_ram_locked(vm)};
    s.transient = vm->config == NULL;
    tell_locked(vm, why);
    if (vm->domains->ops->ended_locked != NULL)
        vm->domains->ops->ended_locked(vm);
    enter_run_locked(vm, &s, id);
    vm_changed_locked(vm);
    return vm->run;
}

int vm_move_run(struct vm *vm, uint64_t run, const struct vm_start *start, int id,
                const struct vm_cause *why)
{
    struct stopped old;
    uint64_t now = move_run(vm, run, start, id, why, &old);

    if (now == 0)
        return vm_ended_meanwhile(vm);
    domain_def_unref(old.live);
    vm_end_ram(vm, old.ram);
    vm_forget_disks(vm);
    if (id < old.id) /* numbers have begun anew */
        vt_table_clear_number(&vm->domains->table, vm->obj, old.id);
    return number_run(vm, now, id);
}

void vm_set_state_locked(struct vm *vm, int state, const struct vm_cause *why)
{
    bool changes = vm->facts.state != state;
    uint64_t now = vt_now_coarse_ns();

    vt_mutex_held(&vm->lock);
    if (vm->facts.started_ns != 0) /* as vm_read_facts counts, or the time would step back */
        vm->facts.cpu_ns += now - vm->facts.started_ns + 1;
    vm->facts.started_ns = counts_time(vm, state) ? now : 0;
    vm->facts.state = state;
    vm->facts.reason = why->reason;
    vm_publish_locked(vm);
    if (changes)
        tell_locked(vm, why);
}

bool vm_set_state(struct vm *vm, uint64_t run, int state, const struct vm_cause *why)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || vm->run != run)
        return false;
    vm_set_state_locked(vm, state, why);
    return true;
}

uint64_t vm_run_for(struct vm *vm, const char *what, bool running, bool paused)
{
    VT_LOCK_SCOPE(&vm->lock);
    int state = vm->facts.state;
    bool ok = (running && (state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED)) ||
              (paused && state == VIR_DOMAIN_PAUSED);

    if (vm_check_locked(vm) < 0)
        return 0;
    if (vm->live == NULL || !ok) {
        (void)vm_wrong_state_locked(vm, what);
        return 0;
    }
    return vm->run;
}

uint64_t vm_run_with_id(struct vm *vm, int id)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && vm->run_id == id ? vm->run : 0;
}

bool vm_is_run(struct vm *vm, uint64_t run)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && vm->run == run;
}

int vm_need_running_locked(struct vm *vm, const char *what)
{
    vt_mutex_held(&vm->lock);
    if (vm_check_locked(vm) < 0)
        return -1;
    return vm->live == NULL ? vm_wrong_state_locked(vm, what) : 0;
}

int vm_need_running(struct vm *vm, const char *what)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm_need_running_locked(vm, what);
}

int vm_ended_meanwhile(struct vm *vm)
{
    return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' was destroyed meanwhile", vm->obj->name);
}
