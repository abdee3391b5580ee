/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping a vm of the embedded hypervisor: the steps that several calls share. */
#pragma once

#include "hypervisor/life.h"
#include "hypervisor/test/world.h"

struct peek_source;

/* vm_begin_run with the next id of the world. */
int test_vm_start(struct vm *vm, uint64_t job, const struct vm_start *start) VT_EXCLUDES(vm->lock);

/* A guest's fresh memory, or that of its dump file.  Counted; NULL raised.  Takes no lock. */
struct peek_source *test_vm_make_ram(const struct vm *vm, const struct domain_def *def,
                                     uint64_t run, int id);
