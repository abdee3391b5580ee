/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who listens to what, and what happened. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "event/queue.h"
#include "obj/connect.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/valgrind.h"

void vt_event_source_init(struct vt_event_source *source)
{
    VT_HG_ATOMIC(source->wanted, sizeof source->wanted);
    for (int i = 0; i < VT_EVENT_KINDS; i++)
        atomic_init(&source->wanted[i], 0);
    source->links = NULL;
    vt_mutex_init(&source->lock, VT_RANK_SOURCE, "listeners");
}

void vt_event_source_done(struct vt_event_source *source)
{
    vt_mutex_done(&source->lock);
}

void vt_event_pending_free(struct pending *e)
{
    vt_object_unref(e->obj);
    free(e);
}

void vt_event_registration_free(struct registration *r)
{
    vt_lock_none_held("the freecb of a callback");
    if (r->l.freecb != NULL)
        r->l.freecb(r->l.opaque);
    vt_object_unref(r->l.obj);
    free(r);
}

void vt_event_queue_unref(struct vt_event_queue *q)
{
    if (!vt_count_drop(&q->count))
        return;
    while (q->first != NULL) {
        struct pending *e = q->first;
        q->first = e->next;
        vt_event_pending_free(e);
    }
    (void)close(q->fd);
    vt_cond_done(&q->idle);
    vt_mutex_done(&q->lock);
    free(q);
}

static void loop_forgets(void *queue)
{
    vt_event_queue_unref(queue);
}

bool vt_event_wanted(const struct registration *r, const struct pending *e)
{
    const struct vt_object *mine = r->l.obj;

    if (r->l.kind != e->kind || r->source != e->source)
        return false;
    if (mine == NULL || mine == e->obj)
        return true;
    if (mine->class->no_uuid)
        return strcmp(mine->name, e->obj->name) == 0;
    return memcmp(mine->uuid, e->obj->uuid, VT_UUID_LEN) == 0;
}

static bool anybody_locked(const struct vt_event_queue *q, const struct pending *e)
    VT_REQUIRES(q->lock);
static bool anybody_locked(const struct vt_event_queue *q, const struct pending *e)
{
    const struct registration *r = q->regs;

    while (r != NULL && !vt_event_wanted(r, e))
        r = r->next;
    return r != NULL;
}

static void push(struct vt_event_queue *q, const struct pending *what)
{
    VT_LOCK_SCOPE(&q->lock);
    struct pending *e;

    if (!anybody_locked(q, what) || (e = malloc(sizeof *e)) == NULL)
        return;
    *e = *what;
    e->serial = ++q->serial;
    vt_object_ref(e->obj);
    *q->last = e;
    q->last = &e->next;
    if (q->first == e)
        vt_event_wake(q);
}

void vt_event_raise(struct vt_event_source *source, enum vt_event_kind kind, struct vt_object *obj,
                    int event, int detail)
{
    const struct pending what = {
        .source = source, .kind = kind, .obj = obj, .event = event, .detail = detail, .told = -1};

    if (atomic_load_explicit(&source->wanted[kind], memory_order_relaxed) == 0)
        return;
    VT_LOCK_SCOPE(&source->lock);
    for (struct vt_event_link *link = source->links; link != NULL; link = link->next_of_source)
        push(link->queue, &what);
}

static bool hears_locked(const struct vt_event_source *source, const struct vt_event_queue *q)
    VT_REQUIRES(source->lock);
static bool hears_locked(const struct vt_event_source *source, const struct vt_event_queue *q)
{
    const struct vt_event_link *link = source->links;

    while (link != NULL && link->queue != q)
        link = link->next_of_source;
    return link != NULL;
}

static bool keep_link(struct vt_event_queue *q, struct vt_event_link *link)
{
    VT_LOCK_SCOPE(&q->lock);

    if (q->ended)
        return false;
    link->next_of_queue = q->links;
    q->links = link;
    return true;
}

/* False when it was not needed, or the queue has ended: then it is the caller's still. */
static bool put_link(struct vt_event_link *link)
{
    struct vt_event_source *source = link->source;
    VT_LOCK_SCOPE(&source->lock);

    if (hears_locked(source, link->queue) || !keep_link(link->queue, link))
        return false;
    link->next_of_source = source->links;
    source->links = link;
    return true;
}

static void take_link(struct vt_event_link *link)
{
    struct vt_event_source *source = link->source;
    VT_LOCK_SCOPE(&source->lock);
    struct vt_event_link **p = &source->links;

    while (*p != link)
        p = &(*p)->next_of_source;
    *p = link->next_of_source;
}

