/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CRC-32C eight bytes at a time, by tables that are made at first use. */
#include "config.h"

#include <pthread.h>
#include <string.h>

#include "crc32c.h"
#include "util/valgrind.h"

#define POLYNOMIAL UINT32_C(0x82f63b78)

static uint32_t table[8][256];
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void make_table(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t c = byte;
        for (int bit = 0; bit < 8; bit++)
            c = c >> 1 ^ (c & 1 ? POLYNOMIAL : 0);
        table[0][byte] = c;
    }
    for (uint32_t byte = 0; byte < 256; byte++) {
        for (int i = 1; i < 8; i++)
            table[i][byte] = table[i - 1][byte] >> 8 ^ table[0][table[i - 1][byte] & 255];
    }
    VT_HG_BEFORE(&table_once); /* helgrind does not know the order that pthread_once makes */
}

uint32_t crc32c(uint32_t crc, const void *buf, size_t len)
{
    const unsigned char *p = buf;
    uint64_t w;

    (void)pthread_once(&table_once, make_table);
    VT_HG_ACQUIRE(&table_once);
    crc = ~crc;
    for (; len >= 8; len -= 8, p += 8) {
        memcpy(&w, p, 8); /* little-endian, as we are */
        w ^= crc;
        crc = 0;
        for (int i = 0; i < 8; i++)
            crc ^= table[7 - i][w >> (8 * i) & 255];
    }
    for (; len > 0; len--)
        crc = crc >> 8 ^ table[0][(crc ^ *p++) & 255];
    return ~crc;
}
