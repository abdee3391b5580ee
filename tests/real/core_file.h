/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A second reader of ELF cores, which shares nothing with the library's: what the tests of real
 * memory compare with. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CORE_FILE_MAX_SEGMENTS 64

struct core_range {
    uint64_t start, end;        /* physical addresses in bytes, @end is the first one behind */
    const unsigned char *bytes; /* of a segment; NULL in ranges that may be several */
};

struct core_file {
    unsigned char *map; /* the whole file */
    size_t size;
    struct core_range segments[CORE_FILE_MAX_SEGMENTS]; /* ascending */
    struct core_range ranges[CORE_FILE_MAX_SEGMENTS];   /* segments that touch are one range */
    unsigned int n_segments, n_ranges;
};

/* Maps a 64-bit little-endian core whose PT_LOADs do not overlap; exits the test with status 1
 * when it is none.
 * Source   System V ABI, chapters 4 and 5; the numbers of its tables */
void core_file_open(struct core_file *c, const char *path);
void core_file_close(struct core_file *c);

/* Copies physical memory out of the file; false when a byte of it is in no segment. */
bool core_file_copy(const struct core_file *c, uint64_t paddr, size_t len, void *buf);

/* Bytes of memory in all. */
uint64_t core_file_bytes(const struct core_file *c);
