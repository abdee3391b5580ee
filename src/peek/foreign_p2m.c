/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding the part of a PV guest's p2m that belongs to a window, in both of its layouts. */
#include "config.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "foreign_p2m.h"
#include "obj/error.h"
#include "util/clock.h"

#define ENTRY_PRESENT UINT64_C(1)
#define ENTRY_LARGE (UINT64_C(1) << 7)
#define ADDRESS_BITS UINT64_C(0x000ffffffffff000)

struct foreign_layout {
    unsigned int width;  /* bytes of an entry */
    unsigned int levels; /* of the page tables */
    size_t max_pfn, list_list, cr3, vaddr, generation;
};

static const struct foreign_layout layout_64 = {
    .width = 8,
    .levels = 4,
    .max_pfn = FOREIGN_MAX_PFN_64,
    .list_list = FOREIGN_LIST_LIST_64,
    .cr3 = FOREIGN_P2M_CR3_64,
    .vaddr = FOREIGN_P2M_VADDR_64,
    .generation = FOREIGN_P2M_GENERATION_64,
};

static const struct foreign_layout layout_32 = {
    .width = 4,
    .levels = 3,
    .max_pfn = FOREIGN_MAX_PFN_32,
    .list_list = FOREIGN_LIST_LIST_32,
    .cr3 = FOREIGN_P2M_CR3_32,
    .vaddr = FOREIGN_P2M_VADDR_32,
    .generation = FOREIGN_P2M_GENERATION_32,
};

/* A word that the guest may be writing, whole; never before what was read earlier (the CPU does
 * not reorder reads, so the compiler must not). */
static inline uint64_t load(const unsigned char *at, unsigned int width)
{
    atomic_signal_fence(memory_order_seq_cst);
    return width == 8 ? __atomic_load_n((const uint64_t *)(const void *)at, __ATOMIC_ACQUIRE)
                      : __atomic_load_n((const uint32_t *)(const void *)at, __ATOMIC_ACQUIRE);
}

static uint64_t all_ones(const struct foreign_layout *l)
{
    return l->width == 8 ? UINT64_MAX : UINT32_MAX;
}

static void read_anchor(const struct foreign_layout *l, const unsigned char *info,
                        struct foreign_anchor *ret)
{
    ret->generation = load(info + l->generation, l->width);
    ret->max_pfn = load(info + l->max_pfn, l->width);
    ret->list_list = load(info + l->list_list, l->width);
    ret->cr3 = load(info + l->cr3, l->width);
    ret->vaddr = load(info + l->vaddr, l->width);
}

static void watch(struct foreign_view *v, const unsigned char *at, uint64_t value)
{
    v->word[v->n_words++] = (struct foreign_word){at, value};
}

/* Where the list is; how far it goes is not minded. */
static void watch_anchor(struct foreign_view *v)
{
    const struct foreign_layout *l = v->layout;

    v->n_words = 0;
    watch(v, v->info.bytes + l->cr3, v->anchor.cr3);
    if (v->anchor.cr3 == 0) {
        watch(v, v->info.bytes + l->list_list, v->anchor.list_list);
    } else {
        watch(v, v->info.bytes + l->vaddr, v->anchor.vaddr);
        watch(v, v->info.bytes + l->generation, v->anchor.generation);
    }
}

static int bad_list(const struct foreign *f, const char *why, uint64_t value)
{
    return vt_error(f->source.error_domain, VIR_ERR_OPERATION_FAILED,
                    "the memory of '%s' cannot be read: %s (0x%" PRIx64 ")", f->source.name, why,
                    value);
}

/* The frame of the page table at @table, or of the page that it leads to, replaced by the next.
 * 0; 1 not there; -1 raised. */
