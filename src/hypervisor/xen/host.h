/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All that the driver asks of a Xen host: a table of functions that a loadable module fills in.
 *
 * The module (src/hypervisor/xen/module/) is the only code that is linked with the libraries of Xen, so
 * that the library loads where there is none of them; the tests have a second one, whose host is in
 * memory.  Nothing but C types crosses this line: the module uses no function of the library, only
 * struct definitions that it reads.
 *
 * Every function may be called by any thread at any time between open and close, except those of one
 * struct xen_watch or xen_frames by two threads.  They print nothing, touch no signal, and return 0 (or
 * a count, or a pointer) when all went well, else a negative errno (or NULL, with fail->err) and one
 * sentence in fail->text, without the name of the domain, which the driver knows better. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct domain_def;
struct domain_disk;
struct domain_interface;
struct peek_regs;

/* Changed with everything below; the module also names the release that it was built for. */
#define XEN_HOST_ABI 6
/* The symbol that a module exports: struct xen_host_ops. */
#define XEN_HOST_SYMBOL "vitrine_xen_host"

/* Domain numbers from here on are not guests.  Source: DOMID_FIRST_RESERVED, xen/xen.h. */
#define XEN_FIRST_RESERVED 0x7ff0
#define XEN_MAX_VCPUS 8192 /* Source: MAX_VIRT_CPUS and what toolstacks accept */
#define XEN_MAX_CELLS 1024
#define XEN_MAX_CPUS 4096
#define XEN_NET_NAME 16 /* bytes of the name of an interface of the host, IFNAMSIZ */

struct xen_fail {
    int err;        /* errno, positive; 0 unknown */
    char text[500]; /* a sentence without its end */
};

/* Why a domain stopped.  Source: SHUTDOWN_*, xen/sched.h. */
enum xen_shutdown {
    XEN_SHUTDOWN_POWEROFF,
    XEN_SHUTDOWN_REBOOT,
    XEN_SHUTDOWN_SUSPEND,
    XEN_SHUTDOWN_CRASH,
    XEN_SHUTDOWN_WATCHDOG,
    XEN_SHUTDOWN_SOFT_RESET,
};

/* A domain as the hypervisor lists it, at one moment. */
struct xen_domain {
    uint32_t domid;
    unsigned char uuid[16];
    bool dying, shutdown, paused, blocked, running;
    bool translated;          /* PVH and HVM: it has physical addresses of its own */
    enum xen_shutdown reason; /* when shutdown */
    uint64_t cpu_ns;
    uint64_t tot_pages, max_pages, paged_pages; /* of 4 KiB */
    uint64_t shared_info_frame;
    unsigned int vcpus_online, vcpus_max;
};

struct xen_version {
    unsigned int major, minor, release;
    char capabilities[1024]; /* "xen-3.0-x86_64 hvm-3.0-x86_32 ...", as the hypervisor says */
};

struct xen_physical {
    uint64_t total_kib, free_kib;
    unsigned int cpus, cells, cores, threads, mhz; /* cores of a socket, threads of a core */
    unsigned int max_cpus;                         /* a number above that of every CPU */
    bool has_hvm, has_pvh, has_hap;
    char scheduler[16]; /* "credit", "credit2", ... of the pool of domain 0 */
};

struct xen_cell {
    uint64_t total_bytes, free_bytes;
};

struct xen_vcpu {
    bool online, blocked, running;
    uint64_t cpu_ns;
    unsigned int cpu; /* where it runs, or ran last */
};

struct xen_sched {
    int weight, cap; /* -1 in a request: leave it; in an answer: the scheduler has none */
};

struct xen_block_stats {
    int64_t rd_req, rd_bytes, wr_req, wr_bytes, oo_req; /* -1: not known */
};

struct xen_net_stats { /* as the guest sees them: what the backend sent it has received */
    int64_t rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop;
};

/* What is to be built. */
struct xen_build {
    const struct domain_def *def;
    int restore_fd; /* a saved guest to go on with, at the first byte behind our header; -1 none */
    bool paused;    /* leave it paused */
    const char *name; /* instead of that of @def; NULL */
};

