/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores of PVH and HVM guests, in the form of xl dump-core.
 *
 * libxl asks for one page at a time of all that the guest could have, and a million of questions, most of them
 * in vain, takes minutes.  Here many are asked for at once: first which there are, then for their bytes.
 * All is written from the beginning to the end, so the file may be a FIFO.
 * Source: docs/misc/dump-core-format.txt of Xen 4.17; xen/elfnote.h */
#include "config.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "module.h"

#include <xen/elfnote.h>

#define LOOK_FRAMES 16384 /* that are looked for at once */
#define COPY_FRAMES 512   /* that are written at once */
/* Frame numbers that a core can have: 16 TiB, half a GiB of bits. */
#define MAX_FRAMES (UINT64_C(1) << 32)
#define MAGIC_HVM UINT64_C(0xf00febee)
#define FORMAT_VERSION 1

_Static_assert(LOOK_FRAMES <= MODULE_MAX_FRAMES && LOOK_FRAMES % 64 == 0, "whole words of bits");

static const char names[] = "\0.shstrtab\0.note.Xen\0.xen_prstatus\0.xen_pages\0.xen_pfn";
enum { NONE, NAMES, NOTES, STATUS, PAGES, FRAMES, N_SECTIONS };

struct note {
    Elf64_Nhdr head;
    char name[4];
};

struct release {
    uint64_t major, minor;
    xen_extraversion_t extra;
    xen_compile_info_t compiled;
    xen_capabilities_info_t capabilities;
    xen_changeset_info_t changeset;
    xen_platform_parameters_t parameters;
    uint64_t page_size;
};

/* The beginning of the file. */
struct head {
    Elf64_Ehdr elf;
    Elf64_Shdr sections[N_SECTIONS];
    struct notes {
        struct note none;
        struct note numbers;
        uint64_t magic, vcpus, pages, page_size;
        struct note of_release;
        struct release release;
        struct note of_format;
        uint64_t format;
    } notes;
    char names[(sizeof names + 7) / 8 * 8];
};

struct core {
    struct xen_host *host;
    struct xen_frames *mapper;
    struct xen_fail *fail;
    uint32_t domid;
    int fd;
    uint64_t n_frames; /* it has no frame from this number on */
    uint64_t *there;   /* a bit for each */
    uint64_t n_pages;  /* bits that are set */
    struct vcpu_guest_context *vcpus;
    unsigned int n_vcpus;
};

static int write_all(const struct core *c, const void *from, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = write(c->fd, (const char *)from + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return module_fail_errno(c->fail, "the core cannot be written");
        done += (size_t)n;
    }
    return 0;
}

static bool is_there(const struct core *c, uint64_t frame)
{
    return (c->there[frame / 64] >> frame % 64 & 1) != 0;
}

/* Which of @n frames from @first on there are. */
static int look_at(struct core *c, uint64_t first, size_t n, uint64_t *frame, int *err)
{
    void *map;

    for (size_t i = 0; i < n; i++)
        frame[i] = first + i;
    memset(err, 0, n * sizeof *err);
    map = xen_frames_map(c->mapper, frame, n, err, c->fail);
    if (map == NULL)
        return err[0] == 0 ? -c->fail->err
                           : 0; /* the answer is that there is none, or there is no answer */
    for (size_t i = 0; i < n; i++) {
        if (err[i] != 0)
            continue;
        c->there[frame[i] / 64] |= UINT64_C(1) << frame[i] % 64;
        c->n_pages++;
    }
    xen_frames_unmap(c->mapper, map, n);
    return 0;
}

static int look(struct core *c)
{
    VT_AUTOFREE uint64_t *frame = calloc(LOOK_FRAMES, sizeof *frame);
    VT_AUTOFREE int *err = calloc(LOOK_FRAMES, sizeof *err);
    int rv = 0;

    c->there = calloc(c->n_frames / 64 + 1, sizeof *c->there);
    if (frame == NULL || err == NULL || c->there == NULL)
        return module_fail_no_memory(c->fail);
    for (uint64_t first = 0; rv == 0 && first < c->n_frames; first += LOOK_FRAMES) {
        uint64_t left = c->n_frames - first;
        rv = look_at(c, first, left < LOOK_FRAMES ? left : LOOK_FRAMES, frame, err);
    }
    if (rv == 0 && c->n_pages == 0)
        rv = module_fail(c->fail, ESRCH, "the guest has no memory that can be read");
    return rv;
}

