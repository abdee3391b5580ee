/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The inside of the Xen host in memory: one machine with its domains, behind one lock.
 *
 * A domain is found anew by its number after each wait, as nobody counts it. */
#pragma once

#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain.h"
#include "control.h"
#include "peek/source.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/lock.h"
#include "util/strbuf.h"

#define FAKE_DOM0_KIB (UINT64_C(512) << 10)
#define FAKE_FIRST_FRAME 0x100u /* those below are Xen's own */
#define FAKE_NO_FRAME UINT32_MAX
#define FAKE_MAX_PAGES 0x80000u /* of a guest: 2 GiB */
#define FAKE_MAX_VCPUS 128
#define FAKE_SPECIALS 4 /* pages near 4 GiB of a translated guest */
#define FAKE_FIRST_SPECIAL UINT64_C(0xfeff8)
#define FAKE_TABLES_PAGE 16 /* where tables begin */

struct fake_gfn {
    uint32_t frame; /* FAKE_NO_FRAME: a hole */
    uint32_t generation;
    bool paged;
};

struct fake_disk {
    struct fake_disk *next;
    char *target, *source;
    bool readonly, cdrom, block;
    struct xen_block_stats stats;
};

struct fake_nic {
    struct fake_nic *next;
    unsigned int devid;
    unsigned char mac[6];
    char *bridge;
    struct xen_net_stats stats;
};

struct fake_vcpu {
    bool online;
    unsigned char affinity[(FAKE_CPUS + 7) / 8];
};

struct fake_domain {
    struct fake_domain *next; /* ascending by number */
    uint32_t domid;
    uint64_t serial; /* of this boot: numbers come again, these do not */
    unsigned char uuid[16];
    char *name, *xml;
    enum fake_kind kind;
    enum fake_domain_state { FAKE_ALIVE, FAKE_SHUTDOWN, FAKE_DYING } state;
    enum xen_shutdown reason;
    unsigned int pauses;
    bool traits[FAKE_TRAITS];
    bool daemon;               /* xl waits for its end */
    uint64_t ran_ns, since_ns; /* CPU time until @since_ns; 0: stands still */
    uint64_t seed, max_pages, mem_max_kib;
    uint64_t tot_pages, held, paged; /* frames counted by Xen; with the shared info page */
    uint64_t n_pages;
    struct fake_gfn *pages, specials[FAKE_SPECIALS];
    uint32_t shared_info;                                     /* frame */
    uint64_t tables, behind, root, direct_l1, p2m_leaf, tree; /* pages */
    uint64_t denied, n_denied;
    int denied_err;
    unsigned int vcpus_max;
    struct fake_vcpu *vcpus;
    struct xen_sched sched;
    struct fake_disk *disks;
    struct fake_nic *nics;
};

struct fake_frame {
    struct fake_domain *owner; /* NULL: free */
    uint64_t paddr;            /* where its pattern says it is */
    uint32_t generation, maps;
    bool used;   /* the domain has it; else only mappings keep it */
    bool filled; /* its pattern was written, or it holds something else */
};

struct fake_world {
    struct vt_mutex lock;
    struct vt_cond changed; /* for calls that hang, or wait for pages */
    struct vt_cond hung;    /* for tests that wait until calls hang */
    struct fake_domain *domains;
    uint64_t serials, obey_ns;
    uint32_t next_domid;
    unsigned int n_hosts, n_watches, n_frames;
    uint64_t n_mapped;
};
extern struct fake_world fake;
extern const struct fake_control vitrine_fake_control;
extern const struct xen_host_ops vitrine_xen_host;

/* --- script.c: calls that fail or hang --- */
int fake_fail(struct xen_fail *fail, int err, const char *fmt, ...) VT_PRINTF(3, 4); /* -err */
/* Counts the call, waits and fails as the test has asked.  0 or -errno. */
int fake_gate_locked(const char *op, uint32_t domid, struct xen_fail *fail) VT_REQUIRES(fake.lock);
void fake_scripts_reset_locked(void) VT_REQUIRES(fake.lock);

/* --- world.c: domains --- */
struct fake_domain *fake_find_locked(uint32_t domid) VT_REQUIRES(fake.lock);
/* It is in no list. */
struct fake_domain *fake_dom0_locked(void) VT_REQUIRES(fake.lock);
/* Both of these; NULL: fail->err.  Never one that is dying; domain 0 where that can be. */
struct fake_domain *fake_enter_locked(const char *op, uint32_t domid, struct xen_fail *fail)
    VT_REQUIRES(fake.lock);
