/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of Xen guests, for the engine in src/peek/: what it asks of the hypervisor, and who asks. */
#include "config.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/peek.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/peek.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "peek/foreign.h"
#include "util/cleanup.h"

/* One run of one domain.  It holds the host open, not the world: a mapping that hangs may be the last
 * to know of it. */
struct guest {
    struct xen_link *link; /* counted */
    struct xen_frames *frames;
    uint32_t domid;
    unsigned char uuid[VT_UUID_LEN];
    atomic_int width; /* of a PV guest, 0 of a translated one; -1 not known yet.  It stays */
    char *name;
};

static int failed(const struct guest *g, const char *what, const struct xen_fail *fail)
{
    if (fail->err == ENOMEM)
        return vt_error_no_memory(VIR_FROM_XEN);
    return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED, "cannot %s of domain '%s': %s", what,
                    g->name, fail->text);
}

/* A number that is another's by now, or of nobody, is a guest that is gone. */
static int find(const struct guest *g, struct xen_domain *ret, bool *ret_gone)
{
    struct xen_fail fail = {.err = 0};
    int n = g->link->ops->domains(g->link->host, g->domid, ret, 1, &fail);

    if (n < 0)
        return failed(g, "find the memory", &fail);
    *ret_gone = n == 0 || ret->domid != g->domid || ret->dying ||
                memcmp(ret->uuid, g->uuid, VT_UUID_LEN) != 0;
    return 0;
}

/* What never changes is asked for once: negative when Xen does not tell. */
static int width_of(struct guest *g, bool translated, struct xen_fail *fail)
{
    int width = atomic_load_explicit(&g->width, memory_order_relaxed);

    if (width >= 0)
        return width;
    width = translated ? 0 : g->link->ops->guest_width(g->link->host, g->domid, fail);
    if (width >= 0)
        atomic_store_explicit(&g->width, width, memory_order_relaxed);
    return width;
}

/* Xen would take such a page from a pool of the guest's, and end the guest when that is empty. */
static int refuse_on_demand(const struct guest *g, uint64_t n)
{
    if (n == 0)
        return 0;
    return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' has %llu pages that it gets when it first touches them: reading "
                    "them would change the guest",
                    g->name, (unsigned long long)n);
}

/* A question was not answered: the guest may have ended before it.  0 gone, -1 raised. */
static int find_why(const struct guest *g, const char *what, const struct xen_fail *fail,
                    bool *ret_gone)
{
    struct xen_domain d;

    if (find(g, &d, ret_gone) < 0)
        return -1;
    return *ret_gone ? 0 : failed(g, what, fail);
}

static int guest_info(void *opaque, struct peek_foreign_info *ret)
{
    struct guest *g = opaque;
    struct xen_fail fail = {.err = 0};
    struct xen_domain d;
    uint64_t on_demand = 0;
    int width;

    memset(ret, 0, sizeof *ret);
    if (find(g, &d, &ret->gone) < 0)
        return -1;
    if (ret->gone)
        return 0;
    width = width_of(g, d.translated, &fail);
    if (width < 0 ||
        (d.translated && g->link->ops->on_demand(g->link->host, g->domid, &on_demand, &fail) < 0))
        return find_why(g, "find the size of the memory", &fail, &ret->gone);
    ret->translated = d.translated;
    ret->shared_info_frame = d.shared_info_frame;
    ret->total_pages = d.tot_pages;
    ret->paged_pages = d.paged_pages;
    ret->width = (unsigned int)width;
    return refuse_on_demand(g, on_demand);
}

static int guest_gone(void *opaque, bool *ret_gone)
{
    struct xen_domain d;

    return find(opaque, &d, ret_gone);
}

static int guest_n_frames(void *opaque, uint64_t *ret)
{
    const struct guest *g = opaque;
    struct xen_fail fail = {.err = 0};
    uint64_t last = 0;

    if (g->link->ops->max_frame(g->link->host, g->domid, &last, &fail) < 0)
        return failed(g, "find the size of the memory", &fail);
    *ret = last + 1;
    return 0;
}

