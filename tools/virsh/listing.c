/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names as the library lists them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "listing.h"
#include "report.h"

/* Beyond what a host can hold; a library that says more is not believed. */
#define LISTING_MAX 1048576
/* Room for those that come while we count. */
#define LISTING_MARGIN 16

bool listing_wants_active(const struct cmd *cmd)
{
    return !cmd_given(cmd, "inactive") || cmd_given(cmd, "all");
}

bool listing_wants_inactive(const struct cmd *cmd)
{
    return cmd_given(cmd, "inactive") || cmd_given(cmd, "all");
}

char **listing_room(struct shell *sh, int count, const char *what, int *ret_room)
{
    char **names;

    if (count < 0 || count > LISTING_MAX) {
        report_error(sh, "cannot count the %s", what);
        return NULL;
    }
    names = calloc((size_t)count + LISTING_MARGIN, sizeof *names);
    if (names == NULL)
        report_no_memory(sh);
    else
        *ret_room = count + LISTING_MARGIN;
    return names;
}

int listing_take(struct shell *sh, char **names, int n, const char *what, struct words *ret)
{
    bool ok = true;

    for (int i = 0; i < n; i++)
        ok = words_take(ret, names[i]) == 0 && ok;
    free(names);
    words_sort(ret);
    if (n < 0)
        return report_error(sh, "cannot list the %s", what);
    return ok ? 0 : report_no_memory(sh);
}

const char *listing_autostart_word(int r, int autostart)
{
    if (r < 0)
        return "no autostart";
    return autostart ? "yes" : "no";
}

void listing_print_heading(struct shell *sh)
{
    report_extra(sh, "%-20s %-10s %-10s\n", "Name", "State", "Autostart");
    report_extra(sh, "-----------------------------------------\n");
}

void listing_print_row(const char *name, bool active, const char *autostart)
{
    (void)printf("%-20s %-10s %-10s\n", name, active ? "active" : "inactive", autostart);
}

void listing_print_short(const char *name, const char *uuid)
{
    if (uuid != NULL)
        (void)printf("%s%s", uuid, name != NULL ? " " : "");
    (void)printf("%s\n", name != NULL ? name : "");
}
