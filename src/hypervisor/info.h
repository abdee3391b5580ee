/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of a vm most often, as the public functions of these names tell it.  NO_DOMAIN is
 * raised when the domain is gone; 0 or -1, where nothing else is said. */
#pragma once

#include <libvirt/libvirt.h>

#include "hypervisor/vm.h"

/* From the snapshot: no lock is waited for. */
int vm_get_info(struct vm *vm, virDomainInfoPtr info);
int vm_get_state(struct vm *vm, int *state, int *reason); /* @reason may be NULL */
/* 0 raised. */
unsigned long vm_get_max_memory(struct vm *vm) VT_EXCLUDES(vm->lock);

int vm_get_job_info(struct vm *vm, virDomainJobInfoPtr info) VT_EXCLUDES(vm->lock);

/* The document that VIR_DOMAIN_XML_* @flags ask for; the caller frees.  NULL raised. */
char *vm_get_xml_desc(struct vm *vm, int flags) VT_EXCLUDES(vm->lock);
/* What is printed for that: the definition, counted, and how; opts->id is the number of the run that
 * it is one of, else -1. */
int vm_pick_document(struct vm *vm, int flags, struct domain_def **ret_def,
                     struct domain_format_opts *opts) VT_EXCLUDES(vm->lock);

/* What runs now, for a document that starts it again elsewhere. */
struct vm_run {
    struct domain_def *def; /* counted */
    struct domain_format_opts opts;
    uint64_t run;
    int state;
};
/* @job is the caller's.  OPERATION_FAILED raised when it was taken away: the guest that it was
 * begun for has been destroyed. */
int vm_describe_run(struct vm *vm, uint64_t job, struct vm_run *ret) VT_EXCLUDES(vm->lock);

int vm_get_autostart(struct vm *vm, int *autostart) VT_EXCLUDES(vm->lock);
/* INTERNAL_ERROR raised for a transient domain. */
int vm_set_autostart(struct vm *vm, bool autostart) VT_EXCLUDES(vm->lock);
