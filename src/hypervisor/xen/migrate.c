/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration on one host: the guest goes through a pipe, from the stream of one domain into another one
 * that is built from it under a name of its own; then the first ends, and the second is the guest.
 *
 * Both connections see the same host, so both ends are one vm, which gets another number.  To another
 * host a guest would go through a daemon there. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hypervisor/info.h"
#include "hypervisor/life.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/live.h"
#include "hypervisor/xen/peek.h"
#include "hypervisor/xen/seen.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The name of the first half at the end.  Source: xl migrate. */
#define AWAY "%s--migratedaway"

#define COOKIE "xen-here"

int xen_domain_migrate_prepare2(virConnectPtr dconn VT_UNUSED, char **cookie, size_t *cookielen,
                                const char *uri_in, char **uri_out, unsigned long flags VT_UNUSED,
                                const char *dname, unsigned long bandwidth VT_UNUSED,
                                const char *dom_xml)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VT_AUTOFREE char *text = NULL;
    VT_AUTOFREE char *uri = NULL;

    if (uri_in != NULL && strcmp(uri_in, "xenmigr://localhost") != 0 &&
        strcmp(uri_in, "xenmigr://localhost/") != 0)
        return vt_error(VIR_FROM_XEN, VIR_ERR_NO_SUPPORT, "migration to another host: '%s'",
                        uri_in);
    if (domain_def_parse(dom_xml, &xen_parse_opts, &def) < 0)
        return -1;
    if (dname != NULL && strcmp(dname, def->name) != 0)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                        "domain '%s' stays on this host: it cannot be '%s' there", def->name,
                        dname);
    text = strdup(COOKIE);
    uri = strdup("xenmigr://localhost");
    if (text == NULL || uri == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    *cookielen = strlen(text);
    *cookie = VT_TAKE(text);
    *uri_out = VT_TAKE(uri);
    return 0;
}

/* The receiving half, in a thread of its own. */
struct arrival {
    struct xen_world *world;
    struct domain_def *def;
    char *name;
    int fd;
    int r;
    uint32_t domid;
    struct xen_fail fail;
};

static void *receive(void *arg)
{
    struct arrival *a = arg;
    const struct xen_build build = {
        .def = a->def, .restore_fd = a->fd, .paused = true, .name = a->name};

    a->r = a->world->ops->create(a->world->host, &build, &a->domid, &a->fail);
    /* A sender whose reader is gone is not to wait for it. */
    (void)close(a->fd);
    return NULL;
}

/* Sends the guest into a new domain.  0: both are there, and neither goes on; -1 raised: the guest is
 * what it was, as far as the host can make it so. */
static int send_over(struct vm *vm, uint32_t domid, bool live, struct arrival *a)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    pthread_t thread;
    int fds[2];
    int sent, r;

    if (pipe2(fds, O_CLOEXEC) < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot make a pipe");
    a->fd = fds[0];
    r = pthread_create(&thread, NULL, receive, a);
    if (r != 0) {
        (void)close(fds[0]);
        (void)close(fds[1]);
        return vt_error_errno(VIR_FROM_XEN, r, "cannot start a thread");
    }
    sent = world->ops->save(world->host, domid, fds[1], live, &fail);
    (void)close(fds[1]);
    (void)pthread_join(thread, NULL);
    if (sent == 0 && a->r == 0)
        return 0;
    (void)(sent < 0 ? xen_failed(vm, "migrate", &fail) : xen_failed(vm, "receive", &a->fail));
    if (a->r == 0)
        (void)world->ops->destroy(world->host, a->domid, &fail);
    (void)world->ops->resume(world->host, domid, &fail);
    return -1;
}

/* Gives the two their names; what does not succeed leaves them as they are, which harms nobody. */
static int exchange_names(struct vm *vm, uint32_t from, uint32_t to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    VT_AUTOFREE char *away = NULL;

    if (asprintf(&away, AWAY, vm->obj->name) < 0)
        return vt_error_no_memory(VIR_FROM_XEN);
    if (world->ops->rename(world->host, from, away, &fail) < 0 ||
        world->ops->rename(world->host, to, vm->obj->name, &fail) < 0)
        return xen_failed(vm, "rename", &fail);
    return 0;
}

