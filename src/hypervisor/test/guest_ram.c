/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes the memory of a guest: the pattern, the banner, the page tables. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest_ram.h"
#include "obj/error.h"
#include "peek/memfd_source.h"
#include "util/cleanup.h"
#include "util/file.h"

#define WORDS_PER_PAGE 512
/* Pages that are made at a time: small enough to stay in the cache. */
#define FILL_PAGES 64
/* 2^64 / golden ratio, odd: the step between words. */
#define WORD_STEP UINT64_C(0x9e3779b97f4a7c15)

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t page_seed(const unsigned char uuid[VT_UUID_LEN], uint64_t gfn, uint64_t generation)
{
    uint64_t half[2];

    memcpy(half, uuid, sizeof half);
    return mix(half[1] ^ mix(half[0] ^ mix(gfn + (generation << 32))));
}

uint64_t guest_pattern_word(const unsigned char uuid[VT_UUID_LEN], uint64_t gfn, unsigned int index,
                            uint64_t generation)
{
    return page_seed(uuid, gfn, generation) + index * WORD_STEP;
}

static uint64_t ram_bytes(const struct guest_spec *spec)
{
    return spec->mem_kib * 1024;
}

uint64_t guest_ram_banner_paddr(const struct guest_spec *spec)
{
    return ram_bytes(spec) >= GUEST_BANNER_PADDR + PEEK_PAGE_SIZE ? GUEST_BANNER_PADDR
                                                                  : GUEST_BANNER_PADDR_SMALL;
}

bool guest_ram_is_pattern(const struct guest_spec *spec, uint64_t gfn)
{
    uint64_t paddr = gfn << PEEK_PAGE_SHIFT;
    uint64_t tables_end = GUEST_TABLES_PADDR + GUEST_TABLES_MAX * PEEK_PAGE_SIZE;

    if (spec->content != GUEST_CONTENT_PATTERN || paddr >= GUEST_LOW_BYTES ||
        paddr + PEEK_PAGE_SIZE > ram_bytes(spec))
        return false;
    return paddr != guest_ram_banner_paddr(spec) &&
           (paddr < GUEST_TABLES_PADDR || paddr >= tables_end);
}

static int put(const struct guest_spec *spec, int fd, uint64_t paddr, const void *buf, size_t len)
{
    int r = vt_pwrite_all(fd, buf, len, paddr);

    if (r < 0)
        return vt_error_errno(spec->error_domain, r,
                              "cannot fill the memory of '%s' at physical address 0x%" PRIx64,
                              spec->name, paddr);
    return 0;
}

static int fill_pattern(const struct guest_spec *spec, int fd)
{
    uint64_t end = ram_bytes(spec) < GUEST_LOW_BYTES ? ram_bytes(spec) : GUEST_LOW_BYTES;
    VT_AUTOFREE uint64_t *words = malloc(FILL_PAGES * PEEK_PAGE_SIZE);

    if (words == NULL)
        return vt_error_no_memory(spec->error_domain);
    for (uint64_t at = 0; at < end; at += FILL_PAGES * PEEK_PAGE_SIZE) {
        uint64_t n =
            end - at < FILL_PAGES * PEEK_PAGE_SIZE ? end - at : FILL_PAGES * PEEK_PAGE_SIZE;
        for (uint64_t page = 0; page * PEEK_PAGE_SIZE < n; page++) {
            uint64_t gfn = (at >> PEEK_PAGE_SHIFT) + page, *p = words + page * WORDS_PER_PAGE;
            uint64_t word = page_seed(spec->uuid, gfn, spec->generation);
            for (unsigned int i = 0; i < WORDS_PER_PAGE; i++, word += WORD_STEP)
                p[i] = word;
        }
        if (put(spec, fd, at, words, n) < 0)
            return -1;
    }
    return 0;
}

static int write_banner(const struct guest_spec *spec, int fd)
{
    VT_AUTOFREE char *text = NULL;
    char uuid[VT_UUID_STRING_LEN];

    vt_uuid_format(spec->uuid, uuid);
    if (asprintf(&text, "Vitrine guest %.*s %s generation %" PRIu64 "\n", GUEST_BANNER_NAME_MAX,
                 spec->name, uuid, spec->generation) < 0) {
        text = NULL;
        return vt_error_no_memory(spec->error_domain);
    }
    return put(spec, fd, guest_ram_banner_paddr(spec), text, strlen(text));
}

static int write_tables(const struct guest_spec *spec, int fd, struct peek_regs *ret_regs)
{
    VT_AUTOFREE unsigned char *tables = NULL;
    size_t len = 0;

    if (guest_paging_build(spec->paging, ram_bytes(spec), &tables, &len, ret_regs) < 0)
        return vt_error_no_memory(spec->error_domain);
    return len == 0 ? 0 : put(spec, fd, GUEST_TABLES_PADDR, tables, len);
}

static int set_vcpus(const struct guest_spec *spec, struct peek_source *s,
                     const struct peek_regs *regs)
{
    VT_AUTOFREE struct peek_regs *all = NULL;

    if (spec->n_vcpus > PEEK_MAX_VCPUS)
        return vt_error(spec->error_domain, VIR_ERR_INVALID_ARG, "'%s' has %u vcpus, more than %d",
                        spec->name, spec->n_vcpus, PEEK_MAX_VCPUS);
    all = calloc(spec->n_vcpus ? spec->n_vcpus : 1, sizeof *all);
    if (all == NULL)
        return vt_error_no_memory(spec->error_domain);
    for (unsigned int i = 0; i < spec->n_vcpus; i++)
        all[i] = *regs;
    return peek_source_set_regs(s, all, spec->n_vcpus);
}

struct peek_source *guest_ram_new(const struct guest_spec *spec)
{
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    VT_AUTOCLOSE int fd = -1;
    struct peek_regs regs = {.cr0 = 0};

    if (spec->mem_kib < GUEST_RAM_MIN_KIB || spec->mem_kib > PEEK_MEMFD_MAX_BYTES / 1024) {
        (void)vt_error(spec->error_domain, VIR_ERR_INVALID_ARG,
                       "'%s' cannot have %" PRIu64 " KiB of memory", spec->name, spec->mem_kib);
        return NULL;
    }
    fd = peek_memfd_new(spec->name, ram_bytes(spec), spec->error_domain);
    if (fd < 0)
        return NULL;
    if (spec->content == GUEST_CONTENT_PATTERN &&
        (fill_pattern(spec, fd) < 0 || write_banner(spec, fd) < 0))
        return NULL;
    if (write_tables(spec, fd, &regs) < 0)
        return NULL;
    s = peek_memfd_source_new(fd, spec->name, spec->holes, spec->n_holes, spec->error_domain);
    if (s == NULL)
        return NULL;
    (void)VT_TAKE_FD(fd);
    return set_vcpus(spec, s, &regs) < 0 ? NULL : VT_TAKE(s);
}
