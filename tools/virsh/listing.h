/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names as the library lists them, and the words and columns that lists share.
 *
 * A list is asked for in two steps, how many there are and which; more may come between them. */
#pragma once

#include <stdbool.h>

#include "command.h"
#include "words.h"

struct shell;

/* What net-list and pool-list were asked for: which objects, and what of each. */
struct listing {
    bool autostart; /* only those that start with the host */
    bool no_autostart;
    bool persistent; /* only those that are defined */
    bool transient;  /* only those that are not */
    bool names;
    bool uuids;
    bool table; /* neither of the two; a command that has a table of its own clears it */
    void *own;  /* what else the command was asked for */
};

/* Which objects "--inactive" and "--all" ask for. */
bool listing_wants_active(const struct cmd *cmd);
bool listing_wants_inactive(const struct cmd *cmd);

/* Room for COUNT names and some more; NULL with the error printed, also when COUNT is -1.
 * @what   for messages, such as "active networks"
 * Owner   the caller hands it to listing_take */
char **listing_room(struct shell *sh, int count, const char *what, int *ret_room);

/* Takes the N names that the library put there, sorted, into *ret.  0, or -1 with the error
 * printed, also when N is -1.
 * Owner   @names and all in it */
int listing_take(struct shell *sh, char **names, int n, const char *what, struct words *ret);

/* "yes", "no", or what stands where it cannot be known; R is the result of the call. */
const char *listing_autostart_word(int r, int autostart);

/* The options of those commands; .own is NULL. */
struct listing listing_read(const struct cmd *cmd);

/* Whether it matters if an object is persistent. */
bool listing_asks_persistent(const struct listing *l);
/* Whether an object is to be listed.  Two filters that contradict each other are none; what cannot
 * be known (a result below 0) is neither the one nor the other.
 * @r           result of the call that gave @autostart
 * @persistent  1, 0, or -1 not known; looked at when listing_asks_persistent */
bool listing_wants(const struct listing *l, int r, int autostart, int persistent);

/* A row of the table, or a line for --name and --uuid: UUID, blank, name. */
void listing_print(const struct listing *l, const char *name, const char *uuid, bool active,
                   const char *autostart);

/* The names of a kind, sorted: 0, or -1 with the error printed. */
typedef int listing_names(struct shell *sh, bool active, struct words *ret);
/* Shows the object of that name, or nothing when it has gone meanwhile. */
typedef void listing_show(struct shell *sh, const struct listing *l, const char *name, bool active);

/* Shows what is asked for, active objects first; in front the heading of the table, but not with
 * --quiet.  0, or -1 with the error printed and nothing shown. */
int listing_run(struct shell *sh, const struct cmd *cmd, const struct listing *l,
                listing_names *list, listing_show *show);
