/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Translating x86 virtual addresses by the guest's own page tables.
 *
 * Tables are read through the same windows as everything else.  What a walk has read of a table
 * is remembered for the rest of the same call only, so it is never older than the call.
 *
 * The tables of a Xen PV guest hold machine frames.  Of a dump they are turned into the guest's
 * (peek_source_ops.frame); of a running guest, tables and pages are read by machine frame
 * (peek_source_ops.machine), each found in a table in the same call.  The hardware walks those of a
 * 32-bit PV guest in long mode, so bits that plain PAE reserves mean nothing there.
 * Source: Intel SDM 3A chapter 4: 2-level with 4 MiB pages (PSE, PSE-36), PAE, 4-level, 5-level. */
#pragma once

#include "read.h"

enum peek_paging {
    PEEK_PAGING_OFF,
    PEEK_PAGING_2_LEVEL,
    PEEK_PAGING_PAE,
    PEEK_PAGING_4_LEVEL,
    PEEK_PAGING_5_LEVEL,
};

/* What cr0, cr4 and efer say. */
enum peek_paging peek_paging_mode(const struct peek_regs *regs);

struct peek_translation {
    uint64_t paddr;     /* of the address itself; a machine address where tables hold those */
    uint64_t page_size; /* bytes: 4 KiB, 2 MiB, 4 MiB, 1 GiB; with paging off 4 KiB */
};

/* 512 entries of the last table that was reached for a page of 4 KiB. */
#define PEEK_WALK_ENTRIES 512

struct peek_walk {
    struct peek_read *read;
    struct peek_source *source; /* for frames of tables; borrowed */
    struct peek_regs regs;
    enum peek_paging mode;
    uint64_t n_walks;
    bool batch; /* read whole last tables: many pages are asked for */
    bool cached;
    uint64_t cached_base; /* first virtual address of the table in @entries */
    uint64_t cached_table;
    uint64_t entries[PEEK_WALK_ENTRIES]; /* as read: 4-byte ones stand two in a word */
};

/* @entries need not be set before.  @n_bytes that will be asked for decides on batches. */
void peek_walk_init(struct peek_walk *w, struct peek_read *read, struct peek_source *source,
                    const struct peek_regs *regs, uint64_t n_bytes);

/* 0, or -1 with w->read->fault set: which level was not present, or what else. */
int peek_walk_one(struct peek_walk *w, uint64_t vaddr, struct peek_translation *ret);

/* Reads @size > 0 bytes at @vaddr as @vcpu sees them now.  As peek_read_physical. */
int peek_read_virtual(struct peek_read *r, uint64_t vaddr, size_t size, void *buf,
                      unsigned int vcpu);

/* Translates one address for callers outside.
 * Errors  as peek_memory */
int peek_translate(struct peek *p, uint64_t vaddr, unsigned int vcpu, struct peek_translation *ret);
