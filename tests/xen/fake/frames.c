/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Foreign mappings: real ones of the machine's frames, as Xen and its kernel driver would make
 * them.  A page that failed has no access at all: whoever touches it dies. */
#include "fake.h"

#include <stdio.h>
#include <sys/mman.h>

#define FRAMES_BEHIND (UINT64_C(1) << 40) /* the kernel would wrap here */

struct mapping {
    struct mapping *next;
    void *at;
    size_t n;
    uint32_t *frames; /* FAKE_NO_FRAME: failed */
};

struct xen_frames {
    uint32_t domid;
    struct mapping *mappings;
};

struct xen_frames *fake_op_frames_open(struct xen_host *host VT_UNUSED, uint32_t domid,
                                       struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct xen_frames *f;

    if (fake_gate_locked("frames_open", domid, fail) < 0)
        return NULL;
    f = fake_zalloc(1, sizeof *f);
    f->domid = domid;
    fake.n_frames++;
    return f;
}

void fake_op_frames_close(struct xen_frames *frames)
{
    VT_LOCK_SCOPE(&fake.lock);

    if (frames->mappings != NULL) {
        fprintf(stderr, "fake xen: frames are closed with something mapped\n");
        abort();
    }
    fake.n_frames--;
    free(frames);
}

static int resolve_pv_locked(struct fake_domain *d, uint64_t number, uint32_t *ret)
    VT_REQUIRES(fake.lock);
static int resolve_pv_locked(struct fake_domain *d, uint64_t number, uint32_t *ret)
{
    const struct fake_frame *f = fake_frame_locked(number);

    vt_mutex_held(&fake.lock);
    if (f == NULL)
        return -EPERM;
    if (f->owner != d)
        return -EBUSY;
    *ret = (uint32_t)number;
    if (f->used && number != d->shared_info) {
        uint64_t page = f->paddr / FAKE_PAGE_SIZE;
        if (d->n_denied > 0 && page >= d->denied && page - d->denied < d->n_denied)
            return -d->denied_err;
    }
    return 0;
}

static int resolve_gfn_locked(struct fake_domain *d, uint64_t gfn, uint32_t *ret)
    VT_REQUIRES(fake.lock);
static int resolve_gfn_locked(struct fake_domain *d, uint64_t gfn, uint32_t *ret)
{
    const struct fake_gfn *g = fake_gfn_locked(d, gfn);

    vt_mutex_held(&fake.lock);
    if (d->state == FAKE_DYING || g == NULL || g->frame == FAKE_NO_FRAME)
        return -EINVAL;
    if (d->n_denied > 0 && gfn >= d->denied && gfn - d->denied < d->n_denied)
        return -d->denied_err;
    *ret = g->frame;
    return 0;
}

/* The frame behind a number, or why there is none. */
static int resolve_locked(struct fake_domain *d, uint64_t number, uint32_t *ret)
    VT_REQUIRES(fake.lock);
static int resolve_locked(struct fake_domain *d, uint64_t number, uint32_t *ret)
{
    vt_mutex_held(&fake.lock);
    if (d == NULL)
        return -ESRCH;
    if (number >= FRAMES_BEHIND)
        return -EINVAL;
    return fake_translated(d) ? resolve_gfn_locked(d, number, ret)
                              : resolve_pv_locked(d, number, ret);
}

/* Waits until none of the pages is paged out.  NULL: the domain is gone. */
static struct fake_domain *paged_in_locked(uint32_t domid, const uint64_t *number, size_t n)
    VT_REQUIRES(fake.lock);
static struct fake_domain *paged_in_locked(uint32_t domid, const uint64_t *number, size_t n)
{
    struct fake_domain *d;
    size_t i = 0;

