/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is learnt of one domain, and what it means for its vm. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/cause.h"
#include "hypervisor/life.h"
#include "hypervisor/xen/seen.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* Domains that are asked for at once. */
#define LIST_STEP 256
/* The name of a guest that is received, here or by xl, ends so until it is whole. */
#define INCOMING "--incoming"

int xen_seen_list(struct xen_world *world, struct xen_domain **ret)
{
    VT_AUTOFREE struct xen_domain *list = NULL;
    struct xen_fail fail = {.err = 0};
    uint32_t first = 0;
    size_t n = 0;

    for (;;) {
        struct xen_domain *more = reallocarray(list, n + LIST_STEP, sizeof *more);
        int got;
        if (more == NULL)
            return vt_error_no_memory(VIR_FROM_XEN);
        list = more;
        got = world->ops->domains(world->host, first, list + n, LIST_STEP, &fail);
        if (got < 0)
            return xen_host_failed("ask the hypervisor for its domains", &fail);
        n += (size_t)got;
        if (got < LIST_STEP)
            break;
        first = list[n - 1].domid + 1;
    }
    *ret = VT_TAKE(list);
    return (int)n;
}

/* NULL: it has none. */
static char *read_name(struct xen_world *world, uint32_t domid)
{
    struct xen_fail fail = {.err = 0};
    char path[64];

    snprintf(path, sizeof path, "/local/domain/%u/name", domid);
    return world->ops->store_read(world->host, path, &fail);
}

static bool has_end(const char *name, const char *end)
{
    size_t len = strlen(name);

    return len > strlen(end) && strcmp(name + len - strlen(end), end) == 0;
}

char *xen_seen_name(struct xen_world *world, uint32_t domid)
{
    VT_AUTOFREE char *name = read_name(world, domid);

    return name == NULL || name[0] == '\0' || has_end(name, INCOMING) ? NULL : VT_TAKE(name);
}

bool xen_seen_is_incoming(struct xen_world *world, uint32_t domid)
{
    VT_AUTOFREE char *name = read_name(world, domid);

    return name != NULL && has_end(name, XEN_INCOMING_HERE);
}

/* Reads a document of the host.  NULL and nothing raised when it is not one. */
static struct domain_def *parse(char *xml)
{
    struct domain_def *def = NULL;

    if (xml == NULL)
        return NULL;
    if (domain_def_parse(xml, &xen_live_parse_opts, &def) < 0)
        vt_error_reset();
    free(xml);
    return def;
}

/* What is left when neither the user's document nor the toolstack's can be read. */
static struct domain_def *plain(const struct xen_domain *info)
{
    char *xml = NULL;

    if (asprintf(&xml,
                 "<domain type='xen'><name>xen-%u</name><memory>%llu</memory><vcpu>%u</vcpu>"
                 "<os><type>%s</type></os></domain>",
                 info->domid, (unsigned long long)(info->max_pages > 0 ? info->max_pages * 4 : 4),
                 info->vcpus_max > 0 ? info->vcpus_max : 1, info->translated ? "hvm" : "linux") < 0)
        return NULL;
    return parse(xml);
}

/* The host's name and uuid in the place of the document's. */
static struct domain_def *identify(const struct domain_def *from, const char *name,
                                   const struct xen_domain *info)
{
    struct domain_def *def = from != NULL ? domain_def_dup(from) : NULL;
    char number[32];

    if (def == NULL)
        return NULL;
    memcpy(def->uuid, info->uuid, VT_UUID_LEN);
    def->uuid_generated = false;
    if (domain_def_set_name(def, name) == 0)
        return def;
    vt_error_reset(); /* a name that no document can have */
    snprintf(number, sizeof number, "xen-%u", info->domid);
    if (domain_def_set_name(def, number) == 0)
        return def;
    return domain_def_unref(def);
}

bool xen_seen_describe(struct xen_world *world, struct xen_seen *s)
{
    VT_AUTOFREE char *name = xen_seen_name(world, s->info.domid);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    struct vt_error_saved before;
    struct xen_fail fail = {.err = 0};

    if (name == NULL)
        return false;
    vt_error_save(&before);
    def = parse(world->ops->get_xml(world->host, s->info.domid, &fail));
    s->ours = def != NULL;
    if (def == NULL)
        def = parse(world->ops->describe(world->host, s->info.domid, &fail));
    if (def == NULL)
        def = plain(&s->info);
    s->def = identify(def, name, &s->info);
    vt_error_restore(&before);
    if (s->def == NULL)
        return false;
    s->name = VT_TAKE(name);
    return true;
}

