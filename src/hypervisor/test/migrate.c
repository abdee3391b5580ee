/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration between two worlds of one process.
 *
 * prepare reserves the destination's vm (its job is taken) under a serial number; perform stops
 * the source and leaves its memory under that number; finish starts the destination and only then
 * ends the source, or puts everything back.  The guest exists on one side at any time. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/peek.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "peek/source.h"
#include "util/cleanup.h"

/* One side: a vm whose job is ours. */
struct side {
    struct test_world *world; /* of a connection that the caller of the public call holds */
    struct vm *vm;            /* counted */
    uint64_t job;
};

struct incoming {
    struct incoming *next;
    uint64_t serial;
    struct side to;
    struct domain_def *def; /* what will run */
    bool new;               /* the destination did not know the domain before */
    struct side from;       /* vm NULL until perform */
    struct peek_source *ram;
    uint64_t run; /* of the source */
    int state;    /* of the source before */
};

static struct vt_mutex registry_lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "incoming migrations");
static struct incoming *registry VT_GUARDED_BY(registry_lock);
static uint64_t last_serial VT_GUARDED_BY(registry_lock);

static uint64_t next_serial(void)
{
    VT_LOCK_SCOPE(&registry_lock);

    return ++last_serial;
}

/* From here on another call can take it. */
static void registry_put(struct incoming *in)
{
    VT_LOCK_SCOPE(&registry_lock);

    in->next = registry;
    registry = in;
}

/* Takes it out: its owner is the caller again. */
static struct incoming *registry_take(const char *cookie, size_t cookielen)
{
    VT_LOCK_SCOPE(&registry_lock);
    unsigned long long serial = 0;
    struct incoming **p = &registry;
    struct incoming *in;

    if (cookielen == 0 || cookielen > 20 || !xml_number(cookie, UINT64_MAX, &serial))
        return NULL;
    while (*p != NULL && (*p)->serial != serial)
        p = &(*p)->next;
    in = *p;
    if (in != NULL)
        *p = in->next;
    return in;
}

static void side_release(struct side *s)
{
    if (s->vm == NULL)
        return;
    if (s->job != 0)
        vm_job_end(s->vm, s->job);
    vt_object_unref(s->vm->obj);
    s->vm = NULL;
}

static void incoming_free(struct incoming *in)
{
    side_release(&in->to);
    side_release(&in->from);
    domain_def_unref(in->def);
    peek_source_unref(in->ram);
    free(in);
}

/* The destination is as it was before prepare. */
static void give_up(struct incoming *in)
{
    if (in->new && in->to.vm != NULL)
        vm_domains_forget(in->to.vm);
    incoming_free(in);
}

static int unknown(const char *uri)
{
    return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "nothing was prepared for '%s'", uri);
}

/* The source runs and the destination does not; else there is nothing to wait for. */
static int want_running(struct vm *vm, bool running, const char *what)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    return (vm->live != NULL) == running ? 0 : vm_wrong_state_locked(vm, what);
}

/* Fills the destination's side; the vm is reserved by its job. */
static int reserve(struct incoming *in, virConnectPtr dconn, const char *dname, const char *xml)
{
    in->to.world = test_world_of(dconn);
    if (domain_def_parse(xml, &test_parse_opts, &in->def) < 0 ||
        (dname != NULL && domain_def_set_name(in->def, dname) < 0))
        return -1;
    in->to.vm = vm_domains_for(&in->to.world->domains, in->def, false, &in->new);
    if (in->to.vm == NULL || want_running(in->to.vm, false, "take over") < 0)
        return -1;
    in->to.job = vm_job_begin(in->to.vm, "virDomainMigrate");
    return in->to.job == 0 ? -1 : want_running(in->to.vm, false, "take over");
}

