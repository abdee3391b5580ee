/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory of guests of another hypervisor, read through frames that are mapped from outside: Xen.
 *
 * Knows nothing of Xen's libraries: what it asks of the hypervisor is the table below, which the
 * driver fills in for one domain.  A source is bound to one run of one guest; a guest that is
 * started again has another number and gets another source.
 *
 * Two kinds of guests.  A translated one (PVH, HVM) has physical addresses of its own: frames are
 * asked for by them.  A PV guest publishes in its shared info page where the list stands that has
 * the machine frame of each of its pages; everything in that list, and in its page tables, is what
 * the guest wrote, so none of it is believed.  The hypervisor maps only frames of that domain.
 *
 * Mapped pages are pinned: the guest cannot really give them back, and a domain that has ended
 * stays until they are unmapped.  So windows have a cap of their own (window.h) and are tended
 * (tend.h).  Source: Xen 4.17 public headers; what mappings of a guest that ends or balloons do was
 * observed on Xen 4.17. */
#pragma once

#include "source.h"

/* Frames of one call of map. */
#define PEEK_FOREIGN_MAP_FRAMES PEEK_WINDOW_PAGES
/* Frame numbers from here on are never asked for: the kernel wraps them, to frames of low numbers.
 * Source: observed with Linux 6.1, whose page table entries have 40 bits for the frame. */
#define PEEK_FOREIGN_FRAME_LIMIT (UINT64_C(1) << 40)
/* The largest and the smallest address space of a source: 16 TiB and 64 GiB.  A PV guest says
 * itself how large its is, perhaps long after it was started, so it is looked at for each map. */
#define PEEK_FOREIGN_MAX_FRAMES (UINT64_C(1) << 32)
#define PEEK_FOREIGN_MIN_FRAMES (UINT64_C(1) << 24)

/* A window of a translated guest is mapped anew after this, so what is read of a page that was
 * ballooned or exchanged is older than the copy by at most this and a tick of the coarse clock.
 * Windows of PV guests are checked against the guest's list at each use instead. */
#define PEEK_FOREIGN_STALE_NS UINT64_C(1000000000)
/* One of a PV guest is unmapped after this, at most PEEK_TEND_NS later, however often it is read: with it
 * go the pages of tables and lists that were mapped together with those it needs, up to 8, of which
 * nothing tells when the guest gives one back. */
#define PEEK_FOREIGN_PV_NS UINT64_C(10000000000)
/* A frame that failed is asked for again after this. */
#define PEEK_FOREIGN_RETRY_NS UINT64_C(100000000)
/* Pages, a power of 2: what is mapped of a window at first is the read rounded to so many.  A page costs
 * some hundred times what a copy of it does, and cannot be given back by the guest meanwhile. */
#define PEEK_FOREIGN_GRAIN 32
/* What was not read for this long is unmapped, at most PEEK_TEND_NS (tend.h) later. */
#define PEEK_FOREIGN_IDLE_NS UINT64_C(2000000000)
/* A read waits this long for frames of a guest that has pages paged out. */
#define PEEK_FOREIGN_MAP_WAIT_NS UINT64_C(2000000000)
/* Frames, of 4 KiB, that a source keeps mapped by machine number besides its windows: page tables
 * and pages that were read by virtual address.  Those that windows need are not counted. */
#define PEEK_FOREIGN_KEPT_FRAMES 2048
/* They are unmapped after this also when they are read all the time, at most PEEK_TEND_NS later: one
 * mapping has many of them, and nothing tells when the guest gives one of those back. */
#define PEEK_FOREIGN_KEPT_NS UINT64_C(2000000000)

struct peek_foreign_info {
    bool gone;       /* dead, dying, or the number is another's by now */
    bool translated; /* PVH, HVM: frames are gfns; else PV: machine frames behind the guest's p2m */
    unsigned int width;         /* of a PV guest: 8 or 4 bytes */
    uint64_t shared_info_frame; /* machine frame, of a PV guest */
    uint64_t total_pages, paged_pages;
};

/* All may be called by any thread at any time, several at once, and with no lock held. */
struct peek_foreign_ops {
    /* The state of the domain: hypercalls that never sleep.  Not to find it is no error, but gone.
     * Asked before the maps of a read; what never changes (translated, width, shared_info_frame)
     * is looked at in the first answer, and may be remembered from then on.  -1: raised. */
    int (*info)(void *opaque, struct peek_foreign_info *ret);
    /* The first of that alone: one hypercall.  Asked after the maps of a read, and by tending. */
    int (*gone)(void *opaque, bool *ret_gone);
    /* The number of frames, of 4 KiB, that a translated guest may have now: behind its highest gfn.
     * Asked when a read goes beyond what was told before.  -1: raised. */
    int (*n_frames)(void *opaque, uint64_t *ret);

    /* Maps @n <= PEEK_FOREIGN_MAP_FRAMES frames read-only, each below PEEK_FOREIGN_FRAME_LIMIT, one
     * behind the other; the same one may come twice.
     * @err  err[i] is 0, or a NEGATIVE errno: then that page must not be touched
     * Returns NULL when not one page could be mapped, with the positive errno in *ret_errno; raises
     * nothing.  May block for as long as a frame is paged out. */
    void *(*map)(void *opaque, const uint64_t *frames, size_t n, int *err, int *ret_errno);
    /* Ends a mapping as a whole; @n as it was mapped. */
    void (*unmap)(void *opaque, void *map, size_t n);

    /* Registers of a vcpu at this moment, after info was asked once.  Of a PV guest only cr3 is looked at, as it stands in the
     * context of the vcpu: of a 32-bit one the frame's number is turned, see
     * peek_foreign_cr3_frame.  -1: raised. */
    int (*regs)(void *opaque, unsigned int vcpu, struct peek_regs *ret);

    /* Called once, with the last count; nothing is mapped any more. */
    void (*done)(void *opaque);
};

/* A source for the domain behind @opaque.
 * @ops     stays the caller's, and valid for the life of the source
 * @opaque  taken over on success; done is called with the last count
 * @name    the guest's, for messages; copied
 * Errors   OPERATION_FAILED the domain is gone; NO_MEMORY; what info raises.  NULL then */
struct peek_source *peek_foreign_new(const struct peek_foreign_ops *ops, void *opaque,
                                     const char *name, unsigned int n_vcpus, int error_domain);

/* The machine frame of a PV guest's top table.  A 32-bit guest's cr3 has the frame number turned
 * left by 12 bits, so that numbers of 32 bits fit.  Source: xen_pfn_to_cr3, arch-x86/xen-x86_32.h. */
static inline uint64_t peek_foreign_cr3_frame(uint64_t cr3, unsigned int width)
{
    uint32_t low = (uint32_t)cr3;

    return width == 4 ? (uint32_t)(low >> 12 | low << 20) : cr3 >> PEEK_PAGE_SHIFT;
}
