/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The event loop of the process: set once, all six functions together, and asked from then on. */
#include "config.h"

#include <stdatomic.h>

#include "event/impl.h"
#include "event/loop.h"
#include "obj/error.h"
#include "util/lock.h"
#include "util/valgrind.h"

#define ALL_EVENTS \
    (VIR_EVENT_HANDLE_READABLE | VIR_EVENT_HANDLE_WRITABLE | VIR_EVENT_HANDLE_ERROR | \
     VIR_EVENT_HANDLE_HANGUP)

static struct vt_mutex impl_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "event loop's registration");
static struct event_impl own; /* the application's; written before it is published */
static _Atomic(const struct event_impl *) current; /* written under impl_lock */

const struct event_impl *event_impl_get(void)
{
    const struct event_impl *impl;

    if (VT_UNLIKELY(vt_on_valgrind))
        VT_HG_ATOMIC(&current, sizeof current);
    impl = atomic_load_explicit(&current, memory_order_acquire);
    if (impl != NULL)
        VT_HG_ACQUIRE(&current);
    return impl;
}

static void publish(const struct event_impl *impl)
{
    VT_HG_BEFORE(&current);
    atomic_store_explicit(&current, impl, memory_order_release);
}

static int refuse_second(void)
{
    return vt_error(VIR_FROM_EVENT, VIR_ERR_OPERATION_FAILED,
                    "an event loop is registered already, and it stays");
}

int event_impl_set(const struct event_impl *impl)
{
    VT_LOCK_SCOPE(&impl_lock);

    if (event_impl_get() != NULL)
        return refuse_second();
    own = *impl;
    publish(&own);
    return 0;
}

int event_impl_set_default(void)
{
    VT_LOCK_SCOPE(&impl_lock);

    if (event_impl_get() == &event_loop)
        return 0;
    if (event_impl_get() != NULL)
        return refuse_second();
    if (event_loop_open() < 0)
        return -1;
    publish(&event_loop);
    return 0;
}

/* The loop that is set, for one call of it; NULL with the error raised. */
static const struct event_impl *need_impl(const char *what)
{
    const struct event_impl *impl = event_impl_get();

    vt_lock_none_held("the event loop");
    if (impl == NULL)
        (void)vt_error(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR,
                       "cannot %s: no event loop is registered", what);
    return impl;
}

static int lacks(const char *what)
{
    return vt_error(VIR_FROM_EVENT, VIR_ERR_NO_SUPPORT, "the registered event loop cannot %s",
                    what);
}

/* What the loop answered; an application's loop raises nothing when it refuses. */
static int answer(int rv, const char *what)
{
    if (rv >= 0)
        return rv;
    if (event_impl_get() != &event_loop)
        return vt_error(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR,
                        "the registered event loop refused to %s", what);
    return -1;
}

static int check_events(int events)
{
    if ((events & ~ALL_EVENTS) != 0)
        return vt_error(VIR_FROM_EVENT, VIR_ERR_INVALID_ARG,
                        "the events %#x to wait for have bits that are not known",
                        (unsigned int)events);
    return 0;
}

static int check_callback(bool given)
{
    if (!given)
        return vt_error(VIR_FROM_EVENT, VIR_ERR_INVALID_ARG,
                        "the callback of an event must not be NULL");
    return 0;
}

int event_add_handle(int fd, int events, virEventHandleCallback cb, void *opaque,
                     virFreeCallback ff)
{
    static const char what[] = "watch a descriptor";
    const struct event_impl *impl;

    if (fd < 0)
        return vt_error(VIR_FROM_EVENT, VIR_ERR_INVALID_ARG, "cannot watch descriptor %d", fd);
    if (check_events(events) < 0 || check_callback(cb != NULL) < 0)
        return -1;
    impl = need_impl(what);
    if (impl == NULL)
        return -1;
    if (impl->add_handle == NULL)
        return lacks(what);
    return answer(impl->add_handle(fd, events, cb, opaque, ff), what);
}

int event_update_handle(int watch, int events)
{
    static const char what[] = "change a watch";
    const struct event_impl *impl;

    if (check_events(events) < 0)
        return -1;
    impl = need_impl(what);
    if (impl == NULL)
        return -1;
    if (impl->update_handle == NULL)
        return lacks(what);
    impl->update_handle(watch, events);
    return 0;
}

int event_remove_handle(int watch)
{
    static const char what[] = "end a watch";
    const struct event_impl *impl = need_impl(what);

    if (impl == NULL)
        return -1;
    if (impl->remove_handle == NULL)
        return lacks(what);
    return answer(impl->remove_handle(watch), what);
}

int event_add_timeout(int timeout_ms, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    static const char what[] = "start a timer";
    const struct event_impl *impl;

    if (check_callback(cb != NULL) < 0)
        return -1;
    impl = need_impl(what);
    if (impl == NULL)
        return -1;
    if (impl->add_timeout == NULL)
        return lacks(what);
    return answer(impl->add_timeout(timeout_ms, cb, opaque, ff), what);
}

int event_update_timeout(int timer, int timeout_ms)
{
    static const char what[] = "change a timer";
    const struct event_impl *impl = need_impl(what);

    if (impl == NULL)
        return -1;
    if (impl->update_timeout == NULL)
        return lacks(what);
    impl->update_timeout(timer, timeout_ms);
    return 0;
}

int event_remove_timeout(int timer)
{
    static const char what[] = "end a timer";
    const struct event_impl *impl = need_impl(what);

    if (impl == NULL)
        return -1;
    if (impl->remove_timeout == NULL)
        return lacks(what);
    return answer(impl->remove_timeout(timer), what);
}
