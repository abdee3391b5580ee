/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks at the guest once: its banner by both kinds of address, its memory, its disk.
 * Everything that is printed has been checked. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "demo.h"

#define BANNER_SIZE 128
#define PAGE 4096
#define PIECE 65536

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

/* The guest says who it is at 1 MiB. */
static int show_banner(const struct demo *demo)
{
    unsigned char physical[BANNER_SIZE], virtual[BANNER_SIZE];
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
    if (virDomainMemoryPeek(demo->dom, DEMO_BANNER_VADDR, sizeof virtual, virtual,
                            VIR_MEMORY_VIRTUAL) < 0)
        return demo_failed("cannot read the guest's memory by virtual address");
    if (memcmp(physical, virtual, sizeof physical) != 0)
        return wrong("the two kinds of address show different bytes");
    printf("\nThe same by virtual address, through the guest's page tables:\n");
    dump(DEMO_BANNER_VADDR, virtual, sizeof virtual);
    return 0;
}

static int show_disk(const struct demo *demo)
{
    unsigned char sector[DEMO_SECTOR];

    if (virDomainBlockPeek(demo->dom, "hda", 0, sizeof sector, sector, 0) < 0)
        return demo_failed("cannot read the guest's disk");
    if (memcmp(sector, demo->disk, sizeof sector) != 0)
        return wrong("the first sector of the disk is not what was written there");
    printf("\nGuest disk hda, first and last bytes of sector 0:\n");
    dump(0, sector, 48);
    dump(DEMO_SECTOR - 80, sector + DEMO_SECTOR - 80, 80);
    return 0;
}

/* In a page of the guest's pattern each word differs from the next by the same. */
static int check_page(const unsigned char *page)
{
    uint64_t words[PAGE / sizeof(uint64_t)];

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
        if (check_page(demo->want + at) < 0)
            return wrong("the guest's memory has not the pattern that the guest fills it with");
    }
    memcpy(demo->ram, demo->want, DEMO_BYTES);
    return 0;
}

int demo_show(struct demo *demo)
{
    if (show_banner(demo) < 0 || show_disk(demo) < 0)
        return -1;
    return read_ram(demo);
}
