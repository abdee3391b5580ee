/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running another program and waiting for it: no shell, a deadline, its complaints kept. */
#pragma once

#include <stddef.h>

#include "compiler.h"

/* How much of what the program says on its standard error is kept, bytes with the NUL. */
#define VT_PROCESS_STDERR_MAX 1024

struct vt_process_result {
    int status;                       /* exit status; -1: ended by a signal */
    char said[VT_PROCESS_STDERR_MAX]; /* the beginning of its standard error, one line */
};

/* Runs a program to its end.  It gets the arguments as they are, an environment of PATH and LC_ALL=C
 * alone, no descriptor but 0, 1 and 2 (the first two are /dev/null), no blocked and no ignored signal.
 * @argv        argv[0] is looked for in PATH; ends with NULL
 * @folder_fd   its working folder; -1: ours
 * @timeout_ms  when it has not ended then, it is killed
 * Returns      0: it ended, see @ret; -ENOENT there is no such program (also when it ends with 127
 *              and has said nothing); -ETIMEDOUT it was killed;
 *              -ECHILD the application has reaped it, how it ended is not known; another negative
 *              errno.  @ret->said is filled in every case
 * Locks        none may be held */
int vt_process_run(const char *const argv[], int folder_fd, unsigned int timeout_ms,
                   struct vt_process_result *ret) VT_WARN_UNUSED;
