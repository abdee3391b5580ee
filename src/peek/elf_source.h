/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guest memory in an ELF core, as QEMU's dump-guest-memory writes it and as 'xl dump-core' does.
 *
 * Everything in the file is doubted: counts are bounded, every offset and size must lie in the
 * file, segments may overlap only where they are the same bytes. */
#pragma once

#include "source.h"

/* Bounds for what a file claims. */
#define PEEK_ELF_MAX_SEGMENTS 65536
#define PEEK_ELF_MAX_SECTIONS 256
#define PEEK_ELF_MAX_NOTES_BYTES (UINT64_C(64) << 20)
/* Pages of a Xen dump: 64 GiB of guest; their table is kept, 24 bytes a page. */
#define PEEK_XEN_MAX_PAGES (UINT64_C(1) << 24)

/* A run of bytes of the dump: @len bytes at physical @paddr stand at @offset of the file. */
struct peek_segment {
    uint64_t paddr, len, offset;
};

/* What a reader of one kind of core fills.  All of it starts as zeros. */
struct peek_elf {
    int fd;
    const char *name;
    int error_domain;
    uint64_t file_size;
    bool class_64;
    uint16_t machine;
    uint64_t phoff, shoff; /* of the header tables */
    uint32_t phnum, shnum, shstrndx;
    uint16_t phentsize, shentsize;

    struct peek_segment *segments;
    size_t n_segments;
    struct peek_regs *regs; /* of each vcpu */
    unsigned int n_vcpus;
    struct peek_frame_pair *machine_frames; /* sorted by machine frame; NULL: tables hold pfns */
    size_t n_machine_frames;
};

struct peek_frame_pair {
    uint64_t machine, frame;
};

struct peek_elf_section {
    char name[32]; /* cut; the names that matter are short */
    uint64_t offset, size;
    uint32_t type;
};

/* Makes the source; takes @fd over when it succeeds.
 * Errors  INVALID_ARG what is wrong with the file; SYSTEM_ERROR; NO_MEMORY
 * Source  System V ABI (ELF); QEMU docs of dump-guest-memory; Xen dump-core-format */
struct peek_source *peek_elf_source_new(int fd, const char *name, uint64_t size, int error_domain);

/* The parts, each in its file.  All return 0 or -1 raised. */
int peek_elf_read_header(struct peek_elf *e);
int peek_elf_read_at(const struct peek_elf *e, uint64_t offset, size_t len, void *buf,
                     const char *what);
/* Raises INVALID_ARG "'name' is no usable memory dump: WHY".  Always -1. */
int peek_elf_bad(const struct peek_elf *e, const char *why, uint64_t number);
/* @index's section; e->shnum bounds it. */
int peek_elf_section(const struct peek_elf *e, uint32_t index, struct peek_elf_section *ret);
int peek_elf_load_program(struct peek_elf *e); /* QEMU's kind: PT_LOAD and PT_NOTE */
int peek_elf_load_xen(struct peek_elf *e);     /* Xen's kind: .xen_* sections */
