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

/* For so long a killed program is waited for, milliseconds: one that the kernel does not let go (it hangs in a
 * dead file system) is left behind, and is a child of the application until it ends. */
#define VT_PROCESS_GRACE_MS 2000

/* Runs a program to its end.  It gets the arguments as they are, an environment of PATH and LC_ALL=C
 * alone, no descriptor but 0, 1 and 2 (the first two are /dev/null), no blocked and no ignored signal,
 * and a process group of its own, which is killed with it.
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

/* The same in our own working folder, and its standard output is read.
 * @max      bytes of it
 * Returns   as above; -EFBIG there was more, and it was killed; -ENOMEM
 * Owner     the caller frees *ret_out, which ends with a NUL; it stays untouched on failure */
int vt_process_read(const char *const argv[], unsigned int timeout_ms, size_t max, char **ret_out,
                    size_t *ret_len, struct vt_process_result *ret) VT_WARN_UNUSED;
