/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-peek [-n ROUNDS] GUEST...: what reads of a guest's memory and disk cost, each beside what it would cost to
 * do the same by hand, in turn with it, in one run.  Prints the median of the ratios of all rounds, the quarter of
 * them that is below and above, and the median times; never fails for them: the processor may be an emulated one, and
 * only ratios mean anything.  Rounds are short and many, so that what else the machine does spoils few of them.
 * ROUNDS is of those in the cold, each of which waits until the library has unmapped everything. */
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
#define ROUNDS 101
#define COLD_ROUNDS 7
#define WARM_CALLS 50
#define VIRTUAL_CALLS 2 /* each asks for the registers */
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

/* Two ways to do the same, by round: seconds. */
struct pair {
    double hand[ROUNDS], ours[ROUNDS];
    int n;
};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(const double *v, int n)
{
    double sorted[ROUNDS];

    memcpy(sorted, v, (size_t)n * sizeof *v);
    qsort(sorted, (size_t)n, sizeof *sorted, compare);
    return sorted[n / 2];
}

/* "WHAT: MEDIAN times (from QUARTER to QUARTER) WORDS; HAND us, OURS us": how many times as fast ours is, or how many
 * times as long it takes; each time is that of one of @calls. */
static void report(const struct pair *p, const char *what, bool faster, int calls,
                   const char *words)
{
    double ratios[ROUNDS];

    for (int i = 0; i < p->n; i++)
        ratios[i] = faster ? p->hand[i] / p->ours[i] : p->ours[i] / p->hand[i];
    qsort(ratios, (size_t)p->n, sizeof *ratios, compare);
    printf("%s: %s: %.2f times (from %.2f to %.2f) %s; %.1f us, %.1f us\n", bench.g.name, what,
           ratios[p->n / 2], ratios[p->n / 4], ratios[p->n - 1 - p->n / 4], words,
           1e6 * median(p->hand, p->n) / calls, 1e6 * median(p->ours, p->n) / calls);
}

/* As the library's copy of a length that only the caller knows: a constant one the compiler may turn into something
 * else than what a C library has for this processor, and the copies would be compared instead of what is around. */
static void copy(void *to, const void *from, size_t n)
{
    __asm__ volatile("" : "+r"(n));
    memcpy(to, from, n);
    __asm__ volatile("" : : "r"(to) : "memory");
}

/* One page mapped, copied and unmapped at a time: what LibVMI and libmicrovmi do. */
static double by_page(void)
{
    double begun = lab_now();

    for (size_t i = 0; i < PAGES; i++) {
        void *page = xenforeignmemory_map(bench.memory, (uint32_t)bench.g.id, PROT_READ, 1,
                                          &bench.frames[i], NULL);

        CHECK(page != NULL);
        copy(bench.want + i * LAB_PAGE, page, LAB_PAGE);
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
static void cold(int rounds)
{
    struct pair p = {.n = rounds};

    for (int i = 0; i < rounds; i++) {
        CHECK(LAB_EVENTUALLY(lab_mappings() == 0));
        p.hand[i] = by_page();
        p.ours[i] = by_peek();
        CHECK(memcmp(bench.want, bench.got, MIB) == 0);
    }
    report(&p, "cold 1 MiB", true, 1, "as fast as page by page (aim 30)");
}

static double copies(int n)
{
    double begun = lab_now();

    for (int i = 0; i < n; i++)
        copy(bench.want, bench.kept + (size_t)(i % (int)PAGES) * LAB_PAGE, LAB_PAGE);
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
    struct pair hand = {.n = ROUNDS}, copied = {.n = ROUNDS};

    (void)peeks(base, VIR_MEMORY_VIRTUAL, (int)PAGES);
    for (int i = 0; i < ROUNDS; i++) {
        hand.hand[i] = walks(base, VIRTUAL_CALLS);
        hand.ours[i] = copied.ours[i] = peeks(base, VIR_MEMORY_VIRTUAL, VIRTUAL_CALLS);
        CHECK(memcmp(bench.want, bench.got, LAB_PAGE) == 0);
        copied.hand[i] = copies(VIRTUAL_CALLS);
    }
    report(&hand, "warm 4 KiB, virtual", true, VIRTUAL_CALLS,
           "as fast as registers, tables and page by hand");
    report(&copied, "warm 4 KiB, virtual", false, VIRTUAL_CALLS,
           "a copy from a kept mapping (no aim)");
}

static void warm(void)
{
    struct pair p = {.n = ROUNDS};

    (void)peeks(0, VIR_MEMORY_PHYSICAL, (int)PAGES);
    (void)copies((int)PAGES);
    for (int i = 0; i < ROUNDS; i++) {
        p.hand[i] = copies(WARM_CALLS);
        p.ours[i] = peeks(0, VIR_MEMORY_PHYSICAL, WARM_CALLS);
    }
    report(&p, "warm 4 KiB, physical", false, WARM_CALLS, "a copy from a kept mapping (aim 2)");
}

/* The disk of the lab's HVM guest, or none. */
static void block(void)
{
    static const char path[] = "/lab/mini.disk";
    struct pair p = {.n = ROUNDS};
    int fd;

    if (virDomainBlockPeek(bench.dom, path, 0, 512, bench.got, 0) < 0)
        return;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    for (int i = 0; i < ROUNDS; i++) {
        double begun = lab_now();

        for (int k = 0; k < WARM_CALLS; k++)
            CHECK_INT(pread(fd, bench.want, LAB_PAGE, 0), (long long)LAB_PAGE);
        p.hand[i] = lab_now() - begun;
        begun = lab_now();
        for (int k = 0; k < WARM_CALLS; k++)
            CHECK_INT(virDomainBlockPeek(bench.dom, path, 0, LAB_PAGE, bench.got, 0), 0);
        p.ours[i] = lab_now() - begun;
    }
    CHECK(memcmp(bench.want, bench.got, LAB_PAGE) == 0);
    (void)close(fd);
    report(&p, "4 KiB of the disk", false, WARM_CALLS, "a pread");
}

static void measure(virConnectPtr conn, const char *name, int rounds)
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
    cold(rounds);
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
    int rounds = COLD_ROUNDS, first = 1;

    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        rounds = atoi(argv[2]);
        first = 3;
    }
    CHECK(rounds > 0 && rounds <= ROUNDS && argc > first);
    bench.xc = xc_interface_open(NULL, NULL, 0);
    bench.memory = xenforeignmemory_open(NULL, 0);
    CHECK(bench.xc != NULL && bench.memory != NULL);
    for (int i = first; i < argc; i++)
        measure(conn, argv[i], rounds);
    CHECK_INT(xenforeignmemory_close(bench.memory), 0);
    CHECK_INT(xc_interface_close(bench.xc), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
