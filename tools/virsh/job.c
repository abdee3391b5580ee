/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Long calls, and their watcher. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "job.h"
#include "progress.h"
#include "report.h"
#include "shell.h"
#include "util/clock.h"

#define ASK_INTERVAL_MS 100

/* What the two threads share. */
struct job {
    const struct job_watch *watch;
    struct progress progress; /* of the watcher, until it has ended */
    uint64_t total;           /* the last that was heard of; 0: nothing */
    pthread_mutex_t lock;     /* of done */
    pthread_cond_t ended;
    bool done;
};

static atomic_bool interrupted; /* set in any thread, by a signal */

static void note_interrupt(int sig)
{
    (void)sig;
    atomic_store(&interrupted, true);
}

/* Waits for the end of the work, or until it is time to ask again.  Returns whether it has ended. */
static bool wait_for_end(struct job *job)
{
    uint64_t until = vt_now_ns() + ASK_INTERVAL_MS * VT_NS_PER_MS;
    struct timespec ts = {(time_t)(until / VT_NS_PER_S), (long)(until % VT_NS_PER_S)};
    int r = 0;
    bool done;

    (void)pthread_mutex_lock(&job->lock);
    while (!job->done && r == 0)
        r = pthread_cond_timedwait(&job->ended, &job->lock, &ts);
    done = job->done;
    (void)pthread_mutex_unlock(&job->lock);
    return done;
}

static void *watch(void *opaque)
{
    struct job *job = opaque;
    const struct job_watch *w = job->watch;
    uint64_t done, total;

    report_mute_thread(); /* what cannot be known is not shown */
    do {
        /* What cannot be ended yet is asked again. */
        if (w->abort != NULL && atomic_load(&interrupted) && w->abort(w->opaque))
            atomic_store(&interrupted, false);
        if (!w->ask(w->opaque, &done, &total))
            continue;
        job->total = total;
        progress_update(&job->progress, done, total);
    } while (!wait_for_end(job));
    return NULL;
}

static void job_init(struct job *job)
{
    pthread_condattr_t attr;

    (void)pthread_mutex_init(&job->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&job->ended, &attr);
    (void)pthread_condattr_destroy(&attr);
}

static void job_end(struct job *job, pthread_t watcher)
{
    (void)pthread_mutex_lock(&job->lock);
    job->done = true;
    (void)pthread_cond_signal(&job->ended);
    (void)pthread_mutex_unlock(&job->lock);
    (void)pthread_join(watcher, NULL);
}

int job_run(struct shell *sh, const struct job_watch *w, const char *label, bool verbose,
            int (*call)(void *opaque), void *opaque)
{
    struct sigaction note = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
    struct job job = {.watch = w};
    struct sigaction before;
    pthread_t watcher;
    uint64_t done;
    int rv;

    if (!isatty(STDERR_FILENO))
        return call(opaque);
    job_init(&job);
    progress_begin(&job.progress, sh, label, verbose);
    atomic_store(&interrupted, false);
    if (w->abort != NULL)
        (void)sigaction(SIGINT, &note, &before);
    if (pthread_create(&watcher, NULL, watch, &job) == 0) {
        rv = call(opaque);
        job_end(&job, watcher);
    } else {
        rv = call(opaque); /* nobody watches, but the work is done */
    }
    if (w->abort != NULL)
        (void)sigaction(SIGINT, &before, NULL);
    /* What was over before it was looked at may still tell how much it was. */
    if (rv == 0 && job.total == 0 && !w->ask(w->opaque, &done, &job.total))
        job.total = 0;
    if (rv == 0 && verbose && job.total > 0)
        progress_update(&job.progress, job.total, job.total);
    if (rv == 0)
        progress_end(&job.progress, job.total, job.total);
    (void)pthread_cond_destroy(&job.ended);
    (void)pthread_mutex_destroy(&job.lock);
    return rv;
}

static bool ask_domain(void *dom, uint64_t *ret_done, uint64_t *ret_total)
{
    virDomainJobInfo info;

    if (virDomainGetJobInfo(dom, &info) < 0 || info.type == VIR_DOMAIN_JOB_NONE)
        return false;
    *ret_done = info.dataProcessed;
    *ret_total = info.dataTotal;
    return true;
}

static bool abort_domain(void *dom)
{
    return virDomainAbortJob(dom) == 0;
}

int job_run_domain(struct shell *sh, virDomainPtr dom, const char *label, bool verbose,
                   int (*call)(void *opaque), void *opaque)
{
    const struct job_watch w = {ask_domain, abort_domain, dom};

    return job_run(sh, &w, label, verbose, call, opaque);
}
