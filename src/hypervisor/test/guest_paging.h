/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page tables of the embedded hypervisor's guests: real ones, small, the same in each mode.
 *
 * Mapped are: the low memory as it is, by pages of 4 KiB; the same memory again at a high address
 * by large pages, as kernels do; where the mode has pages of 1 GiB and there is that much memory,
 * its first GiB by one of them.  One low page is left out, and all behind the low memory. */
#pragma once

#include "peek/source.h"

enum guest_paging {
    GUEST_PAGING_OFF,
    GUEST_PAGING_2_LEVEL, /* 32 bits, large pages of 4 MiB */
    GUEST_PAGING_PAE,     /* 32 bits, large pages of 2 MiB */
    GUEST_PAGING_4_LEVEL,
    GUEST_PAGING_5_LEVEL,
};

/* Where the tables stand, and how many pages they may take. */
#define GUEST_TABLES_PADDR UINT64_C(0x10000)
#define GUEST_TABLES_MAX 32

/* The low memory that is mapped as it is (less when there is less), and filled with a pattern. */
#define GUEST_LOW_BYTES (UINT64_C(16) << 20)
/* Not mapped: one page within the low memory, and the first behind it. */
#define GUEST_UNMAPPED_VADDR UINT64_C(0xff000)
#define GUEST_GUARD_VADDR GUEST_LOW_BYTES
/* The high range: physical 0 on, in large pages. */
#define GUEST_KERNEL_VADDR_32 UINT64_C(0xc0000000)
#define GUEST_KERNEL_VADDR_64 UINT64_C(0xffffffff80000000)
/* The page of 1 GiB: physical 0. */
#define GUEST_DIRECT_VADDR_4_LEVEL UINT64_C(0xffff888000000000)
#define GUEST_DIRECT_VADDR_5_LEVEL UINT64_C(0xff11000000000000)

/* Tables for @ram_bytes of memory, to be copied to GUEST_TABLES_PADDR.
 * @ret_tables  freed by the caller; NULL when the mode has none
 * Errors       -1 no memory, not raised
 * Source       Intel SDM 3A chapter 4 */
int guest_paging_build(enum guest_paging mode, uint64_t ram_bytes, unsigned char **ret_tables,
                       size_t *ret_len, struct peek_regs *ret_regs);
