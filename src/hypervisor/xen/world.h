/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Xen host as this process sees it: one world, shared by all connections.
 *
 * What runs is the hypervisor's knowledge, not ours.  sync.h compares the world with it: whenever a
 * watch of xenstore fires, before every list and lookup, and every so often while somebody waits for
 * events, for nothing tells of a pause.  What is defined are files (files.h).  A thread of the world
 * waits for the watches, lets go of idle windows, and starts another one for work that takes long. */
#pragma once

#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>

#include "event/event.h"
#include "hypervisor/cause.h"
#include "hypervisor/domains.h"
#include "hypervisor/vm.h"
#include "hypervisor/xen/host.h"
#include "obj/connect.h"

struct vt_store;

/* While somebody listens to domains, it is looked for pauses this often. */
#define XEN_LOOK_MS 500
/* While a domain is being made by others it is looked at this often. */
#define XEN_LOOK_MAKING_MS 200

/* The opened host.  What maps frames has a count of its own: a mapping that hangs may outlive all
 * connections. */
struct xen_link {
    struct vt_count count;
    const struct xen_host_ops *ops;
    struct xen_host *host;
};

struct xen_world {
    struct xen_link *link;          /* counted; immutable, as are all up to the next comment */
    const struct xen_host_ops *ops; /* of the link, as the next one */
    struct xen_host *host;
    struct vm_domains domains; /* of struct xen_vm */
    struct vt_event_source events;
    struct vt_store *files;
    int wake_fd; /* an eventfd that ends the thread's waiting */
    int tend_fd; /* a timerfd, by the monotonic clock: when windows are to be tended */

    struct vt_count users; /* connections, and threads at work; under the registry's lock */
    atomic_bool ending;
    pthread_t watcher;
    bool watched;  /* it runs: of whoever makes and ends the world */
    bool orphaned; /* the watcher ends the world: of the watcher */

    /* Comparing.  Looks at the host are numbered in the order in which they begin. */
    atomic_uint_least64_t looks;
    struct vt_mutex applying;                 /* rank VT_RANK_WORLD: one comparison at a time */
    uint64_t applied VT_GUARDED_BY(applying); /* the newest look that was compared */
    atomic_bool making;                       /* others are making a domain just now */
    atomic_bool
        unattended; /* the end of a guest is not followed up here: another process does, or may
                             * have died over it */

    /* Vms that nobody defined and whose run has ended, for as long as somebody holds a handle: the
     * next run of the same uuid, after a reboot above all, is theirs. */
    struct vt_table past;
};

struct xen_vm {
    struct vm vm;
    struct xen_world *world; /* immutable; there while any connection to it is */

    /* Under vm.lock: */
    unsigned int starting; /* as often as it is built or moved here: what is listed is no run */
    uint64_t start_after;  /* the run after which the newest of these began */
    bool ours;             /* the run was started through this API, by whatever process */
    bool unsure; /* paused when first seen, perhaps half made: its document may have come since */
    bool held;   /* it stands still while it is dumped, and is shown as it was */
    uint64_t found_paused_ns;      /* nobody was told that it was paused then; 0: it was not */
    const struct vm_cause *ending; /* why it is being destroyed here; NULL it is not */
    bool acting;                   /* a thread follows up its end, see act.h */
    uint64_t crash_ns;             /* when it was started again after a crash; 0 it was not */
    int ended;        /* enum xen_shutdown, when it was last seen shut down; -1 it was not */
    uint64_t newest;  /* looks that began before it know nothing of it: xen_vm_settle_locked */
    char *host_name;  /* what the host called it when it was found; NULL as the object is called */
    uint64_t renamed; /* looks from this one on know that it has another name; 0 it has not */
};

static inline struct xen_vm *xen_vm_of(struct vm *vm)
{
    return (struct xen_vm *)vm;
}

static inline struct xen_world *xen_world_of(virConnectPtr conn)
{
    return conn->hypervisor_data;
}

static inline struct vm *xen_vm_of_handle(virDomainPtr dom)
{
    return vm_of(dom->h.obj);
}

/* The world, opened when this process has none yet.  Counted; NULL raised: NO_XEN where there is no
 * Xen or no right to it, NO_CONNECT no module, SYSTEM_ERROR, NO_MEMORY. */
