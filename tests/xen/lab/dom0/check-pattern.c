/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-pattern DOMID: reads the memory of one of the guests by Xen's own libraries alone, and compares
 * every byte of it with what the guest says that it wrote.  Frames that it has given back must not be
 * there, and the ends of each range must be found by their virtual addresses.  Prints how many there were
 * of each; status 1 when one is not as it must be. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* xenguest.h has its struct for tools only. */
#define __XEN_TOOLS__ 1
#include <xenctrl.h>
#include <xenforeignmemory.h>
#include <xenguest.h>
#include <xenstore.h>

#include "pattern.h"

#define PAGE 4096
#define BATCH 512

struct guest {
    uint32_t domid;
    xc_interface *xc;
    xenforeignmemory_handle *memory;
    struct xc_domain_meminfo list; /* of a PV guest */
    bool pv;
    uint64_t seed, generation;
    uint64_t va; /* of physical address 0; 0 not told */
    unsigned long right, wrong, absent, present;
};

static void fail(const char *what)
{
    fprintf(stderr, "check-pattern: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* NULL: it is not there. */
static char *read_node(struct xs_handle *xs, uint32_t domid, const char *name)
{
    char path[64];
    unsigned int len;

    snprintf(path, sizeof(path), "/local/domain/%u/data/%s", domid, name);
    return xs_read(xs, XBT_NULL, path, &len);
}

static bool is_pv(struct guest *g)
{
    xc_domaininfo_t info;

    if (xc_domain_getinfolist(g->xc, g->domid, 1, &info) != 1 || info.domain != g->domid)
        fail("there is no such domain");
    return (info.flags & XEN_DOMINF_hvm_guest) == 0;
}

static xen_pfn_t frame_of(const struct guest *g, uint64_t pfn)
{
    if (!g->pv)
        return pfn;
    return pfn < g->list.p2m_size ? g->list.p2m_table[pfn] : ~0ul;
}

static void check_page(struct guest *g, uint64_t pfn, const void *page)
{
    size_t right = pattern_matches(page, PAGE, g->seed, g->generation, pfn * PAGE);

    if (right == PAGE) {
        g->right++;
        return;
    }
    if (g->wrong++ == 0)
        printf("page %llu differs at byte %zu\n", (unsigned long long)pfn, right);
}

static void check_batch(struct guest *g, uint64_t first, size_t n, bool hole)
{
    xen_pfn_t frames[BATCH] = {0};
    int err[BATCH];
    unsigned char *map;

    for (size_t i = 0; i < n; i++)
        frames[i] = frame_of(g, first + i);
    map = xenforeignmemory_map(g->memory, g->domid, PROT_READ, n, frames, err);
    if (map == NULL)
        fail("mapping");
    for (size_t i = 0; i < n; i++) {
        if (hole)
            (*(err[i] != 0 ? &g->absent : &g->present))++;
        else if (err[i] == 0)
            check_page(g, first + i, map + i * PAGE);
        else if (g->wrong++ == 0)
            printf("page %llu: %s\n", (unsigned long long)(first + i), strerror(-err[i]));
    }
    xenforeignmemory_unmap(g->memory, map, n);
}

static void check_address(struct guest *g, uint64_t pfn)
{
    xen_pfn_t found = xc_translate_foreign_address(g->xc, g->domid, 0, g->va + pfn * PAGE);

    if (found != frame_of(g, pfn) && g->wrong++ == 0)
        printf("the address of page %llu leads to %llu\n", (unsigned long long)pfn,
               (unsigned long long)found);
}

/* @text: pairs of the first and the last frame. */
static void check_ranges(struct guest *g, const char *text, bool holes)
{
    unsigned long long first, last;
    int used;

    for (; sscanf(text, "%llu %llu%n", &first, &last, &used) == 2; text += used) {
        if (!holes && g->va != 0) {
            check_address(g, first);
            check_address(g, last);
        }
        for (; first <= last; first += BATCH) {
            uint64_t left = last - first + 1;

            check_batch(g, first, left < BATCH ? left : BATCH, holes);
        }
    }
}

int main(int argc, char **argv)
{
    struct guest g = {.domid = argc == 2 ? (uint32_t)atoi(argv[1]) : 0};
    struct xs_handle *xs = xs_open(0);
    char *pattern, *after, *holes, *va;

    if (xs == NULL || g.domid == 0)
        fail("usage: check-pattern DOMID");
    g.xc = xc_interface_open(NULL, NULL, 0);
    g.memory = xenforeignmemory_open(NULL, 0);
    if (g.xc == NULL || g.memory == NULL)
        fail("opening Xen");
    pattern = read_node(xs, g.domid, "pattern");
    holes = read_node(xs, g.domid, "balloon");
    va = read_node(xs, g.domid, "va");
    if (pattern == NULL || holes == NULL)
        fail("the guest has told nothing");
    g.va = va != NULL ? strtoull(va, NULL, 0) : 0;
    g.seed = strtoull(pattern, &after, 10);
    g.generation = strtoull(after, &after, 10);
    g.pv = is_pv(&g);
    if (g.pv && xc_map_domain_meminfo(g.xc, (int)g.domid, &g.list) != 0)
        fail("the list of frames");
    check_ranges(&g, after, false);
    check_ranges(&g, holes, true);
    printf("%lu pages right, %lu wrong; %lu holes, %lu of them filled\n", g.right, g.wrong,
           g.absent + g.present, g.present);
    free(pattern);
    free(holes);
    free(va);
    return g.wrong != 0 || g.present != 0 || g.right == 0;
}
