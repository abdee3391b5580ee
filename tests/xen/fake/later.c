/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What guests and xl do a moment after they were asked: a thread that is there as long as the
 * module, once there was something to do. */
#include "fake.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define NEVER UINT64_MAX

struct task {
    struct task *next;
    uint64_t when_ns, serial; /* of the domain */
    uint32_t domid;
    enum fake_deed deed;
    uint64_t value;
};

static struct task *tasks; /* by time */
static pthread_t thread;
static bool there, ending, unloading;
static int wake_fd = -1; /* as long as the thread is there */

static void wake_locked(void) VT_REQUIRES(fake.lock);
static void wake_locked(void)
{
    vt_mutex_held(&fake.lock);
    if (there && eventfd_write(wake_fd, 1) < 0)
        abort();
}

static void set_vcpus_locked(struct fake_domain *d, uint64_t n) VT_REQUIRES(fake.lock);
static void set_vcpus_locked(struct fake_domain *d, uint64_t n)
{
    vt_mutex_held(&fake.lock);
    for (unsigned int i = 0; i < d->vcpus_max; i++)
        d->vcpus[i].online = i < n;
}

/* xl's own: a guest that wants to reboot is started again, others are ended. */
static void clean_locked(struct fake_domain *d, uint64_t reason) VT_REQUIRES(fake.lock);
static void clean_locked(struct fake_domain *d, uint64_t reason)
{
    uint32_t domid;

    vt_mutex_held(&fake.lock);
    if (d->state != FAKE_SHUTDOWN)
        return;
    if (reason == XEN_SHUTDOWN_REBOOT)
        (void)fake_reboot_locked(d, &domid);
    else
        fake_kill_locked(d);
}

static void insert_locked(struct task *t) VT_REQUIRES(fake.lock);
static void insert_locked(struct task *t)
{
    struct task **at = &tasks;

    vt_mutex_held(&fake.lock);
    while (*at != NULL && (*at)->when_ns <= t->when_ns)
        at = &(*at)->next;
    t->next = *at;
    *at = t;
}

static void do_locked(struct fake_domain *d, const struct task *t) VT_REQUIRES(fake.lock);
static void do_locked(struct fake_domain *d, const struct task *t)
{
    bool stubborn = d->traits[FAKE_STUBBORN];

    vt_mutex_held(&fake.lock);
    switch (t->deed) {
    case FAKE_DO_STOP:
        fake_store_domain_locked(d, "control/shutdown", "");
        fake_stop_locked(d, (enum xen_shutdown)t->value);
        break;
    case FAKE_DO_CLEAN:
        clean_locked(d, t->value);
        break;
    case FAKE_DO_MEMORY:
        if (!stubborn)
            fake_balloon_to_locked(d, t->value);
        break;
    case FAKE_DO_VCPUS:
        if (!stubborn)
            set_vcpus_locked(d, t->value);
        break;
    }
}

/* A guest does nothing while it is paused. */
static void take_locked(struct task *t) VT_REQUIRES(fake.lock);
static void take_locked(struct task *t)
{
    struct fake_domain *d = fake_find_locked(t->domid);

    vt_mutex_held(&fake.lock);
    if (d != NULL && d->serial == t->serial && d->state != FAKE_DYING) {
        if (d->pauses > 0 && t->deed != FAKE_DO_CLEAN) {
            t->when_ns = NEVER;
            insert_locked(t);
            return;
        }
        do_locked(d, t);
    }
    free(t);
}

/* Does what is due.  Nanoseconds until the next, NEVER; false: the thread shall end. */
static bool work(uint64_t *ret_ns)
{
    VT_LOCK_SCOPE(&fake.lock);
    uint64_t now = vt_now_ns();

    while (tasks != NULL && tasks->when_ns <= now && !ending) {
        struct task *t = tasks;
        tasks = t->next;
        take_locked(t);
    }
    *ret_ns = tasks == NULL || tasks->when_ns == NEVER ? NEVER : tasks->when_ns - now;
    return !ending;
}

static void *run(void *unused VT_UNUSED)
{
    uint64_t ns;

    while (work(&ns)) {
        struct timespec until = {(time_t)(ns / VT_NS_PER_S), (long)(ns % VT_NS_PER_S)};
        struct pollfd p = {.fd = wake_fd, .events = POLLIN};
        eventfd_t n;
        if (ppoll(&p, 1, ns != NEVER ? &until : NULL, NULL) > 0)
            (void)eventfd_read(wake_fd, &n);
    }
    return NULL;
}

/* Signals are for the application's threads. */
static void start_locked(void) VT_REQUIRES(fake.lock);
static void start_locked(void)
{
    sigset_t all, before;

    vt_mutex_held(&fake.lock);
    ending = false;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    there = wake_fd >= 0 && pthread_create(&thread, NULL, run, NULL) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!there)
        abort();
}

void fake_later_locked(const struct fake_domain *d, enum fake_deed deed, uint64_t value)
{
    struct task *t = fake_zalloc(1, sizeof *t);

    vt_mutex_held(&fake.lock);
    *t = (struct task){.when_ns = vt_now_ns() + fake.obey_ns,
                       .serial = d->serial,
                       .domid = d->domid,
                       .deed = deed,
                       .value = value};
    insert_locked(t);
    if (!there && !unloading)
        start_locked();
    wake_locked();
}

void fake_later_wake_locked(const struct fake_domain *d)
{
    struct task **at = &tasks;

    vt_mutex_held(&fake.lock);
    while (*at != NULL && ((*at)->when_ns != NEVER || (*at)->serial != d->serial))
        at = &(*at)->next;
    if (*at == NULL)
        return;
    struct task *t = *at;
    *at = t->next;
    t->when_ns = vt_now_ns() + fake.obey_ns;
    insert_locked(t);
    wake_locked();
    fake_later_wake_locked(d);
}

/* Whether there is a thread to be joined, which has been told to end. */
static bool told_to_end(bool for_good)
{
    VT_LOCK_SCOPE(&fake.lock);
    bool was = there;

    while (tasks != NULL) {
        struct task *t = tasks;
        tasks = t->next;
        free(t);
    }
    ending = true;
    unloading = for_good;
    wake_locked();
    there = false;
    return was;
}

static void end(bool for_good)
{
    if (!told_to_end(for_good))
        return;
    (void)pthread_join(thread, NULL);
    (void)close(wake_fd);
    wake_fd = -1;
}

void fake_later_end(void)
{
    end(false);
}

static void loaded(void) __attribute__((constructor));
static void loaded(void)
{
    vt_cond_init(&fake.changed);
    vt_cond_init(&fake.hung);
    fake.obey_ns = 2 * VT_NS_PER_MS;
    fake.next_domid = 1;
}

/* The code of the thread must not vanish under it. */
static void unloaded(void) __attribute__((destructor));
static void unloaded(void)
{
    end(true);
}
