/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of kept frames by machine number, in pieces that were mapped by one call. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "foreign_frames.h"
#include "obj/error.h"
#include "tend.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/count.h"

struct foreign_node {
    struct foreign_node *next; /* of its bucket; guarded by kept_lock */
    struct foreign_piece *piece;
    uint64_t frame;
    bool listed; /* in its bucket: mapped, and no other piece has the frame */
};

struct foreign_piece {
    struct vt_count count;
    atomic_bool used; /* set by readers when clear, cleared by tending and by eviction */
    uint64_t idle_ns; /* since when it is not used, as far as was seen; guarded by kept_lock */
    unsigned char *map;
    struct foreign_piece *next, *prev; /* guarded by kept_lock */
    size_t n;
    struct foreign_node node[];
};

static struct foreign_node **bucket_of(struct foreign *f, uint64_t frame)
{
    return &f->kept[(frame ^ frame >> 9) % FOREIGN_BUCKETS];
}

/* The piece that has it, or NULL. */
static struct foreign_node *find_locked(struct foreign *f, uint64_t frame)
    VT_REQUIRES(f->kept_lock);
static struct foreign_node *find_locked(struct foreign *f, uint64_t frame)
{
    struct foreign_node *node;

    vt_brlock_held(&f->kept_lock);
    for (node = *bucket_of(f, frame); node != NULL && node->frame != frame; node = node->next)
        ;
    if (node != NULL && !atomic_load_explicit(&node->piece->used, memory_order_relaxed))
        atomic_store_explicit(&node->piece->used, true, memory_order_relaxed);
    return node;
}

static const unsigned char *bytes_of(const struct foreign_node *node)
{
    return node->piece->map + ((size_t)(node - node->piece->node) << PEEK_PAGE_SHIFT);
}

static void piece_unref(struct foreign *f, struct foreign_piece *piece)
{
    if (!vt_count_drop(&piece->count))
        return;
    foreign_unmap(f, piece->map, piece->n);
    VT_HG_PLAIN(piece, sizeof *piece);
    free(piece);
}

static void unref_list(struct foreign *f, struct foreign_piece *list)
{
    while (list != NULL) {
        struct foreign_piece *next = list->next;
        piece_unref(f, list);
        list = next;
    }
}

static void unlink_locked(struct foreign *f, struct foreign_piece *piece) VT_REQUIRES(f->kept_lock);
static void unlink_locked(struct foreign *f, struct foreign_piece *piece)
{
    vt_brlock_held(&f->kept_lock);
    if (piece->prev != NULL)
        piece->prev->next = piece->next;
    else
        f->oldest = piece->next;
    if (piece->next != NULL)
        piece->next->prev = piece->prev;
    else
        f->newest = piece->prev;
    piece->prev = piece->next = NULL;
    f->n_kept -= piece->n;
}

static void append_locked(struct foreign *f, struct foreign_piece *piece) VT_REQUIRES(f->kept_lock);
static void append_locked(struct foreign *f, struct foreign_piece *piece)
{
    vt_brlock_held(&f->kept_lock);
    piece->prev = f->newest;
    if (f->newest != NULL)
        f->newest->next = piece;
    else
        f->oldest = piece;
    f->newest = piece;
    f->n_kept += piece->n;
}

/* Out of the table; its count is the caller's now. */
static void detach_locked(struct foreign *f, struct foreign_piece *piece) VT_REQUIRES(f->kept_lock);
static void detach_locked(struct foreign *f, struct foreign_piece *piece)
{
    vt_brlock_held(&f->kept_lock);
    for (size_t i = 0; i < piece->n; i++) {
        struct foreign_node **at = bucket_of(f, piece->node[i].frame);
        if (!piece->node[i].listed)
            continue;
        while (*at != &piece->node[i])
            at = &(*at)->next;
        *at = piece->node[i].next;
    }
    unlink_locked(f, piece);
}

/* Pieces that make room for @n frames: the oldest that was not used since it was looked at. */
static struct foreign_piece *evict_locked(struct foreign *f, size_t n) VT_REQUIRES(f->kept_lock);
static struct foreign_piece *evict_locked(struct foreign *f, size_t n)
{
    struct foreign_piece *list = NULL, *piece;

    vt_brlock_held(&f->kept_lock);
    while (f->n_kept + n > PEEK_FOREIGN_KEPT_FRAMES && (piece = f->oldest) != NULL) {
        if (atomic_exchange_explicit(&piece->used, false, memory_order_relaxed)) {
            unlink_locked(f, piece); /* another round */
            append_locked(f, piece);
        } else {
            detach_locked(f, piece);
            piece->next = list;
            list = piece;
        }
    }
    return list;
}

/* Lists those frames of @piece that were mapped and that no other piece has; takes a count over.
 * What it has evicted. */
static struct foreign_piece *install(struct foreign *f, struct foreign_piece *piece, const int *err)
{
    VT_WRITE_SCOPE(&f->kept_lock);
    struct foreign_piece *evicted = evict_locked(f, piece->n);

    for (size_t i = 0; i < piece->n; i++) {
        struct foreign_node **at = bucket_of(f, piece->node[i].frame);
        if (err[i] != 0 || find_locked(f, piece->node[i].frame) != NULL)
            continue;
        piece->node[i].listed = true;
        piece->node[i].next = *at;
        *at = &piece->node[i];
    }
    append_locked(f, piece);
    return evicted;
}