/* The same, but dying ones are found too. */
struct fake_domain *fake_enter_any_locked(const char *op, uint32_t domid, struct xen_fail *fail)
    VT_REQUIRES(fake.lock);
/* A guest with its memory, paused once, which xenstore does not know yet. */
struct fake_domain *fake_new_locked(const struct fake_spec *spec, struct xen_fail *fail)
    VT_REQUIRES(fake.lock);
void fake_introduce_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
/* Takes it from the list when nothing is left of it. */
void fake_reap_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
void fake_kill_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
void fake_stop_locked(struct fake_domain *d, enum xen_shutdown reason) VT_REQUIRES(fake.lock);
int fake_reboot_locked(struct fake_domain *d, uint32_t *ret_domid) VT_REQUIRES(fake.lock);
int fake_pause_locked(struct fake_domain *d, bool on) VT_REQUIRES(fake.lock); /* -EINVAL: is not */
/* After a change of what decides whether it runs. */
void fake_clock_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
uint64_t fake_cpu_ns_locked(const struct fake_domain *d) VT_REQUIRES(fake.lock);
void fake_free_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);

/* --- later.c: what guests and xl do after a moment --- */
enum fake_deed { FAKE_DO_STOP, FAKE_DO_CLEAN, FAKE_DO_MEMORY, FAKE_DO_VCPUS };
void fake_later_locked(const struct fake_domain *d, enum fake_deed deed, uint64_t value)
    VT_REQUIRES(fake.lock);
/* A guest that stood still does what it was asked for meanwhile. */
void fake_later_wake_locked(const struct fake_domain *d) VT_REQUIRES(fake.lock);
void fake_later_end(void) VT_EXCLUDES(fake.lock); /* forgets all, ends the thread */

/* --- store.c --- */
/* A node as vt_strbuf_addf would make it; fires its watches. */
void fake_store_set_locked(const char *path, const char *value) VT_REQUIRES(fake.lock);
const char *fake_store_get_locked(const char *path) VT_REQUIRES(fake.lock);
int fake_store_remove_locked(const char *path) VT_REQUIRES(fake.lock);
void fake_store_fire_locked(const char *path) VT_REQUIRES(fake.lock);
void fake_store_domain_locked(const struct fake_domain *d, const char *node, const char *value)
    VT_REQUIRES(fake.lock);
void fake_store_reset_locked(void) VT_REQUIRES(fake.lock);
char *fake_format(const char *fmt, ...) VT_PRINTF(1, 2); /* aborts without memory */
void *fake_zalloc(size_t n, size_t size);                /* the same */

/* --- memory.c: frames of the machine --- */
bool fake_machine_locked(void) VT_REQUIRES(fake.lock); /* there is one; false: no memory */
uint64_t fake_free_frames_locked(void) VT_REQUIRES(fake.lock);
struct fake_frame *fake_frame_locked(uint64_t frame) VT_REQUIRES(fake.lock); /* NULL: no RAM */
/* Memory of a frame, filled. */
unsigned char *fake_bytes_locked(uint32_t frame) VT_REQUIRES(fake.lock);
uint64_t fake_mapped_locked(const struct fake_domain *d) VT_REQUIRES(fake.lock); /* frames of it */
int fake_machine_fd_locked(void) VT_REQUIRES(fake.lock);
/* @n frames into @frames, in an order that is none. */
void fake_take_locked(struct fake_domain *d, uint32_t *frames, size_t n) VT_REQUIRES(fake.lock);
void fake_drop_locked(uint32_t frame) VT_REQUIRES(fake.lock);  /* the domain's own use */
void fake_unmap_locked(uint32_t frame) VT_REQUIRES(fake.lock); /* one mapping */
void fake_machine_reset_locked(void) VT_REQUIRES(fake.lock);

/* --- guest.c: pages of a guest, its tables and p2m --- */
int fake_guest_make_locked(struct fake_domain *d) VT_REQUIRES(fake.lock); /* -ENOMEM */
void fake_guest_drop_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
struct fake_gfn *fake_gfn_locked(struct fake_domain *d, uint64_t gfn) VT_REQUIRES(fake.lock);
uint64_t fake_movable(const struct fake_domain *d);
bool fake_is_hole(const struct fake_domain *d, uint64_t page); /* never has memory */
/* Pages that are there already, or not there any more, are left as they are. */
int fake_balloon_out_locked(struct fake_domain *d, uint64_t page, uint64_t n)
    VT_REQUIRES(fake.lock);
