/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A reference count spread over cache lines, for one object that every thread counts all the time
 * (a connection, counted by each handle of it).
 *
 * Two kinds of references.  The owners' (vt_striped_ref/_unref) are one word; their number is
 * exact and small.  The holds (vt_striped_hold/_release) go to a line per stripe; a hold is
 * released on the stripe where it was taken, so its holder keeps that number.
 *
 * How zero is seen without a sum: `groups` counts the words that are not zero.  The owners' word
 * is one group.  Every stripe begins with a bias of one, so that it stays a group, whatever comes
 * and goes, until the first time the last owner leaves; then the biases are taken back.  Whoever
 * takes a word to zero drops its group; whoever drops the last group ends the object. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "stripe.h"

struct vt_striped_line {
    _Alignas(VT_CACHE_LINE) atomic_int n;
};

struct vt_striped {
    _Alignas(VT_CACHE_LINE) atomic_int owners;
    atomic_int groups;
    atomic_bool unbiased;
    struct vt_striped_line line[VT_STRIPES];
};

/* Begins with one owner. */
void vt_striped_init(struct vt_striped *s);

/* Takes an owner's reference.  The caller has one of its own, or a hold. */
void vt_striped_ref(struct vt_striped *s);

/* The same while there is an owner; false when there is none any more.  The caller has a hold. */
bool VT_WARN_UNUSED vt_striped_try_ref(struct vt_striped *s);

/* What vt_striped_unref found. */
struct vt_striped_drop {
    bool refused;   /* there was no owner left: nothing was dropped */
    bool last;      /* nothing is left at all: the caller ends the object */
    bool ownerless; /* it was the last owner */
    int left; /* owners left; when there are none, holds left.  Exact when nobody else is at it */
};

struct vt_striped_drop vt_striped_unref(struct vt_striped *s);

/* Whether an owner is left: what the answer is worth the caller knows. */
static inline bool vt_striped_owned(struct vt_striped *s)
{
    return atomic_load_explicit(&s->owners, memory_order_relaxed) > 0;
}

/* Takes a hold; the caller has an owner's reference or another hold.  Returns the stripe. */
unsigned int vt_striped_hold(struct vt_striped *s);

/* True when nothing is left at all: the caller ends the object. */
bool VT_WARN_UNUSED vt_striped_release(struct vt_striped *s, unsigned int stripe);
