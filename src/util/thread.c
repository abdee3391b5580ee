/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads of the library. */
#include "config.h"

#include <pthread.h>
#include <signal.h>

#include "thread.h"

int vt_thread_detached(void *(*main)(void *), void *arg)
{
    pthread_attr_t attr;
    sigset_t all, before;
    pthread_t thread;
    int r = pthread_attr_init(&attr);

    if (r != 0)
        return -r;
    (void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&thread, &attr, main, arg);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attr);
    return -r;
}
