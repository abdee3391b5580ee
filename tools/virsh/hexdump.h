/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes as text: address, sixteen bytes in two groups, the same as ASCII. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "util/strbuf.h"

#define HEXDUMP_LINE 16

/* A dump that is written piece by piece. */
struct hexdump {
    unsigned long long address; /* of the first byte in line[] */
    unsigned char line[HEXDUMP_LINE];
    size_t have;                      /* bytes in line[] */
    unsigned char last[HEXDUMP_LINE]; /* the last whole line */
    bool repeat;                      /* last[] is valid */
    bool folded;                      /* a "*" stands for lines like it */
    int digits;                       /* of an address */
};

/* @address of the first byte; @length, of all to come, only chooses how wide addresses are. */
void hexdump_init(struct hexdump *h, unsigned long long address, unsigned long long length);
/* Appends the lines that are whole by now to @out; lines equal to the one before become one "*". */
void hexdump_add(struct hexdump *h, const void *data, size_t len, struct vt_strbuf *out);
/* Appends what is left, and the address behind the last byte on its own line. */
void hexdump_end(struct hexdump *h, struct vt_strbuf *out);
