/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The source of a foreign guest: windows of both kinds, direct reads, registers. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "foreign_p2m.h"
#include "obj/error.h"
#include "read.h"
#include "util/cleanup.h"

/* A direct read of a page that is exchanged meanwhile begins again this often. */
#define DIRECT_TRIES 8

/* What is kept with a window. */
struct foreign_window {
    struct foreign_view view;             /* of a PV guest */
    void *map;                            /* NULL: not one page could be mapped */
    size_t n;                             /* pages of the mapping */
    size_t n_pages;                       /* of the window */
    unsigned char why[PEEK_WINDOW_PAGES]; /* enum peek_frame of pages that failed */
    uint64_t entry[];                     /* of the list when it was mapped; of a PV guest */
};

/* How many frames a translated guest has, or more than @reach. */
static int ask_n_frames(struct foreign *f, uint64_t reach, uint64_t *ret)
{
    *ret = atomic_load_explicit(&f->n_frames, memory_order_relaxed);
    if (*ret >= reach)
        return 0;
    if (f->ops->n_frames(f->opaque, ret) < 0)
        return -1;
    atomic_store_explicit(&f->n_frames, *ret, memory_order_relaxed);
    return 0;
}

/* The frames of @w's pages, FOREIGN_NO_FRAME where there is none. */
static int list_gfns(struct foreign *f, struct foreign_window *w, uint64_t first, uint64_t *frames)
{
    uint64_t n_frames;

    if (ask_n_frames(f, first + w->n_pages, &n_frames) < 0)
        return -1;
    for (size_t i = 0; i < w->n_pages; i++) {
        frames[i] = first + i < n_frames ? first + i : FOREIGN_NO_FRAME;
        w->why[i] = PEEK_FRAME_HOLE;
        if (frames[i] != FOREIGN_NO_FRAME)
            w->n = i + 1; /* what is behind the last one is not mapped */
    }
    return 0;
}

/* The same of a PV guest. */
static int list_mfns(struct foreign_session *session, struct foreign_window *w, uint64_t first,
                     uint64_t *frames)
{
    enum peek_frame why;

    if (foreign_view_open(session, first, w->n_pages, &w->view) < 0)
        return -1;
    for (size_t i = 0; i < w->n_pages; i++) {
        w->entry[i] = foreign_view_entry(&w->view, i);
        frames[i] = foreign_entry_frame(&w->view, w->entry[i], &why);
        w->why[i] = (unsigned char)why;
        if (frames[i] != FOREIGN_NO_FRAME)
            w->n = i + 1;
    }
    return 0;
}

static void end_window(struct foreign *f, struct foreign_window *w)
{
    if (w->map != NULL)
        foreign_unmap(f, w->map, w->n);
    foreign_view_close(f, &w->view);
    free(w);
}

static int fill_window(struct foreign_session *session, struct foreign_window *w, uint64_t first,
                       struct peek_page_map *pages)
{
    uint64_t frames[PEEK_WINDOW_PAGES];
    int err[PEEK_WINDOW_PAGES];
    struct foreign *f = session->f;

    if ((f->translated ? list_gfns(f, w, first, frames) : list_mfns(session, w, first, frames)) < 0)
        return -1;
    if (w->n > 0 && foreign_map(f, &session->info, frames, w->n, err, &w->map) < 0)
        return -1;
    for (size_t i = 0; i < w->n_pages; i++) {
        uint64_t bit = UINT64_C(1) << (i % 64);
        if (i < w->n && err[i] == 0) {
            pages->present[i / 64] |= bit;
            continue;
        }
        pages->failed[i / 64] |= bit;
        if (i < w->n && frames[i] != FOREIGN_NO_FRAME)
            w->why[i] = (unsigned char)foreign_why(err[i]);
    }
    return 0;
}

/* Maps @n_pages <= PEEK_WINDOW_PAGES pages from page @first on. */
static int begin_window(struct foreign *f, uint64_t first, size_t n_pages,
                        struct foreign_window **ret, struct peek_page_map *pages)
{
    struct foreign_window *w =
        calloc(1, sizeof *w + (f->translated ? 0 : n_pages) * sizeof w->entry[0]);
    struct foreign_session session;
    int rv;

    if (w == NULL)
        return vt_error_no_memory(f->source.error_domain);
    w->n_pages = n_pages;
    rv = foreign_session_begin(f, &session);
    if (rv == 0)
        rv = foreign_session_end(&session, fill_window(&session, w, first, pages) == 0);
    if (rv < 0) {
        end_window(f, w);
        return -1;
    }
    *ret = w;
    return 0;
}

static int foreign_source_map(struct peek_source *s, uint64_t paddr, size_t len, void **ret_map,
                              struct peek_page_map *pages)
{
    struct foreign *f = foreign_of(s);
    struct foreign_window *w;

    if (begin_window(f, paddr >> PEEK_PAGE_SHIFT, len >> PEEK_PAGE_SHIFT, &w, pages) < 0)
        return -1;
    pages->own = w;
    pages->verify = !f->translated;
    *ret_map = w->map;
    return 0;
}

