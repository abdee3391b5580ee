/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The PVH and the HVM guest, whose frames the hypervisor translates.  Their direct map has 4 KiB pages at
 * the start and wherever 2 MiB are not all memory, and 2 MiB pages elsewhere.
 * Source: xen/arch-x86/hvm/start_info.h, xen/arch-x86/cpuid.h, xen/hvm/params.h. */
#include "guest.h"

#include <xen/arch-x86/cpuid.h>
#include <xen/arch-x86/hvm/start_info.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>

#define ENTRY 0x63ul /* present, writable, accessed, dirty */
#define LARGE 0x80ul
#define ENTRIES 512ul
#define LARGE_PAGES (ENTRIES) /* frames of 4 KiB in one of 2 MiB */
#define FOUR_K_TABLES 4       /* the first 8 MiB */
#define MORE_TABLES 4         /* for pieces that are not all memory */
#define LOW_FRAMES 0x100      /* the first MiB belongs to the firmware */
#define CALLBACK_VECTOR \
    0xf3 /* never delivered; that there is one says that the guest has drivers */
#define CALLBACK_IS_VECTOR (2ull << 56)

extern uint64_t boot_l4[ENTRIES], boot_l1_kernel[ENTRIES];

static uint64_t third[ENTRIES] ALIGNED, second[ENTRIES] ALIGNED;
static uint64_t first[FOUR_K_TABLES + MORE_TABLES][ENTRIES] ALIGNED;
static unsigned int n_first;
static unsigned char ram[MAX_PAGES]; /* by frame: 1 memory */
static unsigned char shared_page[PAGE_SIZE] ALIGNED, store_page[PAGE_SIZE] ALIGNED,
    console_page[PAGE_SIZE] ALIGNED;

static uint64_t physical(const void *kernel_address)
{
    return (uintptr_t)kernel_address - KERNEL_BASE;
}

/* Lets the address of a page of the kernel lead to the frame. */
static void map_page(void *page, uint64_t frame)
{
    boot_l1_kernel[physical(page) >> PAGE_SHIFT] = frame << PAGE_SHIFT | ENTRY;
    __asm__ volatile("invlpg (%0)" ::"r"(page) : "memory");
}

static void find_hypercalls(void)
{
    uint32_t base = XEN_CPUID_FIRST_LEAF, a, b, c, d;
    uint64_t page = physical(hypercall_page);

    for (;; base += 0x100) {
        __asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(base), "c"(0));
        if (b == XEN_CPUID_SIGNATURE_EBX || base > XEN_CPUID_FIRST_LEAF + 0x10000)
            break;
    }
    __asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(base + 2), "c"(0));
    __asm__ volatile("wrmsr" ::"c"(b), "a"((uint32_t)page), "d"((uint32_t)(page >> 32)));
}

/* The low GiB is still mapped where it is. */
static void read_memory_map(const struct hvm_start_info *start)
{
    const struct hvm_memmap_table_entry *map = (const void *)start->memmap_paddr;

    for (uint32_t i = 0; i < start->memmap_entries; i++) {
        uint64_t from = (map[i].addr + PAGE_SIZE - 1) / PAGE_SIZE;
        uint64_t end = (map[i].addr + map[i].size) / PAGE_SIZE;

        if (map[i].type != XEN_HVM_MEMMAP_TYPE_RAM)
            continue;
        for (uint64_t frame = from; frame < end && frame < MAX_PAGES; frame++) {
            ram[frame] = 1;
            if (guest.n_pages <= frame)
                guest.n_pages = frame + 1;
        }
    }
}

static void map_small(uint64_t large)
{
    uint64_t *table = first[n_first++];

    for (uint64_t i = 0; i < ENTRIES; i++) {
        uint64_t frame = large * LARGE_PAGES + i;

        table[i] = frame < MAX_PAGES && ram[frame] ? frame << PAGE_SHIFT | ENTRY : 0;
    }
    second[large] = physical(table) | ENTRY;
}

static uint64_t memory_in(uint64_t large)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < LARGE_PAGES; i++)
        n += ram[large * LARGE_PAGES + i];
    return n;
}

static void make_direct_map(void)
{
    guest.four_k_end = FOUR_K_TABLES * LARGE_PAGES * PAGE_SIZE;
    for (uint64_t large = 0; large < MAX_PAGES / LARGE_PAGES; large++) {
        uint64_t n = memory_in(large);

        if (n == LARGE_PAGES && large >= FOUR_K_TABLES)
            second[large] = large * LARGE_PAGES << PAGE_SHIFT | ENTRY | LARGE;
        else if (n > 0 && n_first < FOUR_K_TABLES + MORE_TABLES)
            map_small(large);
        else /* too many pieces: not ours */
            memset(&ram[large * LARGE_PAGES], 0, LARGE_PAGES);
    }
    third[0] = physical(second) | ENTRY;
    boot_l4[DIRECT_BASE >> 39 & (ENTRIES - 1)] = physical(third) | ENTRY;
}

