/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hex dump: its columns, folded lines, and that pieces make no difference. */
#include "config.h"

#include "hexdump.h"
#include "testing.h"

static char *dump(unsigned long long address, const void *data, size_t len, size_t piece)
{
    VT_STRBUF_SCOPE(out);
    struct hexdump h;

    hexdump_init(&h, address, len);
    for (size_t at = 0; at < len; at += piece) {
        size_t n = len - at < piece ? len - at : piece;

        hexdump_add(&h, (const char *)data + at, n, &out);
    }
    hexdump_end(&h, &out);
    return vt_strbuf_take(&out);
}

static void check(unsigned long long address, const void *data, size_t len, const char *want)
{
    for (size_t piece = 1; piece <= len + 1; piece++) {
        char *got = dump(address, data, len, piece);

        CHECK_STR(got, want);
        free(got);
    }
}

int main(void)
{
    char zeros[100] = {0};

    check(0, "", 0, "00000000\n");
    check(0, "0123456789abcdef!\n\x7f\xff", 20,
          "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
          "00000010  21 0a 7f ff                                       |!...|\n"
          "00000014\n");
    check(0x1004, "x", 1,
          "00001004  78                                                |x|\n"
          "00001005\n");
    check(0xfffffff0, zeros, 48,
          "00000000fffffff0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
          "|................|\n"
          "*\n"
          "0000000100000020\n");
    zeros[40] = 'a';
    check(0, zeros, 100,
          "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
          "*\n"
          "00000020  00 00 00 00 00 00 00 00  61 00 00 00 00 00 00 00  |........a.......|\n"
          "00000030  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
          "*\n"
          "00000060  00 00 00 00                                       |....|\n"
          "00000064\n");
    return 0;
}