struct xen_world *xen_world_get(void);
/* For the world's own thread: a count for another thread, unless the last connection has left. */
bool xen_world_try_ref(struct xen_world *world);
/* Gives that back; where it is the last, the world's own thread ends the world. */
void xen_world_unref_soon(struct xen_world *world);
/* Drops a count; the last one ends the thread and closes the host.  No lock is held. */
void xen_world_unref(struct xen_world *world);
/* For watch.c: the end of a world whose thread has ended. */
void xen_world_free(struct xen_world *world);
/* Makes the thread look again, soon. */
void xen_world_wake(struct xen_world *world);
/* For peek/tend.h: something is mapped.  The thread of whatever world there is, if any, tends it
 * when it can be idle or out of date for as long as is promised, and is not woken before. */
void xen_world_tend_soon(void *unused);
/* Makes it tend at that time of vt_now_ns(). */
void xen_world_tend_at(struct xen_world *world, uint64_t ns);

/* Called with every change that this process makes itself, after the host has made it and before the vm
 * shows it: looks at the host that began before it know nothing of it. */
void xen_vm_settle_locked(struct vm *vm) VT_REQUIRES(vm->lock);

/* It is being built or moved here, until the second is called: no look at the host counts, and the next one is
 * made then. */
void xen_vm_set_starting_locked(struct vm *vm) VT_REQUIRES(vm->lock);
void xen_vm_clear_starting_locked(struct vm *vm) VT_REQUIRES(vm->lock);
/* False as soon as the run that was meant shows: it may have ended before whoever made it came back. */
bool xen_vm_is_starting_locked(struct vm *vm) VT_REQUIRES(vm->lock);

extern const struct vm_domains_ops xen_domains_ops;

/* How this driver's documents are read: those of users, and those that come from the host itself. */
extern const struct domain_parse_opts xen_parse_opts;
extern const struct domain_parse_opts xen_live_parse_opts;

void xen_link_unref(struct xen_link *link);

/* Raises what a function of the host said: "cannot WHAT domain 'NAME': TEXT".  Always -1. */
int xen_failed(const struct vm *vm, const char *what, const struct xen_fail *fail) VT_COLD;
/* The same of the host. */
int xen_host_failed(const char *what, const struct xen_fail *fail) VT_COLD;

/* Ends a run, as vm_end_run does; a vm that nobody defined stays known for those who hold handles. */
bool xen_vm_end(struct vm *vm, uint64_t only_run, const struct vm_cause *why) VT_EXCLUDES(vm->lock);
/* A vm that is gone is back in the table, off and, until it runs, with @def for its definition (a count
 * is taken).  -EEXIST: its name or uuid is another's by now, or it is back already.  -1: NO_MEMORY raised. */
int xen_vm_revive(struct vm *vm, struct domain_def *def) VT_EXCLUDES(vm->lock);
/* The vm that @def is to run in: a defined one, a new one, or one that has ended and that somebody has a
 * handle of, which shows the next run.  As vm_domains_for, without replacing; what is new and does not run
 * after all is for xen_vm_lose. */
struct vm *xen_vm_for_run(struct xen_world *world, struct domain_def *def, bool *ret_new);
/* One that was revived and does not run after all is gone again. */
void xen_vm_lose(struct vm *vm) VT_EXCLUDES(vm->lock);
/* Whether it runs, or is on the way to its next run. */
bool xen_vm_is_kept(struct vm *vm) VT_EXCLUDES(vm->lock);
/* The run was seen to have stopped, for @reason (enum xen_shutdown), or -1 not.  A reboot is told of the first
 * time, whoever it is that makes the guest start again. */
void xen_vm_see_end_locked(struct vm *vm, int reason) VT_REQUIRES(vm->lock);
/* Forgets ended vms of which nobody holds a handle any more. */
void xen_world_forget_past(struct xen_world *world);

/* The number of the domain that runs.  0; -1 with NO_DOMAIN, or INTERNAL_ERROR for a domain that is
 * off: cannot @what. */
int xen_vm_running(struct vm *vm, const char *what, uint32_t *ret_domid) VT_EXCLUDES(vm->lock);
/* The same for what domain 0 is not to be asked: OPERATION_FAILED. */
int xen_vm_running_guest(struct vm *vm, const char *what, uint32_t *ret_domid)
    VT_EXCLUDES(vm->lock);
