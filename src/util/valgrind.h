/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What helgrind cannot see by itself: words that are C11 atomics, and the order that a dropped
 * count makes.  Cheap no-ops outside Valgrind, nothing at all where its headers are missing. */
#pragma once

#include "config.h"

#ifdef HAVE_VALGRIND_HELGRIND_H
#include <valgrind/helgrind.h>

#include "compiler.h"

/* Nonzero under Valgrind; set before main. */
extern int vt_on_valgrind;

#define VT_HG_ATOMIC(p, size) VALGRIND_HG_DISABLE_CHECKING(p, size)
#define VT_HG_PLAIN(p, size) VALGRIND_HG_ENABLE_CHECKING(p, size)
/* What this thread did so far comes before what others do after VT_HG_ACQUIRE or VT_HG_AFTER. */
#define VT_HG_BEFORE(p) \
    do { \
        if (VT_UNLIKELY(vt_on_valgrind)) \
            ANNOTATE_HAPPENS_BEFORE(p); \
    } while (0)
#define VT_HG_ACQUIRE(p) \
    do { \
        if (VT_UNLIKELY(vt_on_valgrind)) \
            ANNOTATE_HAPPENS_AFTER(p); \
    } while (0)
/* The same, and the order is forgotten: after a last count. */
#define VT_HG_AFTER(p) \
    do { \
        if (VT_UNLIKELY(vt_on_valgrind)) { \
            ANNOTATE_HAPPENS_AFTER(p); \
            ANNOTATE_HAPPENS_BEFORE_FORGET_ALL(p); \
        } \
    } while (0)
#else
#define vt_on_valgrind 0
#define VT_HG_ATOMIC(p, size) ((void)(p), (void)(size))
#define VT_HG_PLAIN(p, size) ((void)(p), (void)(size))
#define VT_HG_BEFORE(p) ((void)(p))
#define VT_HG_ACQUIRE(p) ((void)(p))
#define VT_HG_AFTER(p) ((void)(p))
#endif