/* Maps @n frames and keeps them.  The piece is counted; NULL when none could be mapped. */
static int map_piece(struct foreign *f, const uint64_t *frames, size_t n, int *err,
                     struct foreign_piece **ret)
{
    VT_AUTOFREE struct foreign_piece *piece = calloc(1, sizeof *piece + n * sizeof piece->node[0]);
    struct peek_foreign_info info;
    void *map = NULL;

    *ret = NULL;
    if (piece == NULL)
        return vt_error_no_memory(f->source.error_domain);
    if (foreign_info(f, &info) < 0 || foreign_map(f, &info, frames, n, err, &map) < 0)
        return -1;
    if (map == NULL)
        return 0;
    vt_count_init(&piece->count);
    vt_count_take(&piece->count); /* one for the table, one for the caller */
    VT_HG_ATOMIC(&piece->used, sizeof piece->used);
    atomic_init(&piece->used, true);
    piece->idle_ns = vt_now_ns();
    piece->map = map;
    piece->n = n;
    for (size_t i = 0; i < n; i++) {
        piece->node[i].piece = piece;
        piece->node[i].frame = frames[i];
    }
    *ret = VT_TAKE(piece);
    unref_list(f, install(f, *ret, err));
    peek_tend_wake();
    return 0;
}

static bool find_frame(struct foreign *f, uint64_t frame, struct foreign_frame *ret)
{
    VT_READ_SCOPE(&f->kept_lock);
    struct foreign_node *node = find_locked(f, frame);

    if (node == NULL)
        return false;
    vt_count_take(&node->piece->count);
    ret->piece = node->piece;
    ret->bytes = bytes_of(node);
    return true;
}

int foreign_frame_get(struct foreign *f, uint64_t frame, struct foreign_frame *ret,
                      enum peek_frame *ret_why)
{
    struct foreign_piece *piece;
    int err = 0;

    if (find_frame(f, frame, ret))
        return 0;
    if (map_piece(f, &frame, 1, &err, &piece) < 0)
        return -1;
    if (piece == NULL || err != 0) {
        if (piece != NULL)
            piece_unref(f, piece);
        *ret_why = foreign_why(err);
        return 1;
    }
    ret->piece = piece;
    ret->bytes = piece->map;
    return 0;
}

void foreign_frame_put(struct foreign *f, struct foreign_frame *frame)
{
    if (frame->piece != NULL)
        piece_unref(f, VT_TAKE(frame->piece));
}

/* Copies what page @i of a read has from the page's @bytes. */
static void copy_page(const struct peek_machine_read *m, size_t i, const unsigned char *bytes)
{
    size_t start = i == 0 ? m->offset : 0;
    size_t at = i == 0 ? 0 : (i << PEEK_PAGE_SHIFT) - m->offset;
    size_t len = PEEK_PAGE_SIZE - start;

    if (at >= m->len)
        return;
    if (len > m->len - at)
        len = m->len - at;
    memcpy((char *)m->buf + at, bytes + start, len);
}

/* Copies from frames that are kept; the numbers of the others into @missing, how many. */
static size_t copy_kept(struct foreign *f, const struct peek_machine_read *m, size_t *missing)
{
    VT_READ_SCOPE(&f->kept_lock);
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++) {
        struct foreign_node *node = find_locked(f, m->frames[i]);
        if (node != NULL)
            copy_page(m, i, bytes_of(node));
        else
            missing[n++] = i;
    }
    return n;
}

int foreign_machine(struct peek_source *s, struct peek_machine_read *m)
{
    struct foreign *f = foreign_of(s);
    size_t missing[PEEK_MACHINE_FRAMES], n = copy_kept(f, m, missing);
    uint64_t frames[PEEK_MACHINE_FRAMES];
    int err[PEEK_MACHINE_FRAMES];
    struct foreign_piece *piece;
    int rv = 0;

    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        frames[i] = m->frames[missing[i]];
    if (map_piece(f, frames, n, err, &piece) < 0)
        return -1;
    for (size_t i = 0; i < n && rv == 0; i++) {
        if (err[i] == 0) {
            copy_page(m, missing[i], piece->map + (i << PEEK_PAGE_SHIFT));
            continue;
        }
        m->bad = missing[i];
        m->why = foreign_why(err[i]);
        rv = 1;
    }
    if (piece != NULL)
        piece_unref(f, piece);
    return rv;
}

static struct foreign_piece *take_old(struct foreign *f, bool all, uint64_t now_ns, bool *ret_kept)
{
    VT_WRITE_SCOPE(&f->kept_lock);
    struct foreign_piece *list = NULL, *next;

    for (struct foreign_piece *piece = f->oldest; piece != NULL; piece = next) {
        next = piece->next;
        if (atomic_exchange_explicit(&piece->used, false, memory_order_relaxed))
            piece->idle_ns = now_ns;
        if (!all && now_ns - piece->idle_ns < PEEK_FOREIGN_IDLE_NS)
            continue;
        detach_locked(f, piece);
        piece->next = list;
        list = piece;
    }
    *ret_kept = f->oldest != NULL;
    return list;
}

bool foreign_frames_tend(struct foreign *f, uint64_t now_ns)
{
    bool kept = false;

    unref_list(f, take_old(f, false, now_ns, &kept));
    return kept;
}

void foreign_frames_drop(struct foreign *f)
{
    bool kept = false;

    unref_list(f, take_old(f, true, 0, &kept));
}
