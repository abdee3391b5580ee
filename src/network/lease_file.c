/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading a file of leases that dnsmasq may be writing. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "network/lease.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"

/* Between emptying and writing it dnsmasq only prints what it has in memory. */
#define AT_REST_MS 20
#define LOOK_AGAIN_MS 5
#define PATIENCE_MS 500

static uint64_t ns_of(const struct timespec *t)
{
    return (uint64_t)t->tv_sec * VT_NS_PER_S + (uint64_t)t->tv_nsec;
}

/* By the clock that files are marked with. */
static uint64_t now_ns(void)
{
    struct timespec t = {.tv_sec = 0};

    (void)clock_gettime(CLOCK_REALTIME, &t); /* 0, when there is none: the file is of the future */
    return ns_of(&t);
}

/* Whether at the time @now it was as it is for a while.  A time of the future is that of a clock that was set back. */
static bool was_at_rest(const struct stat *st, uint64_t now)
{
    uint64_t then = ns_of(&st->st_mtim);

    return now < then || now - then >= AT_REST_MS * VT_NS_PER_MS;
}

/* 1 when nobody wrote meanwhile, 0 when somebody may have, or a negative errno. */
static int read_once(const char *path, char **ret_text, size_t *ret_len)
{
    VT_AUTOCLOSE int fd = vt_open_regular(path, O_RDONLY | O_NOFOLLOW);
    struct stat before, after;
    uint64_t now;
    int r;

    if (fd < 0)
        return fd;
    if (fstat(fd, &before) < 0)
        return -errno;
    now =
        now_ns(); /* not later: what is read by a thread that is kept waiting is no older for it */
    r = vt_fd_read(fd, LEASE_MAX_FILE, ret_text, ret_len);
    if (r < 0)
        return r;
    if (fstat(fd, &after) < 0)
        return free(VT_TAKE(*ret_text)), -errno;
    return was_at_rest(&before, now) && ns_of(&before.st_mtim) == ns_of(&after.st_mtim) &&
           (off_t)*ret_len == after.st_size;
}

int lease_file_read(const char *path, char **ret_text, size_t *ret_len)
{
    const struct timespec later = {.tv_nsec = LOOK_AGAIN_MS * (long)VT_NS_PER_MS};
    uint64_t deadline = vt_now_ns() + PATIENCE_MS * VT_NS_PER_MS;
    VT_AUTOFREE char *text = NULL;
    size_t len = 0;
    int r;

    while ((r = read_once(path, &text, &len)) == 0 && vt_now_ns() < deadline) {
        free(VT_TAKE(text));
        (void)nanosleep(&later, NULL);
    }
    if (r < 0 && r != -ENOENT)
        return vt_error_errno(VIR_FROM_NETWORK, r, "cannot read '%s'", path);
    if (r == -ENOENT) {
        len = 0;
        text = calloc(1, 1);
        if (text == NULL)
            return vt_error_no_memory(VIR_FROM_NETWORK);
    }
    *ret_text = VT_TAKE(text);
    *ret_len = len;
    return 0;
}