/* The registers of those that have any. */
static int read_vcpus(struct core *c, unsigned int max)
{
    VT_AUTOFREE vcpu_guest_context_any_t *context = calloc(1, sizeof *context);

    c->vcpus = calloc(max, sizeof *c->vcpus);
    if (context == NULL || c->vcpus == NULL)
        return module_fail_no_memory(c->fail);
    for (unsigned int i = 0; i < max; i++) {
        if (xc_vcpu_getcontext(c->host->xc, c->domid, i, context) == 0)
            c->vcpus[c->n_vcpus++] = context->c;
    }
    return c->n_vcpus > 0
               ? 0
               : module_fail(c->fail, EIO, "the hypervisor tells the registers of no virtual CPU");
}

static int read_release(const struct core *c, struct release *ret)
{
    xc_interface *xc = c->host->xc;
    int number = xc_version(xc, XENVER_version, NULL);

    if (number < 0 || xc_version(xc, XENVER_extraversion, ret->extra) < 0 ||
        xc_version(xc, XENVER_compile_info, &ret->compiled) < 0 ||
        xc_version(xc, XENVER_capabilities, ret->capabilities) < 0 ||
        xc_version(xc, XENVER_changeset, ret->changeset) < 0 ||
        xc_version(xc, XENVER_platform_parameters, &ret->parameters) < 0)
        return module_fail_errno(c->fail, "the hypervisor does not tell its version");
    ret->major = (uint64_t)number >> 16;
    ret->minor = (uint64_t)number & 0xffff;
    ret->page_size = XC_PAGE_SIZE;
    return 0;
}

static struct note note(uint32_t type, size_t size)
{
    return (struct note){{sizeof "Xen", (uint32_t)size, type}, "Xen"};
}

static int fill_notes(const struct core *c, struct notes *ret)
{
    ret->none = note(XEN_ELFNOTE_DUMPCORE_NONE, 0);
    ret->numbers = note(XEN_ELFNOTE_DUMPCORE_HEADER, 4 * sizeof(uint64_t));
    ret->magic = MAGIC_HVM;
    ret->vcpus = c->n_vcpus;
    ret->pages = c->n_pages;
    ret->page_size = XC_PAGE_SIZE;
    ret->of_release = note(XEN_ELFNOTE_DUMPCORE_XEN_VERSION, sizeof ret->release);
    ret->of_format = note(XEN_ELFNOTE_DUMPCORE_FORMAT_VERSION, sizeof ret->format);
    ret->format = FORMAT_VERSION;
    return read_release(c, &ret->release);
}

/* One section behind that before it, at a multiple of @align; returns its end. */
static uint64_t section(struct head *h, int i, const char *name, uint64_t at, uint64_t n,
                        uint64_t size, uint64_t align)
{
    const char *found = memmem(names, sizeof names, name, strlen(name) + 1);

    h->sections[i] = (Elf64_Shdr){.sh_name = (uint32_t)(found - names),
                                  .sh_type = SHT_PROGBITS,
                                  .sh_offset = (at + align - 1) / align * align,
                                  .sh_size = n * size,
                                  .sh_addralign = align,
                                  .sh_entsize = size};
    return h->sections[i].sh_offset + n * size;
}

static int fill(const struct core *c, struct head *h)
{
    uint64_t end = sizeof *h;

    h->elf = (Elf64_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_CORE,
        .e_machine = EM_X86_64,
        .e_version = EV_CURRENT,
        .e_shoff = offsetof(struct head, sections),
        .e_ehsize = sizeof h->elf,
        .e_shentsize = sizeof h->sections[0],
        .e_shnum = N_SECTIONS,
        .e_shstrndx = NAMES};
    memcpy(h->names, names, sizeof names);
    (void)section(h, NAMES, ".shstrtab", offsetof(struct head, names), sizeof names, 1, 1);
    h->sections[NAMES].sh_type = SHT_STRTAB;
    (void)section(h, NOTES, ".note.Xen", offsetof(struct head, notes), sizeof h->notes, 1, 8);
    h->sections[NOTES].sh_type = SHT_NOTE;
    end = section(h, STATUS, ".xen_prstatus", end, c->n_vcpus, sizeof *c->vcpus, 8);
    end = section(h, PAGES, ".xen_pages", end, c->n_pages, XC_PAGE_SIZE, XC_PAGE_SIZE);
    (void)section(h, FRAMES, ".xen_pfn", end, c->n_pages, sizeof(uint64_t), 8);
    return fill_notes(c, &h->notes);
}

