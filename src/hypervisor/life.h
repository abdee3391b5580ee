/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The runs of a vm: beginning, pausing and ending one, as queries and listeners see it.
 *
 * A run is what is between a start and a stop.  Its number (vm->run) is never used again, so that
 * who works on a guest without the lock can tell whether it is still that guest. */
#pragma once

#include "hypervisor/cause.h"
#include "hypervisor/domains.h"

struct peek_source;

/* What runs, and how. */
struct vm_start {
    struct domain_def *def;        /* a count is taken */
    struct peek_source *ram;       /* its memory, if that is known (a count is taken); else NULL */
    const struct vm_cause *why;    /* to running */
    const struct vm_cause *paused; /* then to paused at once; NULL it runs */
    bool
        transient; /* nothing stays defined, unless it was defined since: it is gone when it stops */
};

/* Begins a run of a shut-off vm that has the id @id (not negative) from now on.
 * @job    the caller's; 0 for a guest that others have started: nobody's job is in its way
 * Errors  INTERNAL_ERROR not shut off; OPERATION_FAILED destroyed meanwhile, or the id is another's;
 *         NO_DOMAIN; NO_MEMORY */
int vm_begin_run(struct vm *vm, uint64_t job, const struct vm_start *start, int id)
    VT_EXCLUDES(vm->lock);

/* Ends the run, and with it all jobs: memory, id; a transient vm leaves the table.  @only_run: 0 any,
 * else the run that is meant; false when it was not running (any more). */
bool vm_end_run(struct vm *vm, uint64_t only_run, const struct vm_cause *why) VT_EXCLUDES(vm->lock);

/* The run goes on as another one, with what @start says and the id @id; the vm is never off in between.  It
 * ends for @why, as listeners hear it, but keeps the job, and whether it is defined.
 * Errors  OPERATION_FAILED it is not that run any more; those of the number as vm_begin_run: it has ended */
int vm_move_run(struct vm *vm, uint64_t run, const struct vm_start *start, int id,
                const struct vm_cause *why) VT_EXCLUDES(vm->lock);

/* Changes running to paused or back for the run; false when it is another by now. */
bool vm_set_state(struct vm *vm, uint64_t run, int state, const struct vm_cause *why)
    VT_EXCLUDES(vm->lock);
/* The same of the run that is going on. */
void vm_set_state_locked(struct vm *vm, int state, const struct vm_cause *why)
    VT_REQUIRES(vm->lock);

/* Takes the memory of a run away: the next peek looks for it anew.  What it was, for vm_end_ram once the
 * lock is given back; NULL none. */
struct peek_source *vm_take_ram_locked(struct vm *vm) VT_REQUIRES(vm->lock);
/* Unmaps what is kept of it, if any, and drops the count. */
void vm_end_ram(struct vm *vm, struct peek_source *ram) VT_EXCLUDES(vm->lock);

/* The run that is going on, when the state allows what is wanted: running, or paused.  0 raised:
 * NO_DOMAIN, INTERNAL_ERROR that the domain cannot do @what ("suspend") in its state. */
uint64_t vm_run_for(struct vm *vm, const char *what, bool running, bool paused)
    VT_EXCLUDES(vm->lock);
/* The run that has the id; 0 when none has it (any more), nothing raised. */
uint64_t vm_run_with_id(struct vm *vm, int id) VT_EXCLUDES(vm->lock);
/* Whether the run is still going on. */
bool vm_is_run(struct vm *vm, uint64_t run) VT_EXCLUDES(vm->lock);
/* Raised when it is not: NO_DOMAIN, or INTERNAL_ERROR that a domain that is off cannot do @what. */
int vm_need_running(struct vm *vm, const char *what) VT_EXCLUDES(vm->lock);
int vm_need_running_locked(struct vm *vm, const char *what) VT_REQUIRES(vm->lock);
/* Raises that the run has ended while it was worked on.  Always -1. */
int vm_ended_meanwhile(struct vm *vm);
