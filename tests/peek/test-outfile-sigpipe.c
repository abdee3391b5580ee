/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing to a FIFO whose reader has gone is an error, not the end of the process; the thread's
 * signal mask and a signal that was pending before stay as they were. */
#include "config.h"

#include <signal.h>

#include "hypervisor/elf_core.h"
#include "peek_testing.h"

static volatile sig_atomic_t seen;

static void handler(int signo)
{
    (void)signo;
    seen++;
}

int main(void)
{
    struct guest_spec spec = test_spec(4 * KIB, 1);
    struct peek_source *s = test_source(&spec);
    VT_OUTFILE_SCOPE(file);
    char path[PATH_MAX];
    sigset_t mask, pending;
    int reader;

    CHECK(close(test_file(path)) == 0 && unlink(path) == 0 && mkfifo(path, 0600) == 0);
    reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    CHECK(reader >= 0);
    CHECK_INT(vt_outfile_open(&file, path, 0600), 0);
    CHECK(close(reader) == 0);
    CHECK_INT(vt_outfile_write(&file, "x", 1), -EPIPE);
    CHECK_ERROR(elf_core_write(&file, s, NULL, NULL, VIR_FROM_TEST), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(pthread_sigmask(SIG_SETMASK, NULL, &mask), 0);
    CHECK(!sigismember(&mask, SIGPIPE));

    CHECK(signal(SIGPIPE, handler) != SIG_ERR);
    CHECK(sigemptyset(&mask) == 0 && sigaddset(&mask, SIGPIPE) == 0);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &mask, NULL), 0);
    CHECK_INT(pthread_kill(pthread_self(), SIGPIPE), 0);
    CHECK_INT(vt_outfile_write_zeros(&file, 10), -EPIPE);
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE));
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, &mask, NULL), 0);
    CHECK_INT(seen, 1);
    CHECK(unlink(path) == 0);
    (void)peek_source_unref(s);
    return 0;
}