/* From here on nothing is at address 0 any more. */
static void drop_low_map(void)
{
    boot_l4[0] = 0;
    __asm__ volatile("mov %0, %%cr3" ::"r"(physical(boot_l4)) : "memory");
}

static uint64_t parameter(uint32_t index)
{
    struct xen_hvm_param p = {.domid = DOMID_SELF, .index = index};

    HYPERCALL(hvm_op, HVMOP_get_param, &p, 0, 0);
    return p.value;
}

static void connect(void)
{
    struct xen_add_to_physmap shared = {
        .domid = DOMID_SELF,
        .space = XENMAPSPACE_shared_info,
        .gpfn = physical(shared_page) >> PAGE_SHIFT,
    };
    struct xen_hvm_param callback = {
        .domid = DOMID_SELF,
        .index = HVM_PARAM_CALLBACK_IRQ,
        .value = CALLBACK_IS_VECTOR | CALLBACK_VECTOR,
    };

    HYPERCALL(memory_op, XENMEM_add_to_physmap, &shared, 0, 0);
    HYPERCALL(hvm_op, HVMOP_set_param, &callback, 0, 0);
    guest.shared = (struct shared_info *)shared_page;
    map_page(store_page, parameter(HVM_PARAM_STORE_PFN));
    map_page(console_page, parameter(HVM_PARAM_CONSOLE_PFN));
    guest.store = (struct xenstore_domain_interface *)store_page;
    guest.console = (struct xencons_interface *)console_page;
    guest.store_port = (uint32_t)parameter(HVM_PARAM_STORE_EVTCHN);
    guest.console_port = (uint32_t)parameter(HVM_PARAM_CONSOLE_EVTCHN);
}

/* How many of the frames, from the first on, were given back or got. */
static uint64_t change_reservation(unsigned int operation, uint64_t first, uint64_t n)
{
    xen_pfn_t frames[MAX_RELEASE];
    struct xen_memory_reservation r = {.nr_extents = n, .domid = DOMID_SELF};
    long done;

    for (uint64_t i = 0; i < n; i++)
        frames[i] = first + i;
    set_xen_guest_handle(r.extent_start, frames);
    done = HYPERCALL(memory_op, operation, &r, 0, 0);
    return done < 0 ? 0 : (uint64_t)done;
}

/* Many at once: for an HVM guest each call makes the device model forget what it had mapped. */
static uint64_t translated_release(uint64_t pfn, uint64_t n)
{
    return change_reservation(XENMEM_decrease_reservation, pfn, n);
}

static int translated_populate(uint64_t pfn)
{
    return change_reservation(XENMEM_populate_physmap, pfn, 1) == 1 ? 0 : -1;
}

/* The page is to be found from the moment that it is there. */
static void translated_publish(uint64_t pfn)
{
    (void)pfn;
}

static void translated_suspend(void)
{
    shut_down(SHUTDOWN_suspend, 0);
    connect();
}

static const struct platform translated = {
    .release = translated_release,
    .populate = translated_populate,
    .publish = translated_publish,
    .suspend = translated_suspend,
};

static void add_memory(void)
{
    extern char kernel_start[], kernel_end[];

    for (uint64_t frame = LOW_FRAMES; frame < guest.n_pages; frame++) {
        if (ram[frame])
            memory_add(frame, frame + 1);
    }
    memory_reserve(physical(kernel_start) >> PAGE_SHIFT, physical(kernel_end) >> PAGE_SHIFT);
}

/* The toolstack leaves there what its own loader is to start. */
static bool is_hvm(void)
{
    char bios[32];

    return store_read("hvmloader/bios", bios, sizeof(bios));
}

void translated_start(uint64_t start_info)
{
    const struct hvm_start_info *start = (const void *)start_info;
    struct text text;

    platform = &translated;
    text_init(&text, guest.command_line, sizeof(guest.command_line));
    if (start->cmdline_paddr != 0)
        text_add(&text, (const char *)start->cmdline_paddr);
    find_hypercalls();
    read_memory_map(start);
    make_direct_map();
    drop_low_map();
    connect();
    store_connect();
    guest.kind = is_hvm() ? "hvm" : "pvh";
    add_memory();
    guest_main();
}