static int step_down(struct foreign_session *s, uint64_t *table, unsigned int index, bool last)
{
    struct foreign_frame page = {.piece = NULL};
    enum peek_frame why;
    uint64_t entry;
    int rv = foreign_frame_get(s, *table, &page, &why);

    if (rv != 0)
        return rv;
    entry = load(page.bytes + (size_t)index * 8, 8);
    foreign_frame_put(s->f, &page);
    if (!(entry & ENTRY_PRESENT) || (!last && (entry & ENTRY_LARGE)))
        return 1;
    *table = (entry & ADDRESS_BITS) >> PEEK_PAGE_SHIFT;
    return 0;
}

/* The frame of the page of the linear list at @vaddr.  0; 1 not there; -1 raised. */
static int find_page(struct foreign_session *s, const struct foreign_view *v, uint64_t vaddr,
                     uint64_t *ret)
{
    uint64_t table = peek_foreign_cr3_frame(v->anchor.cr3, v->layout->width);

    for (unsigned int level = v->layout->levels; level > 0; level--) {
        unsigned int index = (unsigned int)(vaddr >> (12 + 9 * (level - 1)) & 511);
        int rv = step_down(s, &table, index, level == 1);
        if (rv != 0)
            return rv;
    }
    *ret = table;
    return 0;
}

/* Whether the guest can have @len > 0 bytes at @vaddr that are not the hypervisor's. */
static bool is_guest_range(const struct foreign_layout *l, uint64_t vaddr, uint64_t len)
{
    uint64_t last = vaddr + len - 1;

    if (last < vaddr)
        return false;
    if (l->width == 4)
        return last < FOREIGN_XEN_START_32;
    return last < UINT64_C(1) << 47 || vaddr >= FOREIGN_XEN_END_64;
}

static int open_linear(struct foreign_session *s, struct foreign_view *v, uint64_t first)
{
    uint64_t vaddr = v->anchor.vaddr, bytes = (uint64_t)v->n * v->layout->width;
    uint64_t start, frame[2];
    enum peek_frame why;
    size_t n_pages;
    int rv = 0;

    if (vaddr % v->layout->width != 0)
        return bad_list(s->f, "its list of frames is at an impossible address", vaddr);
    if (__builtin_add_overflow(vaddr, first * v->layout->width, &start) ||
        !is_guest_range(v->layout, start, bytes))
        return bad_list(s->f, "its list of frames reaches into addresses of the hypervisor", vaddr);
    v->at = start & (PEEK_PAGE_SIZE - 1);
    n_pages = (size_t)((v->at + bytes + PEEK_PAGE_SIZE - 1) >> PEEK_PAGE_SHIFT);
    for (size_t i = 0; i < n_pages && rv == 0; i++)
        rv = find_page(s, v, start - v->at + i * PEEK_PAGE_SIZE, &frame[i]);
    if (rv == 0 && n_pages == 2 && frame[0] != frame[1])
        rv = foreign_frames_expect(s, frame, n_pages);
    for (size_t i = 0; i < n_pages && rv == 0; i++)
        rv = foreign_frame_get(s, frame[i], &v->list[i], &why);
    return rv;
}

/* An entry of the tree that names a page: 0; 1: none; -1 raised. */
static int open_child(struct foreign_session *s, const struct foreign_view *v, uint64_t frame,
                      struct foreign_frame *ret)
{
    enum peek_frame why;

    if (frame == 0 || frame == all_ones(v->layout))
        return 1;
    return foreign_frame_get(s, frame, ret, &why);
}

/* Windows never cross a page of the list here: both are aligned. */
static int open_tree(struct foreign_session *s, struct foreign_view *v, uint64_t first)
{
    uint64_t per_page = PEEK_PAGE_SIZE / v->layout->width, child = v->anchor.list_list;
    uint64_t index[3] = {first / per_page / per_page, first / per_page % per_page,
                         first % per_page};
    const unsigned char *entry;
    int rv;

    if (child == 0 || child == all_ones(v->layout))
        return bad_list(s->f, "it has not told yet where the list of its frames is", child);
    if (index[0] >= per_page || index[2] + v->n > per_page)
        return bad_list(s->f, "its list of frames does not reach page", first);
    v->at = (size_t)index[2] * v->layout->width;
    for (int i = 0; i < 2; i++) {
        rv = open_child(s, v, child, &v->upper[i]);
        if (rv != 0)
            return i == 1 && rv > 0 ? 0 : rv; /* a middle page that is missing: no entries */
        entry = v->upper[i].bytes + (size_t)index[i] * v->layout->width;
        child = load(entry, v->layout->width);
        watch(v, entry, child);
    }
    rv = open_child(s, v, child, &v->list[0]);
    return rv > 0 ? 0 : rv;
}

