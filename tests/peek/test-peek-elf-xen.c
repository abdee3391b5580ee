/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores of Xen's kind: a PV guest, whose tables hold machine frames, and an HVM guest; and none
 * that is spoilt does any harm. */
#include "config.h"

#include "core_maker.h"

#define PAGES 8
#define CONTEXT 5168
#define CTRLREG 4984

static struct core core;

/* Page tables in pages 1 to 4 that map virtual 0x5000 to page 6; frames as @machine says. */
static void add_pages(struct core *c, const uint64_t *machine)
{
    size_t base = c->len;

    for (uint64_t i = 0; i < PAGES; i++)
        core_page(c, i);
    for (unsigned int level = 1; level <= 4; level++) {
        uint64_t *table = (uint64_t *)(void *)(c->b + base + level * 4096);
        memset(table, 0, 4096);
        table[level == 4 ? 5 : 0] = machine[level == 4 ? 6 : level + 1] << 12 | 3;
    }
}

static void make(struct core *c, bool pv)
{
    static const char names[] =
        "\0.shstrtab\0.note.Xen\0.xen_prstatus\0.xen_p2m\0.xen_pfn\0.xen_pages";
    static const uint32_t at_name[] = {0, 1, 11, 21, 0, 53};
    Elf64_Ehdr h = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, 1},
                    .e_type = ET_CORE,
                    .e_machine = EM_X86_64,
                    .e_version = 1,
                    .e_shoff = sizeof h,
                    .e_ehsize = sizeof h,
                    .e_shentsize = sizeof(Elf64_Shdr),
                    .e_shnum = 6,
                    .e_shstrndx = 1};
    Elf64_Shdr s[6] = {{.sh_type = SHT_NULL}};
    uint64_t header[4] = {pv ? 0xf00febed : 0xf00febee, 1, PAGES, 4096};
    uint64_t machine[PAGES], pairs[PAGES][2], frames[PAGES];
    unsigned char context[CONTEXT] = {0};
    uint64_t cr[5] = {PEEK_CR0_PG, 0, 0, 0, PEEK_CR4_PAE};

    for (uint64_t i = 0; i < PAGES; i++) {
        machine[i] = pv ? 0x1000 - 3 * i : i;
        pairs[i][0] = frames[i] = i;
        pairs[i][1] = machine[i];
    }
    cr[3] = machine[1] << 12;
    memcpy(context + CTRLREG, cr, sizeof cr);
    c->len = sizeof h + sizeof s;
    s[1].sh_offset = core_add(c, names, sizeof names);
    while (c->len % 8)
        (void)core_add(c, "", 1);
    s[2].sh_offset = core_note(c, "Xen", 0x2000000, "", 0);
    (void)core_note(c, "Xen", 0x2000001, header, sizeof header);
    s[2].sh_size = c->len - s[2].sh_offset;
    s[3].sh_offset = core_add(c, context, sizeof context);
    s[4].sh_offset = pv ? core_add(c, pairs, sizeof pairs) : core_add(c, frames, sizeof frames);
    s[4].sh_size = pv ? sizeof pairs : sizeof frames;
    s[1].sh_size = sizeof names;
    s[3].sh_size = sizeof context;
    while (c->len % 4096)
        (void)core_add(c, "", 1);
    s[5].sh_offset = c->len;
    s[5].sh_size = PAGES * 4096;
    add_pages(c, machine);
    for (unsigned int i = 1; i < 6; i++) {
        s[i].sh_type = i == 2 ? SHT_NOTE : SHT_PROGBITS;
        s[i].sh_name = i == 4 ? (pv ? 35 : 44) : at_name[i];
    }
    memcpy(c->b, &h, sizeof h);
    memcpy(c->b + sizeof h, s, sizeof s);
}

static void check(bool pv)
{
    struct peek_source *s;
    struct peek *p;

    make(&core, pv);
    s = core_open(&core);
    CHECK(s != NULL);
    CHECK_INT(s->size, PAGES * 4096);
    CHECK_INT(s->n_vcpus, 1);
    p = test_peek(s);
    core_check_page(p, 7 * 4096, 7, PEEK_PHYSICAL);
    core_check_page(p, 0x5000, 6, PEEK_VIRTUAL);
    CHECK_ERROR(peek_memory(p, 0x6000, 1, &core.len, PEEK_VIRTUAL, 0), VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);
    core_spoil(&core, 0x280, 997);
}

int main(void)
{
    check(true);
    check(false);
    return 0;
}
