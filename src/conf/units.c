/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Units of sizes in documents. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "conf/units.h"

unsigned long long conf_unit_bytes(const char *unit)
{
    static const char letters[] = "kmgtpe";
    const char *letter;
    unsigned long long base, bytes = 1;

    if (strcasecmp(unit, "b") == 0 || strcasecmp(unit, "byte") == 0 ||
        strcasecmp(unit, "bytes") == 0)
        return 1;
    if (unit[0] == '\0' || (letter = strchr(letters, unit[0] | 0x20)) == NULL || *letter == '\0')
        return 0;
    if (unit[1] == '\0' || strcasecmp(unit + 1, "ib") == 0)
        base = 1024;
    else if (strcasecmp(unit + 1, "b") == 0)
        base = 1000;
    else
        return 0;
    for (long i = letter - letters; i >= 0; i--)
        bytes *= base;
    return bytes;
}
