/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting for events: runs the library's event loop until enough have come, the time is up, or the
 * user wants to stop. */
#pragma once

#include <stdbool.h>

struct shell;

/* What one waiting wants, and how far it is. */
struct event_wait {
    bool loop;              /* goes on after the first */
    bool timestamp;         /* each line begins with the time */
    unsigned int timeout_s; /* 0: none */

    int count; /* events so far */
    bool done;
    const char *why; /* it ended for another reason than enough events: "timed out", ... */
};

/* Registers the library's own loop, once per process.  0, or -1 with the error printed. */
int event_wait_init(struct shell *sh);

/* Runs the loop until w->done.  The terminal's interrupt ends it as well.  0, or -1 with the error
 * printed. */
int event_wait_run(struct shell *sh, struct event_wait *w);

/* Called by a callback before it prints its line: counts it, prints the time, says whether that
 * was the last.  False: too late, print nothing. */
bool event_wait_begin(struct event_wait *w);
