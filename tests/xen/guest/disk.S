/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The boot sector of the HVM guest's disk.  The disk: this sector, one with the command line (text ended
 * by a NUL), then the kernel as it lies in memory from 1 MiB on, SECTORS sectors.  It reads both by the
 * BIOS, and enters the kernel as the domain builder enters that of a PVH guest: with a struct
 * hvm_start_info, whose memory map is that of the BIOS.
 * Source: Enhanced Disk Drive specification for int 13h, 42h; ACPI 15.1 for int 15h, e820h. */

#define LOADED 0x8000                           /* the command line; the kernel follows */
#define KERNEL 0x100000
#define MAP 0x6000                              /* entries of 24 bytes */
#define MAP_MAX 64

    .code16
    .section .text, "ax"
    .globl _start
_start:
    ljmp $0, $1f
1:  xorw %ax, %ax
    movw %ax, %ds
    movw %ax, %es
    movw %ax, %ss
    movw $_start, %sp
    cld
    movw $packet, %si
    movb $0x42, %ah
    int $0x13                                   /* %dl is still the drive */
    jc failed

    movw $MAP, %di
    xorl %ebx, %ebx
2:  movl $0xe820, %eax
    movl $20, %ecx
    movl $0x534d4150, %edx
    int $0x15
    jc 3f
    movl $0, 20(%di)
    addw $24, %di
    incw map_entries
    cmpw $MAP_MAX, map_entries
    jae 3f
    testl %ebx, %ebx
    jnz 2b

3:  cli
    inb $0x92, %al                              /* address line 20 */
    orb $2, %al
    outb %al, $0x92
    lgdt gdt_pointer
    movl %cr0, %eax
    orb $1, %al
    movl %eax, %cr0
    ljmp $8, $protected

failed:
    hlt
    jmp failed

    .code32
protected:
    movw $16, %ax
    movw %ax, %ds
    movw %ax, %es
    movw %ax, %ss
    movl $LOADED + 512, %esi
    movl $KERNEL, %edi
    movl $SECTORS * 128, %ecx
    rep movsl
    movl $start_info, %ebx
    movl $KERNEL, %eax
    jmp *%eax

    .balign 8
gdt:
    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
    .word gdt_pointer - gdt - 1
    .long gdt
packet:
    .byte 16, 0
    .word SECTORS + 1, 0, LOADED >> 4           /* sectors, offset and segment of the memory */
    .quad 1                                     /* first sector */
    .balign 8
start_info:
    .long 0x336ec578, 1, 0, 0                   /* magic, version, flags, modules */
    .quad 0, LOADED, 0, MAP                     /* modules, command line, RSDP, memory map */
map_entries:
    .long 0, 0

    .org 510
    .word 0xaa55

    .section .note.GNU-stack, "", @progbits
