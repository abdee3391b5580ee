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
    int err;     /* 0: mapped */
    bool listed; /* in its bucket: mapped, and no other piece has the frame */
};

struct foreign_piece {
    struct vt_count count;
    atomic_bool used; /* set by readers when clear, cleared by tending and by eviction */
    uint64_t idle_ns; /* since when it is not used, as far as was seen; guarded by kept_lock */
    uint64_t born_ns; /* immutable */
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

/* Lists those frames of @piece that were mapped and that no other piece has; takes a count over. */
static void list_locked(struct foreign *f, struct foreign_piece *piece) VT_REQUIRES(f->kept_lock);
static void list_locked(struct foreign *f, struct foreign_piece *piece)
{
    vt_brlock_held(&f->kept_lock);
    for (size_t i = 0; i < piece->n; i++) {
        struct foreign_node *node = &piece->node[i], **at = bucket_of(f, node->frame);
        if (node->err != 0 || find_locked(f, node->frame) != NULL)
            continue;
        node->listed = true;
        node->next = *at;
        *at = node;
    }
    append_locked(f, piece);
}

/* Keeps the pieces of a list.  Those that had to go for them. */
static struct foreign_piece *keep(struct foreign *f, struct foreign_piece *list)
{
    VT_WRITE_SCOPE(&f->kept_lock);
    struct foreign_piece *evicted;
    size_t n = 0;

    for (const struct foreign_piece *piece = list; piece != NULL; piece = piece->next)
        n += piece->n;
    evicted = evict_locked(f, n);
    while (list != NULL) {
        struct foreign_piece *piece = list;
        list = piece->next;
        piece->next = NULL;
        list_locked(f, piece);
    }
    return evicted;
}

int foreign_session_begin(struct foreign *f, struct foreign_session *ret)
{
    ret->f = f;
    ret->mapped = NULL;
    ret->n_got = 0;
    return foreign_info(f, &ret->info);
}

int foreign_session_end(struct foreign_session *session, bool well)
{
    struct foreign_piece *list = VT_TAKE(session->mapped);

    /* Also when it did not go well: that the guest is gone says better why. */
    if (foreign_alive(session->f) < 0 || !well) {
        unref_list(session->f, list);
        return -1;
    }
    if (list != NULL) {
        unref_list(session->f, keep(session->f, list));
        peek_tend_wake();
    }
    return 0;
}

/* Maps @n frames.  The piece is the session's; NULL when none could be mapped. */
static int map_piece(struct foreign_session *session, const uint64_t *frames, size_t n, int *err,
                     struct foreign_piece **ret)
{
    VT_AUTOFREE struct foreign_piece *piece = calloc(1, sizeof *piece + n * sizeof piece->node[0]);
    void *map = NULL;

