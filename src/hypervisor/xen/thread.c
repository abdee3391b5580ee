/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads that work for a world and that nobody waits for. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "hypervisor/xen/thread.h"
#include "obj/error.h"

struct work {
    struct xen_world *world; /* counted */
    xen_thread_work run;
    void *opaque;
};

static void *thread_main(void *arg)
{
    struct work w = *(struct work *)arg;

    free(arg);
    w.run(w.world, w.opaque);
    vt_error_reset();
    xen_world_unref(w.world);
    return NULL;
}

static int create_detached(struct work *w)
{
    pthread_attr_t attr;
    sigset_t all, before;
    pthread_t thread;
    int r = pthread_attr_init(&attr);

    if (r != 0)
        return r;
    (void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&thread, &attr, thread_main, w);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attr);
    return r;
}

bool xen_thread_start(struct xen_world *world, xen_thread_work work, void *opaque)
{
    struct work *w = malloc(sizeof *w);

    if (w == NULL || !xen_world_try_ref(world)) {
        free(w);
        return false;
    }
    *w = (struct work){world, work, opaque};
    if (create_detached(w) == 0)
        return true;
    xen_world_unref_soon(world);
    free(w);
    return false;
}
