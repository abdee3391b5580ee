/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting Xen guests, and ending them. */
#pragma once

#include "hypervisor/info.h"
#include "hypervisor/xen/world.h"

struct xen_start {
    struct domain_def *def; /* a count is taken */
    int restore_fd;         /* a saved guest to go on with; -1 none.  Not closed here */
    bool paused;
    bool transient;             /* nothing stays defined */
    const struct vm_cause *why; /* to running */
    const char *name;           /* that the host gives it until it is whole; NULL that of @def */
};

/* Builds and starts a shut-off vm.  The caller has the job @job.
 * Errors  INTERNAL_ERROR not shut off; OPERATION_FAILED what the toolstack says, or destroyed meanwhile;
 *         NO_DOMAIN; NO_MEMORY; those of xen_plug_all
 * Locks   none may be held: it takes seconds */
int xen_vm_start(struct vm *vm, uint64_t job, const struct xen_start *start) VT_EXCLUDES(vm->lock);

/* Starts what the document start->def says, in whatever vm that is to run in: nothing stays defined that was not.
 * @call     the public one, static text
 * Errors    OPERATION_FAILED it runs already, or its name or uuid is another's; those of xen_vm_start
 * Owner     the vm is counted; NULL raised */
struct vm *xen_vm_start_new(struct xen_world *world, const struct xen_start *start,
                            const char *call);

/* Ends the domain that runs, if any: then the vm has stopped, for @why.  @only_run: 0 any, else the run
 * that is meant.
 * Errors  OPERATION_FAILED what the toolstack says; then it still runs, unless the host knows better */
int xen_vm_destroy(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
    VT_EXCLUDES(vm->lock);

/* Keeps the document with the domain that runs, for other processes.  Without it they would take the
 * guest for one that others started, and nobody would follow up its end.  -1: OPERATION_FAILED. */
int xen_vm_keep_document(struct vm *vm, uint32_t domid, const struct domain_def *def);
/* The same of a document that has changed, if the run was started here: with one, a guest of others would be taken for
 * such a one, and its end be followed up here and by them. */
int xen_vm_keep_change(struct vm *vm, uint32_t domid, const struct domain_def *def)
    VT_EXCLUDES(vm->lock);

/* The run goes on as the domain @to, which runs already.  The vm is marked as starting meanwhile.  When
 * the run has ended, so does that domain.  -1: OPERATION_FAILED, NO_MEMORY. */
int xen_vm_move_run(struct vm *vm, const struct vm_run *run, uint32_t to) VT_EXCLUDES(vm->lock);

/* The right to let the guest suspend itself, to save or migrate it: until it is given back by closing it nobody else
 * lets the guest go on.  @what: "save".  -1: OPERATION_FAILED another process has it; SYSTEM_ERROR. */
int xen_vm_claim_suspended(const struct vm *vm, const char *what);

/* With that right: ends what a migration whose process was killed has left of the guest's second domain, which is not
 * whole, keeps its memory, and has the name that the next migration needs. */
void xen_vm_clear_incoming(struct vm *vm);

/* Writes the core of the domain that runs; it stands still meanwhile.  The caller has the job.
 * -1: SYSTEM_ERROR, OPERATION_FAILED, NO_MEMORY. */
int xen_vm_dump(struct vm *vm, uint32_t domid, const char *to) VT_EXCLUDES(vm->lock);
