/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* peek-all GUEST...: every byte that each guest wrote is read as it wrote it, by physical and by virtual
 * address, and what is not there is refused. */
#include <inttypes.h>

#include "lab.h"

#define MIB (UINT64_C(1) << 20)
#define ODD_SIZE 12347 /* bytes: a prime, so that reads begin and end anywhere in a page */
#define LARGE_PAGE (2 * MIB)
#define FIRMWARE_HOLE UINT64_C(0xa0000) /* where a PC has its display */
#define HYPERVISOR \
    UINT64_C(0xffff800000000000) /* HYPERVISOR_VIRT_START, xen/arch-x86/xen-x86_64.h */

struct state {
    virDomainPtr dom;
    struct lab_guest g;
    unsigned char buffer[MIB];
    uint64_t n_physical, n_odd, n_small, n_large; /* bytes read */
};

static int peek(struct state *s, uint64_t at, size_t size, unsigned int flags)
{
    int r = virDomainMemoryPeek(s->dom, at, size, s->buffer, flags);

    if (r < 0)
        fprintf(stderr, "%s: %zu bytes at 0x%" PRIx64 ": %s\n", s->g.name, size, at, lab_error());
    return r;
}

static void read_physical(struct state *s, uint64_t from, uint64_t end, size_t step,
                          uint64_t *count)
{
    for (uint64_t at = from; at < end; at += step) {
        size_t size = end - at < step ? (size_t)(end - at) : step;

        CHECK_INT(peek(s, at, size, VIR_MEMORY_PHYSICAL), 0);
        CHECK(lab_right(&s->g, s->buffer, size, at));
        *count += size;
    }
}

/* In pieces that do not cross an edge between pages of two sizes, to count both. */
static void read_virtual(struct state *s, uint64_t from, uint64_t end)
{
    while (from < end) {
        bool large = from >= s->g.four_k_end;
        uint64_t stop = !large && s->g.four_k_end < end ? s->g.four_k_end : end;
        size_t size = stop - from < MIB - 77 ? (size_t)(stop - from) : MIB - 77;

        CHECK_INT(peek(s, s->g.va + from, size, VIR_MEMORY_VIRTUAL), 0);
        CHECK(lab_right(&s->g, s->buffer, size, from));
        *(large ? &s->n_large : &s->n_small) += size;
        from += size;
    }
}

static void read_all(struct state *s)
{
    for (size_t i = 0; i < s->g.n_filled; i++) {
        uint64_t from = s->g.filled[i].first * LAB_PAGE, end = (s->g.filled[i].last + 1) * LAB_PAGE;

        read_physical(s, from, end, MIB, &s->n_physical);
        read_physical(s, from + 5, end - 3, ODD_SIZE, &s->n_odd);
        read_virtual(s, from, end);
    }
    CHECK(s->n_physical > 0 && s->n_odd > 0 && s->n_small + s->n_large == s->n_physical);
    if (strcmp(s->g.kind, "pvh") == 0 || strcmp(s->g.kind, "hvm") == 0)
        CHECK(s->n_small > 0 && s->n_large > 0);
}

static bool is_refused(struct state *s, uint64_t at, size_t size, unsigned int flags, int code)
{
    if (virDomainMemoryPeek(s->dom, at, size, s->buffer, flags) == 0) {
        fprintf(stderr, "%s: %zu bytes at 0x%" PRIx64 " (flags %u) can be read\n", s->g.name, size,
                at, flags);
        return false;
    }
    if (lab_error_code() != code)
        fprintf(stderr, "%s: 0x%" PRIx64 ": code %d: %s\n", s->g.name, at, lab_error_code(),
                lab_error());
    return lab_error_code() == code && lab_error()[0] != '\0';
}

static void refuse(struct state *s, uint64_t at, size_t size, unsigned int flags)
{
    CHECK(is_refused(s, at, size, flags, VIR_ERR_OPERATION_FAILED));
}

