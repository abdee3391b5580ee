/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Long calls: how far they are is shown meanwhile, and Control-C ends those that can be ended. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stdint.h>

struct shell;

/* How a call is watched, by another thread that holds no lock. */
struct job_watch {
    /* How far it is, in bytes; false when that is not known just now. */
    bool (*ask)(void *opaque, uint64_t *ret_done, uint64_t *ret_total);
    /* Asks for its end; false when that is not possible yet.  NULL: it cannot be ended, and Control-C
     * ends the program. */
    bool (*abort)(void *opaque);
    void *opaque;
};

/* Calls CALL(OPAQUE), which works long, and returns its result.  Where standard error is a terminal
 * another thread asks meanwhile how far it is, and shows that; Control-C then asks for the end of
 * the work, a second one ends the program.
 * @label    what is done, such as "Saving"
 * @verbose  as for progress_begin */
int job_run(struct shell *sh, const struct job_watch *watch, const char *label, bool verbose,
            int (*call)(void *opaque), void *opaque);

/* The same for a call on a domain, whose job is watched. */
int job_run_domain(struct shell *sh, virDomainPtr dom, const char *label, bool verbose,
                   int (*call)(void *opaque), void *opaque);
