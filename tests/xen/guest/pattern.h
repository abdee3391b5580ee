/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the guests of the lab fill their memory with: a function of the address, so that every byte that
 * is read can be judged.  Used by the guests, which have no C library, and by the tests. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The word of 8 bytes, little-endian, at the guest-physical address @address, a multiple of 8.
 * @seed        differs from guest to guest, and from one start of a guest to the next
 * @generation  counts how often the guest has been told to fill its memory anew
 * Each of the three is spread by an odd constant of its own and the sum is then mixed by two steps
 * that can be undone, so that two addresses of one guest never have the same word. */
static inline uint64_t pattern_word(uint64_t seed, uint64_t generation, uint64_t address)
{
    uint64_t x = address * 0x9e3779b97f4a7c15u + seed * 0xc2b2ae3d27d4eb4fu +
                 generation * 0x165667b19e3779f9u;

    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    return x ^ x >> 29;
}

/* The byte at any guest-physical address. */
static inline unsigned char pattern_byte(uint64_t seed, uint64_t generation, uint64_t address)
{
    return (unsigned char)(pattern_word(seed, generation, address & ~(uint64_t)7) >>
                           8 * (address & 7));
}

/* Fills @size bytes, a multiple of 8, as they are at the address @address, a multiple of 8. */
static inline void pattern_fill(void *to, size_t size, uint64_t seed, uint64_t generation,
                                uint64_t address)
{
    uint64_t *word = (uint64_t *)to;

    for (size_t i = 0; i < size / 8; i++)
        word[i] = pattern_word(seed, generation, address + 8 * i);
}

/* How many bytes at the start of @bytes are right, when they are to be those at @address: @size when
 * all are.  Neither has to be aligned. */
static inline size_t pattern_matches(const void *bytes, size_t size, uint64_t seed,
                                     uint64_t generation, uint64_t address)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t i = 0;

    while (i < size) {
        uint64_t at = address + i, word = pattern_word(seed, generation, at & ~(uint64_t)7);
        unsigned int k = at & 7;

        for (; k < 8 && i < size; k++, i++) {
            if (b[i] != (unsigned char)(word >> 8 * k))
                return i;
        }
    }
    return size;
}
