/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The PV guest: its start information, the direct map made of page tables that the hypervisor checks, and
 * the list of its frames, published as a linear list or as the tree that older kernels have.
 * Source: xen/xen.h (start_info, MMU_NORMAL_PT_UPDATE), xen/arch-x86/xen.h (arch_shared_info). */
#include "guest.h"

#define MACHINE_TO_PHYSICAL ((const uint64_t *)0xffff800000000000ul)
#define READ_ONLY 0x65ul /* of an entry: present, user, accessed, dirty */
#define WRITABLE 0x67ul
#define ENTRIES 512ul
#define NO_FRAME (~0ul)
#define SPARE_FRAMES 4 /* behind what the domain builder has used: its stack, and to be sure */

static start_info_t *info;
static uint64_t *frames; /* by pfn: machine frames, NO_FRAME for holes */

/* Pages whose addresses are used for others, and one whose address looks at tables before they are. */
static unsigned char shared_page[PAGE_SIZE] ALIGNED, store_page[PAGE_SIZE] ALIGNED,
    console_page[PAGE_SIZE] ALIGNED, window[PAGE_SIZE] ALIGNED;

static uint64_t pfn_of(const void *kernel_address)
{
    return ((uintptr_t)kernel_address - KERNEL_BASE) >> PAGE_SHIFT;
}

static long map_at(uintptr_t address, uint64_t entry)
{
    return HYPERCALL(update_va_mapping, address, entry, UVMF_INVLPG, 0);
}

static void map_page(void *page, uint64_t frame)
{
    map_at((uintptr_t)page, frame << PAGE_SHIFT | WRITABLE);
}

/* Leaves the table @pfn with @n entries, and no way to write to it. */
static void make_table(uint64_t pfn, const uint64_t *entries, uint64_t n)
{
    uint64_t *to = (uint64_t *)window;

    map_page(window, frames[pfn]);
    for (uint64_t i = 0; i < ENTRIES; i++)
        to[i] = i < n ? entries[i] : 0;
    map_at((uintptr_t)window, 0);
}

/* Tables that the domain builder made may not be mapped writable. */
static bool is_table(uint64_t pfn)
{
    uint64_t first = (info->pt_base - KERNEL_BASE) >> PAGE_SHIFT;

    return (pfn >= first && pfn < first + info->nr_pt_frames) ||
           (pfn >= info->first_p2m_pfn && pfn < info->first_p2m_pfn + info->nr_p2m_frames);
}

static void link_top(uint64_t table)
{
    uint64_t slot = DIRECT_BASE >> 39 & (ENTRIES - 1);
    uint64_t top = frames[(info->pt_base - KERNEL_BASE) >> PAGE_SHIFT];
    mmu_update_t update = {
        .ptr = top << PAGE_SHIFT | slot * sizeof(uint64_t) | MMU_NORMAL_PT_UPDATE,
        .val = frames[table] << PAGE_SHIFT | WRITABLE,
    };

    HYPERCALL(mmu_update, &update, 1, NULL, DOMID_SELF);
}

/* The tables are the last frames of the guest.  Returns the first of them. */
static uint64_t make_direct_map(void)
{
    static uint64_t entries[ENTRIES], seconds[ENTRIES];
    uint64_t n_first = (guest.n_pages + ENTRIES - 1) / ENTRIES;
    uint64_t tables = guest.n_pages - n_first - 2, third = guest.n_pages - 2;

    for (uint64_t t = 0; t < n_first; t++) {
        uint64_t n = 0;

        for (; n < ENTRIES && t * ENTRIES + n < guest.n_pages; n++) {
            uint64_t pfn = t * ENTRIES + n;

            entries[n] =
                frames[pfn] << PAGE_SHIFT | (pfn >= tables || is_table(pfn) ? READ_ONLY : WRITABLE);
        }
        make_table(tables + t, entries, n);
        seconds[t] = frames[tables + t] << PAGE_SHIFT | WRITABLE;
    }
    make_table(third, seconds, n_first);
    entries[0] = frames[third] << PAGE_SHIFT | WRITABLE;
    make_table(third + 1, entries, 1);
    link_top(third + 1);
    return tables;
}

/* A frame of entries for each 512, and one that lists those: guests of up to 1 GiB need no more. */
static void publish_tree(void)
{
    static uint64_t lists[ENTRIES] ALIGNED, list_of_lists[ENTRIES] ALIGNED;

    for (uint64_t i = 0; i * ENTRIES < guest.n_pages; i++)
        lists[i] = frames[info->first_p2m_pfn + i];
    list_of_lists[0] = frames[pfn_of(lists)];
    guest.shared->arch.pfn_to_mfn_frame_list_list = frames[pfn_of(list_of_lists)];
    guest.shared->arch.p2m_cr3 = 0;
}

static void publish_list(void)
{
    guest.shared->arch.p2m_vaddr = (uintptr_t)frames;
    guest.shared->arch.p2m_cr3 = frames[(info->pt_base - KERNEL_BASE) >> PAGE_SHIFT] << PAGE_SHIFT;
}

