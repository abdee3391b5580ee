/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files of the Xen module: the opened host, operations of the toolstack, failures.
 *
 * The module is linked with the libraries of Xen and with no object of the library.  What is shared
 * with the library are types: host.h, definitions of domains, and registers. */
#pragma once

#define LIBXL_API_VERSION 0x041400 /* the oldest release whose interface is used: 4.14 */

#include <stdint.h>

#include <pthread.h>
#include <signal.h>
#include <xenctrl.h> /* before the others: says that this is a tool */
#include <libxl.h>
#include <xenstore.h>
#include <xentoollog.h>

#include "hypervisor/xen/host.h"
#include "util/cleanup.h"
#include "util/compiler.h"

/* Bounds of what comes from outside. */
#define MODULE_MAX_TEXT 4096         /* bytes of a xenstore node; source: XENSTORE_PAYLOAD_MAX */
#define MODULE_MAX_XML (1024 * 1024) /* bytes of a document kept with a domain */
#define MODULE_MAX_FRAMES 65536      /* of one mapping */
#define MODULE_MAX_WATCHES 64        /* paths of one connection */
#define MODULE_MAX_DEVICES 1024      /* of one kind, of one domain */
#define MODULE_MAX_PATH 512          /* bytes of the path of a node, of our own making */
#define MODULE_MAX_FRAME (UINT64_C(1) << 40) /* the kernel drops the bits from here on */

struct xen_host {
    xc_interface *xc;     /* reentrant: one cache of hypercall buffers, with a lock */
    struct xs_handle *xs; /* requests only; it has a lock of its own */
};

/* --- fail.c --- */

/* Writes the sentence.  Always -@err; 0 is EIO. */
int module_fail(struct xen_fail *fail, int err, const char *format, ...) VT_PRINTF(3, 4);
/* "WHAT: text of errno".  Always negative. */
int module_fail_errno(struct xen_fail *fail, const char *what);
#define module_fail_no_memory(fail) module_fail(fail, ENOMEM, "There is no memory left")

/* A lock by scope, for what only the module sees: held for moments, nothing is taken below it. */
static inline pthread_mutex_t *module_lock_(pthread_mutex_t *lock)
{
    (void)pthread_mutex_lock(lock);
    return lock;
}
static inline void module_unlock_(pthread_mutex_t **lock)
{
    (void)pthread_mutex_unlock(*lock);
}
#define MODULE_LOCK_SCOPE(lock) \
    pthread_mutex_t *module_scope_ __attribute__((cleanup(module_unlock_), unused)) = \
        module_lock_(lock)

/* Taken around every opening and closing of a handle of Xen's libraries, and around every fork.  The libraries
 * list their open handles behind a lock of their own, and the child that libxl forks to end a domain opens
 * one: had another thread that lock at that moment, the child would wait for ever, and another one be forked.  In
 * child.c. */
extern pthread_mutex_t module_handles;

/* xenstore, with that lock; NULL is closed, too.  In open.c. */
struct xs_handle *module_store_open(void);
void module_store_close(struct xs_handle *xs);

/* --- log.c --- */

/* What the libraries of Xen would print: the errors of one operation, the first ones for as long
 * as there is room.  Any thread may add to it. */
struct module_log {
    xentoollog_logger logger; /* first */
    pthread_mutex_t lock;
    size_t len;
    char text[400]; /* "a; b; c" */
};

void module_log_init(struct module_log *log);
void module_log_done(struct module_log *log);
/* For handles that outlive a call: errors there are told by errno. */
extern xentoollog_logger module_log_nothing;

/* --- quiet.c: SIGPIPE --- */

/* While libraries of Xen write to sockets and pipes.  SIGPIPE is blocked for this thread and taken
 * back.  libxenstore sets the process's disposition to "ignore" and back in each request, and two
 * threads in it can leave it there: the last to leave puts back what the first one found. */
struct module_quiet {
    sigset_t before;
    bool pending;
};

void module_quiet_enter(struct module_quiet *quiet);
void module_quiet_leave(struct module_quiet *quiet);
#define MODULE_QUIET_SCOPE() \
    struct module_quiet module_quiet_ __attribute__((cleanup(module_quiet_leave))); \
    module_quiet_enter(&module_quiet_)

