/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of a guest of the embedded hypervisor: a sealed memfd with recognisable bytes.
 *
 * Every byte of the low memory is a function of guest, page and generation, so that a torn, stale
 * or foreign byte in a peek can be seen.  The rest is never touched, so that it costs nothing. */
#pragma once

#include "guest_paging.h"
#include "peek/source.h"
#include "util/uuid.h"

enum guest_content {
    GUEST_CONTENT_PATTERN, /* the pattern, the banner, page tables */
    GUEST_CONTENT_TABLES,  /* page tables only */
};

/* The banner "Vitrine guest NAME UUID generation N\n" stands at 1 MiB; in a guest that ends
 * there, at the second page. */
#define GUEST_BANNER_PADDR UINT64_C(0x100000)
#define GUEST_BANNER_PADDR_SMALL UINT64_C(0x1000)
#define GUEST_BANNER_NAME_MAX 512 /* bytes of the name that it shows */

#define GUEST_RAM_MIN_KIB UINT64_C(1024)

struct guest_spec {
    const unsigned char *uuid; /* VT_UUID_LEN bytes */
    const char *name;
    uint64_t generation; /* rises with each start of the guest */
    uint64_t mem_kib;
    enum guest_paging paging;
    enum guest_content content;
    const struct peek_range *holes; /* ranges without memory, bytes; not over the tables */
    size_t n_holes;
    unsigned int n_vcpus; /* all with the same registers; at most PEEK_MAX_VCPUS */
    int error_domain;
};

/* Makes it; about 3 ms, whatever the size.
 * Errors  INVALID_ARG too small or large; SYSTEM_ERROR; NO_MEMORY
 * Owner   the caller's count */
struct peek_source *guest_ram_new(const struct guest_spec *spec);

/* The eight bytes, little-endian, at word @index (0 to 511) of page @gfn of the low memory.
 * Shape   mix(uuid[8..15] ^ mix(uuid[0..7] ^ mix(gfn + generation * 2^32))) + index * odd, where
 *         the halves of the uuid are little-endian and mix is the finaliser of splitmix64 */
uint64_t guest_pattern_word(const unsigned char uuid[VT_UUID_LEN], uint64_t gfn, unsigned int index,
                            uint64_t generation);

/* Whether page @gfn of such a guest is nothing but pattern: not a table, not the banner's. */
bool guest_ram_is_pattern(const struct guest_spec *spec, uint64_t gfn);
uint64_t guest_ram_banner_paddr(const struct guest_spec *spec);
