/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one place that calls the map operation; and the helper thread for guests that are paged. */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "foreign_map.h"
#include "obj/error.h"
#include "util/clock.h"

/* A call of map, by a thread of its own: it may block for ever.  The thread that waits for it ends
 * it, or the helper when nobody waits any longer. */
struct foreign_job {
    struct foreign *f; /* counted by the helper */
    size_t n;
    void *map;
    int error;
    bool done, left; /* guarded by job_lock */
    uint64_t frames[PEEK_FOREIGN_MAP_FRAMES];
    int err[PEEK_FOREIGN_MAP_FRAMES];
};

static int gone(const struct foreign *f)
{
    return vt_error(f->source.error_domain, VIR_ERR_OPERATION_FAILED,
                    "the memory of '%s' cannot be read: the guest has ended or is being ended",
                    f->source.name);
}

int foreign_info(struct foreign *f, struct peek_foreign_info *ret)
{
    struct peek_foreign_info info = {.gone = false};

    if (atomic_load_explicit(&f->dead, memory_order_relaxed))
        return gone(f);
    if (f->ops->info(f->opaque, &info) < 0)
        return -1;
    if (info.gone || info.translated != f->translated) {
        atomic_store_explicit(&f->dead, true, memory_order_relaxed);
        return gone(f);
    }
    *ret = info;
    return 0;
}

int foreign_alive(struct foreign *f)
{
    bool is_over = false;

    if (atomic_load_explicit(&f->dead, memory_order_relaxed))
        return gone(f);
    if (f->ops->gone(f->opaque, &is_over) < 0)
        return -1;
    if (!is_over)
        return 0;
    atomic_store_explicit(&f->dead, true, memory_order_relaxed);
    return gone(f);
}

static void *map_now(struct foreign *f, const uint64_t *frames, size_t n, int *err, int *ret_error)
{
    void *map;

    *ret_error = 0;
    map = f->ops->map(f->opaque, frames, n, err, ret_error);
    for (size_t i = 0; map == NULL && i < n; i++) {
        if (err[i] >= 0)
            err[i] = *ret_error > 0 ? -*ret_error : -EINVAL;
    }
    return map;
}

/* Whether somebody waits for what @j has come to. */
static bool finish_job(struct foreign_job *j)
{
    struct foreign *f = j->f;

    VT_LOCK_SCOPE(&f->job_lock);
    j->done = true;
    if (j->left)
        f->job = NULL;
    vt_cond_broadcast(&f->job_cond);
    return !j->left;
}

static void *run_job(void *arg)
{
    struct foreign_job *j = arg;
    struct foreign *f = j->f;

    j->map = map_now(f, j->frames, j->n, j->err, &j->error);
    if (!finish_job(j)) { /* too late for anybody */
        if (j->map != NULL)
            foreign_unmap(f, j->map, j->n);
        free(j);
    }
    (void)peek_source_unref(&f->source);
    return NULL;
}

static int paged_out(const struct foreign *f)
{
    return vt_error(f->source.error_domain, VIR_ERR_OPERATION_FAILED,
                    "the memory of '%s' cannot be read: pages of it are paged out and were not "
                    "brought back in %d s",
                    f->source.name, (int)(PEEK_FOREIGN_MAP_WAIT_NS / VT_NS_PER_S));
}

/* Makes @j the job of @f when it is its turn. */
static int begin_job(struct foreign *f, struct foreign_job *j, uint64_t deadline_ns)
{
    VT_LOCK_SCOPE(&f->job_lock);
    while (f->job != NULL) {
        if (f->job->left || !vt_cond_wait(&f->job_cond, &f->job_lock, deadline_ns))
            return paged_out(f);
    }
    f->job = j;
    return 0;
}

static void end_job(struct foreign *f)
{
    VT_LOCK_SCOPE(&f->job_lock);
    f->job = NULL;
    vt_cond_broadcast(&f->job_cond);
}