static void put_pages(struct foreign *f, struct foreign_view *v)
{
    for (int i = 0; i < 2; i++) {
        foreign_frame_put(f, &v->upper[i]);
        foreign_frame_put(f, &v->list[i]);
    }
}

/* 0; 1 not now: the guest is changing it; -1 raised. */
static int try_open(struct foreign_session *s, struct foreign_view *v, uint64_t first, size_t n)
{
    int rv;

    read_anchor(v->layout, v->info.bytes, &v->anchor);
    watch_anchor(v);
    if (v->anchor.cr3 != 0 && (v->anchor.generation & 1))
        return 1;
    if (v->anchor.max_pfn <= first) {
        v->n = 0;
        return 0;
    }
    v->n = v->anchor.max_pfn - first < n ? (size_t)(v->anchor.max_pfn - first) : n;
    rv = v->anchor.cr3 != 0 ? open_linear(s, v, first) : open_tree(s, v, first);
    if (rv < 0)
        return -1;
    if (!foreign_view_current(v))
        return 1;
    return rv == 0 ? 0 : bad_list(s->f, "a page of its list of frames cannot be mapped", first);
}

static void wait_a_little(void)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = VT_NS_PER_MS}, NULL);
}

/* Where the window was found the last time, or else where any other was. */
static int expect_path(struct foreign_session *s, uint64_t window)
{
    struct foreign *f = s->f;
    struct foreign_path *path = &f->path[window % FOREIGN_PATHS];
    uint64_t frames[FOREIGN_PATH_FRAMES];
    size_t n = 0;

    if (atomic_load_explicit(&path->window, memory_order_relaxed) != window + 1)
        path = &f->path[atomic_load_explicit(&f->last_path, memory_order_relaxed)];
    for (size_t i = 0; i < FOREIGN_PATH_FRAMES; i++) {
        uint64_t frame = atomic_load_explicit(&path->frame[i], memory_order_relaxed);
        if (frame != 0)
            frames[n++] = frame;
    }
    return n > 1 ? foreign_frames_expect(s, frames, n) : 0;
}

static void note_path(const struct foreign_session *s, uint64_t window)
{
    struct foreign *f = s->f;
    unsigned int which = (unsigned int)(window % FOREIGN_PATHS);
    struct foreign_path *path = &f->path[which];

    for (size_t i = 0; i < FOREIGN_PATH_FRAMES; i++)
        atomic_store_explicit(&path->frame[i], i < s->n_got ? s->got[i] : 0, memory_order_relaxed);
    atomic_store_explicit(&path->window, window + 1, memory_order_relaxed);
    atomic_store_explicit(&f->last_path, which, memory_order_relaxed);
}

int foreign_view_open(struct foreign_session *s, uint64_t first, size_t n, struct foreign_view *ret)
{
    struct foreign *f = s->f;
    struct foreign_view v = {.layout = f->width == 8 ? &layout_64 : &layout_32};
    enum peek_frame why;
    int rv = expect_path(s, first / PEEK_WINDOW_PAGES);

    if (rv == 0)
        rv = foreign_frame_get(s, f->shared_info_frame, &v.info, &why);
    if (rv < 0)
        return -1;
    if (rv > 0)
        return bad_list(f, "its shared info page cannot be mapped", f->shared_info_frame);
    for (int i = 0; i < FOREIGN_P2M_TRIES; i++) {
        rv = try_open(s, &v, first, n);
        if (rv == 0) {
            note_path(s, first / PEEK_WINDOW_PAGES);
            *ret = v;
            return 0;
        }
        put_pages(f, &v);
        s->n_got = 1; /* the shared info page stays */
        if (rv < 0)
            break;
        wait_a_little();
    }
    if (rv > 0)
        rv = bad_list(f, "it changes its list of frames all the time", v.anchor.generation);
    foreign_frame_put(f, &v.info);
    return rv;
}

