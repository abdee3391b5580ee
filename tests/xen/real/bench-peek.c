/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-peek GUEST...: what reads of a guest's memory and disk cost, each beside what it would cost to do the
 * same by hand, in turn with it, in one run.  Prints the median of the ratios, and the least and the largest;
 * never fails for them: the processor may be an emulated one, and only ratios mean anything. */
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#define __XEN_TOOLS__ 1 /* xenguest.h has its struct for tools only */
#include <xenctrl.h>
#include <xenforeignmemory.h>
#include <xenguest.h>
#include <xen/hvm/save.h>

#include "lab.h"

#define MIB ((size_t)1 << 20)
#define PAGES (MIB / LAB_PAGE)
#define ROUNDS 15
#define COLD_ROUNDS 7 /* each waits until nothing is mapped */
#define WARM_CALLS 1000
#define VIRTUAL_CALLS 50 /* each asks for the registers */
#define TABLE_LEVELS 4
#define TABLE_ADDRESS UINT64_C(0x000ffffffffff000)
#define TABLE_LARGE (UINT64_C(1) << 7)

static struct {
    virDomainPtr dom;
    struct lab_guest g;
    xc_interface *xc;
    xenforeignmemory_handle *memory;
    struct xc_domain_meminfo list;
    xen_pfn_t frames[PAGES];
    uint64_t first; /* frame */
    unsigned char *kept;
    bool pv;
    unsigned char want[MIB], got[MIB];
} bench;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* "MEDIAN times (LEAST to LARGEST)" */
static const char *spread(double *v, int n)
{
    static char text[4][80];
    static unsigned int next;
    char *at = text[next++ % 4];

    qsort(v, (size_t)n, sizeof *v, compare);
    snprintf(at, sizeof text[0], "%.2f times (%.2f to %.2f)", v[n / 2], v[0], v[n - 1]);
    return at;
}

/* One page mapped, copied and unmapped at a time: what LibVMI and libmicrovmi do. */
static double by_page(void)
{
    double begun = lab_now();

    for (size_t i = 0; i < PAGES; i++) {
        void *page = xenforeignmemory_map(bench.memory, (uint32_t)bench.g.id, PROT_READ, 1,
                                          &bench.frames[i], NULL);

        CHECK(page != NULL);
        memcpy(bench.want + i * LAB_PAGE, page, LAB_PAGE);
        CHECK_INT(xenforeignmemory_unmap(bench.memory, page, 1), 0);
    }
    return lab_now() - begun;
}

static double by_peek(void)
{
    double begun = lab_now();

    CHECK_INT(
        virDomainMemoryPeek(bench.dom, bench.first * LAB_PAGE, MIB, bench.got, VIR_MEMORY_PHYSICAL),
        0);
    return lab_now() - begun;
}

/* Cold: nothing is mapped, as after the time in which idle windows go. */
static void cold(void)
{
    double ratios[COLD_ROUNDS], hand = 0, ours = 0;

    for (int i = 0; i < COLD_ROUNDS; i++) {
        double a, b;

        CHECK(LAB_EVENTUALLY(lab_mappings() == (bench.kept != NULL)));
        a = by_page();
        b = by_peek();
        CHECK(memcmp(bench.want, bench.got, MIB) == 0);
        ratios[i] = a / b;
        hand += a;
        ours += b;
    }
    printf("%s: cold 1 MiB: %s as fast as page by page (aim 30; %.1f ms, %.1f ms)\n", bench.g.name,
           spread(ratios, COLD_ROUNDS), 1000 * hand / COLD_ROUNDS, 1000 * ours / COLD_ROUNDS);
}

static double copies(int n)
{
    double begun = lab_now();

    for (int i = 0; i < n; i++) {
        memcpy(bench.want, bench.kept + (size_t)(i % (int)PAGES) * LAB_PAGE, LAB_PAGE);
        __asm__ volatile("" : : "r"(bench.want) : "memory");
    }
    return lab_now() - begun;
}

static double peeks(uint64_t base, unsigned int flags, int n)
{
    double begun = lab_now();

    for (uint64_t i = 0; i < (uint64_t)n; i++)
        CHECK_INT(virDomainMemoryPeek(bench.dom, base + (bench.first + i % PAGES) * LAB_PAGE,
                                      LAB_PAGE, bench.got, flags),
                  0);
    return lab_now() - begun;
}

static uint64_t top_table(void)
{
    static vcpu_guest_context_any_t context;
    HVM_SAVE_TYPE(CPU) cpu;

    if (bench.pv) {
        CHECK_INT(xc_vcpu_getcontext(bench.xc, (uint32_t)bench.g.id, 0, &context), 0);
        return context.x64.ctrlreg[3] & TABLE_ADDRESS;
    }
    CHECK_INT(xc_domain_hvm_getcontext_partial(bench.xc, (uint32_t)bench.g.id, HVM_SAVE_CODE(CPU),
                                               0, &cpu, sizeof cpu),
              0);
    return cpu.cr3 & TABLE_ADDRESS;
}

static void copy_frame(xen_pfn_t frame, size_t at, void *to, size_t size)
{
    const unsigned char *page =
        xenforeignmemory_map(bench.memory, (uint32_t)bench.g.id, PROT_READ, 1, &frame, NULL);

    CHECK(page != NULL);
    memcpy(to, page + at, size);
    CHECK_INT(xenforeignmemory_unmap(bench.memory, (void *)(uintptr_t)page, 1), 0);
}

/* The registers, then each table and the page mapped, read and unmapped: what LibVMI does with its caches
 * flushed. */
