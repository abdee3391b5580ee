/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names as the library lists them, and the words and columns that lists share.
 *
 * A list is asked for in two steps, how many there are and which; more may come between them. */
#pragma once

#include <stdbool.h>

#include "command.h"
#include "words.h"

struct shell;

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

/* The table of networks and pools: name, state, autostart.  The heading is nothing with --quiet. */
void listing_print_heading(struct shell *sh);
void listing_print_row(const char *name, bool active, const char *autostart);
/* A line for --name and --uuid: UUID, blank, name; NULL is not asked for. */
void listing_print_short(const char *name, const char *uuid);
