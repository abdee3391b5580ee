/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores of QEMU's kind: both widths, segments out of order and overlapping, registers; and none
 * that is spoilt does any harm. */
#include "config.h"

#include "core_maker.h"

static struct core core;

static void add_notes(struct core *c)
{
    unsigned char state[440] = {1, 0, 0, 0, 0xb8, 1};
    unsigned char prstatus[336] = {0};
    uint64_t cr[5] = {PEEK_CR0_PG | 1, 0, 0, 0x3000, PEEK_CR4_PAE};

    (void)core_note(c, "CORE", NT_PRSTATUS, prstatus, sizeof prstatus);
    memcpy(state + 392, cr, sizeof cr);
    (void)core_note(c, "QEMU", 0, state, sizeof state);
}

static void make_64(struct core *c)
{
    Elf64_Ehdr h = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, 1},
                    .e_type = ET_CORE,
                    .e_machine = EM_X86_64,
                    .e_version = 1,
                    .e_phoff = sizeof h,
                    .e_ehsize = sizeof h,
                    .e_phentsize = sizeof(Elf64_Phdr),
                    .e_phnum = 4};
    Elf64_Phdr p[4] = {{.p_type = PT_NOTE}};

    c->len = sizeof h + sizeof p;
    p[0].p_offset = c->len;
    add_notes(c);
    p[0].p_filesz = c->len - p[0].p_offset;
    /* 4 GiB on first; then pages 0 and 1; then 1 and 2, of the same bytes. */
    p[1] = (Elf64_Phdr){.p_type = PT_LOAD,
                        .p_offset = c->len,
                        .p_paddr = 4 * GIB,
                        .p_filesz = 4096,
                        .p_memsz = 4096};
    core_page(c, 9);
    p[2] = (Elf64_Phdr){.p_type = PT_LOAD,
                        .p_offset = c->len + 4096,
                        .p_paddr = 4096,
                        .p_filesz = 8192,
                        .p_memsz = 8192,
                        .p_vaddr = 0x7000};
    p[3] = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_offset = c->len, .p_paddr = 0, .p_filesz = 8192, .p_memsz = 16384};
    for (uint64_t i = 0; i < 3; i++)
        core_page(c, i);
    memcpy(c->b, &h, sizeof h);
    memcpy(c->b + sizeof h, p, sizeof p);
}

static void make_32(struct core *c)
{
    Elf32_Ehdr h = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, 1},
                    .e_type = ET_CORE,
                    .e_machine = EM_386,
                    .e_version = 1,
                    .e_phoff = sizeof h,
                    .e_ehsize = sizeof h,
                    .e_phentsize = sizeof(Elf32_Phdr),
                    .e_phnum = 2};
    Elf32_Phdr p[2] = {{.p_type = PT_NOTE}};

    c->len = sizeof h + sizeof p;
    p[0].p_offset = (uint32_t)c->len;
    add_notes(c);
    p[0].p_filesz = (uint32_t)c->len - p[0].p_offset;
    p[1] = (Elf32_Phdr){.p_type = PT_LOAD,
                        .p_offset = (uint32_t)c->len,
                        .p_paddr = 0x100000,
                        .p_filesz = 4096,
                        .p_memsz = 4096};
    core_page(c, 256);
    memcpy(c->b, &h, sizeof h);
    memcpy(c->b + sizeof h, p, sizeof p);
}

int main(void)
{
    struct peek_source *s;
    struct peek *p;
    Elf64_Phdr *phdr = (Elf64_Phdr *)(core.b + sizeof(Elf64_Ehdr));

    make_64(&core);
    s = core_open(&core);
    CHECK(s != NULL);
    CHECK_INT(s->n_ram, 2);
    CHECK_INT(s->size, 4 * GIB + 4096);
    CHECK_INT(s->n_vcpus, 1);
    CHECK_INT(s->regs[0].cr3, 0x3000);
    CHECK_INT(peek_paging_mode(&s->regs[0]), PEEK_PAGING_4_LEVEL);
    p = test_peek(s);
    for (uint64_t i = 0; i < 3; i++)
        core_check_page(p, i * 4096, i, PEEK_PHYSICAL);
    core_check_page(p, 4 * GIB, 9, PEEK_PHYSICAL);
    CHECK_ERROR(peek_memory(p, 3 * 4096, 1, &core, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);

    core_spoil(&core, 0x500, 501);
    phdr[3].p_offset += 1; /* now two things are said of page 1 */
    CHECK(core_open(&core) == NULL);
    core.len = 0;
    make_32(&core);
    s = core_open(&core);
    CHECK(s != NULL);
    CHECK_INT(peek_paging_mode(&s->regs[0]), PEEK_PAGING_PAE);
    p = test_peek(s);
    core_check_page(p, 0x100000, 256, PEEK_PHYSICAL);
    (void)peek_unref(p);
    core_spoil(&core, 0x300, 301);
    return 0;
}