    *ret = NULL;
    if (piece == NULL)
        return vt_error_no_memory(session->f->source.error_domain);
    if (foreign_map(session->f, &session->info, frames, n, err, &map) < 0)
        return -1;
    if (map == NULL)
        return 0;
    vt_count_init(&piece->count);
    VT_HG_ATOMIC(&piece->used, sizeof piece->used);
    atomic_init(&piece->used, true);
    piece->idle_ns = piece->born_ns = vt_now_ns();
    piece->map = map;
    piece->n = n;
    for (size_t i = 0; i < n; i++) {
        piece->node[i].piece = piece;
        piece->node[i].frame = frames[i];
        piece->node[i].err = err[i];
    }
    piece->next = session->mapped;
    session->mapped = piece;
    *ret = VT_TAKE(piece);
    return 0;
}

static void hold(struct foreign_node *node, struct foreign_frame *ret)
{
    vt_count_take(&node->piece->count);
    ret->piece = node->piece;
    ret->bytes = bytes_of(node);
}

static bool find_kept(struct foreign *f, uint64_t frame, struct foreign_frame *ret)
{
    VT_READ_SCOPE(&f->kept_lock);
    struct foreign_node *node = find_locked(f, frame);

    if (node != NULL)
        hold(node, ret);
    return node != NULL;
}

static struct foreign_node *find_mapped(const struct foreign_session *session, uint64_t frame)
{
    for (struct foreign_piece *piece = session->mapped; piece != NULL; piece = piece->next) {
        for (size_t i = 0; i < piece->n; i++) {
            if (piece->node[i].frame == frame && piece->node[i].err == 0)
                return &piece->node[i];
        }
    }
    return NULL;
}

static bool is_kept(struct foreign *f, uint64_t frame)
{
    VT_READ_SCOPE(&f->kept_lock);
    return find_locked(f, frame) != NULL;
}

int foreign_frames_expect(struct foreign_session *session, const uint64_t *frames, size_t n)
{
    uint64_t missing[FOREIGN_PATH_FRAMES];
    int err[FOREIGN_PATH_FRAMES];
    struct foreign_piece *piece;
    size_t n_missing = 0;

    for (size_t i = 0; i < n; i++) {
        if (!is_kept(session->f, frames[i]) && find_mapped(session, frames[i]) == NULL)
            missing[n_missing++] = frames[i];
    }
    return n_missing > 0 ? map_piece(session, missing, n_missing, err, &piece) : 0;
}

static void note_got(struct foreign_session *session, uint64_t frame)
{
    for (size_t i = 0; i < session->n_got; i++) {
        if (session->got[i] == frame)
            return;
    }
    if (session->n_got < FOREIGN_PATH_FRAMES)
        session->got[session->n_got++] = frame;
}

int foreign_frame_get(struct foreign_session *session, uint64_t frame, struct foreign_frame *ret,
                      enum peek_frame *ret_why)
{
    struct foreign_node *node;
    struct foreign_piece *piece;
    int err = 0;

    note_got(session, frame);
    if (find_kept(session->f, frame, ret))
        return 0;
    node = find_mapped(session, frame);
    if (node == NULL) {
        if (map_piece(session, &frame, 1, &err, &piece) < 0)
            return -1;
        if (piece == NULL || err != 0) {
            *ret_why = foreign_why(err);
            return 1;
        }
        node = &piece->node[0];
    }
    hold(node, ret);
    return 0;
}

void foreign_frame_put(struct foreign *f, struct foreign_frame *frame)
{
    if (frame->piece != NULL)
        piece_unref(f, VT_TAKE(frame->piece));
    frame->bytes = NULL;
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

/* Maps those of the read that are missing, and copies from them.  As foreign_machine. */
static int read_missing(struct foreign_session *session, struct peek_machine_read *m,
                        const size_t *missing, size_t n)
{
    uint64_t frames[PEEK_MACHINE_FRAMES];
    int err[PEEK_MACHINE_FRAMES];
    struct foreign_piece *piece;

    for (size_t i = 0; i < n; i++)
        frames[i] = m->frames[missing[i]];
    if (map_piece(session, frames, n, err, &piece) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (err[i] != 0) {
            m->bad = missing[i];
            m->why = foreign_why(err[i]);
            return 1;
        }
        copy_page(m, missing[i], piece->map + (i << PEEK_PAGE_SHIFT));
    }
    return 0;
}

int foreign_machine(struct peek_source *s, struct peek_machine_read *m)
{
    struct foreign *f = foreign_of(s);
    size_t missing[PEEK_MACHINE_FRAMES], n = copy_kept(f, m, missing);
    struct foreign_session session;
    int rv;

    if (n == 0)
        return 0;
    if (foreign_session_begin(f, &session) < 0)
        return -1;
    rv = read_missing(&session, m, missing, n);
    return foreign_session_end(&session, rv >= 0) < 0 ? -1 : rv;
}

static struct foreign_piece *take_old(struct foreign *f, bool all, uint64_t now_ns, bool *ret_kept)
{
    VT_WRITE_SCOPE(&f->kept_lock);
    struct foreign_piece *list = NULL, *next;

    for (struct foreign_piece *piece = f->oldest; piece != NULL; piece = next) {
        next = piece->next;
        if (atomic_exchange_explicit(&piece->used, false, memory_order_relaxed))
            piece->idle_ns = now_ns;
        if (!all && now_ns - piece->idle_ns < PEEK_FOREIGN_IDLE_NS &&
            now_ns < piece->born_ns + PEEK_FOREIGN_KEPT_NS)
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