int fake_balloon_in_locked(struct fake_domain *d, uint64_t page, uint64_t n) VT_REQUIRES(fake.lock);
int fake_exchange_locked(struct fake_domain *d, uint64_t page, uint64_t n) VT_REQUIRES(fake.lock);
/* Up or down to @target pages, as far as Xen lets it. */
void fake_balloon_to_locked(struct fake_domain *d, uint64_t target) VT_REQUIRES(fake.lock);
void fake_publish_locked(struct fake_domain *d) VT_REQUIRES(fake.lock); /* shared info */
void fake_regs_locked(struct fake_domain *d, struct peek_regs *ret) VT_REQUIRES(fake.lock);

static inline bool fake_translated(const struct fake_domain *d)
{
    return d->kind >= FAKE_PVH;
}

/* --- image.c --- */
/* Reads what save wrote, the whole of it, and makes the memory of @d what it was.  Without the
 * lock: a saved guest may be a pipe. */
struct fake_image {
    uint64_t seed, n_pages;
    uint32_t *generations; /* FAKE_NO_FRAME: a hole */
};
int fake_image_read(int fd, struct fake_image *ret, struct xen_fail *fail);
int fake_image_apply_locked(struct fake_domain *d, const struct fake_image *image)
    VT_REQUIRES(fake.lock);

/* --- devices.c --- */
int fake_disk_add_locked(struct fake_domain *d, const struct domain_disk *disk,
                         struct xen_fail *fail) VT_REQUIRES(fake.lock);
int fake_nic_add_locked(struct fake_domain *d, const struct domain_interface *nic,
                        struct xen_fail *fail) VT_REQUIRES(fake.lock);
struct fake_disk *fake_disk_find_locked(struct fake_domain *d, const char *target)
    VT_REQUIRES(fake.lock);
struct fake_nic *fake_nic_find_locked(struct fake_domain *d, const char *target)
    VT_REQUIRES(fake.lock);
/* Their nodes in xenstore, of a domain that has its number. */
void fake_devices_store_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
void fake_devices_free_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);

/* --- the operations, by the file that has them --- */
#define FAKE_OP(slot) __typeof__(*((const struct xen_host_ops *)NULL)->slot) fake_op_##slot
/* host.c */
FAKE_OP(open);
FAKE_OP(close);
FAKE_OP(version);
FAKE_OP(physical);
FAKE_OP(cells);
FAKE_OP(domains);
FAKE_OP(pause);
FAKE_OP(unpause);
FAKE_OP(vcpu);
FAKE_OP(get_affinity);
FAKE_OP(set_affinity);
FAKE_OP(get_sched);
FAKE_OP(set_sched);
FAKE_OP(regs);
FAKE_OP(guest_width);
FAKE_OP(max_frame);
FAKE_OP(on_demand);
/* store.c */
FAKE_OP(store_read);
FAKE_OP(watch);
FAKE_OP(watch_add);
FAKE_OP(watch_drop);
FAKE_OP(watch_fd);
FAKE_OP(watch_take);
FAKE_OP(watch_end);
/* toolstack.c */
FAKE_OP(create);
FAKE_OP(destroy);
FAKE_OP(shutdown);
FAKE_OP(set_memory);
FAKE_OP(set_max_memory);
FAKE_OP(set_vcpus);
FAKE_OP(rename);
FAKE_OP(put_xml);
FAKE_OP(get_xml);
/* image.c */
FAKE_OP(save);
FAKE_OP(resume);
/* core.c */
FAKE_OP(core_dump);
/* devices.c */
FAKE_OP(attach_disk);
FAKE_OP(detach_disk);
FAKE_OP(attach_interface);
FAKE_OP(detach_interface);
FAKE_OP(block_stats);
FAKE_OP(net_stats);
FAKE_OP(net_name);
/* describe.c */
FAKE_OP(describe);
/* frames.c */
FAKE_OP(frames_open);
FAKE_OP(frames_close);
FAKE_OP(map);
FAKE_OP(unmap);

/* --- the functions of control.h, likewise --- */
#define FAKE_CONTROL(slot) \
    __typeof__(*((const struct fake_control *)NULL)->slot) fake_control_##slot
/* script.c */
FAKE_CONTROL(fail);
FAKE_CONTROL(hang);
FAKE_CONTROL(let_go);
FAKE_CONTROL(hanging);
FAKE_CONTROL(calls);
/* store.c */
FAKE_CONTROL(lose_watches);
/* control.c has the others */
