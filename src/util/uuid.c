/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UUIDs: reading, printing, making. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "uuid.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool vt_uuid_parse(const char *text, unsigned char ret[VT_UUID_LEN])
{
    unsigned char uuid[VT_UUID_LEN];

    for (int i = 0; i < VT_UUID_LEN; i++) {
        while (is_blank(*text) || (*text == '-' && i > 0))
            text++;
        int high = hex_digit(text[0]);
        int low = high < 0 ? -1 : hex_digit(text[1]);
        if (low < 0)
            return false;
        uuid[i] = (unsigned char)(high << 4 | low);
        text += 2;
    }
    while (is_blank(*text))
        text++;
    if (*text != '\0')
        return false;
    memcpy(ret, uuid, sizeof uuid);
    return true;
}

bool vt_uuid_parse_canonical(const char *text, unsigned char ret[VT_UUID_LEN])
{
    if (strlen(text) != VT_UUID_STRING_LEN - 1)
        return false;
    for (int i = 0; i < VT_UUID_STRING_LEN - 1; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen != (text[i] == '-'))
            return false;
    }
    return vt_uuid_parse(text, ret);
}

void vt_uuid_format(const unsigned char uuid[VT_UUID_LEN], char ret[VT_UUID_STRING_LEN])
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < VT_UUID_LEN; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *ret++ = '-';
        *ret++ = digits[uuid[i] >> 4];
        *ret++ = digits[uuid[i] & 15];
    }
    *ret = '\0';
}

int vt_uuid_generate(unsigned char ret[VT_UUID_LEN])
{
    unsigned char uuid[VT_UUID_LEN];
    ssize_t n;

    do
        n = getrandom(uuid, sizeof uuid, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return -errno;
    if (n != VT_UUID_LEN)
        return -EIO;
    uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
    uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
    memcpy(ret, uuid, sizeof uuid);
    return 0;
}
