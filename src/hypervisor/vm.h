/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every hypervisor driver has of a domain: the vm.
 *
 * Three ways to it, from cheap to dear.  The snapshot answers queries and is never waited for.  The
 * lock guards the fields below it and is held for moments only.  The job is taken, with a deadline,
 * by whatever changes the vm or works on it for long; it is held without the lock, so that a vm
 * whose core dump hangs still answers everything else. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/domain.h"
#include "hypervisor/snapshot.h"
#include "obj/object.h"
#include "util/cleanup.h"
#include "util/lock.h"

struct peek;
struct peek_disks;
struct vm_domains;

/* How long a change waits for the job of another, milliseconds. */
#define VM_JOB_WAIT_MS 30000

/* Who has the job, and whom it may be told to. */
struct vm_job {
    struct vt_cond free;
    uint64_t serial;   /* of the job that is going on; 0 none */
    uint64_t next;     /* the next serial */
    const char *owner; /* the call that has it, static text */
    uint64_t since_ns;
    unsigned int waiting;
    bool abortable; /* its owner looks at `aborted` between two pieces of its work */
    bool aborted;
    uint64_t done, total; /* bytes of memory, when it is abortable */
};

/* How far a job is. */
struct vm_progress {
    const char *owner; /* static text; NULL: there is no job that can tell */
    uint64_t elapsed_ms;
    uint64_t done, total; /* bytes of memory */
};

struct vm {
    struct vt_object *obj;      /* count, name, uuid, id; its body is this.  Immutable */
    struct vm_domains *domains; /* of which it is one.  Immutable */

    struct vm_snapshot snapshot; /* written under the lock, read by anybody */
    _Atomic(struct peek *) peek; /* made at the first peek, stays until the end */
    _Atomic(struct peek_disks *) disks;
    atomic_bool ram_ready; /* the peek has the running guest's memory */

    struct vt_mutex lock; /* rank VT_RANK_OBJECT, for all below */
    struct vm_job job VT_GUARDED_BY(lock);
    struct vm_facts facts VT_GUARDED_BY(lock);     /* what the snapshot shows */
    struct domain_def *config VT_GUARDED_BY(lock); /* for the next start; NULL transient */
    struct domain_def *live VT_GUARDED_BY(lock);   /* NULL shut off */
    uint64_t run VT_GUARDED_BY(lock);              /* counts starts: tells one run from the next */
    int run_id VT_GUARDED_BY(lock);                /* the number that this run has, or will have */
    bool autostart VT_GUARDED_BY(lock);
    bool announced VT_GUARDED_BY(lock); /* the event of its definition was raised */
    bool gone VT_GUARDED_BY(lock); /* undefined, or transient and stopped: NO_DOMAIN from now on */
    int error_domain;              /* VIR_FROM_* of the driver; immutable */
};

/* @class's end calls vm_done.  0, or -1 raised. */
int vm_init(struct vm *vm, const struct vt_object_class *class, struct vm_domains *domains,
            const char *name, const unsigned char uuid[VT_UUID_LEN]) VT_WARN_UNUSED;
void vm_done(struct vm *vm);

/* NULL for NULL. */
static inline struct vm *vm_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

/* VM_AUTO struct vm *vm = ...;  its count is dropped when the scope ends, unless VT_TAKE(vm) moved
 * it out. */
static inline void vm_auto_unref_(struct vm **vm)
{
    if (*vm != NULL)
        vt_object_unref((*vm)->obj);
}
#define VM_AUTO VT_AUTO(vm_auto_unref_)

/* facts.state of a domain that is gone: never shown to callers, they get NO_DOMAIN. */
#define VM_STATE_GONE (-1)

/* Says that the domain is gone. */
void vm_set_gone_locked(struct vm *vm) VT_REQUIRES(vm->lock);
/* Shut off for @reason (VIR_DOMAIN_SHUTOFF_*), with the facts of vm->config. */
void vm_set_off_locked(struct vm *vm, int reason) VT_REQUIRES(vm->lock);
/* Shows changed facts to queries. */
void vm_publish_locked(struct vm *vm) VT_REQUIRES(vm->lock);

/* The facts, with the CPU time that is used up to now in ret->cpu_ns. */
void vm_read_facts(struct vm *vm, struct vm_facts *ret);

/* NO_DOMAIN raised when the domain is gone.  0 or -1. */
int vm_check_locked(struct vm *vm) VT_REQUIRES(vm->lock);

int vm_check(struct vm *vm) VT_EXCLUDES(vm->lock);

/* Raises that the domain cannot do this in its state.  Always -1. */
int vm_wrong_state_locked(struct vm *vm, const char *what) VT_REQUIRES(vm->lock);
const char *vm_state_word(int state);

/* Takes the job for @owner (static text, the call's name), waiting up to VM_JOB_WAIT_MS.
 * Returns its serial; 0 with OPERATION_FAILED raised that says who has it since when, or NO_DOMAIN. */
uint64_t vm_job_begin(struct vm *vm, const char *owner) VT_EXCLUDES(vm->lock);
/* Gives it back; nothing when it was taken away meanwhile. */
void vm_job_end(struct vm *vm, uint64_t serial) VT_EXCLUDES(vm->lock);
/* True while the job is still this one's: false after vm_job_take_away. */
bool vm_job_mine_locked(struct vm *vm, uint64_t serial) VT_REQUIRES(vm->lock);
/* The guest has been destroyed: whoever works on it has nothing left to do. */
void vm_job_take_away_locked(struct vm *vm) VT_REQUIRES(vm->lock);

/* Says how far the job is, and that it can be ended between two such calls.  0; -1 with
 * OPERATION_ABORTED raised when somebody wants that, or OPERATION_FAILED when the guest that it
 * works on has been destroyed. */
int vm_job_report(struct vm *vm, uint64_t serial, uint64_t done, uint64_t total)
    VT_EXCLUDES(vm->lock);
/* How far the job of the vm is.  NO_DOMAIN raised when the domain is gone.  0 or -1. */
int vm_job_progress(struct vm *vm, struct vm_progress *ret) VT_EXCLUDES(vm->lock);
/* Asks the job to end: its own call fails.  0; -1 with INTERNAL_ERROR raised when there is none that
 * can be ended, or NO_DOMAIN. */
int vm_job_abort(struct vm *vm) VT_EXCLUDES(vm->lock);

/* A job by scope: VM_JOB_SCOPE(job, vm, "virDomainSave"); if (job.serial == 0) return -1; */
struct vm_job_scope {
    struct vm *vm;
    uint64_t serial;
};
static inline void vm_job_scope_end_(struct vm_job_scope *s)
{
    if (s->serial != 0)
        vm_job_end(s->vm, s->serial);
}
#define VM_JOB_SCOPE(name, vm, owner) \
    struct vm_job_scope name \
        __attribute__((cleanup(vm_job_scope_end_))) = {(vm), vm_job_begin((vm), (owner))}

/* The definition now in force: of the run, else of the next start.  Counted; NULL with NO_DOMAIN
 * raised. */
struct domain_def *vm_def(struct vm *vm) VT_EXCLUDES(vm->lock);

/* Where peeks of this vm go; made at the first call.  NULL with NO_MEMORY raised.  Not counted: it
 * lives as long as the vm. */
struct peek *vm_peek(struct vm *vm);
struct peek_disks *vm_disks(struct vm *vm);