void foreign_view_close(struct foreign *f, struct foreign_view *view)
{
    put_pages(f, view);
    foreign_frame_put(f, &view->info);
}

uint64_t foreign_view_entry(const struct foreign_view *view, size_t i)
{
    size_t at = view->at + i * view->layout->width;
    const struct foreign_frame *page = &view->list[at >> PEEK_PAGE_SHIFT];

    if (i >= view->n || page->piece == NULL)
        return all_ones(view->layout);
    return load(page->bytes + (at & (PEEK_PAGE_SIZE - 1)), view->layout->width);
}

/* The checks of each read, once for either width: then a word is one comparison. */

/* Whether @n entries from byte @at of the view's pages on, all in one of them, are @entry. */
static VT_ALWAYS_INLINE bool same_in_page(const struct foreign_view *view, const uint64_t *entry,
                                          size_t at, size_t n, unsigned int width)
{
    const struct foreign_frame *page = &view->list[at >> PEEK_PAGE_SHIFT];
    const unsigned char *bytes = page->bytes;

    if (page->piece == NULL)
        return true; /* empty for as long as the view is current */
    bytes += at & (PEEK_PAGE_SIZE - 1);
    for (size_t i = 0; i < n; i++, bytes += width) {
        if (load(bytes, width) != entry[i])
            return false;
    }
    return true;
}

static VT_ALWAYS_INLINE bool same(const struct foreign_view *view, const uint64_t *entry,
                                  size_t first, size_t n, unsigned int width)
{
    size_t at = view->at + first * width, in_page;

    /* Behind the end there are none, and @entry says so. */
    if (first >= view->n)
        return true;
    if (n > view->n - first)
        n = view->n - first;
    in_page = (PEEK_PAGE_SIZE - (at & (PEEK_PAGE_SIZE - 1))) / width;
    if (n <= in_page)
        return same_in_page(view, entry + first, at, n, width);
    return same_in_page(view, entry + first, at, in_page, width) &&
           same_in_page(view, entry + first + in_page, PEEK_PAGE_SIZE, n - in_page, width);
}

bool foreign_view_same(const struct foreign_view *view, const uint64_t *entry, size_t first,
                       size_t n)
{
    return view->layout->width == 8 ? same(view, entry, first, n, 8)
                                    : same(view, entry, first, n, 4);
}

static VT_ALWAYS_INLINE bool current(const struct foreign_view *view, unsigned int width)
{
    for (const struct foreign_word *w = view->word; w < view->word + view->n_words; w++) {
        if (load(w->at, width) != w->value)
            return false;
    }
    return true;
}

bool foreign_view_current(const struct foreign_view *view)
{
    return view->layout->width == 8 ? current(view, 8) : current(view, 4);
}

uint64_t foreign_entry_frame(const struct foreign_view *view, uint64_t entry,
                             enum peek_frame *ret_why)
{
    /* The two bits at the top: the frame of another guest, or one of the host's devices.
     * Source: Linux, arch/x86/include/asm/xen/page.h. */
    unsigned int bits = view->layout->width * 8 - 2;

    *ret_why = entry == all_ones(view->layout) ? PEEK_FRAME_HOLE : PEEK_FRAME_NOT_OWN;
    if (entry >> bits != 0 || entry >= PEEK_FOREIGN_FRAME_LIMIT)
        return FOREIGN_NO_FRAME;
    return entry;
}
