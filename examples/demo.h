/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the demonstration: demo.c has the guest, demo_show.c looks at it once, demo_load.c
 * from many threads. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEMO_NAME "vitrine-demo"
#define DEMO_RAM_KIB 262144
#define DEMO_BANNER_PADDR 0x100000ull
#define DEMO_BANNER_VADDR 0xffffffff80100000ull /* where the guest's kernel sees the same */
#define DEMO_BYTES ((size_t)8 << 20) /* of memory from address 2 MiB on, and of the disk */
#define DEMO_RAM_START 0x200000ull
#define DEMO_SECTOR 512

struct demo {
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
/* Reads memory and disk once, checks and prints them, and keeps a copy of the memory. */
int demo_show(struct demo *demo);
/* Eight threads work on the one connection for @seconds; prints the table. */
int demo_load(const struct demo *demo, double seconds);
/* Whether the user wants it to end. */
bool demo_interrupted(void);