static void *guest_map(void *opaque, const uint64_t *frames, size_t n, int *err, int *ret_errno)
{
    const struct guest *g = opaque;
    struct xen_fail fail = {.err = 0};
    void *map = g->link->ops->map(g->frames, frames, n, err, &fail);

    *ret_errno = map != NULL ? 0 : fail.err != 0 ? fail.err : EINVAL;
    return map;
}

static void guest_unmap(void *opaque, void *map, size_t n)
{
    const struct guest *g = opaque;

    g->link->ops->unmap(g->frames, map, n);
}

/* Whose they are is looked at after them. */
static int guest_regs(void *opaque, unsigned int vcpu, struct peek_regs *ret)
{
    struct guest *g = opaque;
    struct xen_fail fail = {.err = 0};
    struct peek_regs regs;
    struct xen_domain d;
    bool gone = false;
    int width = atomic_load_explicit(&g->width, memory_order_relaxed); /* info has been asked */
    int r = g->link->ops->regs(g->link->host, g->domid, vcpu, (unsigned int)width, &regs, &fail);

    if ((r < 0 ? find_why(g, "read the registers", &fail, &gone) : find(g, &d, &gone)) < 0)
        return -1;
    if (gone)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED, "domain '%s' has just ended",
                        g->name);
    *ret = regs;
    return 0;
}

static void guest_done(void *opaque)
{
    struct guest *g = opaque;

    if (g->frames != NULL)
        g->link->ops->frames_close(g->frames);
    xen_link_unref(g->link);
    free(g->name);
    free(g);
}

static const struct peek_foreign_ops guest_ops = {
    .info = guest_info,
    .gone = guest_gone,
    .n_frames = guest_n_frames,
    .map = guest_map,
    .unmap = guest_unmap,
    .regs = guest_regs,
    .done = guest_done,
};

static struct guest *guest_new(const struct vm *vm, uint32_t domid)
{
    struct xen_link *link = ((const struct xen_vm *)vm)->world->link;
    struct guest *g = calloc(1, sizeof *g);
    struct xen_fail fail = {.err = 0};

    if (g == NULL || (g->name = strdup(vm->obj->name)) == NULL) {
        free(g);
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    }
    vt_count_take(&link->count);
    VT_HG_ATOMIC(&g->width, sizeof g->width);
    atomic_init(&g->width, -1);
    g->link = link;
    g->domid = domid;
    memcpy(g->uuid, vm->obj->uuid, VT_UUID_LEN);
    g->frames = link->ops->frames_open(link->host, domid, &fail);
    if (g->frames != NULL)
        return g;
    (void)failed(g, "map the memory", &fail);
    guest_done(g);
    return NULL;
}

struct peek_source *xen_make_ram(const struct vm *vm, const struct domain_def *def,
                                 uint64_t run VT_UNUSED, int id)
{
    struct peek_source *source;
    struct guest *g;

    if (id == 0) {
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_NO_SUPPORT,
                       "reading the memory of the domain that all of this runs in");
        return NULL;
    }
    g = guest_new(vm, (uint32_t)id);
    if (g == NULL)
        return NULL;
    source = peek_foreign_new(&guest_ops, g, vm->obj->name, def->vcpus_max, VIR_FROM_XEN);
    if (source == NULL)
        guest_done(g);
    return source;
}

static struct peek_source *take_ram(struct vm *vm, uint64_t run)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && vm->run == run ? vm_take_ram_locked(vm) : NULL;
}

void xen_vm_drop_ram(struct vm *vm, uint64_t run)
{
    vm_end_ram(vm, take_ram(vm, run));
}

int xen_domain_memory_peek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                           unsigned int flags)
{
    return vm_memory_peek(xen_vm_of_handle(dom), start, size, buffer, flags);
}

int xen_domain_block_peek(virDomainPtr dom, const char *path, unsigned long long offset,
                          size_t size, void *buffer, unsigned int flags VT_UNUSED)
{
    return vm_block_peek(xen_vm_of_handle(dom), path, offset, size, buffer);
}
