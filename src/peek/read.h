/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One read in progress: from which source, and what went wrong where. */
#pragma once

#include "memory.h"

enum peek_fault_kind {
    PEEK_FAULT_NONE,
    PEEK_FAULT_RAISED,      /* the source has raised its error already */
    PEEK_FAULT_NO_SOURCE,   /* not running */
    PEEK_FAULT_CHANGED,     /* another source was set meanwhile */
    PEEK_FAULT_NO_RAM,      /* @paddr is a hole, or behind the end */
    PEEK_FAULT_FRAME,       /* the frame of @paddr cannot be mapped now; @frame says why */
    PEEK_FAULT_DEVICE,      /* @vaddr is mapped uncached, as memory of devices is */
    PEEK_FAULT_NOT_PRESENT, /* the entry of @level for @vaddr is not present */
    PEEK_FAULT_RESERVED,    /* that entry has bits that no CPU would accept */
    PEEK_FAULT_NOT_CANONICAL,
    PEEK_FAULT_TOO_WIDE, /* @vaddr does not fit the 32 bits of the paging mode */
};

struct peek_fault {
    enum peek_fault_kind kind;
    uint64_t paddr;     /* first bad physical address; of the table for translation faults */
    uint64_t vaddr;     /* first bad virtual address, when @is_virtual */
    unsigned int level; /* of the table: 5 to 1, 1 being the last; 0: the bytes themselves */
    bool is_virtual;
    bool is_machine; /* @paddr is an address of the host's memory */
    enum peek_frame frame;
};

struct peek_read {
    struct peek *peek;
    uint64_t serial; /* of the source that is read; 0: the first one that is found */
    struct peek_fault fault;
};

/* Reads @size > 0 bytes of physical memory.  0, or -1 with r->fault set and nothing raised,
 * unless it says so. */
int peek_read_physical(struct peek_read *r, uint64_t paddr, size_t size, void *buf);

/* The source of @r, counted, so that registers can be asked for; NULL with r->fault set. */
struct peek_source *peek_read_source(struct peek_read *r);

/* Counts translations, and bytes that came past the windows. */
void peek_read_count(struct peek_read *r, uint64_t n_walks, uint64_t n_bytes);

/* Whether the source is still the one that is being read, else r->fault is set: bytes that came
 * without the lock count only then. */
bool peek_read_current(struct peek_read *r);

/* The words for a frame that failed: "it ...". */
const char *peek_frame_text(enum peek_frame why);

/* Raises r->fault for a read of @size bytes at @start.  Always -1. */
int peek_fault_raise(const struct peek_read *r, uint64_t start, size_t size);
