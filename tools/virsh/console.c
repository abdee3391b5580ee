/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The user's terminal, connected to that of a guest. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "console.h"
#include "report.h"
#include "util/cleanup.h"
#include "util/compiler.h"
#include "util/file.h"

#define ESCAPE_KEY 0x1d /* Control-] */

static volatile sig_atomic_t ended_by;

static const int ending_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

static void note_signal(int sig)
{
    ended_by = sig;
}

/* What must be put back. */
struct saved {
    bool terminal;
    struct termios mode;
    struct sigaction actions[VT_N_ELEMENTS(ending_signals)];
};

static int enter_raw(struct shell *sh, struct saved *saved)
{
    struct sigaction note = {.sa_handler = note_signal};
    struct termios raw;

    ended_by = 0;
    for (size_t i = 0; i < VT_N_ELEMENTS(ending_signals); i++)
        (void)sigaction(ending_signals[i], &note, &saved->actions[i]);
    saved->terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &saved->mode) == 0;
    if (!saved->terminal)
        return 0;
    raw = saved->mode;
    cfmakeraw(&raw);
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) < 0)
        return report_error(sh, "cannot change the mode of the terminal: %s", strerror(errno));
    return 0;
}

static void leave_raw(const struct saved *saved)
{
    if (saved->terminal)
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved->mode);
    for (size_t i = 0; i < VT_N_ELEMENTS(ending_signals); i++)
        (void)sigaction(ending_signals[i], &saved->actions[i], NULL);
    if (ended_by != 0)
        (void)raise(ended_by);
}

/* Copies what is there.  1, 0 at the end, or a negative errno; STOP ends it too. */
static int copy_some(int from, int to, int stop)
{
    char bytes[4096];
    ssize_t n = read(from, bytes, sizeof bytes);
    const char *key;
    int r;

    if (n < 0)
        return errno == EINTR || errno == EAGAIN ? 1 : errno == EIO ? 0 : -errno;
    if (n == 0)
        return 0;
    key = stop >= 0 ? memchr(bytes, stop, (size_t)n) : NULL;
    if (key != NULL)
        n = key - bytes;
    r = vt_write_all(to, bytes, (size_t)n);
    return r < 0 ? r : key == NULL;
}

static int copy_both_ways(int fd)
{
    struct pollfd fds[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    int r = 1;

    while (r > 0 && ended_by == 0) {
        if (poll(fds, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return -errno;
        }
        if (fds[1].revents != 0)
            r = copy_some(fd, STDOUT_FILENO, -1);
        if (r > 0 && fds[0].revents != 0)
            r = copy_some(STDIN_FILENO, fd, ESCAPE_KEY);
    }
    return r;
}

int console_run(struct shell *sh, const char *path)
{
    VT_AUTOCLOSE int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct saved saved = {.terminal = false};
    int r;

    if (fd < 0)
        return report_error(sh, "cannot open the console '%s': %s", path, strerror(errno));
    if (enter_raw(sh, &saved) < 0) {
        leave_raw(&saved);
        return -1;
    }
    r = copy_both_ways(fd);
    leave_raw(&saved);
    if (r < 0)
        return report_error(sh, "the console '%s' broke off: %s", path, strerror(-r));
    return 0;
}
