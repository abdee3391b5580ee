/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The places in the shared info page, which are written down so that no header of Xen is needed,
 * are those of Xen's headers where those are installed. */
#include "config.h"

#include <stddef.h>

#include "peek/foreign_p2m.h"
#include "testing.h"

#if defined(__has_include) && __has_include(<xen/foreign/x86_64.h>)
#define XEN_HEADERS 1
#include <xen/xen.h>
#include <xen/foreign/x86_32.h>
#include <xen/foreign/x86_64.h>

#define SAME(field, place) \
    _Static_assert(offsetof(struct shared_info_x86_64, arch.field) == place##_64, #field); \
    _Static_assert(offsetof(struct shared_info_x86_32, arch.field) == place##_32, #field)

SAME(max_pfn, FOREIGN_MAX_PFN);
SAME(pfn_to_mfn_frame_list_list, FOREIGN_LIST_LIST);
SAME(p2m_cr3, FOREIGN_P2M_CR3);
SAME(p2m_vaddr, FOREIGN_P2M_VADDR);
SAME(p2m_generation, FOREIGN_P2M_GENERATION);
_Static_assert(FOREIGN_XEN_START_64 == __HYPERVISOR_VIRT_START, "start");
_Static_assert(FOREIGN_XEN_END_64 == __HYPERVISOR_VIRT_END, "end");
#else
#define XEN_HEADERS 0
#endif

int main(void)
{
    /* 32 bits: a frame above 2^20 comes back from its turned number. */
    CHECK(peek_foreign_cr3_frame(0x00345000u | 0xabc, 4) == 0xabc00345);
    CHECK(peek_foreign_cr3_frame(UINT64_C(0x1234567000), 8) == 0x1234567);
    if (!XEN_HEADERS)
        SKIP("the headers of Xen are not installed");
    return 0;
}
