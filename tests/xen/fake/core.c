/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores in the form that xl dump-core writes.
 * Source: docs/misc/dump-core-format.txt of Xen. */
#include "fake.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define MAGIC_PV UINT64_C(0xf00febed)
#define MAGIC_HVM UINT64_C(0xf00febee)
#define NOTE_HEADER 0x2000001
#define CONTEXT_SIZE 5168    /* struct vcpu_guest_context of x86_64, xen/arch-x86/xen.h */
#define CONTEXT_CTRLREG 4984 /* its ctrlreg[8] */

static const char names[] = "\0.shstrtab\0.note.Xen\0.xen_prstatus\0.xen_p2m\0.xen_pfn\0.xen_pages";
enum { NAMES = 1, NOTES, STATUS, FRAMES, PAGES, N_SECTIONS };

struct note {
    Elf64_Nhdr head;
    char name[4];
    uint64_t magic, vcpus, pages, page_size;
};

/* What stands before the pages. */
struct core {
    Elf64_Ehdr head;
    Elf64_Shdr sections[N_SECTIONS];
    struct note note;
    char names[sizeof names];
};

struct frames {
    uint64_t (*pairs)[2]; /* page, frame */
    uint64_t n;
};

static uint64_t list_pages_locked(const struct fake_domain *d, uint64_t (*pairs)[2])
    VT_REQUIRES(fake.lock);
static uint64_t list_pages_locked(const struct fake_domain *d, uint64_t (*pairs)[2])
{
    uint64_t n = 0;

    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < d->n_pages; i++) {
        if (d->pages[i].frame == FAKE_NO_FRAME)
            continue;
        pairs[n][0] = i;
        pairs[n++][1] = d->pages[i].frame;
    }
    return n;
}

static void section(struct core *c, unsigned int i, uint32_t name, uint64_t at, uint64_t size)
{
    c->sections[i] = (Elf64_Shdr){.sh_name = name,
                                  .sh_type = i == NOTES ? SHT_NOTE : SHT_PROGBITS,
                                  .sh_offset = at,
                                  .sh_size = size};
}

/* Returns where the pages begin. */
static uint64_t fill(struct core *c, const struct fake_domain *d, uint64_t n)
{
    bool pv = !fake_translated(d);
    uint64_t status = sizeof *c, frames = status + (uint64_t)d->vcpus_max * CONTEXT_SIZE;
    uint64_t size = n * (pv ? 16 : 8), pages = (frames + size + 4095) / 4096 * 4096;

    *c = (struct core){
        .head = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, 1},
                 .e_type = ET_CORE,
                 .e_machine = EM_X86_64,
                 .e_version = 1,
                 .e_shoff = offsetof(struct core, sections),
                 .e_ehsize = sizeof(Elf64_Ehdr),
                 .e_shentsize = sizeof(Elf64_Shdr),
                 .e_shnum = N_SECTIONS,
                 .e_shstrndx = NAMES},
        .note = {{4, 32, NOTE_HEADER}, "Xen", pv ? MAGIC_PV : MAGIC_HVM, d->vcpus_max, n, 4096}};
    memcpy(c->names, names, sizeof names);
    section(c, NAMES, 1, offsetof(struct core, names), sizeof names);
    section(c, NOTES, 11, offsetof(struct core, note), sizeof c->note);
    section(c, STATUS, 21, status, (uint64_t)d->vcpus_max * CONTEXT_SIZE);
    section(c, FRAMES, pv ? 35 : 44, frames, size);
    section(c, PAGES, 53, pages, n * 4096);
    return pages;
}

static bool put_cpus_locked(FILE *f, struct fake_domain *d) VT_REQUIRES(fake.lock);
static bool put_cpus_locked(FILE *f, struct fake_domain *d)
{
    unsigned char context[CONTEXT_SIZE] = {0};
    struct peek_regs regs;
    uint64_t cr[5] = {0};

    vt_mutex_held(&fake.lock);
    fake_regs_locked(d, &regs);
    cr[0] = regs.cr0;
    cr[3] = regs.cr3;
    cr[4] = regs.cr4;
    memcpy(context + CONTEXT_CTRLREG, cr, sizeof cr);
    for (unsigned int i = 0; i < d->vcpus_max; i++)
        if (fwrite(context, sizeof context, 1, f) != 1)
            return false;
    return true;
}

static bool put_locked(FILE *f, struct fake_domain *d) VT_REQUIRES(fake.lock);
static bool put_locked(FILE *f, struct fake_domain *d)
{
    VT_AUTOFREE uint64_t(*pairs)[2] = fake_zalloc(d->n_pages, sizeof *pairs);
    uint64_t n = list_pages_locked(d, pairs), pages;
    struct core core;

    vt_mutex_held(&fake.lock);
    pages = fill(&core, d, n);
    if (fwrite(&core, sizeof core, 1, f) != 1 || !put_cpus_locked(f, d))
        return false;
    for (uint64_t i = 0; i < n; i++)
        if (fwrite(pairs[i], fake_translated(d) ? 8 : 16, 1, f) != 1)
            return false;
    if (fseek(f, (long)pages, SEEK_SET) < 0)
        return false;
    for (uint64_t i = 0; i < n; i++)
        if (fwrite(fake_bytes_locked((uint32_t)pairs[i][1]), 4096, 1, f) != 1)
            return false;
    return true;
}

int fake_op_core_dump(struct xen_host *host VT_UNUSED, uint32_t domid, const char *path,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("core_dump", domid, fail);
    VT_AUTOFCLOSE FILE *f = NULL;
    FILE *closing;
    bool ok;

    if (d == NULL)
        return -fail->err;
    f = fopen(path, "we");
    if (f == NULL)
        return fake_fail(fail, errno, "'%s' cannot be opened", path);
    ok = put_locked(f, d);
    closing = VT_TAKE(f);
    if (fclose(closing) != 0 || !ok)
        return fake_fail(fail, errno != 0 ? errno : EIO, "'%s' cannot be written", path);
    return 0;
}