/* --- child.c --- */

struct module_child;

/* The children of one operation. */
struct module_children {
    libxl_ctx *ctx;
    pthread_mutex_t lock;
    struct module_child *first;
};

void module_children_init(struct module_children *children, libxl_ctx *ctx);
/* Waits for all; after that nothing calls into the context. */
void module_children_done(struct module_children *children);
extern const libxl_childproc_hooks module_child_hooks; /* user: struct module_children */

/* --- op.c --- */

/* One operation of the toolstack.  It has a context of its own, so one that hangs is in nobody's
 * way. */
struct module_op {
    libxl_ctx *ctx;
    struct module_log log;
    struct module_children children;
    struct module_quiet quiet;
    bool disaster; /* libxl lost an event that it waits for */
};

/* NULL: failed. */
struct module_op *module_op_begin(struct xen_fail *fail);
/* Ends it.  @rc: what libxl answered; @what: "The guest cannot be built".  0 or negative. */
int module_op_end(struct module_op *op, int rc, const char *what, struct xen_fail *fail);
/* Ends it with the failure that is already told. */
int module_op_drop(struct module_op *op, int err);

/* --- store.c --- */

/* The text of a node with a path made of @format; NULL: none, errno says. */
char *module_store_get(struct xen_host *host, const char *format, ...) VT_PRINTF(2, 3);

/* The names of children of @path that are numbers, at most @max; how many. */
unsigned int module_store_numbers(struct xen_host *host, const char *path, unsigned int ret[],
                                  unsigned int max);

/* --- stats.c --- */

/* The number of the device of @kind ("vbd", "vif") whose node @name, which the toolstack wrote, says
 * @value; negative: there is none. */
int64_t module_device_number(struct xen_host *host, uint32_t domid, const char *kind,
                             const char *name, const char *value);

/* --- domains.c --- */

/* 0, or -ESRCH when there is no such domain. */
int module_domain_info(struct xen_host *host, uint32_t domid, xc_domaininfo_t *ret,
                       struct xen_fail *fail);

/* --- core.c --- */

/* Writes a core of a PVH or HVM guest that stands still, as xl dump-core has it.  @info: of the domain.
 * -ENOTSUP: it has pages on demand; -EFBIG */
int module_core_dump(struct xen_host *host, uint32_t domid, const xc_domaininfo_t *info,
                     const char *path, struct xen_fail *fail);

/* --- config.c --- */

/* What libxl is asked to build.  *@ret is initialised; the caller disposes it in any case. */
int module_config(const struct xen_build *build, libxl_domain_config *ret, struct xen_fail *fail);

/* --- config_devices.c --- */

/* *@ret is initialised by the caller, who disposes it in any case, and so is what follows.
 * @hvm  the card is emulated, unless its model is 'netfront' */
int module_config_disk(const struct domain_disk *disk, libxl_device_disk *ret,
                       struct xen_fail *fail);
int module_config_nic(const struct domain_interface *iface, bool hvm, libxl_device_nic *ret,
                      struct xen_fail *fail);
int module_config_devices(const struct domain_def *def, libxl_domain_config *ret,
                          struct xen_fail *fail);

/* --- config_display.c --- */

int module_config_display(const struct domain_def *def, libxl_domain_config *ret,
                          struct xen_fail *fail);

/* --- stream.c --- */

/* 0 when @fd stands at the beginning of a saved guest; it may be a file, a pipe or a socket, and the
 * bytes stay in it. */
int module_stream_check(int fd, struct xen_fail *fail);

/* --- config_text.c --- */

/* Copies @from, NULL too. */
int module_text(char **to, const char *from, struct xen_fail *fail);
/* The value of @attr in the first element <@name ...> of carried @text, where attribute @key has the
 * value @value (NULL: any); the caller frees.  NULL: none, or no memory. */
char *module_carried(const char *text, const char *name, const char *key, const char *value,
                     const char *attr);
/* Whether carried @text has such an element. */
bool module_carries(const char *text, const char *name);

/* --- the table --- */

