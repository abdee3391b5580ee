/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Long calls on a domain: how far they are is shown meanwhile, and Control-C ends them. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>

struct shell;

/* Calls CALL(OPAQUE), which works long on DOM, and returns its result.  Where standard error is a
 * terminal another thread asks meanwhile how far it is, and shows that; Control-C then asks for the
 * end of the work, a second one ends the program.
 * @label    what is done, such as "Saving"
 * @verbose  as for progress_begin */
int job_run(struct shell *sh, virDomainPtr dom, const char *label, bool verbose,
            int (*call)(void *opaque), void *opaque);
