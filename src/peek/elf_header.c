/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The outside of an ELF core: its header, its section headers, bounded reads. */
#include "config.h"

#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "elf_source.h"
#include "obj/error.h"
#include "util/file.h"

int peek_elf_bad(const struct peek_elf *e, const char *why, uint64_t number)
{
    return vt_error(e->error_domain, VIR_ERR_INVALID_ARG,
                    "'%s' is no usable memory dump: %s (%" PRIu64 ")", e->name, why, number);
}

int peek_elf_read_at(const struct peek_elf *e, uint64_t offset, size_t len, void *buf,
                     const char *what)
{
    ssize_t n;

    if (offset > e->file_size || len > e->file_size - offset)
        return vt_error(e->error_domain, VIR_ERR_INVALID_ARG,
                        "'%s' is no usable memory dump: %s at byte %" PRIu64
                        " reaches behind its end",
                        e->name, what, offset);
    n = vt_pread_all(e->fd, buf, len, offset);
    if (n < 0)
        return vt_error_errno(e->error_domain, (int)n, "cannot read %s of '%s'", what, e->name);
    return (size_t)n == len ? 0 : peek_elf_bad(e, "it was cut off while it was read", offset);
}

static int read_section_header(const struct peek_elf *e, uint32_t index, Elf64_Shdr *ret)
{
    uint64_t at = e->shoff + (uint64_t)index * e->shentsize;
    Elf32_Shdr s;

    if (e->class_64)
        return peek_elf_read_at(e, at, sizeof *ret, ret, "a section header");
    if (peek_elf_read_at(e, at, sizeof s, &s, "a section header") < 0)
        return -1;
    ret->sh_name = s.sh_name;
    ret->sh_type = s.sh_type;
    ret->sh_offset = s.sh_offset;
    ret->sh_size = s.sh_size;
    ret->sh_info = s.sh_info;
    ret->sh_link = s.sh_link;
    return 0;
}

int peek_elf_section(const struct peek_elf *e, uint32_t index, struct peek_elf_section *ret)
{
    struct peek_elf_section found = {.size = 0};
    Elf64_Shdr sh = {0}, names = {0};
    uint64_t room;

    if (read_section_header(e, index, &sh) < 0 || read_section_header(e, e->shstrndx, &names) < 0)
        return -1;
    found.offset = sh.sh_offset;
    found.size = sh.sh_size;
    found.type = sh.sh_type;
    if (sh.sh_type != SHT_NULL && sh.sh_type != SHT_NOBITS &&
        (sh.sh_offset > e->file_size || sh.sh_size > e->file_size - sh.sh_offset))
        return peek_elf_bad(e, "a section reaches behind its end", index);
    if (names.sh_offset > e->file_size || names.sh_size > e->file_size - names.sh_offset ||
        sh.sh_name > names.sh_size)
        return peek_elf_bad(e, "the name of a section lies outside", index);
    room = names.sh_size - sh.sh_name;
    if (room > sizeof found.name - 1)
        room = sizeof found.name - 1;
    if (peek_elf_read_at(e, names.sh_offset + sh.sh_name, room, found.name, "a section's name") < 0)
        return -1;
    *ret = found;
    return 0;
}

/* More segments, sections than the header can say stand in the first section header. */
static int read_big_counts(struct peek_elf *e, uint16_t phnum, uint16_t shnum, uint16_t shstrndx)
{
    Elf64_Shdr first = {0};

    e->phnum = phnum;
    e->shnum = shnum;
    e->shstrndx = shstrndx;
    if (e->shoff == 0 || (phnum != PN_XNUM && shnum != 0 && shstrndx != SHN_XINDEX))
        return phnum == PN_XNUM ? peek_elf_bad(e, "the number of its segments is missing", phnum)
                                : 0;
    if (read_section_header(e, 0, &first) < 0)
        return -1;
    if (phnum == PN_XNUM)
        e->phnum = first.sh_info;
    if (shnum == 0)
        e->shnum = first.sh_size > UINT32_MAX ? UINT32_MAX : (uint32_t)first.sh_size;
    if (shstrndx == SHN_XINDEX)
        e->shstrndx = first.sh_link;
    return 0;
}

static int check_tables(const struct peek_elf *e)
{
    if (e->phnum > PEEK_ELF_MAX_SEGMENTS)
        return peek_elf_bad(e, "too many segments", e->phnum);
    if (e->phnum > 0 && e->phentsize != (e->class_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr)))
        return peek_elf_bad(e, "its program headers have a strange size", e->phentsize);
    if (e->phnum > 0 &&
        (e->phoff > e->file_size || (uint64_t)e->phnum * e->phentsize > e->file_size - e->phoff))
        return peek_elf_bad(e, "its program headers reach behind its end", e->phoff);
    if (e->shoff > e->file_size)
        return peek_elf_bad(e, "its section headers lie behind its end", e->shoff);
    return 0;
}

int peek_elf_read_header(struct peek_elf *e)
{
    union {
        unsigned char ident[EI_NIDENT];
        Elf32_Ehdr e32;
        Elf64_Ehdr e64;
    } h = {.ident = {0}};
    uint16_t phnum, shnum, shstrndx, type;

    if (peek_elf_read_at(e, 0, sizeof h.e32, &h, "the ELF header") < 0)
        return -1;
    if (memcmp(h.ident, ELFMAG, SELFMAG) != 0)
        return peek_elf_bad(e, "it does not begin as an ELF file", h.ident[0]);
    if (h.ident[EI_DATA] != ELFDATA2LSB)
        return peek_elf_bad(e, "its numbers are not little-endian", h.ident[EI_DATA]);
    e->class_64 = h.ident[EI_CLASS] == ELFCLASS64;
    if (!e->class_64 && h.ident[EI_CLASS] != ELFCLASS32)
        return peek_elf_bad(e, "it is neither 32 nor 64 bits wide", h.ident[EI_CLASS]);
    if (e->class_64 && peek_elf_read_at(e, 0, sizeof h.e64, &h, "the ELF header") < 0)
        return -1;
    type = e->class_64 ? h.e64.e_type : h.e32.e_type;
    e->machine = e->class_64 ? h.e64.e_machine : h.e32.e_machine;
    e->phoff = e->class_64 ? h.e64.e_phoff : h.e32.e_phoff;
    e->shoff = e->class_64 ? h.e64.e_shoff : h.e32.e_shoff;
    e->phentsize = e->class_64 ? h.e64.e_phentsize : h.e32.e_phentsize;
    e->shentsize = e->class_64 ? h.e64.e_shentsize : h.e32.e_shentsize;
    phnum = e->class_64 ? h.e64.e_phnum : h.e32.e_phnum;
    shnum = e->class_64 ? h.e64.e_shnum : h.e32.e_shnum;
    shstrndx = e->class_64 ? h.e64.e_shstrndx : h.e32.e_shstrndx;
    if (type != ET_CORE)
        return peek_elf_bad(e, "it is not a core file", type);
    if (e->machine != EM_386 && e->machine != EM_X86_64)
        return peek_elf_bad(e, "it is of another kind of machine", e->machine);
    if (read_big_counts(e, phnum, shnum, shstrndx) < 0)
        return -1;
    return check_tables(e);
}
