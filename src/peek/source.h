/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where peeked bytes come from: a counted object with a small table of operations.
 *
 * A source is immutable once made: its size, its RAM ranges and its table never change, so any
 * thread may use it without a lock for as long as it holds a count.  Drivers make sources;
 * memory.h keeps windows of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/count.h"

#define PEEK_PAGE_SHIFT 12
#define PEEK_PAGE_SIZE UINT64_C(4096)
#define PEEK_WINDOW_SHIFT 21
#define PEEK_WINDOW_SIZE (UINT64_C(1) << PEEK_WINDOW_SHIFT)
#define PEEK_WINDOW_PAGES (PEEK_WINDOW_SIZE / PEEK_PAGE_SIZE)
#define PEEK_BITMAP_WORDS (PEEK_WINDOW_PAGES / 64)

/* The widest physical address of x86, plus one.  Source: Intel SDM 3A 4.1.4, MAXPHYADDR <= 52. */
#define PEEK_MAX_PADDR (UINT64_C(1) << 52)
/* Bounds for what files claim. */
#define PEEK_MAX_RANGES 65536
#define PEEK_MAX_VCPUS 4096

/* Bits of the control registers that decide how addresses are translated. */
#define PEEK_CR0_PG (UINT64_C(1) << 31)
#define PEEK_CR4_PSE (UINT64_C(1) << 4)
#define PEEK_CR4_PAE (UINT64_C(1) << 5)
#define PEEK_CR4_LA57 (UINT64_C(1) << 12)
#define PEEK_EFER_LME (UINT64_C(1) << 8)
#define PEEK_EFER_LMA (UINT64_C(1) << 10)
#define PEEK_EFER_NXE (UINT64_C(1) << 11)

struct peek_regs {
    uint64_t cr0, cr3, cr4, efer;
};

struct peek_range {
    uint64_t start, end; /* bytes, @end is the first one behind */
};

/* Why a frame of a guest could not be mapped. */
enum peek_frame {
    PEEK_FRAME_UNKNOWN,   /* nobody said why */
    PEEK_FRAME_HOLE,      /* not populated: never was, or ballooned out */
    PEEK_FRAME_PAGED,     /* paged out */
    PEEK_FRAME_DENIED,    /* the host's policy, or a device's memory */
    PEEK_FRAME_BUSY,      /* the host has no room for it now */
    PEEK_FRAME_NOT_OWN,   /* of a device or of another guest, as the guest's own table says */
    PEEK_FRAME_EXCHANGED, /* exchanged for another one whenever it was read */
};

/* What a map operation says of the pages that it was asked to map, one bit each; a page with
 * neither bit is not known yet and is asked for (present) before it is touched. */
struct peek_page_map {
    uint64_t present[PEEK_BITMAP_WORDS];
    uint64_t failed[PEEK_BITMAP_WORDS];
    void *own;   /* the source's, kept with the window; unmap ends it */
    bool verify; /* ask fresh after each copy out of the window */
};

/* A read of frames that were found in page tables, for sources whose tables hold machine frames.
 * The bytes from @offset in the first of @n frames on; @bad and @why are set when one failed. */
struct peek_machine_read {
    const uint64_t *frames;
    size_t n, offset, len;
    void *buf;
    size_t bad; /* the number of the frame in @frames */
    enum peek_frame why;
};
/* Frames of one read. */
#define PEEK_MACHINE_FRAMES 512

struct peek_source;

/* Operations raise their own errors, in the source's error domain.  Absent: not supported. */
struct peek_source_ops {
    /* Ends it; @s itself is freed by the caller.  NULL allowed. */
    void (*done)(struct peek_source *s);

    /* Maps @len bytes at @paddr, a window or (grain) pages of one, read-only, so that touching a
     * page with its present bit can never fault.  Only sources that can promise that have it.
     * @pages  comes as zeros */
    int (*map)(struct peek_source *s, uint64_t paddr, size_t len, void **ret_map,
               struct peek_page_map *pages);
    void (*unmap)(struct peek_source *s, void *map, size_t len, void *own);

    /* Whether pages @first to @first + @n - 1 of a window with the verify flag are what the guest
     * has there now.  Called with the peek's lock held, after copying: takes no lock, does no I/O. */
    bool (*fresh)(struct peek_source *s, const void *own, unsigned int first, unsigned int n);
    /* Why a page of a window failed.  Called as fresh is.  Absent: not known. */
    enum peek_frame (*why)(struct peek_source *s, const void *own, unsigned int page);

    /* Copies exactly @len bytes, all inside one RAM range.  Less is an error that says where.
     * Every source has it. */
    int (*read)(struct peek_source *s, uint64_t paddr, size_t len, void *buf);

    /* Whether the page at @paddr has bytes of its own or is a hole that reads as zeros, and for
     * how many bytes from @paddr on (at least to the page's end or to @len) that stays so. */
    int (*present)(struct peek_source *s, uint64_t paddr, uint64_t len, bool *ret_present,
                   uint64_t *ret_run);

