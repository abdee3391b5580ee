/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and ending the world of this process. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "hypervisor/xen/files.h"
#include "hypervisor/xen/load.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/watch.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "peek/tend.h"
#include "util/cleanup.h"
#include "util/clock.h"

static const unsigned char mac_prefix[] = {0x00, 0x16, 0x3e};

const struct domain_parse_opts xen_parse_opts = {
    .type = "xen",
    .arch = "x86_64",
    .mac_prefix = mac_prefix,
    .domain = VIR_FROM_XEN,
    .flags = VIR_DOMAIN_XML_INACTIVE,
};

const struct domain_parse_opts xen_live_parse_opts = {
    .type = "xen",
    .arch = "x86_64",
    .mac_prefix = mac_prefix,
    .domain = VIR_FROM_XEN,
};

/* The one world, and whether somebody is making it. */
static struct {
    struct vt_mutex lock;
    struct vt_cond changed;
    bool ready; /* `changed` is */
    struct xen_world *world VT_GUARDED_BY(lock);
    bool making VT_GUARDED_BY(lock);
} registry = {.lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "the Xen world")};

int xen_failed(const struct vm *vm, const char *what, const struct xen_fail *fail)
{
    if (fail->err == ENOMEM)
        return vt_error_no_memory(VIR_FROM_XEN);
    return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED, "cannot %s domain '%s': %s", what,
                    vm->obj->name, fail->text);
}

int xen_host_failed(const char *what, const struct xen_fail *fail)
{
    if (fail->err == ENOMEM)
        return vt_error_no_memory(VIR_FROM_XEN);
    return vt_error(VIR_FROM_XEN, VIR_ERR_XEN_CALL, "cannot %s: %s", what, fail->text);
}

int xen_vm_running(struct vm *vm, const char *what, uint32_t *ret_domid)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live == NULL)
        return vm_wrong_state_locked(vm, what);
    *ret_domid = (uint32_t)vm->run_id;
    return 0;
}

int xen_vm_running_guest(struct vm *vm, const char *what, uint32_t *ret_domid)
{
    uint32_t domid;

    if (xen_vm_running(vm, what, &domid) < 0)
        return -1;
    if (domid == 0)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "cannot %s domain '%s': it is the one that all of this runs in", what,
                        vm->obj->name);
    *ret_domid = domid;
    return 0;
}

void xen_world_wake(struct xen_world *world)
{
    const uint64_t one = 1;

    /* It can only fail when the counter is full, and then the thread wakes all the same. */
    if (write(world->wake_fd, &one, sizeof one) < 0)
        return;
}

void xen_world_tend_at(struct xen_world *world, uint64_t ns)
{
    const struct itimerspec at = {
        .it_value = {.tv_sec = (time_t)(ns / VT_NS_PER_S), .tv_nsec = (long)(ns % VT_NS_PER_S)}};

    (void)timerfd_settime(world->tend_fd, TFD_TIMER_ABSTIME, &at, NULL); /* cannot fail */
}

/* Parts that were not made yet may be missing. */
void xen_world_free(struct xen_world *world)
{
    vt_store_free(world->files); /* with its thread */
    vm_domains_done(&world->domains);
    vt_table_done(&world->past);
    vt_event_source_done(&world->events);
    vt_mutex_done(&world->applying);
    if (world->link != NULL)
        xen_link_unref(world->link);
    if (world->wake_fd >= 0)
        (void)close(world->wake_fd);
    if (world->tend_fd >= 0)
        (void)close(world->tend_fd);
    free(world);
}

void xen_link_unref(struct xen_link *link)
{
    if (!vt_count_drop(&link->count))
        return;
    link->ops->close(link->host);
    free(link);
}

