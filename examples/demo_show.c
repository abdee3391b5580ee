/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks at the guest once: its banner by both kinds of address, its memory, its disk.
 * Everything that is printed has been checked. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "demo.h"
#include "xen/guest/pattern.h"

#define BANNER_SIZE 128
#define PAGE 4096
#define PIECE 65536
#define WAIT_MS 60000
#define FIRST_GENERATION 1 /* of the pattern: the guest was never told to fill its memory anew */

static void dump(unsigned long long address, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i += 16) {
        printf("  %016llx ", address + i);
        for (size_t j = i; j < i + 16; j++)
            printf(" %02x", bytes[j]);
        printf("  ");
        for (size_t j = i; j < i + 16; j++)
            putchar(isprint(bytes[j]) ? bytes[j] : '.');
        putchar('\n');
    }
}

static int wrong(const char *what)
{
    fprintf(stderr, "demo: %s\n", what);
    return -1;
}

/* The bytes @physical, BANNER_SIZE, once more. */
static int show_virtual(const struct demo *demo, unsigned long long address,
                        const unsigned char *physical)
{
    unsigned long long at = demo->kind->direct_map + address;
    unsigned char virtual[BANNER_SIZE];

    if (virDomainMemoryPeek(demo->dom, at, sizeof virtual, virtual, VIR_MEMORY_VIRTUAL) < 0)
        return demo_failed("cannot read the guest's memory by virtual address");
    if (memcmp(physical, virtual, sizeof virtual) != 0)
        return wrong("the two kinds of address show different bytes");
    printf("\nThe same by virtual address, through the guest's page tables:\n");
    dump(at, virtual, sizeof virtual);
    return 0;
}

/* The guest says who it is at 1 MiB. */
static int show_banner(const struct demo *demo)
{
    unsigned char physical[BANNER_SIZE];
    char wanted[BANNER_SIZE];

    (void)snprintf(wanted, sizeof wanted, "Vitrine guest " DEMO_NAME " %s generation ",
                   demo->uuid_text);
    if (virDomainMemoryPeek(demo->dom, DEMO_BANNER_PADDR, sizeof physical, physical,
                            VIR_MEMORY_PHYSICAL) < 0)
        return demo_failed("cannot read the guest's memory by physical address");
    if (memcmp(physical, wanted, strlen(wanted)) != 0)
        return wrong("the guest's banner is not where it should be");
    printf("\nGuest memory, physical address 0x%llx:\n", DEMO_BANNER_PADDR);
    dump(DEMO_BANNER_PADDR, physical, sizeof physical);
    return show_virtual(demo, DEMO_BANNER_PADDR, physical);
}

static int show_start(const struct demo *demo)
{
    unsigned char physical[BANNER_SIZE];

    if (virDomainMemoryPeek(demo->dom, DEMO_RAM_START, sizeof physical, physical,
                            VIR_MEMORY_PHYSICAL) < 0)
        return demo_failed("cannot read the guest's memory by physical address");
    printf("\nGuest memory, physical address 0x%llx:\n", DEMO_RAM_START);
    dump(DEMO_RAM_START, physical, sizeof physical);
    return show_virtual(demo, DEMO_RAM_START, physical);
}

static int show_disk(const struct demo *demo)
{
    unsigned char sector[DEMO_SECTOR];

    if (virDomainBlockPeek(demo->dom, demo->kind->target, 0, sizeof sector, sector, 0) < 0)
        return demo_failed("cannot read the guest's disk");
    if (memcmp(sector, demo->disk, sizeof sector) != 0)
        return wrong("the first sector of the disk is not what was written there");
    printf("\nGuest disk %s, first and last bytes of sector 0:\n", demo->kind->target);
    dump(0, sector, 48);
    dump(DEMO_SECTOR - 80, sector + DEMO_SECTOR - 80, 80);
    return 0;
}

/* The lab's guest fills its memory with a function of the address.  In the pattern of an embedded
 * guest each word of a page differs from the next by the same. */
static int check_page(const struct demo_kind *kind, const unsigned char *page,
                      unsigned long long address)
{
    uint64_t words[PAGE / sizeof(uint64_t)];

    if (!kind->has_banner)
        return pattern_matches(page, PAGE, kind->seed, FIRST_GENERATION, address) == PAGE ? 0 : -1;

    memcpy(words, page, sizeof words);
    for (size_t i = 1; i + 1 < sizeof words / sizeof *words; i++) {
        if (words[i + 1] - words[i] != words[1] - words[0])
            return -1;
    }
    return words[1] == words[0] ? -1 : 0;
}

static int read_ram(struct demo *demo)
{
    for (size_t at = 0; at < DEMO_BYTES; at += PIECE) {
        if (virDomainMemoryPeek(demo->dom, DEMO_RAM_START + at, PIECE, demo->want + at,
                                VIR_MEMORY_PHYSICAL) < 0)
            return demo_failed("cannot read the guest's memory");
    }
    for (size_t at = 0; at < DEMO_BYTES; at += PAGE) {
        if (check_page(demo->kind, demo->want + at, DEMO_RAM_START + at) < 0)
            return wrong("the guest's memory has not the pattern that the guest fills it with");
    }
    memcpy(demo->ram, demo->want, DEMO_BYTES);
    return 0;
}

/* A kernel of its own has to start first; the last page is the one that it fills last. */
int demo_wait(const struct demo *demo)
{
    const struct timespec pause = {.tv_nsec = 50000000};
    const unsigned long long last = DEMO_RAM_START + DEMO_BYTES - PAGE;
    unsigned char page[PAGE];

    for (int ms = 0; ms < WAIT_MS && !demo_interrupted(); ms += 50) {
        if (virDomainMemoryPeek(demo->dom, last, PAGE, page, VIR_MEMORY_PHYSICAL) == 0 &&
            check_page(demo->kind, page, last) == 0)
            return 0;
        (void)nanosleep(&pause, NULL);
    }
    return wrong("the guest has not filled its memory");
}

int demo_show(struct demo *demo)
{
    if ((demo->kind->has_banner ? show_banner(demo) : show_start(demo)) < 0 || show_disk(demo) < 0)
        return -1;
    return read_ram(demo);
}
