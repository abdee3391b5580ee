/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers with units: what they mean, and what is refused. */
#include "config.h"

#include "size.h"
#include "testing.h"

static void check_size(const char *text, unsigned long long want)
{
    unsigned long long got = 0;

    CHECK_INT(size_parse(text, &got), 0);
    CHECK(got == want);
}

static void check_kib(const char *text, unsigned long long want)
{
    unsigned long long got = 0;

    CHECK_INT(size_parse_kib(text, &got), 0);
    CHECK(got == want);
}

static void check_refused(const char *text, int want)
{
    unsigned long long got = 77;

    CHECK_INT(size_parse(text, &got), want);
    CHECK_INT(got, 77);
}

int main(void)
{
    unsigned long long n = 0;

    check_size("0", 0);
    check_size("4096", 4096);
    check_size("007", 7);
    check_size("0x1000", 4096);
    check_size("0XfF", 255);
    check_size("0x10b", 0x10b);
    check_size("0x10k", 16384);
    check_size("5b", 5);
    check_size("1k", 1024);
    check_size("1K", 1024);
    check_size("1KiB", 1024);
    check_size("1KB", 1000);
    check_size("3m", 3145728);
    check_size("3M", 3145728);
    check_size("3MiB", 3145728);
    check_size("2g", 2147483648ULL);
    check_size("2G", 2147483648ULL);
    check_size("1t", 1099511627776ULL);
    check_size("1T", 1099511627776ULL);
    check_size("18446744073709551615", ~0ULL);
    check_size("0xffffffffffffffff", ~0ULL);
    check_refused("18446744073709551616", -ERANGE);
    check_refused("0x10000000000000000", -ERANGE);
    check_refused("16777216T", -ERANGE);
    check_refused("", -EINVAL);
    check_refused("k", -EINVAL);
    check_refused("0x", -EINVAL);
    check_refused("-1", -EINVAL);
    check_refused("+1", -EINVAL);
    check_refused(" 1", -EINVAL);
    check_refused("1 ", -EINVAL);
    check_refused("1 k", -EINVAL);
    check_refused("1kk", -EINVAL);
    check_refused("1q", -EINVAL);
    check_refused("1.5M", -EINVAL);
    check_kib("65536", 65536);
    check_kib("64M", 65536);
    check_kib("1b", 1);
    check_kib("1025b", 2);
    check_kib("1000KB", 977);
    check_kib("18446744073709551615b", 1ULL << 54);
    CHECK_INT(size_parse_kib("0x1000", &n), -EINVAL);
    CHECK_INT(size_parse_kib("1.5G", &n), -EINVAL);
    CHECK_INT(size_parse_kib("99999999999999999999", &n), -ERANGE);
    CHECK_INT(size_parse_kib("16777216T", &n), -ERANGE);
    CHECK_INT(n, 0);
    CHECK_INT(number_parse("12", &n), 0);
    CHECK_INT(n, 12);
    CHECK_INT(number_parse("12k", &n), -EINVAL);
    CHECK_INT(number_parse("0x12", &n), -EINVAL);
    CHECK_INT(number_parse("", &n), -EINVAL);
    CHECK_INT(number_parse("99999999999999999999", &n), -ERANGE);
    return 0;
}
