/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the demonstration: demo.c has the guest, demo_show.c looks at it once, demo_load.c
 * from many threads. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEMO_NAME "vitrine-demo"
#define DEMO_BANNER_PADDR 0x100000ull
#define DEMO_BYTES ((size_t)8 << 20) /* of memory from DEMO_RAM_START on, and of the disk */
#define DEMO_RAM_START 0x800000ull   /* physical address 8 MiB */
#define DEMO_SECTOR 512

/* A hypervisor, and the guest that is made there. */
struct demo_kind {
    const char *uri;
    const char *type;   /* of the domain's document */
    const char *os;     /* what stands in its element <os>, before the kernel */
    const char *target; /* of its disk */
    unsigned int ram_kib;
    unsigned long long direct_map; /* where the guest's kernel sees physical address 0 */
    bool has_banner;               /* at DEMO_BANNER_PADDR stands who it is */
    unsigned int seed;             /* of its pattern, where it has a kernel */
};

struct demo {
    const struct demo_kind *kind;
    const char *kernel; /* for the kind that needs one */
    virConnectPtr conn;
    virDomainPtr dom;
    char uuid_text[VIR_UUID_STRING_BUFLEN];
    char disk_path[512];
    int disk_fd;               /* the file behind the guest's disk, -1: none yet */
    const unsigned char *disk; /* what was written to it, DEMO_BYTES */
    unsigned char *want;       /* what was read of the memory at first, DEMO_BYTES */
    unsigned char *ram;        /* mapping of a memfd with the same */
};

/* All return 0, or -1 when something is wrong and has been said on standard error. */

/* Says that @what failed, and what the library says about it. */
int demo_failed(const char *what);
/* Waits until the guest has filled its memory. */
int demo_wait(const struct demo *demo);
/* Reads memory and disk once, checks and prints them, and keeps a copy of the memory. */
int demo_show(struct demo *demo);
/* Eight threads work on the one connection for @seconds; prints the table. */
int demo_load(const struct demo *demo, double seconds);
/* Whether the user wants it to end. */
bool demo_interrupted(void);
