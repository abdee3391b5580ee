/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel of the lab's small guests: one program with three ways in (PV, PVH, and HVM by a boot
 * sector), which fills its memory with a pattern, says in xenstore where, and does what it is told.
 *
 * It runs on one vcpu with interrupts off, and looks at event channels by polling. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Without this the headers name the oldest form of each hypercall. */
#include <xen/xen-compat.h>
#undef __XEN_INTERFACE_VERSION__
#define __XEN_INTERFACE_VERSION__ __XEN_LATEST_INTERFACE_VERSION__
#include <xen/xen.h>
#include <xen/event_channel.h>
#include <xen/memory.h>
#include <xen/sched.h>
#include <xen/io/console.h>
#include <xen/io/xs_wire.h>

#define PAGE_SIZE 4096ul
#define PAGE_SHIFT 12
#define KERNEL_BASE 0xffffffff80000000ul /* as in guest.lds: physical address 0 of the kernel */
/* Where all memory is mapped, in the order of physical addresses: the first slot of the topmost table
 * that a PV guest may use above the hypervisor.  Source: HYPERVISOR_VIRT_END, xen/arch-x86/xen-x86_64.h. */
#define DIRECT_BASE 0xffff880000000000ul
#define MAX_PAGES 65536ul /* 256 MiB; memory above is left alone */
#define MAX_COMMAND_LINE 1024
#define MAX_RELEASE 64ul

#define ALIGNED __attribute__((aligned(4096)))

struct guest {
    const char *kind; /* "pv", "pvh" or "hvm" */
    uint64_t n_pages; /* frames at and above this number are none of ours; <= MAX_PAGES */
    uint64_t
        four_k_end; /* virtual addresses in the direct map below this offset have 4 KiB pages */
    char command_line[MAX_COMMAND_LINE];
    struct shared_info *shared;
    struct xenstore_domain_interface *store;
    struct xencons_interface *console;
    uint32_t store_port, console_port;
};
extern struct guest guest;

/* What PV and translated guests do each in their way. */
struct platform {
    /* Gives @n pages, <= MAX_RELEASE, back to the hypervisor, and returns how many it took: the first. */
    uint64_t (*release)(uint64_t pfn, uint64_t n);
    /* Gets a page for @pfn; it is mapped in the direct map.  0, or a negative errno. */
    int (*populate)(uint64_t pfn);
    /* After the new page has been filled: lets others find it. */
    void (*publish)(uint64_t pfn);
    /* Stands still until it is resumed here or restored elsewhere, and finds its rings again. */
    void (*suspend)(void);
};
extern const struct platform *platform;

/* start.S jumps to one of these; they fill in @guest and @platform, connect to
 * xenstore, and call guest_main. */
void pv_start(start_info_t *info);
void translated_start(uint64_t start_info);
_Noreturn void guest_main(void);

/* --- hypercalls: start.S, event.c --- */
extern char hypercall_page[];
long hypercall(unsigned long number, unsigned long a, unsigned long b, unsigned long c,
               unsigned long d);
#define HYPERCALL(name, a, b, c, d) \
    hypercall(__HYPERVISOR_##name, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), \
              (unsigned long)(d))
void event_send(uint32_t port);
/* Waits for the event, at most @ms. */
void event_wait(uint32_t port, unsigned int ms);
/* Ends or suspends the guest: SHUTDOWN_*.  Comes back only from a suspension: 0 when it was restored or
 * resumed as if it had been, 1 when it was cancelled. */
long shut_down(unsigned int reason, unsigned long info_frame);

/* --- text and console: text.c --- */
void *memset(void *to, int c, size_t n);
void *memcpy(void *to, const void *from, size_t n);
struct text {
    char *to;
    size_t size, len; /* of the buffer, of what is in it; always ended by a NUL */
    bool full;        /* something did not fit */
};
void text_init(struct text *text, char *to, size_t size);
void text_add(struct text *text, const char *s);
/* Decimal, or with @base 16 hexadecimal behind 0x. */
void text_add_number(struct text *text, uint64_t n, unsigned int base);
bool text_equal(const char *a, const char *b);
size_t text_length(const char *s);
/* Reads a decimal or 0x number at *@s and the blanks before it, and moves on.  False: there is none. */
bool text_number(const char **s, uint64_t *ret);
/* Where the word @word, or "word=" with what follows, begins in the command line; NULL. */
const char *command_line_word(const char *word);
void print(const char *s);

/* --- xenstore: store.c.  Paths are relative to /local/domain/N. --- */
enum store_event { STORE_CONTROL = 1, STORE_TARGET = 2, STORE_COMMAND = 4 };
/* Begins to use the ring, at the start and after every suspension, and sets the three watches. */
void store_connect(void);
/* The text of a node, ended by a NUL.  False: it is not there, or too long. */
bool store_read(const char *path, char *to, size_t size);
bool store_write(const char *path, const char *value);
/* Waits for watches, at most @ms; enum store_event bits. */
unsigned int store_wait(unsigned int ms);

/* --- memory: memory.c --- */
/* Declares frames from @first up to before @end as ours to fill, or as not. */
void memory_add(uint64_t first, uint64_t end);
void memory_reserve(uint64_t first, uint64_t end);
/* Fills everything for the first time. */
void memory_start(uint64_t seed);
/* Writes to xenstore where what is. */
void memory_tell(void);
/* Fills everything with the pattern of another generation, and tells that. */
void memory_fill(uint64_t generation);
/* Gives back @n frames from @first on.  False: one of them is not ours, or was not taken. */
bool memory_give_back(uint64_t first, uint64_t n);
/* Gives back, from the top, or gets again, until @pages frames more, or less when negative, are there
 * than at the start, or no more can be had. */
void memory_set_balance(int64_t pages);
/* Counts up the first word of a page that is not part of the pattern. */
void memory_tick(void);
