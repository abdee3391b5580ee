/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What tests do with the Xen host in memory behind the driver's back: as others would with xl, as
 * guests would, and as a host does that fails.
 *
 * The module exports one table, found by fake_control_find().  Every function may be called by any
 * thread.  Those that return int: 0, or a negative errno (-ESRCH: no such domain). */
#pragma once

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "hypervisor/xen/host.h"

#define FAKE_CONTROL_SYMBOL "vitrine_fake_control"
#define FAKE_CONTROL_ABI 1
#define FAKE_ANY_DOMAIN UINT32_MAX
#define FAKE_PAGE_SIZE 4096
#define FAKE_MACHINE_PAGES 0x100000u /* 4 GiB, of which only what was looked at is ever there */
#define FAKE_CELLS 2
#define FAKE_CPUS 4
#define FAKE_MAX_FRAME UINT64_C(0xfefff) /* of a translated guest: a few pages stand near 4 GiB */

/* Virtual addresses that the tables of every guest map: the first 2 MiB but for page 0 as they are,
 * by 4 KiB, and all of its memory again here, by 4 KiB in PV guests, by 2 MiB in others. */
#define FAKE_LOW_VADDR_END UINT64_C(0x200000)
#define FAKE_DIRECT_VADDR UINT64_C(0xffff888000000000)
#define FAKE_P2M_VADDR UINT64_C(0xffffc90000000000)

enum fake_kind {
    FAKE_PV_LINEAR, /* publishes its p2m as a linear list */
    FAKE_PV_TREE,   /* as a tree of three levels */
    FAKE_PVH,
    FAKE_HVM, /* with a hole where VGA is */
};

/* A guest that xl makes.  All zero but the name is fine. */
struct fake_spec {
    const char *name;
    const unsigned char *uuid; /* NULL: from the name */
    enum fake_kind kind;
    uint64_t mem_kib;   /* 0: 8 MiB */
    unsigned int vcpus; /* 0: 1 */
    uint32_t domid;     /* 0: the next */
    bool paused;        /* xl create -p */
    bool no_daemon;     /* nobody cleans up or starts it again when it has shut down */
};

enum fake_trait {
    FAKE_DEAF,       /* does not obey a request to shut down */
    FAKE_STUBBORN,   /* keeps its memory and CPUs as they are */
    FAKE_IDLE,       /* blocked rather than running */
    FAKE_NO_P2M,     /* has not published its p2m yet */
    FAKE_ON_DEMAND,  /* has pages that it gets when it first touches them */
    FAKE_NO_CONTROL, /* can be asked for nothing: no PV drivers, no ACPI */
    FAKE_TRAITS,
};

struct fake_info {
    enum fake_kind kind;
    uint64_t seed;           /* of its pattern; another one after each boot */
    uint64_t pages;          /* pages 0 to this can have memory */
    uint64_t tables, behind; /* pages with tables, no pattern: from @tables to below @behind */
    uint64_t movable;        /* pages from here on may be ballooned and exchanged */
    uint64_t tot_pages, mapped;
    unsigned int pauses;
};

struct fake_page {
    bool present;
    uint64_t generation; /* of its pattern: grows when the page gets another frame */
    uint64_t frame;      /* what map() takes: machine frame of a PV guest, else the gfn */
};

struct fake_counts {
    unsigned int hosts, watches, frames; /* open handles */
    uint64_t mapped;                     /* frames mapped, each as often as it is */
    unsigned int domains, dying;         /* guests listed, without domain 0 */
};

struct fake_control {
    uint32_t abi; /* FAKE_CONTROL_ABI */

    /* Everything as at the start; handles must be closed and nothing mapped, else it aborts. */
    void (*reset)(void);
    void (*counts)(struct fake_counts *ret);

    /* --- as others do with xl --- */
    int (*make)(const struct fake_spec *spec, uint32_t *ret_domid);
    int (*destroy)(uint32_t domid);
    int (*pause)(uint32_t domid);
    int (*unpause)(uint32_t domid);
    /* The guest of today ends and one with its name and UUID starts with another number. */
    int (*reboot)(uint32_t domid, uint32_t *ret_domid);
    /* Numbers go on from here; one that is listed is left out. */
    void (*next_domid)(uint32_t domid);
    int (*store_write)(const char *path, const char *value);
    int (*store_remove)(const char *path); /* with all below it */

    /* --- as the guest does --- */
    int (*set)(uint32_t domid, enum fake_trait trait, bool on);
    int (*stop)(uint32_t domid, enum xen_shutdown reason);
    /* How long guests and xl take to do what they were asked for; 2 ms at the start. */
    void (*obey_after)(unsigned int ms);
    int (*balloon_out)(uint32_t domid, uint64_t page, uint64_t n);
    int (*balloon_in)(uint32_t domid, uint64_t page, uint64_t n); /* with new generations */
    int (*exchange)(uint32_t domid, uint64_t page, uint64_t n);   /* the same at once */
    int (*write)(uint32_t domid, uint64_t paddr, const void *bytes, size_t n); /* in one page */

    /* --- as the host does --- */
    int (*page_out)(uint32_t domid, uint64_t page, uint64_t n, bool out); /* translated only */
    /* These pages refuse to be mapped with -@err; one range of a domain, 0 ends it. */
    int (*deny)(uint32_t domid, uint64_t page, uint64_t n, int err);
    /* The connection of every watch that is there breaks: readable, with nothing to take. */
    void (*lose_watches)(void);
    int (*block_stats)(uint32_t domid, const char *target, const struct xen_block_stats *to);
    int (*net_stats)(uint32_t domid, const char *target, const struct xen_net_stats *to);

    /* What is in memory now. */
    int (*info)(uint32_t domid, struct fake_info *ret);
    int (*page)(uint32_t domid, uint64_t page, struct fake_page *ret);

    /* --- calls of the table that fail or hang: @op is the name of the field --- */
    /* The next @times calls fail with @err; 0 times: all of them. */
    void (*fail)(const char *op, uint32_t domid, int err, unsigned int times);
    /* Calls wait until they are let go, but for @ms at most. */
    void (*hang)(const char *op, uint32_t domid, unsigned int ms);
    void (*let_go)(const char *op); /* ends all of fail and hang for this op */
    /* Waits until @n calls hang there; false: not within @ms. */
    bool (*hanging)(const char *op, unsigned int n, unsigned int ms);
    uint64_t (*calls)(const char *op); /* since the start, failed ones too */
};

/* The module that the driver will load: that of the build folder, or of VT_TEST_DRIVER_DIR.  For the beginning of main.  Exits when there is none. */
static inline void *fake_module(void)
{
    const char *folder = getenv("VT_TEST_DRIVER_DIR");
    char *here = NULL, *path = NULL;
    void *module;

    if (folder == NULL) {
        char *cwd = realpath(".", NULL);
        if (cwd == NULL || asprintf(&here, "%s/tests/xen/fake/.libs", cwd) < 0)
            exit(1);
        free(cwd);
        folder = here;
    }
    if (setenv("VITRINE_DRIVER_DIR", folder, 1) < 0)
        exit(1);
    if (asprintf(&path, "%s/xen.so", folder) < 0)
        exit(1);
    module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (module == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    free(here);
    free(path);
    return module;
}

/* NULL: the module is not the one with a host in memory. */
static inline const struct fake_control *fake_control_find(void *module)
{
    const struct fake_control *control = dlsym(module, FAKE_CONTROL_SYMBOL);

    return control != NULL && control->abi == FAKE_CONTROL_ABI ? control : NULL;
}