static int open_host(struct xen_world *world, const struct xen_host_ops *ops)
{
    VT_AUTOFREE struct xen_link *link = calloc(1, sizeof *link);
    struct xen_fail fail = {.err = 0};

    if (link == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    vt_count_init(&link->count);
    link->ops = ops;
    if (ops->open(&link->host, &fail) < 0)
        return fail.err == ENOMEM ? vt_error_no_memory(VIR_FROM_XEN)
                                  : vt_error(VIR_FROM_XEN, VIR_ERR_NO_XEN, "%s", fail.text);
    world->ops = ops;
    world->host = link->host;
    world->link = VT_TAKE(link);
    return 0;
}

/* Opens, looks for the first time, and starts the thread. */
static int begin(struct xen_world *world, const struct xen_host_ops *ops)
{
    world->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (world->wake_fd < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot make an eventfd");
    world->tend_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (world->tend_fd < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot make a timer");
    if (open_host(world, ops) < 0 || xen_files_new(world, &world->files) < 0 ||
        vt_store_start(world->files) < 0 || xen_sync(world) < 0)
        return -1;
    return xen_watch_start(world);
}

static struct xen_world *world_new(void)
{
    const struct xen_host_ops *ops = xen_module();
    struct xen_world *world;

    if (ops == NULL)
        return NULL;
    world = aligned_alloc(VT_CACHE_LINE, VT_CACHE_ROUND(sizeof *world));
    if (world == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    memset(world, 0, sizeof *world);
    world->wake_fd = world->tend_fd = -1;
    vt_count_init(&world->users);
    vm_domains_init(&world->domains, &xen_domains_ops, &world->events, &xen_parse_opts,
                    VIR_FROM_XEN);
    vt_table_init(&world->past, "ended Xen domains");
    vt_event_source_init(&world->events);
    vt_mutex_init(&world->applying, VT_RANK_WORLD, "comparing with the Xen host");
    VT_HG_ATOMIC(&world->ending, sizeof world->ending);
    VT_HG_ATOMIC(&world->looks, sizeof world->looks);
    VT_HG_ATOMIC(&world->making, sizeof world->making);
    VT_HG_ATOMIC(&world->unattended, sizeof world->unattended);
    if (begin(world, ops) == 0)
        return world;
    xen_world_free(world);
    return NULL;
}

/* The world that is there, counted; or the right to make it, which takes as long as the host
 * takes to answer: others wait for it, and none of them with the lock. */
static struct xen_world *find_or_make(bool *ret_make)
{
    VT_LOCK_SCOPE(&registry.lock);

    if (!registry.ready) {
        vt_cond_init(&registry.changed);
        registry.ready = true;
    }
    while (registry.world == NULL && registry.making)
        (void)vt_cond_wait(&registry.changed, &registry.lock, 0);
    *ret_make = registry.world == NULL;
    if (*ret_make)
        registry.making = true;
    else
        vt_count_take(&registry.world->users);
    return registry.world;
}

static void made(struct xen_world *world)
{
    VT_LOCK_SCOPE(&registry.lock);

    registry.world = world;
    registry.making = false;
    vt_cond_broadcast(&registry.changed);
}

struct xen_world *xen_world_get(void)
{
    bool make;
    struct xen_world *world = find_or_make(&make);

    if (make) {
        world = world_new();
        made(world);
    }
    return world;
}

bool xen_world_try_ref(struct xen_world *world)
{
    VT_LOCK_SCOPE(&registry.lock);

    if (registry.world != world)
        return false;
    vt_count_take(&world->users);
    return true;
}

void xen_world_tend_soon(void *unused VT_UNUSED)
{
    VT_LOCK_SCOPE(&registry.lock);

    if (registry.world != NULL)
        xen_world_tend_at(registry.world, vt_now_ns() + PEEK_TEND_NS);
}

static bool drop(struct xen_world *world)
{
    VT_LOCK_SCOPE(&registry.lock);

    if (!vt_count_drop(&world->users))
        return false;
    if (registry.world == world)
        registry.world = NULL;
    return true;
}

void xen_world_unref(struct xen_world *world)
{
    if (!drop(world))
        return;
    xen_watch_stop(world);
    xen_world_free(world);
}

void xen_world_unref_soon(struct xen_world *world)
{
    if (!drop(world))
        return;
    (void)pthread_detach(world->watcher);
    world->orphaned = true;
    atomic_store_explicit(&world->ending, true, memory_order_release);
}
