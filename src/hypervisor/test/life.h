/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping a vm of the embedded hypervisor: the steps that several calls share. */
#pragma once

#include "hypervisor/cause.h"
#include "hypervisor/test/world.h"

struct peek_source;

/* What runs, and how. */
struct test_start {
    struct domain_def *def;        /* a count is taken */
    struct peek_source *ram;       /* to go on with (a count is taken); NULL a fresh guest's */
    const struct vm_cause *why;    /* to running */
    const struct vm_cause *paused; /* then to paused at once; NULL it runs */
    bool transient; /* nothing stays defined: the vm leaves the world when it stops */
};

/* Starts a shut-off vm.  The caller has the job @job.
 * Errors  INTERNAL_ERROR not shut off; OPERATION_FAILED destroyed meanwhile; NO_DOMAIN; NO_MEMORY */
int test_vm_start(struct vm *vm, uint64_t job, const struct test_start *start)
    VT_EXCLUDES(vm->lock);

/* Ends the run: memory, number; a transient vm leaves the world.  @only_run: 0 any, else the run
 * that is meant; false when it was not running (any more). */
bool test_vm_stop(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
    VT_EXCLUDES(vm->lock);

/* Changes running to paused or back for the run; false when it is another by now. */
bool test_vm_set_state(struct vm *vm, uint64_t run, int state, const struct vm_cause *why)
    VT_EXCLUDES(vm->lock);

/* A guest's fresh memory, or that of its dump file.  Counted; NULL raised.  Takes no lock. */
struct peek_source *test_vm_make_ram(const struct vm *vm, const struct domain_def *def,
                                     uint64_t run);
/* The memory of the run that is going on, made when there is none yet.  Counted.  NULL raised:
 * OPERATION_FAILED not running.  *ret_run, unless NULL, is the run that it belongs to. */
struct peek_source *test_vm_ram(struct vm *vm, uint64_t *ret_run) VT_EXCLUDES(vm->lock);