int xen_open(struct xen_host **ret, struct xen_fail *fail);
void xen_close(struct xen_host *host);
int xen_version(struct xen_host *host, struct xen_version *ret, struct xen_fail *fail);
int xen_physical(struct xen_host *host, struct xen_physical *ret, struct xen_fail *fail);
int xen_cells(struct xen_host *host, struct xen_cell *ret, unsigned int max, struct xen_fail *fail);
int xen_domains(struct xen_host *host, uint32_t first, struct xen_domain *ret, unsigned int max,
                struct xen_fail *fail);
int xen_pause(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
int xen_unpause(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
int xen_vcpu(struct xen_host *host, uint32_t domid, unsigned int vcpu, struct xen_vcpu *ret,
             struct xen_fail *fail);
int xen_get_affinity(struct xen_host *host, uint32_t domid, unsigned int vcpu, unsigned char *map,
                     size_t len, struct xen_fail *fail);
int xen_set_affinity(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                     const unsigned char *map, size_t len, struct xen_fail *fail);
int xen_get_sched(struct xen_host *host, uint32_t domid, struct xen_sched *ret,
                  struct xen_fail *fail);
int xen_set_sched(struct xen_host *host, uint32_t domid, const struct xen_sched *to,
                  struct xen_fail *fail);
/* The word for a scheduler's number, NULL when it is none that is known. */
const char *xen_sched_name(uint32_t id);
int xen_regs(struct xen_host *host, uint32_t domid, unsigned int vcpu, unsigned int width,
             struct peek_regs *ret, struct xen_fail *fail);
int xen_guest_width(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
int xen_max_frame(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail);
int xen_on_demand(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail);
char *xen_store_read(struct xen_host *host, const char *path, struct xen_fail *fail);
struct xen_watch *xen_watch(struct xen_host *host, const char *const *paths, struct xen_fail *fail);
int xen_watch_add(struct xen_watch *watch, const char *path, struct xen_fail *fail);
void xen_watch_drop(struct xen_watch *watch, const char *path);
int xen_watch_fd(struct xen_watch *watch);
char *xen_watch_take(struct xen_watch *watch);
void xen_watch_end(struct xen_watch *watch);
int xen_create(struct xen_host *host, const struct xen_build *build, uint32_t *ret_domid,
               struct xen_fail *fail);
int xen_destroy(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
int xen_shutdown_guest(struct xen_host *host, uint32_t domid, bool reboot, struct xen_fail *fail);
int xen_save(struct xen_host *host, uint32_t domid, int fd, bool live, struct xen_fail *fail);
int xen_resume(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
int xen_core_dump(struct xen_host *host, uint32_t domid, const char *path, struct xen_fail *fail);
int xen_set_memory(struct xen_host *host, uint32_t domid, uint64_t target_kib,
                   struct xen_fail *fail);
int xen_set_max_memory(struct xen_host *host, uint32_t domid, uint64_t max_kib,
                       struct xen_fail *fail);
int xen_set_vcpus(struct xen_host *host, uint32_t domid, unsigned int vcpus, struct xen_fail *fail);
int xen_attach_disk(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                    const struct domain_disk *disk, struct xen_fail *fail);
int xen_detach_disk(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                    const struct domain_disk *disk, struct xen_fail *fail);
int xen_attach_interface(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                         const struct domain_interface *iface, struct xen_fail *fail);
int xen_detach_interface(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                         const struct domain_interface *iface, struct xen_fail *fail);
int xen_block_stats(struct xen_host *host, uint32_t domid, const char *target,
                    struct xen_block_stats *ret, struct xen_fail *fail);
int xen_net_stats(struct xen_host *host, uint32_t domid, const char *target,
                  struct xen_net_stats *ret, struct xen_fail *fail);
int xen_net_name(struct xen_host *host, uint32_t domid, const unsigned char mac[6],
                 char ret[XEN_NET_NAME], struct xen_fail *fail);
int xen_rename(struct xen_host *host, uint32_t domid, const char *name, struct xen_fail *fail);
int xen_put_xml(struct xen_host *host, uint32_t domid, const char *xml, struct xen_fail *fail);
char *xen_get_xml(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
char *xen_describe(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
struct xen_frames *xen_frames_open(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
void xen_frames_close(struct xen_frames *frames);
void *xen_frames_map(struct xen_frames *frames, const uint64_t *frame, size_t n, int *err,
                     struct xen_fail *fail);
void xen_frames_unmap(struct xen_frames *frames, void *map, size_t n);