int test_domain_migrate_prepare2(virConnectPtr dconn, char **cookie, size_t *cookielen,
                                 const char *uri_in VT_UNUSED, char **uri_out,
                                 unsigned long flags VT_UNUSED, const char *dname,
                                 unsigned long bandwidth VT_UNUSED, const char *dom_xml)
{
    struct incoming *in = calloc(1, sizeof *in);
    VT_AUTOFREE char *text = NULL;
    VT_AUTOFREE char *uri = NULL;

    if (in == NULL)
        return vt_error_no_memory(VIR_FROM_TEST);
    if (reserve(in, dconn, dname, dom_xml) < 0) {
        give_up(in);
        return -1;
    }
    in->serial = next_serial();
    if (asprintf(&text, "%llu", (unsigned long long)in->serial) < 0) {
        text = NULL;
    } else if (asprintf(&uri, "test-migrate:%s", text) < 0) {
        uri = NULL;
    }
    if (text == NULL || uri == NULL) {
        give_up(in);
        return vt_error_no_memory(VIR_FROM_TEST);
    }
    registry_put(in);
    *cookielen = strlen(text);
    *cookie = VT_TAKE(text);
    *uri_out = VT_TAKE(uri);
    return 0;
}

static int hold_still(struct vm *vm, uint64_t run, int *ret_state)
{
    struct vm_facts facts;

    vm_read_facts(vm, &facts);
    *ret_state = facts.state;
    if (vm_set_state(vm, run, VIR_DOMAIN_PAUSED, &vm_cause_moving))
        return 0;
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' was destroyed while it was migrated", vm->obj->name);
}

static int perform(struct incoming *in, virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    in->from.world = test_world_of(dom->h.conn);
    /* The destination's job is held already.  Two migrations cannot wait for each other: what is
     * waited for runs, and what is held does not. */
    if (want_running(vm, true, "migrate") < 0)
        return -1;
    in->from.job = vm_job_begin(vm, "virDomainMigrate");
    if (in->from.job == 0)
        return -1;
    vt_object_ref(vm->obj);
    in->from.vm = vm;
    if (test_script(vm, "virDomainMigrate") < 0 || (in->ram = vm_ram(vm, &in->run)) == NULL)
        return -1;
    return hold_still(vm, in->run, &in->state);
}

int test_domain_migrate_perform(virDomainPtr dom, const char *cookie, size_t cookielen,
                                const char *uri, unsigned long flags VT_UNUSED,
                                const char *dname VT_UNUSED, unsigned long bandwidth VT_UNUSED)
{
    struct incoming *in = registry_take(cookie, cookielen);
    int rv;

    if (in == NULL)
        return unknown(uri);
    rv = perform(in, dom);
    registry_put(in);
    return rv;
}

/* The destination runs, then the source does not. */
static virDomainPtr commit(struct incoming *in, virConnectPtr dconn)
{
    const struct vm_start start = {
        .def = in->def,
        .ram = in->ram,
        .why = &vm_cause_arrived,
        .paused = in->state == VIR_DOMAIN_PAUSED ? &vm_cause_arrived_paused : NULL,
        .transient = in->new,
    };
    virDomainPtr dom = vt_handle_new(VT_CLASS_DOMAIN, dconn, in->to.vm->obj);

    if (dom == NULL)
        return NULL;
    if (test_vm_start(in->to.vm, in->to.job, &start) < 0) {
        vt_handle_unref(&dom->h);
        return NULL;
    }
    (void)vm_end_run(in->from.vm, in->run, &vm_cause_moved);
    return dom;
}

virDomainPtr test_domain_migrate_finish2(virConnectPtr dconn, const char *dname VT_UNUSED,
                                         const char *cookie, size_t cookielen, const char *uri,
                                         unsigned long flags VT_UNUSED, int retcode)
{
    struct incoming *in = registry_take(cookie, cookielen);
    virDomainPtr dom = NULL;

    if (in == NULL)
        return (void)unknown(uri), NULL;
    if (retcode == 0)
        dom = commit(in, dconn);
    if (dom == NULL) {
        if (in->from.vm != NULL && in->state != VIR_DOMAIN_NOSTATE)
            (void)vm_set_state(in->from.vm, in->run, in->state,
                               in->state == VIR_DOMAIN_RUNNING ? &vm_cause_move_failed
                                                               : &vm_cause_suspended);
        give_up(in);
        return NULL;
    }
    incoming_free(in);
    return dom;
}
