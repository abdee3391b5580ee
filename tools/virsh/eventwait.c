/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting for events. */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "eventwait.h"
#include "report.h"
#include "shell.h"

int event_wait_init(struct shell *sh)
{
    static bool registered;

    if (registered)
        return 0;
    if (virEventRegisterDefaultImpl() < 0)
        return report_error(sh, "cannot start the event loop");
    registered = true;
    return 0;
}

static void on_timeout(int timer, void *opaque)
{
    struct event_wait *w = opaque;

    virEventUpdateTimeout(timer, -1);
    w->done = true;
    w->why = "timed out";
}

static void on_signal(int watch, int fd, int events, void *opaque)
{
    struct event_wait *w = opaque;
    struct signalfd_siginfo info;

    (void)watch, (void)events;
    if (read(fd, &info, sizeof info) != sizeof info)
        return;
    w->done = true;
    w->why = "interrupted";
}

bool event_wait_begin(struct event_wait *w)
{
    struct timespec now;
    struct tm tm;
    char text[32], zone[8];

    if (w->done)
        return false;
    w->count++;
    w->done = !w->loop;
    if (!w->timestamp || clock_gettime(CLOCK_REALTIME, &now) < 0 ||
        localtime_r(&now.tv_sec, &tm) == NULL ||
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm) == 0 ||
        strftime(zone, sizeof zone, "%z", &tm) == 0)
        return true;
    (void)printf("%s.%03ld%s: ", text, now.tv_nsec / 1000000, zone);
    return true;
}

static int run(struct shell *sh, struct event_wait *w)
{
    while (!w->done) {
        if (virEventRunDefaultImpl() < 0)
            return report_error(sh, "the event loop failed");
        if (fflush(stdout) == EOF)
            return report_output_lost(sh, errno);
    }
    return 0;
}

/* With the interrupt as a descriptor of the loop. */
static int run_with_signals(struct shell *sh, struct event_wait *w, const sigset_t *interrupt)
{
    int fd = signalfd(-1, interrupt, SFD_CLOEXEC | SFD_NONBLOCK), rv = -1;
    int watch = fd < 0 ? -1 : virEventAddHandle(fd, VIR_EVENT_HANDLE_READABLE, on_signal, w, NULL);
    int timer = -1;

    if (w->timeout_s > 0)
        timer = virEventAddTimeout((int)w->timeout_s * 1000, on_timeout, w, NULL);
    if (watch < 0 || (w->timeout_s > 0 && timer < 0))
        (void)report_error(sh, "cannot wait for events");
    else
        rv = run(sh, w);
    if (timer >= 0)
        (void)virEventRemoveTimeout(timer);
    if (watch >= 0)
        (void)virEventRemoveHandle(watch);
    if (fd >= 0)
        (void)close(fd);
    return rv;
}

int event_wait_run(struct shell *sh, struct event_wait *w)
{
    sigset_t interrupt, old;
    int rv;

    (void)sigemptyset(&interrupt);
    (void)sigaddset(&interrupt, SIGINT);
    if (pthread_sigmask(SIG_BLOCK, &interrupt, &old) != 0)
        return report_error(sh, "cannot wait for interrupts");
    rv = run_with_signals(sh, w, &interrupt);
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    return rv;
}
