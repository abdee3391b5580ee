/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames of a foreign guest that are kept mapped by their machine number: page tables, pages of
 * its list of frames, and what was read by virtual address.
 *
 * A frame that is mapped stays the guest's until it is unmapped, so what is kept always shows what
 * is in that frame now; whether the guest still uses it is for the caller to know, who has found
 * the number in a table in the same call. */
#pragma once

#include "foreign_map.h"

/* Some maps that belong together.  The guest is alive before them and after, when they become
 * visible to others: so a number that is another guest's meanwhile leaves nothing behind. */
struct foreign_session {
    struct foreign *f;
    struct peek_foreign_info info;     /* before */
    struct foreign_piece *mapped;      /* what was not kept yet, counted */
    uint64_t got[FOREIGN_PATH_FRAMES]; /* what foreign_frame_get has given, each once */
    size_t n_got;
};

int foreign_session_begin(struct foreign *f, struct foreign_session *ret);
/* Keeps what was mapped, when it went @well and the guest is still the same; else drops it.  0; -1 when
 * it did not go well, or raised: the guest is gone, and what was read is not to be given out. */
int foreign_session_end(struct foreign_session *session, bool well);

/* A mapping of some frames; counted by those who use it and by the list of those that are kept. */
struct foreign_piece;

/* One frame of a piece, for as long as the piece is held. */
struct foreign_frame {
    struct foreign_piece *piece; /* counted; NULL: none */
    const unsigned char *bytes;
};

/* Maps one frame or finds it.  0; 1 when it cannot be mapped, with *ret_why; -1 raised. */
int foreign_frame_get(struct foreign_session *session, uint64_t frame, struct foreign_frame *ret,
                      enum peek_frame *ret_why);
/* Maps by one call those of @n <= FOREIGN_PATH_FRAMES frames that are not kept: they will be asked for.
 * Those that cannot be mapped are left out.  -1: raised. */
int foreign_frames_expect(struct foreign_session *session, const uint64_t *frames, size_t n);
/* Gives one back and makes it none; none is fine. */
void foreign_frame_put(struct foreign *f, struct foreign_frame *frame);

/* The machine operation of the source: one call maps all frames that are missing. */
int foreign_machine(struct peek_source *s, struct peek_machine_read *m);

/* Drops what was not used since PEEK_FOREIGN_IDLE_NS or is older than PEEK_FOREIGN_KEPT_NS; whether any
 * is left. */
bool foreign_frames_tend(struct foreign *f, uint64_t now_ns);
/* Drops all; what somebody holds at this moment goes when that is given back. */
void foreign_frames_drop(struct foreign *f);
