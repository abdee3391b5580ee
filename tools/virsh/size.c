/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers with a unit. */
#include "config.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "size.h"
#include "util/compiler.h"

static const struct unit {
    const char *name;
    unsigned int base;
    unsigned int power;
} units[] = {
    {"", 1, 0},       {"b", 1, 0},     {"bytes", 1, 0},  {"k", 1024, 1},   {"K", 1024, 1},
    {"KiB", 1024, 1}, {"KB", 1000, 1}, {"m", 1024, 2},   {"M", 1024, 2},   {"MiB", 1024, 2},
    {"MB", 1000, 2},  {"g", 1024, 3},  {"G", 1024, 3},   {"GiB", 1024, 3}, {"GB", 1000, 3},
    {"t", 1024, 4},   {"T", 1024, 4},  {"TiB", 1024, 4}, {"TB", 1000, 4},
};

static int digit_of(char c, unsigned int base)
{
    int v = -1;

    if (c >= '0' && c <= '9')
        v = c - '0';
    else if (c >= 'a' && c <= 'f')
        v = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
        v = c - 'A' + 10;
    return v >= 0 && (unsigned int)v < base ? v : -1;
}

/* Reads digits from *TEXT and moves it behind them. */
static int digits_parse(const char **text, unsigned int base, unsigned long long *ret)
{
    unsigned long long value = 0;
    const char *p = *text;

    if (digit_of(*p, base) < 0)
        return -EINVAL;
    for (; digit_of(*p, base) >= 0; p++) {
        if (__builtin_mul_overflow(value, (unsigned long long)base, &value) ||
            __builtin_add_overflow(value, (unsigned long long)digit_of(*p, base), &value))
            return -ERANGE;
    }
    *text = p;
    *ret = value;
    return 0;
}

int size_parse(const char *text, unsigned long long *ret)
{
    unsigned int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
    unsigned long long value;
    const char *p = base == 16 ? text + 2 : text;
    int r = digits_parse(&p, base, &value);

    if (r < 0)
        return r;
    for (size_t i = 0; i < VT_N_ELEMENTS(units); i++) {
        if (strcmp(p, units[i].name) != 0)
            continue;
        for (unsigned int n = 0; n < units[i].power; n++) {
            if (__builtin_mul_overflow(value, (unsigned long long)units[i].base, &value))
                return -ERANGE;
        }
        *ret = value;
        return 0;
    }
    return -EINVAL;
}

int size_parse_kib(const char *text, unsigned long long *ret)
{
    unsigned long long bytes = 0;
    int r = number_parse(text, ret);

    if (r != -EINVAL || strpbrk(text, "xX") != NULL)
        return r;
    r = size_parse(text, &bytes);
    if (r == 0)
        *ret = bytes / 1024 + (bytes % 1024 != 0);
    return r;
}

double size_scale(unsigned long long bytes, const char **ret_unit)
{
    static const char *const letters[] = {"", "K", "M", "G", "T"};
    double value = (double)bytes;
    size_t i = 0;

    while (value >= 1024 && i + 1 < VT_N_ELEMENTS(letters)) {
        value /= 1024;
        i++;
    }
    *ret_unit = letters[i];
    return value;
}

int number_parse(const char *text, unsigned long long *ret)
{
    unsigned long long value;
    int r = digits_parse(&text, 10, &value);

    if (r < 0)
        return r;
    if (*text != '\0')
        return -EINVAL;
    *ret = value;
    return 0;
}