struct xen_host;   /* an opened host */
struct xen_watch;  /* a connection to xenstore on which watches fire */
struct xen_frames; /* the right to map frames of one domain */

struct xen_host_ops {
    uint32_t abi;      /* XEN_HOST_ABI */
    const char *build; /* PACKAGE_VERSION of the library that it was built with */

    /* Opens the host.  Fails with a sentence that says which of /proc/xen, the privcmd device and
     * xenstore is missing or denied.  -ENOENT: there is no Xen; -EACCES: there is, and not for you. */
    int (*open)(struct xen_host **ret, struct xen_fail *fail);
    void (*close)(struct xen_host *host);

    /* --- the host --- */
    int (*version)(struct xen_host *host, struct xen_version *ret, struct xen_fail *fail);
    int (*physical)(struct xen_host *host, struct xen_physical *ret, struct xen_fail *fail);
    /* At most @max cells from the first on; how many. */
    int (*cells)(struct xen_host *host, struct xen_cell *ret, unsigned int max,
                 struct xen_fail *fail);

    /* --- hypercalls, which never sleep --- */
    /* At most @max domains with a number of at least @first, ascending; how many. */
    int (*domains)(struct xen_host *host, uint32_t first, struct xen_domain *ret, unsigned int max,
                   struct xen_fail *fail);
    int (*pause)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    int (*unpause)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    int (*vcpu)(struct xen_host *host, uint32_t domid, unsigned int vcpu, struct xen_vcpu *ret,
                struct xen_fail *fail);
    /* @map: a bit per CPU, the first in bit 0 of byte 0, as virDomainPinVcpu has it. */
    int (*get_affinity)(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                        unsigned char *map, size_t len, struct xen_fail *fail);
    int (*set_affinity)(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                        const unsigned char *map, size_t len, struct xen_fail *fail);
    int (*get_sched)(struct xen_host *host, uint32_t domid, struct xen_sched *ret,
                     struct xen_fail *fail);
    int (*set_sched)(struct xen_host *host, uint32_t domid, const struct xen_sched *to,
                     struct xen_fail *fail);
    /* Registers for translating addresses.  @width: what guest_width tells of a PV guest; 0 of a
     * translated one.  cr3 of a PV guest is as it stands in the vcpu's context: of a 32-bit one
     * the frame's number is turned (peek_foreign_cr3_frame, peek/foreign.h).  efer is 0 where Xen
     * does not tell it. */
    int (*regs)(struct xen_host *host, uint32_t domid, unsigned int vcpu, unsigned int width,
                struct peek_regs *ret, struct xen_fail *fail);
    /* Bytes of a word of a PV guest: 8 or 4. */
    int (*guest_width)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    /* The highest frame number (pfn or gfn) that the domain may have. */
    int (*max_frame)(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail);
    /* How many pages of a translated domain are populated only when they are first touched, which
     * mapping them would do. */
    int (*on_demand)(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail);

    /* --- xenstore --- */
    /* The text of a node, at most 4096 bytes, ended by a NUL; the caller frees.  NULL with
     * fail->err ENOENT when there is none. */
    char *(*store_read)(struct xen_host *host, const char *path, struct xen_fail *fail);
    /* Watches @paths (NULL-terminated).  NULL: failed. */
    struct xen_watch *(*watch)(struct xen_host *host, const char *const *paths,
                               struct xen_fail *fail);
    /* One more path, or one less; who has nothing new to tell says so once at the beginning. */
    int (*watch_add)(struct xen_watch *watch, const char *path, struct xen_fail *fail);
    void (*watch_drop)(struct xen_watch *watch, const char *path);
    /* Readable when something has fired. */
    int (*watch_fd)(struct xen_watch *watch);
    /* Takes what has fired, without waiting; the path of the first, the caller frees.  NULL: none. */
    char *(*watch_take)(struct xen_watch *watch);
    void (*watch_end)(struct xen_watch *watch);