/* A failure leaves @j to the helper. */
static int wait_job(struct foreign *f, struct foreign_job *j, uint64_t deadline_ns)
{
    VT_LOCK_SCOPE(&f->job_lock);
    while (!j->done) {
        if (!vt_cond_wait(&f->job_cond, &f->job_lock, deadline_ns) && !j->done) {
            j->left = true;
            vt_cond_broadcast(&f->job_cond);
            return paged_out(f);
        }
    }
    f->job = NULL;
    vt_cond_broadcast(&f->job_cond);
    return 0;
}

/* No signal of the application is handled by a thread of ours. */
static int start_helper(struct foreign_job *j)
{
    pthread_attr_t attr;
    sigset_t all, before;
    pthread_t thread;
    int r = pthread_attr_init(&attr);

    if (r != 0)
        return r;
    (void)sigfillset(&all);
    (void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    (void)peek_source_ref(&j->f->source);
    r = pthread_create(&thread, &attr, run_job, j);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attr);
    if (r != 0)
        (void)peek_source_unref(&j->f->source);
    return r;
}

/* As map_now, but not for longer than the stated time. */
static int map_waiting(struct foreign *f, const uint64_t *frames, size_t n, int *err,
                       void **ret_map, int *ret_error)
{
    struct foreign_job *j = calloc(1, sizeof *j);
    uint64_t deadline_ns = vt_now_ns() + PEEK_FOREIGN_MAP_WAIT_NS;
    int r;

    if (j == NULL)
        return vt_error_no_memory(f->source.error_domain);
    j->f = f;
    j->n = n;
    memcpy(j->frames, frames, n * sizeof *frames);
    if (begin_job(f, j, deadline_ns) < 0) {
        free(j);
        return -1;
    }
    r = start_helper(j);
    if (r != 0) {
        end_job(f);
        free(j);
        return vt_error_errno(f->source.error_domain, r,
                              "cannot start a thread to map memory of '%s'", f->source.name);
    }
    if (wait_job(f, j, deadline_ns) < 0)
        return -1;
    memcpy(err, j->err, n * sizeof *err);
    *ret_map = j->map;
    *ret_error = j->error;
    free(j);
    return 0;
}

/* Puts a frame that can be asked for in the place of each that cannot; false: there is none. */
static bool substitute(const uint64_t *frames, size_t n, uint64_t *asked)
{
    uint64_t good = FOREIGN_NO_FRAME;

    for (size_t i = 0; i < n && good == FOREIGN_NO_FRAME; i++) {
        if (frames[i] < PEEK_FOREIGN_FRAME_LIMIT)
            good = frames[i];
    }
    for (size_t i = 0; i < n; i++)
        asked[i] = frames[i] < PEEK_FOREIGN_FRAME_LIMIT ? frames[i] : good;
    return good != FOREIGN_NO_FRAME;
}

static bool is_gone(const int *err, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (err[i] == -ESRCH)
            return true;
    }
    return false;
}

int foreign_map(struct foreign *f, const struct peek_foreign_info *before, const uint64_t *frames,
                size_t n, int *err, void **ret_map)
{
    uint64_t asked[PEEK_FOREIGN_MAP_FRAMES];
    void *map = NULL;
    int error = 0;

    memset(err, 0, n * sizeof *err);
    if (substitute(frames, n, asked)) {
        if (before->paged_pages == 0)
            map = map_now(f, asked, n, err, &error);
        else if (map_waiting(f, asked, n, err, &map, &error) < 0)
            return -1;
        if (is_gone(err, n)) {
            if (map != NULL)
                foreign_unmap(f, map, n);
            return gone(f);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (frames[i] >= PEEK_FOREIGN_FRAME_LIMIT)
            err[i] = -EINVAL;
    }
    *ret_map = map;
    return 0;
}

void foreign_unmap(struct foreign *f, void *map, size_t n)
{
    f->ops->unmap(f->opaque, map, n);
}

enum peek_frame foreign_why(int err)
{
    switch (-err) {
    case ENOENT:
        return PEEK_FRAME_PAGED;
    case EPERM:
    case EACCES:
    case EBUSY: /* of the hypervisor or of somebody else */
        return PEEK_FRAME_DENIED;
    case EINVAL:
        return PEEK_FRAME_HOLE;
    case EAGAIN:
    case ENOMEM:
        return PEEK_FRAME_BUSY;
    default:
        return PEEK_FRAME_UNKNOWN;
    }
}
