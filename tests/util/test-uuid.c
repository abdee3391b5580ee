/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UUIDs: what is read, in the liberal form and the strict one, how they are printed and made. */
#include "config.h"

#include "testing.h"
#include "util/uuid.h"

#define TEXT "00112233-4455-6677-8899-aabbccddeeff"

static void good(const char *text, bool canonical)
{
    unsigned char raw[VT_UUID_LEN];
    char out[VT_UUID_STRING_LEN];

    CHECK(vt_uuid_parse(text, raw));
    for (int i = 0; i < VT_UUID_LEN; i++)
        CHECK_INT(raw[i], i * 0x11);
    vt_uuid_format(raw, out);
    CHECK_STR(out, TEXT);
    CHECK_INT(vt_uuid_parse_canonical(text, raw), canonical);
}

static void bad(const char *text)
{
    unsigned char raw[VT_UUID_LEN];

    memset(raw, 0x5a, sizeof raw);
    CHECK(!vt_uuid_parse(text, raw));
    CHECK(!vt_uuid_parse_canonical(text, raw));
    for (int i = 0; i < VT_UUID_LEN; i++)
        CHECK_INT(raw[i], 0x5a); /* untouched */
}

int main(void)
{
    unsigned char a[VT_UUID_LEN], b[VT_UUID_LEN];

    good(TEXT, true);
    good("00112233-4455-6677-8899-AABBCCDDEEFF", true);
    good("00112233445566778899aabbccddeeff", false);
    good(" 00 11-22-33 44556677 8899 aabb-ccdd-eeff ", false);
    bad("");
    bad("0");
    bad("00112233-4455-6677-8899-aabbccddeef");
    bad("00112233-4455-6677-8899-aabbccddeeff0");
    bad("00112233-4455-6677-8899-aabbccddeefg");
    bad("0-0112233-4455-6677-8899-aabbccddeeff"); /* within a pair */
    bad(TEXT "x");
    bad("{" TEXT "}");
    for (int i = 0; i < 100; i++) {
        CHECK_INT(vt_uuid_generate(a), 0);
        CHECK_INT(vt_uuid_generate(b), 0);
        CHECK(memcmp(a, b, sizeof a) != 0);
        CHECK_INT(a[6] >> 4, 4); /* version */
        CHECK_INT(a[8] >> 6, 2); /* variant */
    }
    return 0;
}
