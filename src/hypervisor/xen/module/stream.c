/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The beginning of a saved guest, looked at before libxl reads it.
 *
 * libxl of 4.17 calls through a null pointer when a stream fails before its first record, so one that
 * does not begin right never gets there.  Nothing is taken out of the descriptor. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>

#include "module.h"

/* Header: identity, version 2, options; then the head of the record that the pages follow: type 1,
 * length 0, in the order of the bytes of the machine that saved.
 * Source: docs/specs/libxl-migration-stream of Xen 4.17. */
#define HEAD_LEN 24
#define RECORD_AT 16

static bool is_head(const unsigned char *head)
{
    static const unsigned char begin[12] = "LibxlFmt\0\0\0\2";
    static const unsigned char little[8] = {1}, big[8] = {0, 0, 0, 1};

    return memcmp(head, begin, sizeof begin) == 0 &&
           (memcmp(head + RECORD_AT, little, sizeof little) == 0 ||
            memcmp(head + RECORD_AT, big, sizeof big) == 0);
}

static bool has_ended(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)) != 0;
}

/* What is in the pipe, copied; the bytes stay.  How many, negative. */
static ssize_t pipe_look(int fd, void *head)
{
    int ends[2];
    ssize_t n;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    do
        n = tee(fd, ends[1], HEAD_LEN, 0);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        n = read(ends[0], head, (size_t)n);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return n;
}

static ssize_t pipe_head(int fd, void *head)
{
    static const struct timespec moment = {0, 5 * 1000 * 1000};
    bool ended;
    ssize_t n;

    do {
        ended = has_ended(fd);
        n = pipe_look(fd, head);
        if (n <= 0 || n >= HEAD_LEN || ended)
            return n;
        (void)nanosleep(&moment, NULL);
    } while (true);
}

static ssize_t file_head(int fd, void *head)
{
    off_t at = lseek(fd, 0, SEEK_CUR);

    return at < 0 ? -1 : pread(fd, head, HEAD_LEN, at);
}

int module_stream_check(int fd, struct xen_fail *fail)
{
    unsigned char head[HEAD_LEN];
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) < 0)
        return module_fail_errno(fail, "What was saved cannot be read");
    if (S_ISFIFO(st.st_mode))
        n = pipe_head(fd, head);
    else if (S_ISSOCK(st.st_mode))
        n = recv(fd, head, sizeof head, MSG_PEEK | MSG_WAITALL);
    else
        n = file_head(fd, head);
    if (n < 0)
        return module_fail_errno(fail, "What was saved cannot be read");
    if (n < HEAD_LEN || !is_head(head))
        return module_fail(fail, EINVAL, "What was saved does not begin as a guest of Xen does");
    return 0;
}
