/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peeking at a vm.  Takes no job, and waits for nobody who has one. */
#pragma once

#include "hypervisor/vm.h"

struct peek_source;

/* The memory of the run that is going on; the driver makes it when there is none yet.  Counted.
 * NULL raised: OPERATION_FAILED not running; NO_DOMAIN; what the driver's make_ram raises.
 * *ret_run, unless NULL, is the run that it belongs to. */
struct peek_source *vm_ram(struct vm *vm, uint64_t *ret_run) VT_EXCLUDES(vm->lock);

/* virDomainMemoryPeek: the first look at a guest makes its memory.  0 or -1. */
int vm_memory_peek(struct vm *vm, unsigned long long start, size_t size, void *buffer,
                   unsigned int flags) VT_EXCLUDES(vm->lock);

/* virDomainBlockPeek of what @path names: the source of a disk of the definition in force, by its
 * source or its target.  0; -1 with INVALID_ARG (no such disk, nothing in it, beyond its end),
 * NO_DOMAIN, SYSTEM_ERROR or NO_MEMORY raised. */
int vm_block_peek(struct vm *vm, const char *path, unsigned long long offset, size_t size,
                  void *buffer) VT_EXCLUDES(vm->lock);

/* Closes what is kept open of the vm's disks.  Called after each change of the definition in force,
 * or a peek would still read a disk that is no longer the vm's. */
void vm_forget_disks(struct vm *vm) VT_EXCLUDES(vm->lock);
