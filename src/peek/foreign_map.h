/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mapping frames of a foreign guest: checked numbers, and no waiting without end. */
#pragma once

#include <stdatomic.h>

#include "foreign.h"
#include "util/lock.h"

/* In a list of frames: this page is not to be mapped, it stays failed. */
#define FOREIGN_NO_FRAME UINT64_MAX

struct foreign_job;
struct foreign_piece;

#define FOREIGN_BUCKETS 512

/* Windows of which it is remembered where their part of the list was found, and frames of each: the
 * shared info page, page tables or the tree, and pages of the list. */
#define FOREIGN_PATHS 32
#define FOREIGN_PATH_FRAMES 8

/* Frames that led to the list when a window was mapped last, to be mapped by one call the next time.
 * Nothing is believed of it: every frame is looked for as if it were the first time, and is found in
 * that mapping if the guest has changed nothing.  Threads may mix two of them. */
struct foreign_path {
    _Atomic uint64_t window;                     /* its index plus one; 0: none */
    _Atomic uint64_t frame[FOREIGN_PATH_FRAMES]; /* 0: none */
};

struct foreign {
    struct peek_source source;
    const struct peek_foreign_ops *ops;
    void *opaque;
    unsigned int n_vcpus;
    bool translated;    /* immutable, as the next two */
    unsigned int width; /* of a PV guest */
    uint64_t shared_info_frame;
    atomic_bool dead;          /* it was seen to be gone; never again cleared */
    _Atomic uint64_t n_frames; /* of a translated guest, when that was asked last */

    /* foreign_map.c: the helper that maps while frames are paged out. */
    struct vt_mutex job_lock; /* rank VT_RANK_LEAF */
    struct vt_cond job_cond;
    struct foreign_job *job VT_GUARDED_BY(job_lock); /* NULL: none is running */

    /* foreign_frames.c: frames that are kept by machine number. */
    struct vt_brlock kept_lock; /* rank VT_RANK_QUEUE */
    struct foreign_node *kept[FOREIGN_BUCKETS] VT_GUARDED_BY(kept_lock);
    struct foreign_piece *oldest VT_GUARDED_BY(kept_lock), *newest VT_GUARDED_BY(kept_lock);
    size_t n_kept VT_GUARDED_BY(kept_lock); /* frames */

    struct foreign_path path[FOREIGN_PATHS]; /* foreign_p2m.c: of a PV guest */
    atomic_uint last_path;                   /* the one that was set last */
};

static inline struct foreign *foreign_of(struct peek_source *s)
{
    return VT_CONTAINER_OF(s, struct foreign, source);
}

/* Asks for the state of the domain.  0, or -1: raised; also when it is gone, or not what it was. */
int foreign_info(struct foreign *f, struct peek_foreign_info *ret);
/* The same, when nothing but that is of interest. */
int foreign_alive(struct foreign *f);

/* Maps @n <= PEEK_FOREIGN_MAP_FRAMES frames.  The domain was alive before; that it still is, and that
 * its number is not another's by now, is asked before anything of it is used (foreign_session_end).
 * @before   what foreign_info has said
 * @frames   any numbers; those that are too large fail without being asked for
 * @err      per frame: 0, or a negative errno: that page must not be touched
 * @ret_map  NULL when not one page could be mapped
 * Errors    OPERATION_FAILED gone, or paged out for longer than PEEK_FOREIGN_MAP_WAIT_NS;
 *           NO_MEMORY ours; what info raises */
int foreign_map(struct foreign *f, const struct peek_foreign_info *before, const uint64_t *frames,
                size_t n, int *err, void **ret_map);
/* Unmaps what foreign_map gave for @n frames. */
void foreign_unmap(struct foreign *f, void *map, size_t n);

/* What a negative errno of a frame means. */
enum peek_frame foreign_why(int err);
