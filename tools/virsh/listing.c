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

struct listing listing_read(const struct cmd *cmd)
{
    struct listing l = {
        .autostart = cmd_given(cmd, "autostart"),
        .no_autostart = cmd_given(cmd, "no-autostart"),
        .persistent = cmd_given(cmd, "persistent"),
        .transient = cmd_given(cmd, "transient"),
        .names = cmd_given(cmd, "name"),
        .uuids = cmd_given(cmd, "uuid"),
    };

    l.table = !l.names && !l.uuids;
    return l;
}

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

bool listing_asks_persistent(const struct listing *l)
{
    return l->persistent != l->transient;
}

bool listing_wants(const struct listing *l, int r, int autostart, int persistent)
{
    if (l->autostart != l->no_autostart && (r < 0 || l->autostart != (autostart != 0)))
        return false;
    return !listing_asks_persistent(l) || (persistent >= 0 && l->persistent == (persistent != 0));
}

void listing_print(const struct listing *l, const char *name, const char *uuid, bool active,
                   const char *autostart)
{
    if (l->table) {
        (void)printf("%-20s %-10s %-10s\n", name, active ? "active" : "inactive", autostart);
        return;
    }
    if (l->uuids)
        (void)printf("%s%s", uuid, l->names ? " " : "");
    (void)printf("%s\n", l->names ? name : "");
}

static void print_heading(struct shell *sh)
{
    report_extra(sh, "%-20s %-10s %-10s\n", "Name", "State", "Autostart");
    report_extra(sh, "-----------------------------------------\n");
}

static void show_all(struct shell *sh, const struct listing *l, const struct words *names,
                     bool active, listing_show *show)
{
    for (size_t i = 0; i < names->n; i++) {
        show(sh, l, names->list[i], active);
        report_forget(sh);
    }
}

int listing_run(struct shell *sh, const struct cmd *cmd, const struct listing *l,
                listing_names *list, listing_show *show)
{
    WORDS_SCOPE(active);
    WORDS_SCOPE(inactive);

    if ((listing_wants_active(cmd) && list(sh, true, &active) < 0) ||
        (listing_wants_inactive(cmd) && list(sh, false, &inactive) < 0))
        return -1;
    if (l->table)
        print_heading(sh);
    show_all(sh, l, &active, true, show);
    show_all(sh, l, &inactive, false, show);
    return 0;
}