/* What every guest refuses. */
static void check_refused(struct state *s)
{
    uint64_t middle = lab_middle(&s->g) * LAB_PAGE;

    refuse(s, UINT64_C(1) << 36, 1, VIR_MEMORY_PHYSICAL);
    refuse(s, UINT64_C(1) << 40, LAB_PAGE, VIR_MEMORY_PHYSICAL);
    refuse(s, (UINT64_C(1) << 52) + middle, 8, VIR_MEMORY_PHYSICAL); /* the kernel would wrap it */
    refuse(s, UINT64_MAX - 4, 4, VIR_MEMORY_PHYSICAL);
    refuse(s, s->g.va + (UINT64_C(1) << 38), 1, VIR_MEMORY_VIRTUAL);
    refuse(s, UINT64_C(0x0000900000000000), 1, VIR_MEMORY_VIRTUAL); /* not canonical */
    if (strcmp(s->g.kind, "linux") != 0)
        refuse(s, 0x10, 8, VIR_MEMORY_VIRTUAL);
    if (strcmp(s->g.kind, "pv") == 0)
        refuse(s, HYPERVISOR + LAB_PAGE, 8, VIR_MEMORY_VIRTUAL);
    if (strcmp(s->g.kind, "hvm") == 0 && s->g.filled[0].first > 0x100)
        refuse(s, FIRMWARE_HOLE, 16, VIR_MEMORY_PHYSICAL);
    CHECK(is_refused(s, middle, 8, 0, VIR_ERR_INVALID_ARG));
    CHECK(is_refused(s, middle, 8, VIR_MEMORY_PHYSICAL | VIR_MEMORY_VIRTUAL, VIR_ERR_INVALID_ARG));
    CHECK(is_refused(s, UINT64_MAX - 4, 16, VIR_MEMORY_PHYSICAL, VIR_ERR_INVALID_ARG));
    /* Nothing at all is read from where something is, and not from where nothing is. */
    CHECK_INT(virDomainMemoryPeek(s->dom, middle, 0, s->buffer, VIR_MEMORY_PHYSICAL), 0);
    refuse(s, UINT64_C(1) << 40, 0, VIR_MEMORY_PHYSICAL);
}

/* Pages that the guest gives back are refused, those beside them are not. */
static void check_holes(struct state *s)
{
    uint64_t frame = lab_middle(&s->g), at = frame * LAB_PAGE, end = at + 5 * LAB_PAGE;
    double begun;

    CHECK_INT(peek(s, at - 10, 6 * LAB_PAGE, VIR_MEMORY_PHYSICAL), 0); /* they are in a window */
    lab_tell(&s->g, "hole %" PRIu64 " 5", frame);
    lab_look_again(&s->g);
    begun = lab_now();
    if (strcmp(s->g.kind, "pv") != 0)
        CHECK(
            LAB_EVENTUALLY(virDomainMemoryPeek(s->dom, at, 1, s->buffer, VIR_MEMORY_PHYSICAL) < 0));
    printf("  refused after %.2f s\n", lab_now() - begun);
    CHECK(lab_now() - begun < 3.0); /* stated is 1 s and a tick */
    refuse(s, at, 1, VIR_MEMORY_PHYSICAL);
    refuse(s, end - 1, 1, VIR_MEMORY_PHYSICAL);
    refuse(s, at - 1, 2, VIR_MEMORY_PHYSICAL);
    refuse(s, end - 1, LAB_PAGE, VIR_MEMORY_PHYSICAL);
    refuse(s, at - MIB / 2, MIB, VIR_MEMORY_PHYSICAL);
    refuse(s, s->g.va + at, 1, VIR_MEMORY_VIRTUAL);
    refuse(s, s->g.va + at - 3, 7, VIR_MEMORY_VIRTUAL);
    CHECK_INT(peek(s, at - LAB_PAGE, LAB_PAGE, VIR_MEMORY_PHYSICAL), 0);
    CHECK(lab_right(&s->g, s->buffer, LAB_PAGE, at - LAB_PAGE));
    CHECK_INT(peek(s, end, LAB_PAGE, VIR_MEMORY_PHYSICAL), 0);
    CHECK(lab_right(&s->g, s->buffer, LAB_PAGE, end));
}

static void check_guest(virConnectPtr conn, const char *name)
{
    static struct state s;
    double begun = lab_now();

    memset(&s, 0, sizeof s);
    s.dom = lab_find(conn, name);
    lab_look(&s.g, name, (int)virDomainGetID(s.dom));
    read_all(&s);
    check_refused(&s);
    if (strcmp(s.g.kind, "linux") != 0) {
        check_holes(&s);
        lab_tell(&s.g, "fill %" PRIu64, s.g.generation + 1);
        lab_look_again(&s.g);
        read_all(&s);
    }
    printf("%s (%s, seed %" PRIu64 "): %" PRIu64 " KiB physical, %" PRIu64 " odd, virtual %" PRIu64
           " by 4K and %" PRIu64 " by 2M pages; %.1f s\n",
           name, s.g.kind, s.g.seed, s.n_physical / 1024, s.n_odd / 1024, s.n_small / 1024,
           s.n_large / 1024, lab_now() - begun);
    (void)virDomainFree(s.dom);
}

int main(int argc, char **argv)
{
    virConnectPtr conn = lab_open();

    CHECK(argc > 1);
    for (int i = 1; i < argc; i++)
        check_guest(conn, argv[i]);
    lab_check_nothing_left();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
