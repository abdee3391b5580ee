/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A lock between processes: a file that is locked while it is held, and says who holds it.
 *
 * The lock is flock(2), on a description of its own for each holder: two holders in one process exclude
 * each other as well, and the kernel gives it back when the process ends.  A child that the application
 * has forked at that moment keeps it, where the parent was killed, until it runs a program or ends. */
#pragma once

#include <sys/types.h>

#include "util/compiler.h"

/* Who holds a lock, when it is known. */
struct vt_lockfile_holder {
    pid_t pid;     /* 0: not known */
    char call[64]; /* what it does; "" not known.  Printable */
};

/* Opens a lock file, making it, and takes its lock.
 * @path        nothing is followed or waited for in its place
 * @call        what is told to others
 * @timeout_ms  for so long it is asked for again; 0: once
 * Returns      a descriptor; -ETIMEDOUT another holds it: *ret_holder; another negative errno
 * Locks        none may be held: it sleeps */
int vt_lockfile_take(const char *path, const char *call, unsigned int timeout_ms,
                     struct vt_lockfile_holder *ret_holder) VT_WARN_UNUSED;
/* Gives it back.  @path: the file is removed, too; NULL: it stays for the next. */
void vt_lockfile_drop(int fd, const char *path);

/* Raises OPERATION_FAILED: "@call waited ... for @what '@name' ...", with who holds it.  Always -1. */
int vt_lockfile_refused(int domain, const char *call, const char *what, const char *name,
                        unsigned int timeout_ms, const struct vt_lockfile_holder *holder) VT_COLD;