/* Up to the first page. */
static int write_head(const struct core *c, const struct head *h)
{
    static const char zeros[XC_PAGE_SIZE];
    size_t vcpus = c->n_vcpus * sizeof *c->vcpus;

    if (write_all(c, h, sizeof *h) < 0 || write_all(c, c->vcpus, vcpus) < 0)
        return -c->fail->err;
    return write_all(c, zeros,
                     h->sections[PAGES].sh_offset - h->sections[STATUS].sh_offset - vcpus);
}

static int write_frames(const struct core *c, const uint64_t *frame, size_t n)
{
    return write_all(c, frame, n * sizeof *frame);
}

/* The guest stands still, so what was there is there. */
static int write_pages(const struct core *c, const uint64_t *frame, size_t n)
{
    int err[COPY_FRAMES] = {0};
    void *map = xen_frames_map(c->mapper, frame, n, err, c->fail);
    int rv = 0;

    if (map == NULL)
        return -c->fail->err;
    for (size_t i = 0; rv == 0 && i < n; i++) {
        if (err[i] != 0)
            rv = module_fail(c->fail, -err[i], "page 0x%llx went while the core was written",
                             (unsigned long long)frame[i]);
    }
    if (rv == 0)
        rv = write_all(c, map, n * XC_PAGE_SIZE);
    xen_frames_unmap(c->mapper, map, n);
    return rv;
}

/* Calls it with all frames that there are, ascending, some at a time. */
static int for_frames(const struct core *c,
                      int (*act)(const struct core *c, const uint64_t *frame, size_t n))
{
    uint64_t frame[COPY_FRAMES];
    size_t n = 0;
    int rv = 0;

    for (uint64_t i = 0; rv == 0 && i < c->n_frames; i++) {
        if (is_there(c, i))
            frame[n++] = i;
        if (n == COPY_FRAMES || (n > 0 && i + 1 == c->n_frames)) {
            rv = act(c, frame, n);
            n = 0;
        }
    }
    return rv;
}

static int write_core(struct core *c, const char *path)
{
    VT_AUTOFREE struct head *head = calloc(1, sizeof *head);
    int rv;

    if (head == NULL)
        return module_fail_no_memory(c->fail);
    rv = fill(c, head);
    if (rv < 0)
        return rv;
    c->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (c->fd < 0)
        return module_fail_errno(c->fail, "the core cannot be opened");
    rv = write_head(c, head);
    if (rv == 0)
        rv = for_frames(c, write_pages);
    if (rv == 0)
        rv = for_frames(c, write_frames);
    if (close(c->fd) < 0 && rv == 0)
        rv = module_fail_errno(c->fail, "the core cannot be written");
    return rv;
}

/* What is asked of the hypervisor before anything is mapped. */
static int prepare(struct core *c, unsigned int last_vcpu)
{
    uint64_t on_demand, last;
    int rv = xen_on_demand(c->host, c->domid, &on_demand, c->fail);

    if (rv == 0 && on_demand > 0)
        return module_fail(c->fail, ENOTSUP,
                           "it has pages that it gets when they are first touched, and reading "
                           "them would give them to it");
    if (rv == 0)
        rv = xen_max_frame(c->host, c->domid, &last, c->fail);
    if (rv < 0)
        return rv;
    if (last >= MAX_FRAMES)
        return module_fail(c->fail, EFBIG, "its last page is 0x%llx", (unsigned long long)last);
    c->n_frames = last + 1;
    return read_vcpus(c, last_vcpu < XEN_MAX_VCPUS ? last_vcpu + 1 : XEN_MAX_VCPUS);
}

int module_core_dump(struct xen_host *host, uint32_t domid, const xc_domaininfo_t *info,
                     const char *path, struct xen_fail *fail)
{
    struct core c = {.host = host, .fail = fail, .domid = domid};
    int rv = prepare(&c, info->max_vcpu_id);

    if (rv == 0) {
        c.mapper = xen_frames_open(host, domid, fail);
        rv = c.mapper != NULL ? look(&c) : -fail->err;
    }
    if (rv == 0)
        rv = write_core(&c, path);
    if (c.mapper != NULL)
        xen_frames_close(c.mapper);
    free(c.there);
    free(c.vcpus);
    return rv;
}
