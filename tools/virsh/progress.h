/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a long piece of work is: percent, rate and time left, on a terminal.
 *
 * On anything but a terminal nothing is shown.  Work that ends within the first second is not
 * worth a line, unless the user asked for it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "util/strbuf.h"

struct shell;

/* Before this time has passed nothing is shown, and between two lines passes as much as that. */
#define PROGRESS_DELAY_MS 1000
#define PROGRESS_INTERVAL_MS 200

struct progress {
    struct shell *sh;    /* whose standard error it is */
    const char *label;   /* what is done, such as "Reading" */
    bool enabled;        /* that is a terminal, and --quiet was not given */
    uint64_t begin_ns;   /* of the work, vt_now_ns */
    uint64_t next_ns;    /* when the next line is due */
    uint64_t rate_ns;    /* when the rate was last measured; 0: never */
    uint64_t rate_bytes; /* how far the work was then */
    double rate;         /* bytes per second, smoothed; 0 while it is not known */
    size_t width;        /* of the line that is there */
};

/* The work begins.
 * @verbose  the user asked for it: the first line comes at once */
void progress_begin(struct progress *p, struct shell *sh, const char *label, bool verbose);
/* So much is done.  May be called often: it writes when a line is due.
 * @done, @total  bytes; a @total of 0 is one that is not known */
void progress_update(struct progress *p, uint64_t done, uint64_t total);
/* The work has ended, well (@done is @total) or not; ends the line.  An error that is reported
 * before ends it, too. */
void progress_end(struct progress *p, uint64_t done, uint64_t total);

/* The parts of the above that know no terminal and no clock. */

/* Takes note of how far the work is at @now_ns, for the rate. */
void progress_measure(struct progress *p, uint64_t done, uint64_t now_ns);
/* Appends the line, without its end, such as
 * "Reading: [ 42 %] 420.0 MiB of 1000.0 MiB, 81.3 MiB/s, 0:07 left". */
void progress_format(const struct progress *p, uint64_t done, uint64_t total,
                     struct vt_strbuf *out);