/* From now on what happens in @source comes into the queue.  0, or -1 with NO_MEMORY raised. */
static int join(struct vt_event_queue *q, struct vt_event_source *source)
{
    struct vt_event_link *link = calloc(1, sizeof *link);

    if (link == NULL)
        return vt_error_no_memory(VIR_FROM_EVENT);
    link->source = source;
    link->queue = q;
    if (!put_link(link))
        free(link);
    return 0;
}

/* The connection's queue, counted; NULL none. */
static struct vt_event_queue *queue_of(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_event_queue *q = atomic_load_explicit(&conn->events, memory_order_relaxed);

    if (q != NULL)
        vt_count_take(&q->count);
    return q;
}

static struct vt_event_queue *withdraw(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_event_queue *q = atomic_load_explicit(&conn->events, memory_order_relaxed);

    atomic_store_explicit(&conn->events, NULL, memory_order_release);
    return q;
}

/* The list of registrations, and of links, out of the queue; nothing begins any more. */
static struct registration *take_all(struct vt_event_queue *q, struct vt_event_link **ret_links)
{
    VT_LOCK_SCOPE(&q->lock);
    struct registration *all = q->regs;

    *ret_links = q->links;
    q->ended = true;
    q->regs = NULL;
    q->links = NULL;
    return all;
}

/* Of the threads that are inside of callbacks one at a time waits for another's callback to return:
 * so no two wait for each other. */
static atomic_flag inside_waits = ATOMIC_FLAG_INIT;

/* True when nobody runs @r any more, and the caller frees it; false when that is not waited for,
 * and whoever runs it frees it behind its callback. */
static bool wait_idle(struct vt_event_queue *q, struct registration *r)
{
    bool inside = vt_event_inside();
    VT_LOCK_SCOPE(&q->lock);

    if (!r->running)
        return true;
    if (pthread_equal(r->runner, pthread_self()) ||
        (inside && atomic_flag_test_and_set_explicit(&inside_waits, memory_order_acquire))) {
        r->orphan = true;
        return false;
    }
    while (r->running)
        (void)vt_cond_wait(&q->idle, &q->lock, 0);
    if (inside)
        atomic_flag_clear_explicit(&inside_waits, memory_order_release);
    return true;
}

static void retire(struct vt_event_queue *q, struct registration *r)
{
    if (wait_idle(q, r))
        vt_event_registration_free(r);
}

/* Out of the sources' lists and the loop; the hold on the connection goes with it. */
static void queue_end(struct vt_event_queue *q)
{
    struct vt_event_link *link;
    struct registration *r = take_all(q, &link);

    while (link != NULL) {
        struct vt_event_link *next = link->next_of_queue;
        take_link(link);
        free(link);
        link = next;
    }
    while (r != NULL) {
        struct registration *next = r->next;
        atomic_fetch_sub_explicit(&r->source->wanted[r->l.kind], 1, memory_order_relaxed);
        retire(q, r);
        r = next;
    }
    (void)event_remove_handle(q->watch); /* a loop that refuses keeps its count of the queue */
    vt_connect_release(q->conn, q->stripe);
    vt_event_queue_unref(q);
}

static void connection_leaves(virConnectPtr conn)
{
    struct vt_event_queue *q = withdraw(conn);

    if (q != NULL)
        queue_end(q);
}

/* Of two that make a queue at once, one has it. */
static bool publish(virConnectPtr conn, struct vt_event_queue *q)
{
    VT_LOCK_SCOPE(&conn->lock);

    if (atomic_load_explicit(&conn->events, memory_order_relaxed) != NULL)
        return false;
    vt_count_take(&q->count);
    conn->events_end = connection_leaves;
    VT_HG_BEFORE(&conn->events);
    atomic_store_explicit(&conn->events, q, memory_order_release);
    return true;
}

/* In no list, and unknown to the loop. */
static struct vt_event_queue *queue_alloc(virConnectPtr conn)
{
    struct vt_event_queue *q = calloc(1, sizeof *q);

    if (q == NULL)
        return (void)vt_error_no_memory(VIR_FROM_EVENT), NULL;
    q->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (q->fd < 0) {
        (void)vt_error_errno(VIR_FROM_EVENT, errno, "cannot make an eventfd for events");
        free(q);
        return NULL;
    }
    vt_count_init(&q->count);
    vt_mutex_init(&q->lock, VT_RANK_QUEUE, "events of a connection");
    vt_cond_init(&q->idle);
    q->conn = conn;
    q->last = &q->first;
    return q;
}

/* Made at the first registration, with two counts: the caller's and the loop's. */
static struct vt_event_queue *queue_new(virConnectPtr conn)
{
    struct vt_event_queue *q = queue_alloc(conn);

    if (q == NULL)
        return NULL;
    vt_count_take(&q->count);
    q->watch =
        event_add_handle(q->fd, VIR_EVENT_HANDLE_READABLE, vt_event_deliver, q, loop_forgets);
    if (q->watch < 0) {
        vt_event_queue_unref(q);
        vt_event_queue_unref(q);
        return NULL;
    }
    q->stripe = vt_striped_hold(&conn->refs);
    return q;
}

