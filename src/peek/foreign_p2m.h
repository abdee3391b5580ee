/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list in which a PV guest keeps the machine frame of each of its pages (p2m), read only.
 *
 * The guest's shared info page says where the list is: either it is linear in an address space of
 * the guest's, or a tree of three levels of pages.  A view is the part of the list that belongs to
 * one window, kept mapped, so that the live entries can be looked at at each use.
 *
 * All of it is the guest's to write, at any time: every frame number is checked, every loop has a
 * bound, and what can be mapped is the guest's own.  Source: struct shared_info in xen/xen.h and
 * struct arch_shared_info in xen/arch-x86/xen.h, for both widths. */
#pragma once

#include "foreign_frames.h"

/* Where in the shared info page a guest of 8, or of 4, bytes for a word has what. */
#define FOREIGN_MAX_PFN_64 3088
#define FOREIGN_LIST_LIST_64 3096
#define FOREIGN_P2M_CR3_64 3112
#define FOREIGN_P2M_VADDR_64 3120
#define FOREIGN_P2M_GENERATION_64 3128
#define FOREIGN_MAX_PFN_32 2316
#define FOREIGN_LIST_LIST_32 2320
#define FOREIGN_P2M_CR3_32 2328
#define FOREIGN_P2M_VADDR_32 2332
#define FOREIGN_P2M_GENERATION_32 2336

/* Addresses that are the hypervisor's own in every address space of a PV guest.
 * Source: HYPERVISOR_VIRT_START and _END, arch-x86/xen-x86_64.h and xen-x86_32.h. */
#define FOREIGN_XEN_START_64 UINT64_C(0xffff800000000000)
#define FOREIGN_XEN_END_64 UINT64_C(0xffff880000000000)
#define FOREIGN_XEN_START_32 UINT64_C(0xf5800000)

/* The list is looked up again this often, a millisecond apart, while the guest moves it. */
#define FOREIGN_P2M_TRIES 16

struct foreign_layout;

/* What the shared info page says, all of one moment when it is compared afterwards
 * (foreign_view_current). */
struct foreign_anchor {
    uint64_t max_pfn;
    uint64_t list_list;              /* top frame of the tree */
    uint64_t cr3, vaddr, generation; /* of the linear list; cr3 0: there is none */
};

/* A word of the guest's, and what it was when the view was opened. */
struct foreign_word {
    const unsigned char *at;
    uint64_t value;
};
#define FOREIGN_VIEW_WORDS 4

struct foreign_view {
    const struct foreign_layout *layout;
    struct foreign_anchor anchor;
    struct foreign_frame info;     /* the shared info page */
    struct foreign_frame upper[2]; /* the tree's pages above the list: top, middle */
    struct foreign_frame list[2];  /* pages of the list; none: all entries there are empty */
    size_t at;                     /* bytes of the first entry in list[0] */
    size_t n;                      /* entries; the guest has no more pages behind them */
    /* While all of these stand, the pages above are the guest's list. */
    struct foreign_word word[FOREIGN_VIEW_WORDS];
    unsigned int n_words;
};

/* Looks up the entries of pages @first to @first + @n - 1, @n <= PEEK_WINDOW_PAGES.
 * Errors  OPERATION_FAILED when the guest has published no list yet, or nonsense; NO_MEMORY; as
 *         foreign_map.  *ret is then none */
int foreign_view_open(struct foreign_session *s, uint64_t first, size_t n,
                      struct foreign_view *ret);
void foreign_view_close(struct foreign *f, struct foreign_view *view);

/* The live entry @i, as it stands there; all ones when the guest has no such page. */
uint64_t foreign_view_entry(const struct foreign_view *view, size_t i);
/* Whether the live entries from @first on are @entry[@first] to @entry[@first + @n - 1]. */
bool foreign_view_same(const struct foreign_view *view, const uint64_t *entry, size_t first,
                       size_t n);
/* Whether the view still shows the guest's list.  Ask after the entries. */
bool foreign_view_current(const struct foreign_view *view);

/* The frame that an entry names; FOREIGN_NO_FRAME, and why, when it names none of the guest's. */
uint64_t foreign_entry_frame(const struct foreign_view *view, uint64_t entry,
                             enum peek_frame *ret_why);