static void set_busy(struct vm *vm, bool busy)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (busy)
        xen_vm_set_starting_locked(vm);
    else
        xen_vm_clear_starting_locked(vm);
}

static int let_go(struct vm *vm, uint32_t to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};

    return world->ops->unpause(world->host, to, &fail) < 0 ? xen_failed(vm, "let go", &fail) : 0;
}

/* The second is the guest from now on.  The first has suspended itself and never goes on: it is ended when
 * the guest runs again, for that takes a while. */
static int switch_over(struct vm *vm, const struct vm_run *run, uint32_t from,
                       const struct arrival *a)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    int r;

    if (exchange_names(vm, from, a->domid) < 0 ||
        xen_vm_keep_document(vm, a->domid, run->def) < 0 || let_go(vm, a->domid) < 0) {
        (void)world->ops->destroy(world->host, a->domid, &fail);
        (void)world->ops->rename(world->host, from, vm->obj->name, &fail);
        (void)world->ops->resume(world->host, from, &fail);
        return -1;
    }
    r = xen_vm_move_run(vm, run, a->domid);
    (void)world->ops->destroy(world->host, from, &fail); /* at worst it is left */
    return r;
}

static int migrate(struct vm *vm, uint64_t job, bool live)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VT_AUTOFREE char *incoming = NULL;
    VT_AUTOCLOSE int right = xen_vm_claim_suspended(vm, "migrate");
    struct vm_run run = {.run = 0};
    struct arrival a = {.world = xen_vm_of(vm)->world};
    uint32_t domid;
    int r;

    if (right < 0 || xen_sync_vm(vm) < 0 || vm_run_for(vm, "migrate", true, true) == 0 ||
        xen_vm_running_guest(vm, "migrate", &domid) < 0 ||
        xen_live_describe(vm, job, domid, &run) < 0)
        return -1;
    def = run.def;
    if (run.state == VIR_DOMAIN_PAUSED)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "cannot migrate domain '%s' while it is paused: it has to suspend itself",
                        vm->obj->name);
    if (asprintf(&incoming, "%s" XEN_INCOMING_HERE, vm->obj->name) < 0)
        return vt_error_no_memory(VIR_FROM_XEN);
    a.def = def;
    a.name = incoming;
    xen_vm_clear_incoming(vm);
    set_busy(vm, true);
    xen_vm_drop_ram(vm, run.run);
    r = send_over(vm, domid, live, &a);
    if (r == 0)
        r = switch_over(vm, &run, domid, &a);
    set_busy(vm, false);
    if (r < 0)
        xen_sync_vm_after(vm);
    return r;
}

int xen_domain_migrate_perform(virDomainPtr dom, const char *cookie, size_t cookielen,
                               const char *uri, unsigned long flags, const char *dname VT_UNUSED,
                               unsigned long bandwidth VT_UNUSED)
{
    struct vm *vm = xen_vm_of_handle(dom);

    if (cookielen != strlen(COOKIE) || memcmp(cookie, COOKIE, cookielen) != 0)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG, "nothing was prepared for '%s'", uri);
    VM_JOB_SCOPE(job, vm, "virDomainMigrate");
    return job.serial == 0 ? -1 : migrate(vm, job.serial, (flags & VIR_MIGRATE_LIVE) != 0);
}

virDomainPtr xen_domain_migrate_finish2(virConnectPtr dconn, const char *dname,
                                        const char *cookie VT_UNUSED, size_t cookielen VT_UNUSED,
                                        const char *uri VT_UNUSED, unsigned long flags VT_UNUSED,
                                        int retcode)
{
    return retcode == 0 ? xen_domain_lookup_by_name(dconn, dname) : NULL;
}