static void foreign_source_unmap(struct peek_source *s, void *map VT_UNUSED, size_t len VT_UNUSED,
                                 void *own)
{
    end_window(foreign_of(s), own);
}

static bool foreign_fresh(struct peek_source *s VT_UNUSED, const void *own, unsigned int first,
                          unsigned int n)
{
    const struct foreign_window *w = own;

    return foreign_view_same(&w->view, w->entry, first, n) && foreign_view_current(&w->view);
}

static enum peek_frame foreign_page_why(struct peek_source *s VT_UNUSED, const void *own,
                                        unsigned int page)
{
    const struct foreign_window *w = own;

    return (enum peek_frame)w->why[page];
}

static int bad_page(const struct peek_source *s, uint64_t paddr, enum peek_frame why)
{
    return vt_error(s->error_domain, VIR_ERR_OPERATION_FAILED,
                    "cannot read the memory of '%s': the page at physical address 0x%" PRIx64 " %s",
                    s->name, paddr, peek_frame_text(why));
}

/* Copies @len bytes at @paddr out of pages mapped for that alone: 0; 1 they were exchanged
 * meanwhile; -1 raised. */
static int read_once(struct foreign *f, uint64_t paddr, size_t len, void *buf)
{
    struct peek_page_map pages = {.present = {0}};
    size_t offset = paddr & (PEEK_PAGE_SIZE - 1);
    size_t n = (offset + len + PEEK_PAGE_SIZE - 1) >> PEEK_PAGE_SHIFT;
    struct foreign_window *w;
    int rv = 0;

    if (begin_window(f, paddr >> PEEK_PAGE_SHIFT, n, &w, &pages) < 0)
        return -1;
    for (size_t i = 0; i < n && rv == 0; i++) {
        if (pages.failed[i / 64] >> (i % 64) & 1)
            rv = bad_page(&f->source, i == 0 ? paddr : paddr - offset + (i << PEEK_PAGE_SHIFT),
                          (enum peek_frame)w->why[i]);
    }
    if (rv == 0) {
        memcpy(buf, (const char *)w->map + offset, len);
        rv = f->translated || foreign_fresh(&f->source, w, 0, (unsigned int)n) ? 0 : 1;
    }
    end_window(f, w);
    return rv;
}

static int foreign_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf)
{
    while (len > 0) {
        /* As much as the window has that the address is in: views do not cross that. */
        size_t room = (size_t)(PEEK_WINDOW_SIZE - (paddr & (PEEK_WINDOW_SIZE - 1)));
        size_t n = len < room ? len : room;
        int rv = 1;
        for (int i = 0; i < DIRECT_TRIES && rv > 0; i++)
            rv = read_once(foreign_of(s), paddr, n, buf);
        if (rv > 0)
            return bad_page(s, paddr, PEEK_FRAME_EXCHANGED);
        if (rv < 0)
            return -1;
        buf = (char *)buf + n;
        paddr += n;
        len -= n;
    }
    return 0;
}

static int foreign_regs(struct peek_source *s, unsigned int vcpu, struct peek_regs *ret_regs)
{
    struct foreign *f = foreign_of(s);
    struct peek_regs regs = {0};

    if (vcpu >= f->n_vcpus)
        return vt_error(s->error_domain, VIR_ERR_INVALID_ARG,
                        "'%s' has %u vcpus, there is no number %u", s->name, f->n_vcpus, vcpu);
    if (f->ops->regs(f->opaque, vcpu, &regs) < 0)
        return -1;
    if (!f->translated) { /* always paged: four levels, or three, by machine frames */
        regs.cr3 = peek_foreign_cr3_frame(regs.cr3, f->width) << PEEK_PAGE_SHIFT;
        regs.cr0 |= PEEK_CR0_PG;
        regs.cr4 = (regs.cr4 | PEEK_CR4_PAE) & ~PEEK_CR4_LA57;
        regs.efer = peek_guess_efer(&regs, f->width == 8);
    }
    *ret_regs = regs;
    return 0;
}

static bool foreign_tend(struct peek_source *s, uint64_t now_ns, bool windows, bool *ret_kept)
{
    struct foreign *f = foreign_of(s);

    *ret_kept = foreign_frames_tend(f, now_ns);
    if (!*ret_kept && !windows)
        return true; /* nothing to drop: it is not asked */
    if (foreign_alive(f) < 0) {
        vt_error_reset(); /* met again by who reads */
        foreign_frames_drop(f);
        *ret_kept = false;
        return false;
    }
    return true;
}

static void foreign_drop(struct peek_source *s)
{
    foreign_frames_drop(foreign_of(s));
}