struct domain_def *xen_seen_rename(const struct xen_seen *s)
{
    DOMAIN_AUTODEF struct domain_def *def = domain_def_dup(s->def);
    VT_AUTOFREE char *name = NULL;

    if (def == NULL)
        return NULL;
    if (asprintf(&name, "%s.%u", s->def->name, s->info.domid) < 0)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    return domain_def_set_name(def, name) < 0 ? NULL : VT_TAKE(def);
}

static int state_of(const struct xen_domain *info)
{
    if (info->shutdown)
        return info->reason == XEN_SHUTDOWN_CRASH || info->reason == XEN_SHUTDOWN_WATCHDOG
                   ? VIR_DOMAIN_CRASHED
                   : VIR_DOMAIN_SHUTDOWN;
    if (info->paused)
        return VIR_DOMAIN_PAUSED;
    return info->blocked && !info->running ? VIR_DOMAIN_BLOCKED : VIR_DOMAIN_RUNNING;
}

static bool is_awake(int state)
{
    return state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED;
}

/* A guest stands still while it is built, and that is no news; one that stands still for longer is meant to. */
#define BUILDING_NS (UINT64_C(5000) * VT_NS_PER_MS)

/* Whether that is all there is to notice of a guest that was standing still when it was first seen. */
static bool notice_built_locked(struct vm *vm, int state) VT_REQUIRES(vm->lock);
static bool notice_built_locked(struct vm *vm, int state)
{
    static const struct vm_cause let_go = {VM_NO_EVENT, 0, VIR_DOMAIN_RUNNING_BOOTED};
    struct xen_vm *xvm = xen_vm_of(vm);
    bool was_paused = xvm->found_paused_ns != 0 && vm->facts.state == VIR_DOMAIN_PAUSED;

    vt_mutex_held(&vm->lock);
    if (was_paused && state == VIR_DOMAIN_PAUSED &&
        vt_now_coarse_ns() - xvm->found_paused_ns < BUILDING_NS)
        return true;
    xvm->found_paused_ns = 0;
    if (was_paused && state == VIR_DOMAIN_PAUSED)
        vm->facts.state = VIR_DOMAIN_RUNNING; /* as everybody was told up to now */
    if (!was_paused || !is_awake(state))
        return false;
    vm_set_state_locked(vm, state, &let_go);
    return true;
}

/* A change of which nobody has told. */
static void notice_locked(struct vm *vm, int state) VT_REQUIRES(vm->lock);
static void notice_locked(struct vm *vm, int state)
{
    int before;

    vt_mutex_held(&vm->lock);
    if ((xen_vm_of(vm)->held || xen_vm_of(vm)->ending != NULL) && state == VIR_DOMAIN_PAUSED)
        return;
    if (notice_built_locked(vm, state))
        return;
    before = vm->facts.state;
    if (state == VIR_DOMAIN_PAUSED && is_awake(before))
        vm_set_state_locked(vm, state, &vm_cause_suspended);
    else if (is_awake(state) && before == VIR_DOMAIN_PAUSED)
        vm_set_state_locked(vm, state, &vm_cause_resumed);
    else if (state != before && !(is_awake(state) && is_awake(before)))
        vm->facts.reason = 0; /* shut down or crashed: the event comes when it is ended */
    vm->facts.state = state;
}

void xen_seen_update_locked(struct vm *vm, const struct xen_domain *info)
{
    vt_mutex_held(&vm->lock);
    if (vm->live == NULL || (uint32_t)vm->run_id != info->domid)
        return; /* it ended, or began anew, since it was looked at */
    xen_vm_see_end_locked(vm, info->shutdown ? (int)info->reason : -1);
    notice_locked(vm, state_of(info));
    vm->facts.cpu_ns = info->cpu_ns;
    vm->facts.started_ns = 0; /* the hypervisor counts */
    /* What a guest may have at most is in its definition: the hypervisor's limit is what it is to have
     * now, and what libxl puts on top.  Devices of HVM guests have pages on top as well. */
    vm->facts.mem_kib =
        info->tot_pages < vm->facts.mem_max_kib / 4 ? info->tot_pages * 4 : vm->facts.mem_max_kib;
    vm->facts.vcpus = info->vcpus_online;
    vm_publish_locked(vm);
}
