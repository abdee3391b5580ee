/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* No SIGPIPE for the process, and its disposition as the process left it. */
#include "config.h"

#include <errno.h>
#include <time.h>

#include "module.h"

static pthread_mutex_t quiet_lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned int n_inside;      /* under quiet_lock, and so is the next */
static struct sigaction first_one; /* what the first to enter found */

static void disposition_note(void)
{
    MODULE_LOCK_SCOPE(&quiet_lock);
    if (n_inside++ == 0)
        (void)sigaction(SIGPIPE, NULL, &first_one);
}

static bool ignores(const struct sigaction *action)
{
    return (action->sa_flags & SA_SIGINFO) == 0 && action->sa_handler == SIG_IGN;
}

static void disposition_mend(void)
{
    struct sigaction now;

    MODULE_LOCK_SCOPE(&quiet_lock);
    if (--n_inside != 0)
        return;
    if (sigaction(SIGPIPE, NULL, &now) == 0 && ignores(&now) && !ignores(&first_one))
        (void)sigaction(SIGPIPE, &first_one, NULL);
}

void module_quiet_enter(struct module_quiet *quiet)
{
    sigset_t sigpipe, pending;

    disposition_note();
    (void)sigemptyset(&sigpipe);
    (void)sigaddset(&sigpipe, SIGPIPE);
    (void)sigemptyset(&pending);
    (void)pthread_sigmask(SIG_BLOCK, &sigpipe, &quiet->before);
    (void)sigpending(&pending);
    quiet->pending = sigismember(&pending, SIGPIPE) == 1;
}

void module_quiet_leave(struct module_quiet *quiet)
{
    static const struct timespec at_once;
    int saved = errno;
    sigset_t sigpipe;

    (void)sigemptyset(&sigpipe);
    (void)sigaddset(&sigpipe, SIGPIPE);
    /* Ours only: one that was pending before is somebody else's. */
    if (!quiet->pending) {
        while (sigtimedwait(&sigpipe, NULL, &at_once) < 0 && errno == EINTR)
            continue;
    }
    (void)pthread_sigmask(SIG_SETMASK, &quiet->before, NULL);
    disposition_mend();
    errno = saved;
}
