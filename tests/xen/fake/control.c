/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What tests do behind the driver's back, and the table of it. */
#include "fake.h"

#include <stdio.h>

/* Where a domain that a test names is not there, -ESRCH. */
static struct fake_domain *alive_locked(uint32_t domid) VT_REQUIRES(fake.lock);
static struct fake_domain *alive_locked(uint32_t domid)
{
    struct fake_domain *d = fake_find_locked(domid);

    vt_mutex_held(&fake.lock);
    return d != NULL && d->state != FAKE_DYING ? d : NULL;
}

static void reset_locked(void) VT_REQUIRES(fake.lock);
static void reset_locked(void)
{
    vt_mutex_held(&fake.lock);
    if (fake.n_hosts + fake.n_watches + fake.n_frames > 0 || fake.n_mapped > 0) {
        fprintf(stderr, "fake xen: %u hosts, %u watches, %u domains' frames are open\n",
                fake.n_hosts, fake.n_watches, fake.n_frames);
        abort();
    }
    while (fake.domains != NULL)
        fake_kill_locked(fake.domains);
    fake_store_reset_locked();
    fake_scripts_reset_locked();
    fake_machine_reset_locked();
    fake.next_domid = 1;
    fake.obey_ns = 2 * VT_NS_PER_MS;
}

static void control_reset(void)
{
    fake_later_end();
    VT_LOCK_SCOPE(&fake.lock);
    reset_locked();
}

static void control_counts(struct fake_counts *ret)
{
    VT_LOCK_SCOPE(&fake.lock);

    *ret = (struct fake_counts){.hosts = fake.n_hosts,
                                .watches = fake.n_watches,
                                .frames = fake.n_frames,
                                .mapped = fake.n_mapped};
    for (const struct fake_domain *d = fake.domains; d != NULL; d = d->next) {
        ret->domains++;
        ret->dying += d->state == FAKE_DYING;
    }
}

static int control_make(const struct fake_spec *spec, uint32_t *ret_domid)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct xen_fail fail = {0};
    struct fake_domain *d = fake_new_locked(spec, &fail);

    if (d == NULL)
        return -fail.err;
    fake_introduce_locked(d);
    d->pauses = spec->paused;
    fake_clock_locked(d);
    *ret_domid = d->domid;
    return 0;
}

static int control_destroy(uint32_t domid)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    if (d == NULL)
        return -ESRCH;
    fake_kill_locked(d);
    return 0;
}

static int control_pause(uint32_t domid)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_pause_locked(d, true) : -ESRCH;
}

static int control_unpause(uint32_t domid)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_pause_locked(d, false) : -ESRCH;
}

static int control_reboot(uint32_t domid, uint32_t *ret_domid)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_reboot_locked(d, ret_domid) : -ESRCH;
}

static void control_next_domid(uint32_t domid)
{
    VT_LOCK_SCOPE(&fake.lock);

    fake.next_domid = domid;
}

static int control_store_write(const char *path, const char *value)
{
    VT_LOCK_SCOPE(&fake.lock);

    fake_store_set_locked(path, value);
    return 0;
}

static int control_store_remove(const char *path)
{
    VT_LOCK_SCOPE(&fake.lock);

    return fake_store_remove_locked(path);
}

static int control_set(uint32_t domid, enum fake_trait trait, bool on)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    if (d == NULL)
        return -ESRCH;
    d->traits[trait] = on;
    fake_clock_locked(d);
    fake_publish_locked(d);
    return 0;
}

static int control_stop(uint32_t domid, enum xen_shutdown reason)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    if (d == NULL)
        return -ESRCH;
    fake_stop_locked(d, reason);
    return 0;
}

static void control_obey_after(unsigned int ms)
{
    VT_LOCK_SCOPE(&fake.lock);

    fake.obey_ns = ms * VT_NS_PER_MS;
}

static int control_balloon_out(uint32_t domid, uint64_t page, uint64_t n)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_balloon_out_locked(d, page, n) : -ESRCH;
}

static int control_balloon_in(uint32_t domid, uint64_t page, uint64_t n)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_balloon_in_locked(d, page, n) : -ESRCH;
}