    /* The first run of bytes at or behind @start that may be other than zero.  1, 0 when there
     * is none, -1.  Absent: everything may be. */
    int (*next_data)(struct peek_source *s, uint64_t start, struct peek_range *ret_data);

    /* Registers of a vcpu at this moment.  Absent: those in the struct. */
    int (*regs)(struct peek_source *s, unsigned int vcpu, struct peek_regs *ret_regs);

    /* The physical frame behind a frame number found in a page table or cr3, for guests whose
     * tables hold machine frames.  False: not this guest's.  Absent: they are the same. */
    bool (*frame)(struct peek_source *s, uint64_t machine, uint64_t *ret_frame);

    /* Reads by machine frame, instead of frame: then tables, and what they lead to, are read with
     * it.  0; 1 when a frame could not be read; -1 raised. */
    int (*machine)(struct peek_source *s, struct peek_machine_read *m);

    /* Whether this is still what it was when it was made.  Asked before a window is mapped. */
    int (*check)(struct peek_source *s);

    /* For sources that are tended (tend.h): unmaps what else it keeps and was not used for its
     * idle time, and says whether anything of that is left.  @windows: there are some.  False: the
     * guest is gone, or may be; all of its windows are to be dropped. */
    bool (*tend)(struct peek_source *s, uint64_t now_ns, bool windows, bool *ret_kept);
    /* Unmaps all that it keeps and that is not in use at this moment.  Absent: keeps nothing. */
    void (*drop)(struct peek_source *s);
};

struct peek_source {
    const struct peek_source_ops *ops;
    struct vt_count count;
    char *name;             /* for messages: a path, or a guest's name */
    int error_domain;       /* VIR_FROM_* of what it raises */
    uint64_t size;          /* bytes of the physical address space: behind the last RAM byte */
    struct peek_range *ram; /* ascending, not touching each other */
    size_t n_ram;
    struct peek_regs *regs; /* one per vcpu, NULL when there are none */
    unsigned int n_vcpus;
    uint64_t retry_ns; /* a frame that failed is tried again after this */
    uint64_t stale_ns; /* a window is mapped anew after this; 0 is never; see window.h */
    uint64_t idle_ns;  /* one that was not read for this long is dropped; 0 is never */
    unsigned int
        grain;    /* pages, a power of 2: at first so many around a read are mapped of a window,
                         * and the rest of it when that is read; 0: windows are mapped as a whole */
    bool foreign; /* windows pin pages of a guest: they have a cap of their own, are tended */
};

/* Fills the common part of a new source; @s is zeros, @name is copied.  -1: raised. */
int peek_source_init(struct peek_source *s, const struct peek_source_ops *ops, const char *name,
                     int error_domain);
struct peek_source *peek_source_ref(struct peek_source *s);
struct peek_source *peek_source_unref(struct peek_source *s);

/* Sets the RAM of @s: all of @size without @holes, which may come in any order, overlap, and lie
 * partly or wholly outside.  Sets size to the end of the last range.  -1: raised. */
int peek_source_set_ram(struct peek_source *s, uint64_t size, const struct peek_range *holes,
                        size_t n_holes);
/* Takes @n ascending ranges over from *@ranges (set to NULL); touching ones become one. */
void peek_source_take_ram(struct peek_source *s, struct peek_range **ranges, size_t n);
/* Copies the registers of @n vcpus, at most PEEK_MAX_VCPUS.  -1: raised. */
int peek_source_set_regs(struct peek_source *s, const struct peek_regs *regs, unsigned int n);

/* The RAM range that holds @paddr, or the next one behind it; NULL when there is neither. */
const struct peek_range *peek_source_range(const struct peek_source *s, uint64_t paddr);
/* Bytes of RAM in all. */
uint64_t peek_source_ram_bytes(const struct peek_source *s);

/* Registers of a vcpu.  Errors: INVALID_ARG no such vcpu; OPERATION_FAILED none are known. */
int peek_source_regs(struct peek_source *s, unsigned int vcpu, struct peek_regs *ret_regs);

/* Reads through the source itself, never through a window; all of it is in one RAM range.
 * -1: raised. */
int peek_source_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf);

/* The first run of RAM at or behind @start that may hold other than zeros.
 * 1, 0 when there is none, -1 raised. */
int peek_source_next_data(struct peek_source *s, uint64_t start, struct peek_range *ret_data);

/* Guesses efer, which no dump format carries, from the rest: long mode when the machine is
 * 64-bit, paging is on and PAE is.  NXE is set, so that no entry is refused for its bit 63. */
uint64_t peek_guess_efer(const struct peek_regs *regs, bool machine_64);

static inline void peek_source_auto_(struct peek_source **s)
{
    *s = peek_source_unref(*s);
}
/* VT_AUTO_SOURCE struct peek_source *s = ...;  drops its count when the scope ends. */
#define VT_AUTO_SOURCE __attribute__((cleanup(peek_source_auto_)))