static void connect_shared(void)
{
    map_page(shared_page, info->shared_info >> PAGE_SHIFT);
    guest.shared = (struct shared_info *)shared_page;
    guest.shared->arch.max_pfn = guest.n_pages;
    if (command_line_word("tree") != NULL)
        publish_tree();
    else
        publish_list();
}

static void connect_rings(void)
{
    map_page(store_page, info->store_mfn);
    map_page(console_page, info->console.domU.mfn);
    guest.store = (struct xenstore_domain_interface *)store_page;
    guest.console = (struct xencons_interface *)console_page;
    guest.store_port = info->store_evtchn;
    guest.console_port = info->console.domU.evtchn;
}

/* The list changes between two counts: odd while it does. */
static void set_frame(uint64_t pfn, uint64_t frame)
{
    volatile unsigned long *count = &guest.shared->arch.p2m_generation;

    *count = *count + 1;
    __atomic_store_n(&frames[pfn], frame, __ATOMIC_RELEASE);
    *count = *count + 1;
}

/* A page that is mapped is not given back. */
static void unmap(uint64_t pfn)
{
    set_frame(pfn, NO_FRAME);
    map_at(DIRECT_BASE + pfn * PAGE_SIZE, 0);
    map_at(KERNEL_BASE + pfn * PAGE_SIZE, 0); /* fails where the builder has mapped no memory */
}

static uint64_t pv_release(uint64_t pfn, uint64_t n)
{
    uint64_t given[MAX_RELEASE], done;
    struct xen_memory_reservation r = {.nr_extents = n, .domid = DOMID_SELF};

    for (uint64_t i = 0; i < n; i++) {
        given[i] = frames[pfn + i];
        unmap(pfn + i);
    }
    set_xen_guest_handle(r.extent_start, given);
    done = (uint64_t)HYPERCALL(memory_op, XENMEM_decrease_reservation, &r, 0, 0);
    if (done > n) /* an error */
        done = 0;
    for (uint64_t i = done; i < n; i++) {
        map_at(DIRECT_BASE + (pfn + i) * PAGE_SIZE, given[i] << PAGE_SHIFT | WRITABLE);
        set_frame(pfn + i, given[i]);
    }
    return done;
}

static uint64_t fresh_frame; /* of the page that was got last and is not yet in the list */

static int pv_populate(uint64_t pfn)
{
    uint64_t frame = pfn; /* in: where the page is to be; out: which it is */
    struct xen_memory_reservation r = {.nr_extents = 1, .domid = DOMID_SELF};

    set_xen_guest_handle(r.extent_start, &frame);
    if (HYPERCALL(memory_op, XENMEM_populate_physmap, &r, 0, 0) != 1)
        return -1;
    fresh_frame = frame;
    map_at(DIRECT_BASE + pfn * PAGE_SIZE, frame << PAGE_SHIFT | WRITABLE);
    return 0;
}

static void pv_publish(uint64_t pfn)
{
    set_frame(pfn, fresh_frame);
}

/* Who restores the guest finds frame numbers of its own in the start information; who cancels leaves
 * them as they are here. */
static void pv_suspend(void)
{
    uint64_t store = MACHINE_TO_PHYSICAL[info->store_mfn];
    uint64_t console = MACHINE_TO_PHYSICAL[info->console.domU.mfn];

    info->store_mfn = store;
    info->console.domU.mfn = console;
    map_at((uintptr_t)shared_page, 0);
    if (shut_down(SHUTDOWN_suspend, frames[pfn_of(info)]) == 1) {
        info->store_mfn = frames[store];
        info->console.domU.mfn = frames[console];
    }
    connect_shared();
    connect_rings();
}

static const struct platform pv = {
    .release = pv_release,
    .populate = pv_populate,
    .publish = pv_publish,
    .suspend = pv_suspend,
};

static uint64_t max(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* The first frame behind everything that the domain builder has used. */
static uint64_t first_free(void)
{
    uint64_t end = pfn_of(info);

    end = max(end, MACHINE_TO_PHYSICAL[info->store_mfn]);
    end = max(end, MACHINE_TO_PHYSICAL[info->console.domU.mfn]);
    end = max(end, ((info->pt_base - KERNEL_BASE) >> PAGE_SHIFT) + info->nr_pt_frames);
    return max(end, info->first_p2m_pfn + info->nr_p2m_frames) + SPARE_FRAMES;
}

void pv_start(start_info_t *start)
{
    extern char kernel_start[];
    struct text text;
    uint64_t tables;

    info = start;
    platform = &pv;
    guest.kind = "pv";
    guest.n_pages = info->nr_pages < MAX_PAGES ? info->nr_pages : MAX_PAGES;
    guest.four_k_end = guest.n_pages * PAGE_SIZE;
    frames = (uint64_t *)info->mfn_list;
    text_init(&text, guest.command_line, sizeof(guest.command_line));
    text_add(&text, (const char *)info->cmd_line);
    connect_shared();
    connect_rings();
    store_connect();
    tables = make_direct_map();
    memory_add(0, tables);
    memory_reserve(pfn_of(kernel_start), first_free());
    guest_main();
}