static double walks(uint64_t base, int n)
{
    double begun = lab_now();

    for (uint64_t i = 0; i < (uint64_t)n; i++) {
        uint64_t vaddr = base + (bench.first + i % PAGES) * LAB_PAGE, at = top_table();
        unsigned int shift = 12 + 9 * TABLE_LEVELS;

        do {
            shift -= 9;
            copy_frame(at >> 12, (vaddr >> shift & 511) * 8, &at, sizeof at);
            CHECK(at & 1);
        } while (shift > 12 && !(at & TABLE_LARGE));
        at = (at & TABLE_ADDRESS & ~((UINT64_C(1) << shift) - 1)) |
             (vaddr & ((UINT64_C(1) << shift) - 1));
        copy_frame(at >> 12, 0, bench.want, LAB_PAGE);
    }
    return lab_now() - begun;
}

static void warm_virtual(uint64_t base)
{
    double by_copy[ROUNDS], by_hand[ROUNDS], ours = 0;

    (void)peeks(base, VIR_MEMORY_VIRTUAL, VIRTUAL_CALLS);
    for (int i = 0; i < ROUNDS; i++) {
        double a = walks(base, VIRTUAL_CALLS), b = peeks(base, VIR_MEMORY_VIRTUAL, VIRTUAL_CALLS);

        CHECK(memcmp(bench.want, bench.got, LAB_PAGE) == 0);
        by_hand[i] = a / b;
        by_copy[i] = b / copies(VIRTUAL_CALLS);
        ours += b;
    }
    printf("%s: warm 4 KiB, virtual: %s as fast as registers, tables and page by hand\n",
           bench.g.name, spread(by_hand, ROUNDS));
    printf("%s: warm 4 KiB, virtual: %s a copy from a kept mapping (no aim; %.1f us)\n",
           bench.g.name, spread(by_copy, ROUNDS), 1e6 * ours / ROUNDS / VIRTUAL_CALLS);
}

static void warm(void)
{
    double ratios[ROUNDS], ours = 0;

    (void)peeks(0, VIR_MEMORY_PHYSICAL, WARM_CALLS);
    for (int i = 0; i < ROUNDS; i++) {
        double a = copies(WARM_CALLS), b = peeks(0, VIR_MEMORY_PHYSICAL, WARM_CALLS);

        ratios[i] = b / a;
        ours += b;
    }
    printf("%s: warm 4 KiB, physical: %s a copy from a kept mapping (aim 2; %.1f us)\n",
           bench.g.name, spread(ratios, ROUNDS), 1e6 * ours / ROUNDS / WARM_CALLS);
}

/* The disk of the lab's HVM guest, or none. */
static void block(void)
{
    static const char path[] = "/lab/mini.disk";
    double ratios[ROUNDS];
    int fd;

    if (virDomainBlockPeek(bench.dom, path, 0, 512, bench.got, 0) < 0)
        return;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    for (int i = 0; i < ROUNDS; i++) {
        double begun = lab_now(), a;

        for (int k = 0; k < WARM_CALLS; k++)
            CHECK_INT(pread(fd, bench.want, LAB_PAGE, 0), (long long)LAB_PAGE);
        a = lab_now() - begun;
        begun = lab_now();
        for (int k = 0; k < WARM_CALLS; k++)
            CHECK_INT(virDomainBlockPeek(bench.dom, path, 0, LAB_PAGE, bench.got, 0), 0);
        ratios[i] = (lab_now() - begun) / a;
    }
    CHECK(memcmp(bench.want, bench.got, LAB_PAGE) == 0);
    (void)close(fd);
    printf("%s: 4 KiB of the disk: %s a pread\n", bench.g.name, spread(ratios, ROUNDS));
}

static void measure(virConnectPtr conn, const char *name)
{
    bench.dom = lab_find(conn, name);
    lab_look(&bench.g, name, (int)virDomainGetID(bench.dom));
    bench.pv = strcmp(bench.g.kind, "pv") == 0;
    memset(&bench.list, 0, sizeof bench.list);
    if (bench.pv)
        CHECK_INT(xc_map_domain_meminfo(bench.xc, (uint32_t)bench.g.id, &bench.list), 0);
    bench.first = lab_middle(&bench.g) & ~(uint64_t)511;
    for (size_t i = 0; i < PAGES; i++)
        bench.frames[i] = bench.pv ? bench.list.p2m_table[bench.first + i] : bench.first + i;
    if (bench.pv)
        CHECK_INT(xc_unmap_domain_meminfo(bench.xc, &bench.list), 0);
    bench.kept = NULL;
    cold();
    bench.kept = xenforeignmemory_map(bench.memory, (uint32_t)bench.g.id, PROT_READ, PAGES,
                                      bench.frames, NULL);
    CHECK(bench.kept != NULL);
    warm();
    warm_virtual(bench.g.va);
    CHECK_INT(xenforeignmemory_unmap(bench.memory, bench.kept, PAGES), 0);
    block();
    (void)virDomainFree(bench.dom);
}

int main(int argc, char **argv)
{
    virConnectPtr conn = lab_open();

    bench.xc = xc_interface_open(NULL, NULL, 0);
    bench.memory = xenforeignmemory_open(NULL, 0);
    CHECK(bench.xc != NULL && bench.memory != NULL && argc > 1);
    for (int i = 1; i < argc; i++)
        measure(conn, argv[i]);
    CHECK_INT(xenforeignmemory_close(bench.memory), 0);
    CHECK_INT(xc_interface_close(bench.xc), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