    vt_mutex_held(&fake.lock);
    while ((d = fake_find_locked(domid)) != NULL && d->state != FAKE_DYING && i < n) {
        const struct fake_gfn *g = fake_translated(d) ? fake_gfn_locked(d, number[i]) : NULL;
        if (g == NULL || !g->paged)
            i++;
        else
            (void)vt_cond_wait(&fake.changed, &fake.lock, 0);
    }
    return d;
}

/* Puts the frames that are there over @at, run by run; the number of them, or -errno. */
static int64_t lay_locked(struct mapping *m) VT_REQUIRES(fake.lock);
static int64_t lay_locked(struct mapping *m)
{
    int fd = fake_machine_fd_locked();
    int64_t done = 0;
    size_t run;

    vt_mutex_held(&fake.lock);
    for (size_t i = 0; i < m->n; i += run) {
        run = 1;
        if (m->frames[i] == FAKE_NO_FRAME)
            continue;
        while (i + run < m->n && m->frames[i + run] == m->frames[i] + run)
            run++;
        if (mmap((char *)m->at + i * FAKE_PAGE_SIZE, run * FAKE_PAGE_SIZE, PROT_READ,
                 MAP_SHARED | MAP_FIXED, fd, (off_t)m->frames[i] * FAKE_PAGE_SIZE) == MAP_FAILED)
            return -errno;
        done += (int64_t)run;
    }
    return done;
}

static void count_locked(const struct mapping *m) VT_REQUIRES(fake.lock);
static void count_locked(const struct mapping *m)
{
    vt_mutex_held(&fake.lock);
    for (size_t i = 0; i < m->n; i++) {
        if (m->frames[i] == FAKE_NO_FRAME)
            continue;
        (void)fake_bytes_locked(m->frames[i]);
        fake_frame_locked(m->frames[i])->maps++;
        fake.n_mapped++;
    }
}

static void mapping_free(struct mapping *m)
{
    if (m->at != MAP_FAILED && munmap(m->at, m->n * FAKE_PAGE_SIZE) < 0)
        abort();
    free(m->frames);
    free(m);
}

void *fake_op_map(struct xen_frames *frames, const uint64_t *frame, size_t n, int *err,
                  struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;
    struct mapping *m;
    int64_t done;
    int first = 0;

    if (fake_gate_locked("map", frames->domid, fail) < 0)
        return NULL;
    if (n == 0) {
        (void)fake_fail(fail, EINVAL, "no frame was asked for");
        return NULL;
    }
    d = paged_in_locked(frames->domid, frame, n);
    m = fake_zalloc(1, sizeof *m);
    m->n = n;
    m->frames = fake_zalloc(n, sizeof *m->frames);
    for (size_t i = 0; i < n; i++) {
        m->frames[i] = FAKE_NO_FRAME;
        err[i] = resolve_locked(d, frame[i], &m->frames[i]);
        if (err[i] < 0)
            m->frames[i] = FAKE_NO_FRAME;
        if (err[i] < 0 && first == 0)
            first = err[i];
    }
    m->at = mmap(NULL, n * FAKE_PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1, 0);
    done = m->at == MAP_FAILED ? -errno : lay_locked(m);
    if (done <= 0) {
        (void)fake_fail(fail, (int)(done < 0 ? -done : -first), "no frame could be mapped");
        mapping_free(m);
        return NULL;
    }
    count_locked(m);
    m->next = frames->mappings;
    frames->mappings = m;
    return m->at;
}

void fake_op_unmap(struct xen_frames *frames, void *map, size_t n)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct mapping **at = &frames->mappings, *m;

    while (*at != NULL && (*at)->at != map)
        at = &(*at)->next;
    m = *at;
    if (m == NULL || m->n != n) {
        fprintf(stderr, "fake xen: what is unmapped was not mapped\n");
        abort();
    }
    *at = m->next;
    for (size_t i = 0; i < n; i++)
        if (m->frames[i] != FAKE_NO_FRAME)
            fake_unmap_locked(m->frames[i]);
    mapping_free(m);
}
