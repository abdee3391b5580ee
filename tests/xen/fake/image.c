/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests in files: of a saved one only the seed and the generations of the pattern are written. */
#include "fake.h"

#include <unistd.h>

static const char magic[8] = "fakexen1";

struct header {
    char magic[8];
    uint64_t seed, n_pages;
};

static int write_all(int fd, const void *data, size_t n)
{
    const char *at = data;

    while (n > 0) {
        ssize_t r = write(fd, at, n);
        if (r < 0 && errno != EINTR)
            return -errno;
        if (r > 0) {
            at += r;
            n -= (size_t)r;
        }
    }
    return 0;
}

static int read_all(int fd, void *data, size_t n)
{
    char *at = data;

    while (n > 0) {
        ssize_t r = read(fd, at, n);
        if (r == 0)
            return -EINVAL;
        if (r < 0 && errno != EINTR)
            return -errno;
        if (r > 0) {
            at += r;
            n -= (size_t)r;
        }
    }
    return 0;
}

int fake_image_read(int fd, struct fake_image *ret, struct xen_fail *fail)
{
    struct header h;
    VT_AUTOFREE uint32_t *generations = NULL;
    int r = read_all(fd, &h, sizeof h);

    if (r < 0 || memcmp(h.magic, magic, sizeof magic) != 0 || h.n_pages > FAKE_MAX_PAGES)
        return fake_fail(fail, r < 0 ? -r : EINVAL, "this is not a saved guest");
    generations = fake_zalloc(h.n_pages, sizeof *generations);
    r = read_all(fd, generations, h.n_pages * sizeof *generations);
    if (r < 0)
        return fake_fail(fail, -r, "the saved guest is not whole");
    *ret = (struct fake_image){h.seed, h.n_pages, VT_TAKE(generations)};
    return 0;
}

int fake_image_apply_locked(struct fake_domain *d, const struct fake_image *image)
{
    vt_mutex_held(&fake.lock);
    if (image->n_pages != d->n_pages)
        return -EINVAL;
    d->seed = image->seed;
    for (uint64_t i = 0; i < d->n_pages; i++) {
        struct fake_gfn *g = &d->pages[i];
        if (g->frame == FAKE_NO_FRAME)
            continue;
        if (image->generations[i] == FAKE_NO_FRAME) {
            (void)fake_balloon_out_locked(d, i, 1);
            continue;
        }
        g->generation = image->generations[i];
        fake_frame_locked(g->frame)->generation = g->generation;
    }
    return 0;
}

/* Takes down what is to be written. */
static void describe_locked(struct fake_domain *d, struct header *ret_header,
                            uint32_t **ret_generations) VT_REQUIRES(fake.lock);
static void describe_locked(struct fake_domain *d, struct header *ret_header,
                            uint32_t **ret_generations)
{
    uint32_t *generations = fake_zalloc(d->n_pages, sizeof *generations);

    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < d->n_pages; i++)
        generations[i] =
            d->pages[i].frame != FAKE_NO_FRAME ? d->pages[i].generation : FAKE_NO_FRAME;
    memcpy(ret_header->magic, magic, sizeof magic);
    ret_header->seed = d->seed;
    ret_header->n_pages = d->n_pages;
    *ret_generations = generations;
}

static int save_begin(uint32_t domid, bool live, struct header *ret_header,
                      uint32_t **ret_generations, uint64_t *ret_serial, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("save", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (d->state != FAKE_ALIVE)
        return fake_fail(fail, EINVAL, "the guest does not run");
    if (d->traits[FAKE_DEAF] || d->pauses > 0)
        return fake_fail(fail, ETIMEDOUT, "the guest did not suspend itself");
    if (!live)
        fake_stop_locked(d, XEN_SHUTDOWN_SUSPEND);
    *ret_serial = d->serial;
    describe_locked(d, ret_header, ret_generations);
    return 0;
}

static void go_on_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static void go_on_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    d->state = FAKE_ALIVE;
    d->reason = XEN_SHUTDOWN_POWEROFF;
    fake_clock_locked(d);
}

/* A guest that was not written goes on. */
static int save_end(uint32_t domid, uint64_t serial, int err, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_find_locked(domid);

    if (d == NULL || d->serial != serial || d->state == FAKE_DYING)
        return fake_fail(fail, ESRCH, "the guest ended meanwhile");
    if (err == 0) {
        fake_stop_locked(d, XEN_SHUTDOWN_SUSPEND);
        return 0;
    }
    if (d->state == FAKE_SHUTDOWN && d->reason == XEN_SHUTDOWN_SUSPEND)
        go_on_locked(d);
    return fake_fail(fail, err, "the saved guest cannot be written");
}

int fake_op_save(struct xen_host *host VT_UNUSED, uint32_t domid, int fd, bool live,
                 struct xen_fail *fail)
{
    VT_AUTOFREE uint32_t *generations = NULL;
    struct header header;
    uint64_t serial = 0;
    int r = save_begin(domid, live, &header, &generations, &serial, fail);

    if (r < 0)
        return r;
    r = write_all(fd, &header, sizeof header);
    if (r == 0)
        r = write_all(fd, generations, header.n_pages * sizeof *generations);
    return save_end(domid, serial, -r, fail);
}

int fake_op_resume(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("resume", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (d->state != FAKE_SHUTDOWN || d->reason != XEN_SHUTDOWN_SUSPEND)
        return fake_fail(fail, EINVAL, "the guest is not suspended");
    go_on_locked(d);
    return 0;
}