static int control_exchange(uint32_t domid, uint64_t page, uint64_t n)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    return d != NULL ? fake_exchange_locked(d, page, n) : -ESRCH;
}

static int control_write(uint32_t domid, uint64_t paddr, const void *bytes, size_t n)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);
    uint64_t at = paddr % FAKE_PAGE_SIZE;
    const struct fake_gfn *g;

    if (d == NULL)
        return -ESRCH;
    g = fake_gfn_locked(d, paddr / FAKE_PAGE_SIZE);
    if (g == NULL || g->frame == FAKE_NO_FRAME || n > FAKE_PAGE_SIZE - at)
        return -EINVAL;
    memcpy(fake_bytes_locked(g->frame) + at, bytes, n);
    return 0;
}

static int control_page_out(uint32_t domid, uint64_t page, uint64_t n, bool out)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    if (d == NULL)
        return -ESRCH;
    if (!fake_translated(d) || page > d->n_pages || n > d->n_pages - page)
        return -EINVAL;
    for (uint64_t i = page; i < page + n; i++) {
        d->paged += (uint64_t)out - d->pages[i].paged;
        d->pages[i].paged = out;
    }
    vt_cond_broadcast(&fake.changed);
    return 0;
}

static int control_deny(uint32_t domid, uint64_t page, uint64_t n, int err)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);

    if (d == NULL)
        return -ESRCH;
    d->denied = page;
    d->n_denied = err != 0 ? n : 0;
    d->denied_err = err;
    return 0;
}

static int control_block_stats(uint32_t domid, const char *target, const struct xen_block_stats *to)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);
    struct fake_disk *disk = d != NULL ? fake_disk_find_locked(d, target) : NULL;

    if (disk == NULL)
        return d == NULL ? -ESRCH : -ENODEV;
    disk->stats = *to;
    return 0;
}

static int control_net_stats(uint32_t domid, const char *target, const struct xen_net_stats *to)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);
    struct fake_nic *nic = d != NULL ? fake_nic_find_locked(d, target) : NULL;

    if (nic == NULL)
        return d == NULL ? -ESRCH : -ENODEV;
    nic->stats = *to;
    return 0;
}

static int control_info(uint32_t domid, struct fake_info *ret)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_find_locked(domid);

    if (d == NULL)
        return -ESRCH;
    *ret = (struct fake_info){.kind = d->kind,
                              .seed = d->seed,
                              .pages = d->n_pages,
                              .tables = d->tables,
                              .behind = d->behind,
                              .movable = fake_movable(d),
                              .tot_pages = d->tot_pages,
                              .mapped = fake_mapped_locked(d),
                              .pauses = d->pauses};
    return 0;
}

static int control_page(uint32_t domid, uint64_t page, struct fake_page *ret)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = alive_locked(domid);
    const struct fake_gfn *g = d != NULL ? fake_gfn_locked(d, page) : NULL;

    if (g == NULL)
        return d == NULL ? -ESRCH : -EINVAL;
    ret->present = g->frame != FAKE_NO_FRAME;
    ret->generation = g->generation;
    ret->frame = fake_translated(d) ? page : g->frame;
    return 0;
}

const struct fake_control vitrine_fake_control = {
    .abi = FAKE_CONTROL_ABI,
    .reset = control_reset,
    .counts = control_counts,
    .make = control_make,
    .destroy = control_destroy,
    .pause = control_pause,
    .unpause = control_unpause,
    .reboot = control_reboot,
    .next_domid = control_next_domid,
    .store_write = control_store_write,
    .store_remove = control_store_remove,
    .set = control_set,
    .stop = control_stop,
    .obey_after = control_obey_after,
    .balloon_out = control_balloon_out,
    .balloon_in = control_balloon_in,
    .exchange = control_exchange,
    .write = control_write,
    .page_out = control_page_out,
    .deny = control_deny,
    .lose_watches = fake_control_lose_watches,
    .block_stats = control_block_stats,
    .net_stats = control_net_stats,
    .info = control_info,
    .page = control_page,
    .fail = fake_control_fail,
    .hang = fake_control_hang,
    .let_go = fake_control_let_go,
    .hanging = fake_control_hanging,
    .calls = fake_control_calls,
};