/* The queue of @conn, counted, made where there is none; NULL raised. */
static struct vt_event_queue *need_queue(virConnectPtr conn)
{
    struct vt_event_queue *q = queue_of(conn), *other;

    if (q != NULL)
        return q;
    q = queue_new(conn);
    if (q == NULL)
        return NULL;
    if (publish(conn, q))
        return q;
    other = queue_of(conn);
    queue_end(q);
    return other != NULL ? other : need_queue(conn);
}

static int closed(void)
{
    return vt_error(VIR_FROM_EVENT, VIR_ERR_OPERATION_INVALID,
                    "callbacks cannot be registered on a connection that was closed");
}

static int insert_locked(struct vt_event_queue *q, struct registration *r) VT_REQUIRES(q->lock);
static int insert_locked(struct vt_event_queue *q, struct registration *r)
{
    struct registration **p = &q->regs;

    vt_mutex_held(&q->lock);
    if (q->ended)
        return closed();
    for (; *p != NULL; p = &(*p)->next) {
        if (r->l.once && (*p)->l.once && (*p)->l.kind == r->l.kind &&
            (*p)->l.callback == r->l.callback)
            return vt_error(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR,
                            "the callback is registered on this connection already");
    }
    r->number = q->next_number++;
    r->since = q->serial;
    atomic_fetch_add_explicit(&r->source->wanted[r->l.kind], 1, memory_order_relaxed);
    *p = r;
    return r->number;
}

static int insert(struct vt_event_queue *q, struct registration *r)
{
    VT_LOCK_SCOPE(&q->lock);

    return insert_locked(q, r);
}

static int add(virConnectPtr conn, struct vt_event_source *source,
               const struct vt_event_listener *listener)
{
    struct registration *r = calloc(1, sizeof *r);
    struct vt_event_queue *q;
    int rv;

    if (r == NULL)
        return vt_error_no_memory(VIR_FROM_EVENT);
    r->l = *listener;
    r->source = source;
    q = need_queue(conn);
    if (q == NULL) {
        free(r);
        return -1;
    }
    if (r->l.obj != NULL)
        vt_object_ref(r->l.obj);
    rv = join(q, source);
    if (rv == 0)
        rv = insert(q, r);
    vt_event_queue_unref(q);
    if (rv < 0) {
        vt_object_unref(r->l.obj);
        free(r); /* freecb is the caller's again */
    }
    return rv;
}

/* An owner meanwhile: when the last other one leaves, what we register ends with us. */
int vt_event_add(virConnectPtr conn, struct vt_event_source *source,
                 const struct vt_event_listener *listener)
{
    int rv;

    if (!vt_striped_try_ref(&conn->refs))
        return closed();
    rv = add(conn, source, listener);
    (void)vt_connect_unref(conn);
    return rv;
}

/* By what a registration is found. */
struct wish {
    enum vt_class class;
    int number; /* -1: by callback */
    enum vt_event_kind kind;
    virConnectDomainEventGenericCallback callback;
};

static bool is_wish(const struct registration *r, const struct wish *w)
{
    if (w->number >= 0)
        return r->number == w->number && vt_event_class[r->l.kind] == w->class;
    return r->l.once && r->l.kind == w->kind && r->l.callback == w->callback;
}

static struct registration *take_out(struct vt_event_queue *q, const struct wish *w)
{
    VT_LOCK_SCOPE(&q->lock);
    struct registration **p = &q->regs, *r;

    while (*p != NULL && !is_wish(*p, w))
        p = &(*p)->next;
    r = *p;
    if (r == NULL)
        return NULL;
    *p = r->next;
    atomic_fetch_sub_explicit(&r->source->wanted[r->l.kind], 1, memory_order_relaxed);
    return r;
}

static int remove_wish(virConnectPtr conn, const struct wish *w)
{
    struct vt_event_queue *q = queue_of(conn);
    struct registration *r = q != NULL ? take_out(q, w) : NULL;

    if (r != NULL)
        retire(q, r);
    if (q != NULL)
        vt_event_queue_unref(q);
    if (r != NULL)
        return 0;
    return vt_error(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR,
                    "no such callback is registered on this connection");
}

int vt_event_remove(virConnectPtr conn, enum vt_class class, int number)
{
    return remove_wish(conn, &(struct wish){.class = class, .number = number});
}

int vt_event_remove_callback(virConnectPtr conn, enum vt_event_kind kind,
                             virConnectDomainEventGenericCallback callback)
{
    return remove_wish(conn, &(struct wish){.number = -1, .kind = kind, .callback = callback});
}
