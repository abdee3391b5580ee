/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection's queue: what happened and was not told yet, and who wants to be told.  Inside of
 * event/ only: event.c fills it, deliver.c empties it. */
#pragma once

#include <pthread.h>

#include "event/event.h"
#include "event/impl.h"
#include "util/count.h"

struct registration {
    struct registration *next; /* in order of number */
    int number;
    struct vt_event_listener l;     /* l.obj is counted */
    struct vt_event_source *source; /* not to be touched once ended */
    uint64_t since;                 /* hears events above this one */
    bool orphan;                    /* ended while it was running: who runs it frees it */
    bool running;
    pthread_t runner; /* while running */
};

struct pending {
    struct pending *next;
    uint64_t serial;
    const struct vt_event_source *source; /* only to be compared */
    enum vt_event_kind kind;
    struct vt_object *obj; /* counted */
    int event;
    int detail;
    int told; /* the highest registration that has heard of it; -1 none */
};

/* That a queue hears of a source. */
struct vt_event_link {
    struct vt_event_source *source;       /* not to be touched once the queue has ended */
    struct vt_event_queue *queue;         /* which it belongs to */
    struct vt_event_link *next_of_source; /* under the source's lock */
    struct vt_event_link *next_of_queue;  /* under the queue's lock */
};

struct vt_event_queue {
    struct vt_count count; /* of the connection, of the loop, of whoever works on it */
    virConnectPtr conn;
    unsigned int stripe; /* the hold on it; given back when the queue ends */
    int fd;              /* an eventfd: readable while something is pending */
    int watch;

    struct vt_mutex lock; /* rank VT_RANK_QUEUE, for all below */
    struct vt_cond idle;  /* a callback has returned */
    bool ended VT_GUARDED_BY(lock);
    bool delivering VT_GUARDED_BY(lock);
    uint64_t serial VT_GUARDED_BY(lock); /* of the newest event */
    int next_number VT_GUARDED_BY(lock);
    struct registration *regs VT_GUARDED_BY(lock);
    struct vt_event_link *links VT_GUARDED_BY(lock);
    struct pending *first VT_GUARDED_BY(lock);
    struct pending **last VT_GUARDED_BY(lock);
};

void vt_event_queue_unref(struct vt_event_queue *q);
void vt_event_pending_free(struct pending *e);
/* Tells the application that its opaque is free.  No lock is held. */
void vt_event_registration_free(struct registration *r);
/* Whether @r wants to hear of @e. */
bool vt_event_wanted(const struct registration *r, const struct pending *e);

extern const enum vt_class vt_event_class[VT_EVENT_KINDS];

/* Whether the calling thread is inside of a callback, or of its freecb. */
bool vt_event_inside(void);

/* The loop's callback for the eventfd. */
void vt_event_deliver(int watch, int fd, int events, void *queue);
/* Makes the eventfd readable.  The lock is held. */
void vt_event_wake(struct vt_event_queue *q);