static void foreign_done(struct peek_source *s)
{
    struct foreign *f = foreign_of(s);

    foreign_frames_drop(f);
    VT_HG_PLAIN(&f->dead, sizeof f->dead);
    VT_HG_PLAIN(&f->n_frames, sizeof f->n_frames);
    VT_HG_PLAIN(f->path, sizeof f->path);
    VT_HG_PLAIN(&f->last_path, sizeof f->last_path);
    vt_brlock_done(&f->kept_lock);
    vt_cond_done(&f->job_cond);
    vt_mutex_done(&f->job_lock);
    if (f->opaque != NULL && f->ops->done != NULL)
        f->ops->done(f->opaque);
}

static const struct peek_source_ops translated_ops = {
    .done = foreign_done,
    .map = foreign_source_map,
    .unmap = foreign_source_unmap,
    .why = foreign_page_why,
    .read = foreign_read,
    .regs = foreign_regs,
    .tend = foreign_tend,
    .drop = foreign_drop,
};

static const struct peek_source_ops pv_ops = {
    .done = foreign_done,
    .map = foreign_source_map,
    .unmap = foreign_source_unmap,
    .fresh = foreign_fresh,
    .why = foreign_page_why,
    .read = foreign_read,
    .regs = foreign_regs,
    .machine = foreign_machine,
    .tend = foreign_tend,
    .drop = foreign_drop,
};

/* The address space to provide for: what the guest has now may grow. */
static uint64_t space_frames(const struct foreign *f, const struct peek_foreign_info *info)
{
    uint64_t n = atomic_load_explicit(&f->n_frames, memory_order_relaxed);

    if (n < info->total_pages)
        n = info->total_pages;

    if (n < PEEK_FOREIGN_MIN_FRAMES)
        return PEEK_FOREIGN_MIN_FRAMES;
    return n < PEEK_FOREIGN_MAX_FRAMES ? n : PEEK_FOREIGN_MAX_FRAMES;
}

/* What foreign_info compares with, from now on. */
static int learn(struct foreign *f, void *opaque, struct peek_foreign_info *ret)
{
    uint64_t n_frames = 0;

    if (f->ops->info(opaque, ret) < 0)
        return -1;
    f->translated = ret->translated;
    f->width = ret->width;
    f->shared_info_frame = ret->shared_info_frame;
    if (ret->gone)
        return vt_error(f->source.error_domain, VIR_ERR_OPERATION_FAILED,
                        "the memory of '%s' cannot be read: the guest has ended or is being ended",
                        f->source.name);
    if (!ret->translated && ret->width != 4 && ret->width != 8)
        return vt_error(f->source.error_domain, VIR_ERR_INTERNAL_ERROR,
                        "the words of '%s' have %u bytes, neither 4 nor 8", f->source.name,
                        ret->width);
    if (ret->translated && f->ops->n_frames(opaque, &n_frames) < 0)
        return -1;
    atomic_store_explicit(&f->n_frames, n_frames, memory_order_relaxed);
    return 0;
}

struct peek_source *peek_foreign_new(const struct peek_foreign_ops *ops, void *opaque,
                                     const char *name, unsigned int n_vcpus, int error_domain)
{
    struct foreign *f = aligned_alloc(VT_CACHE_LINE, (sizeof *f + VT_CACHE_LINE - 1) &
                                                         ~(size_t)(VT_CACHE_LINE - 1));
    VT_AUTO_SOURCE struct peek_source *s = NULL;
    struct peek_foreign_info info = {.gone = false};

    if (f == NULL) {
        (void)vt_error_no_memory(error_domain);
        return NULL;
    }
    memset(f, 0, sizeof *f);
    if (peek_source_init(&f->source, &pv_ops, name, error_domain) < 0) {
        free(f);
        return NULL;
    }
    s = &f->source;
    VT_HG_ATOMIC(&f->dead, sizeof f->dead);
    VT_HG_ATOMIC(&f->n_frames, sizeof f->n_frames);
    VT_HG_ATOMIC(f->path, sizeof f->path);
    VT_HG_ATOMIC(&f->last_path, sizeof f->last_path);
    f->ops = ops;
    f->n_vcpus = n_vcpus;
    vt_mutex_init(&f->job_lock, VT_RANK_LEAF, "foreign map");
    vt_cond_init(&f->job_cond);
    vt_brlock_init(&f->kept_lock, VT_RANK_QUEUE, "foreign frames");
    if (learn(f, opaque, &info) < 0 ||
        peek_source_set_ram(s, space_frames(f, &info) << PEEK_PAGE_SHIFT, NULL, 0) < 0)
        return NULL;
    s->ops = f->translated ? &translated_ops : &pv_ops;
    s->retry_ns = PEEK_FOREIGN_RETRY_NS;
    s->stale_ns = f->translated ? PEEK_FOREIGN_STALE_NS : PEEK_FOREIGN_PV_NS;
    s->idle_ns = PEEK_FOREIGN_IDLE_NS;
    s->grain = PEEK_FOREIGN_GRAIN;
    s->foreign = true;
    f->opaque = opaque; /* taken over: nothing fails any more */
    return VT_TAKE(s);
}
