/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of our event loop share: its state, its watches and timers.
 *
 * A source is a watch or a timer.  It is IDLE, waiting for its condition; DUE, in the queue; or
 * RUNNING, its callback being called.  Only an idle one can become due.  Removing takes it out of
 * all tables; it then is DUE once more, for its ff, or ends when its callback does. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/queue.h>

#include "event/loop.h"
#include "util/lock.h"

enum source_kind { SOURCE_WATCH, SOURCE_TIMER };
enum source_state { SOURCE_IDLE, SOURCE_DUE, SOURCE_RUNNING };

struct source {
    int number; /* > 0 */
    enum source_kind kind;
    void *opaque;
    virFreeCallback ff;
    /* From here on under the loop's lock. */
    enum source_state state;
    bool removed;
    uint64_t stamp; /* when it became due, for the end of a turn */
    LIST_ENTRY(source) same_bucket;
    TAILQ_ENTRY(source) due;
    union {
        struct {
            virEventHandleCallback cb;
            int fd;
            struct descriptor *on; /* NULL when removed */
            TAILQ_ENTRY(source) same_fd;
            int wanted; /* VIR_EVENT_HANDLE_* to wait for; 0 pauses */
            int ready;  /* those that are met; the caller's while RUNNING */
        } watch;
        struct {
            virEventTimeoutCallback cb;
            int interval_ms; /* negative when disabled */
            uint64_t next_ns;
            uint64_t order; /* among equal times: first started, first due */
            size_t place;   /* in the heap; NOT_IN_HEAP */
        } timer;
    };
};

TAILQ_HEAD(source_queue, source);
LIST_HEAD(source_list, source);

/* A number of the process with at least one watch on it.  Each time it is armed, epoll reports at
 * most once (EPOLLONESHOT): a descriptor whose watches are busy costs nothing, and one that was
 * closed behind our back cannot keep us awake. */
struct descriptor {
    int fd;
    uint32_t serial; /* of the last arming, > 0; what epoll reports of others is out of date */
    int armed;       /* VIR_EVENT_HANDLE_* that epoll waits for; 0 when it does not */
    bool always;     /* epoll does not take it (a regular file): ready whenever asked for */
    struct source_queue watches;
    LIST_ENTRY(descriptor) same_bucket;
    LIST_ENTRY(descriptor) next_always;
};

LIST_HEAD(descriptor_list, descriptor);

#define NOT_IN_HEAP SIZE_MAX
#define SOURCE_BUCKETS 4096     /* by number: dealt in turn, so they spread evenly */
#define DESCRIPTOR_BUCKETS 1024 /* by descriptor, as dense */

struct loop {
    struct vt_mutex lock;
    int epoll, timerfd, eventfd; /* set by event_loop_open, then constant */
    struct vt_cond turned;       /* polling has ended */
    /* All below under the lock. */
    bool polling; /* a thread waits in epoll, or is about to */
    bool woken;   /* the eventfd is readable */
    struct source_queue due;
    uint64_t last_stamp;
    int last_number;
    bool wrapped;            /* numbers serve again */
    int n_sources, n_timers; /* that are not removed */
    uint32_t last_serial;
    uint64_t last_order;
    uint64_t clock_ns; /* when the timerfd is set to fire; 0 never */
    struct source **heap;
    size_t heap_used, heap_room; /* room for all timers */
    struct source_list sources[SOURCE_BUCKETS];
    struct descriptor_list descriptors[DESCRIPTOR_BUCKETS];
    struct descriptor_list always;
};

/* loop.c: the queue. */
void source_set_due_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
void source_set_idle_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
/* Ends the wait of the thread that polls, when there is one. */
void loop_wake_locked(struct loop *l) VT_REQUIRES(l->lock);

/* loop_fd.c.  Those that return int: 0, or an errno value with nothing raised. */
int watch_attach_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
void watch_detach_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
int watch_update_locked(struct loop *l, struct source *s, int wanted) VT_REQUIRES(l->lock);
/* The callback has ended: waits for its conditions again. */
void watch_rearm_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
/* Puts into the queue what an epoll report, or a file that is always ready, makes due. */
void watches_collect_locked(struct loop *l, const struct epoll_event *event) VT_REQUIRES(l->lock);
void watches_collect_always_locked(struct loop *l) VT_REQUIRES(l->lock);
bool watches_any_always_locked(struct loop *l) VT_REQUIRES(l->lock);

/* loop_timer.c */
/* Makes room for one more timer; false when there is no memory. */
bool timer_reserve_locked(struct loop *l) VT_WARN_UNUSED VT_REQUIRES(l->lock);
/* An idle timer begins to wait for its next_ns, unless it is disabled; or ceases to. */
void timer_start_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
void timer_stop_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
void timer_set_interval(struct source *s, int interval_ms);
/* Puts into the queue what is due, the earliest first. */
void timers_collect_locked(struct loop *l) VT_REQUIRES(l->lock);
