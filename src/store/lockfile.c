/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A lock between processes: a file that is locked while it is held. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/lockfile.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"

/* A lock is asked for again after a millisecond, then twice that, up to this. */
#define MAX_PAUSE_NS (16 * 1000000L)

static int open_lock(const char *path)
{
    VT_AUTOCLOSE int fd = -1;
    struct stat st;

    do
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 || fstat(fd, &st) < 0)
        return -errno;
    return S_ISREG(st.st_mode) ? VT_TAKE_FD(fd) : -EINVAL;
}

/* A holder before us may have removed the file: a lock on what has no name any more excludes nobody. */
static bool is_in_place(int fd, const char *path)
{
    struct stat ours, there;

    return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 && ours.st_ino == there.st_ino &&
           ours.st_dev == there.st_dev;
}

/* A descriptor, -EWOULDBLOCK, -ESTALE when it is to be tried again at once, or another negative errno. */
static int try_once(const char *path, struct vt_lockfile_holder *ret_holder)
{
    VT_AUTOCLOSE int fd = open_lock(path);
    char text[128];
    ssize_t n;

    if (fd < 0)
        return fd;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return is_in_place(fd, path) ? VT_TAKE_FD(fd) : -ESTALE;
    if (errno != EWOULDBLOCK)
        return errno == EINTR ? -ESTALE : -errno;
    *ret_holder = (struct vt_lockfile_holder){.pid = 0};
    n = vt_pread_all(fd, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    if (sscanf(text, "%d %63[ -~]", &ret_holder->pid, ret_holder->call) < 1)
        ret_holder->pid = 0;
    return -EWOULDBLOCK;
}

/* What cannot be written is only not told. */
static void sign(int fd, const char *call)
{
    char text[96];
    int n = snprintf(text, sizeof text, "%d %.63s\n", (int)getpid(), call);

    if (ftruncate(fd, 0) == 0 && vt_pwrite_all(fd, text, (size_t)n, 0) < 0)
        (void)ftruncate(fd, 0);
}

int vt_lockfile_take(const char *path, const char *call, unsigned int timeout_ms,
                     struct vt_lockfile_holder *ret_holder)
{
    const uint64_t deadline = vt_now_ns() + timeout_ms * VT_NS_PER_MS;
    struct timespec pause = {.tv_nsec = 1000000L};

    for (;;) {
        int fd = try_once(path, ret_holder);
        if (fd >= 0) {
            sign(fd, call);
            return fd;
        }
        if (fd != -EWOULDBLOCK && fd != -ESTALE)
            return fd;
        if (vt_now_ns() >= deadline)
            return -ETIMEDOUT;
        if (fd == -ESTALE)
            continue;
        (void)nanosleep(&pause, NULL);
        pause.tv_nsec = pause.tv_nsec * 2 < MAX_PAUSE_NS ? pause.tv_nsec * 2 : MAX_PAUSE_NS;
    }
}

void vt_lockfile_drop(int fd, const char *path)
{
    if (path != NULL)
        (void)unlink(path);
    else
        (void)ftruncate(fd, 0);
    (void)flock(fd, LOCK_UN); /* also of a description that a child shares just now */
    (void)close(fd);
}

int vt_lockfile_refused(int domain, const char *call, const char *what, const char *name,
                        unsigned int timeout_ms, const struct vt_lockfile_holder *holder)
{
    if (holder->pid <= 0)
        return vt_error(domain, VIR_ERR_OPERATION_FAILED,
                        "%s waited %u ms for %s '%s', on which another is at work", call,
                        timeout_ms, what, name);
    return vt_error(domain, VIR_ERR_OPERATION_FAILED,
                    "%s waited %u ms for %s '%s', on which %s of process %d is at work", call,
                    timeout_ms, what, name, holder->call[0] != '\0' ? holder->call : "a call",
                    (int)holder->pid);
}