    /* --- the toolstack: each may take long, and keeps only its own caller waiting --- */
    /* Builds a guest, with its devices, and starts it unless it is to stay paused.  0 and *ret_domid;
     * when it fails nothing of it is left. */
    int (*create)(struct xen_host *host, const struct xen_build *build, uint32_t *ret_domid,
                  struct xen_fail *fail);
    /* Ends a domain with its devices; returns when nothing but frames mapped by others keeps it. */
    int (*destroy)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    /* Asks the guest, by its PV control node or an ACPI event; returns without waiting for it.
     * -ENODEV: it has neither. */
    int (*shutdown)(struct xen_host *host, uint32_t domid, bool reboot, struct xen_fail *fail);
    /* Writes a guest to @fd, from its present offset on; it is left suspended.  @live: it runs on
     * while most is written. */
    int (*save)(struct xen_host *host, uint32_t domid, int fd, bool live, struct xen_fail *fail);
    /* Lets a guest that save left suspended go on. */
    int (*resume)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    /* Writes a core of a guest that stands still, in the format of xl dump-core. */
    int (*core_dump)(struct xen_host *host, uint32_t domid, const char *path,
                     struct xen_fail *fail);
    int (*set_memory)(struct xen_host *host, uint32_t domid, uint64_t target_kib,
                      struct xen_fail *fail);
    int (*set_max_memory)(struct xen_host *host, uint32_t domid, uint64_t max_kib,
                          struct xen_fail *fail);
    int (*set_vcpus)(struct xen_host *host, uint32_t domid, unsigned int vcpus,
                     struct xen_fail *fail);
    int (*attach_disk)(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                       const struct domain_disk *disk, struct xen_fail *fail);
    int (*detach_disk)(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                       const struct domain_disk *disk, struct xen_fail *fail);
    int (*attach_interface)(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                            const struct domain_interface *iface, struct xen_fail *fail);
    int (*detach_interface)(struct xen_host *host, uint32_t domid, const struct domain_def *def,
                            const struct domain_interface *iface, struct xen_fail *fail);
    int (*block_stats)(struct xen_host *host, uint32_t domid, const char *target,
                       struct xen_block_stats *ret, struct xen_fail *fail);
    /* @target: the name of the backend's interface, "vif3.0".  -ENODEV: the guest has no such. */
    int (*net_stats)(struct xen_host *host, uint32_t domid, const char *target,
                     struct xen_net_stats *ret, struct xen_fail *fail);
    /* The name of the backend's interface that has the address.  -ENODEV: there is none. */
    int (*net_name)(struct xen_host *host, uint32_t domid, const unsigned char mac[6],
                    char ret[XEN_NET_NAME], struct xen_fail *fail);
    int (*rename)(struct xen_host *host, uint32_t domid, const char *name, struct xen_fail *fail);
    /* The document kept with a running domain, by whoever started it through this API (libxl user
     * data "libvirt-xml"), at most 1 MiB.  Gone with the domain.  The caller frees. */
    int (*put_xml)(struct xen_host *host, uint32_t domid, const char *xml, struct xen_fail *fail);
    char *(*get_xml)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    /* A document of a domain that others made, from what the toolstack keeps of it, or, for want
     * of that, from the hypervisor and xenstore alone: <domain type='xen'>.  The caller frees. */
    char *(*describe)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);

    /* --- frames --- */
    /* The right to map frames of @domid and of nobody else. */
    struct xen_frames *(*frames_open)(struct xen_host *host, uint32_t domid, struct xen_fail *fail);
    void (*frames_close)(struct xen_frames *frames); /* with nothing mapped any more */
    /* Maps @n frames read-only: gfns of a translated guest, machine frames of another, each below
     * 2^40 (above, the kernel wraps: the module refuses them with -EINVAL).  err[i]: 0 mapped, else a
     * negative errno, and that page must not be touched.  NULL: not one could be, fail->err says why.
     * Waits for as long as a frame is paged out. */
    void *(*map)(struct xen_frames *frames, const uint64_t *frame, size_t n, int *err,
                 struct xen_fail *fail);
    void (*unmap)(struct xen_frames *frames, void *map, size_t n);
};
