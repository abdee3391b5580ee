/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signals that come while a FIFO waits for its other end do not end the wait. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "scenario/scenario.h"
#include "util/cleanup.h"
#include "util/file.h"

#define SIGNALS 5

static volatile sig_atomic_t signals, other_end = -1;
static char path[256];

/* The other end opens with the last of some signals. */
static void on_alarm(int number)
{
    (void)number;
    if (++signals == SIGNALS)
        other_end = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static void set_timer(long us)
{
    const struct itimerval timer = {{0, us}, {0, us}};

    CHECK(setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

int main(void)
{
    const struct sigaction action = {.sa_handler = on_alarm}; /* no SA_RESTART */
    VT_OUTFILE_SCOPE(f);
    char got[3];

    snprintf(path, sizeof path, "%s", scn_path("fifo"));
    CHECK(mkfifo(path, 0600) == 0 && sigaction(SIGALRM, &action, NULL) == 0);
    set_timer(20000);
    CHECK_INT(vt_outfile_open(&f, path, 0600), 0);
    set_timer(0);
    CHECK(signals >= SIGNALS && other_end >= 0);
    CHECK_INT(vt_outfile_write(&f, "abc", 3), 0);
    CHECK(read(other_end, got, sizeof got) == 3);
    CHECK_INT(vt_outfile_commit(&f), 0);
    close(other_end);
    return 0;
}
