/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What queries read of a vm: a few words behind a sequence lock.  Reading never waits for a writer
 * that hangs and writes no shared line.  One writer at a time: the vm's lock. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "util/valgrind.h"

struct vm_facts {
    int state;  /* VIR_DOMAIN_* */
    int reason; /* for it; 0 to 255 */
    unsigned int vcpus;
    uint64_t mem_max_kib; /* maximum */
    uint64_t mem_kib;     /* now */
    uint64_t started_ns;  /* of vt_now_ns: since when time counts; 0 not running */
    uint64_t cpu_ns;      /* used before that */
};

#define VM_SNAPSHOT_WORDS 5

struct vm_snapshot {
    atomic_uint seq; /* odd while it is written */
    atomic_uint_least64_t word[VM_SNAPSHOT_WORDS];
};

static inline void vm_snapshot_init(struct vm_snapshot *s)
{
    VT_HG_ATOMIC(s, sizeof *s);
    atomic_init(&s->seq, 0);
    for (int i = 0; i < VM_SNAPSHOT_WORDS; i++)
        atomic_init(&s->word[i], 0);
}

/* The caller holds the vm's lock.  The stores are releases, so that a reader that sees one of them
 * also sees the odd number before it. */
static inline void vm_snapshot_write(struct vm_snapshot *s, const struct vm_facts *f)
{
    unsigned int seq = atomic_load_explicit(&s->seq, memory_order_relaxed);
    const uint64_t word[VM_SNAPSHOT_WORDS] = {
        (uint64_t)(uint16_t)f->state << 48 | (uint64_t)(uint8_t)f->reason << 32 | f->vcpus,
        f->mem_max_kib,
        f->mem_kib,
        f->started_ns,
        f->cpu_ns,
    };

    atomic_store_explicit(&s->seq, seq + 1, memory_order_relaxed);
    for (int i = 0; i < VM_SNAPSHOT_WORDS; i++)
        atomic_store_explicit(&s->word[i], word[i], memory_order_release);
    atomic_store_explicit(&s->seq, seq + 2, memory_order_release);
}

static inline void vm_snapshot_read(struct vm_snapshot *s, struct vm_facts *ret)
{
    uint64_t word[VM_SNAPSHOT_WORDS];
    unsigned int seq;

    do {
        seq = atomic_load_explicit(&s->seq, memory_order_acquire);
        for (int i = 0; i < VM_SNAPSHOT_WORDS; i++)
            word[i] = atomic_load_explicit(&s->word[i], memory_order_acquire);
    } while ((seq & 1) != 0 || atomic_load_explicit(&s->seq, memory_order_relaxed) != seq);
    ret->state = (int16_t)(word[0] >> 48);
    ret->reason = (uint8_t)(word[0] >> 32);
    ret->vcpus = (unsigned int)word[0];
    ret->mem_max_kib = word[1];
    ret->mem_kib = word[2];
    ret->started_ns = word[3];
    ret->cpu_ns = word[4];
}
