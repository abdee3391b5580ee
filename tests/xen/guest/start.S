/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ways into the guests' kernel: notes for the domain builder, the PV entry in 64-bit mode with
 * paging, and the PVH entry in 32-bit mode without, which the boot sector of the HVM disk uses too.
 * Source: xen/elfnote.h; xen/arch-x86/hvm/start_info.h; Intel SDM 3A, 9.8.5 for the way to long mode. */

#define KERNEL_BASE 0xffffffff80000000
#define PHYSICAL(symbol) ((symbol) - KERNEL_BASE)

/* Of a page table entry: present, writable, accessed, dirty; and 2 MiB. */
#define ENTRY 0x63
#define LARGE 0x80

    .macro note type content:vararg
    .long 4, 2f - 1f, \type
    .asciz "Xen"
1:  \content
2:  .balign 4
    .endm

    .section .note.Xen, "a", @note
    note 1 .quad pv_entry                       /* ENTRY */
    note 2 .quad hypercall_page                 /* HYPERCALL_PAGE */
    note 3 .quad KERNEL_BASE                    /* VIRT_BASE */
    note 4 .quad 0                              /* PADDR_OFFSET */
    note 5 .asciz "xen-3.0"                     /* XEN_VERSION */
    note 6 .asciz "vitrine-lab"                 /* GUEST_OS */
    note 7 .asciz "1"                           /* GUEST_VERSION */
    note 8 .asciz "generic"                     /* LOADER */
    note 10 .asciz ""                           /* FEATURES */
    note 14 .long 1                             /* SUSPEND_CANCEL */
    note 15 .quad 0x8000000000                  /* INIT_P2M: the list of frames at a round address */
    note 18 .long PHYSICAL(translated_entry)    /* PHYS32_ENTRY */

/* %ebx: physical address of struct hvm_start_info.  First in the file: the boot sector jumps here. */
    .section .text.start, "ax", @progbits
    .code32
    .globl translated_entry
translated_entry:
    cli
    cld
    movl $PHYSICAL(bss_start), %edi
    movl $PHYSICAL(bss_end), %ecx
    subl %edi, %ecx
    xorl %eax, %eax
    rep stosb
    lgdt PHYSICAL(gdt_pointer)
    movl %cr4, %eax
    orl $0x20, %eax                             /* PAE */
    movl %eax, %cr4
    movl $PHYSICAL(boot_l4), %eax
    movl %eax, %cr3
    movl $0xc0000080, %ecx                      /* EFER */
    rdmsr
    orl $0x100, %eax                            /* LME */
    wrmsr
    movl %cr0, %eax
    orl $0x80000001, %eax                       /* PG, PE */
    movl %eax, %cr0
    ljmp $8, $PHYSICAL(long_mode)

    .code64
long_mode:
    movl $16, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    movabsq $translated_high, %rax
    jmp *%rax
translated_high:
    leaq stack_end(%rip), %rsp
    lgdt gdt_pointer_high(%rip)
    movl %ebx, %edi
    xorl %ebp, %ebp
    call translated_start
1:  jmp 1b

/* %rsi: start_info_t, mapped. */
pv_entry:
    cld
    leaq stack_end(%rip), %rsp
    movq %rsi, %rdi
    xorl %ebp, %ebp
    call pv_start
1:  jmp 1b

/* long hypercall(number, a, b, c, d) */
    .globl hypercall
hypercall:
    leaq hypercall_page(%rip), %rax
    shlq $5, %rdi                               /* each has 32 bytes of the page */
    addq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    jmp *%rax

    .balign 4096
    .globl hypercall_page
hypercall_page:
    .skip 4096

    .section .rodata
    .balign 8
gdt:
    .quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdt_end:
gdt_pointer:
    .word gdt_end - gdt - 1
    .long PHYSICAL(gdt)
gdt_pointer_high:
    .word gdt_end - gdt - 1
    .quad gdt

/* Tables of a translated guest at its start: the first GiB where it is, and the first 2 MiB, which hold
 * the kernel, page by page at KERNEL_BASE.  translated.c goes on with them. */
    .section .data
    .balign 4096
    .globl boot_l4, boot_l1_kernel
boot_l4:
    .quad PHYSICAL(l3_low) + ENTRY
    .skip 510 * 8
    .quad PHYSICAL(l3_kernel) + ENTRY
l3_low:
    .quad PHYSICAL(l2_low) + ENTRY
    .skip 511 * 8
l2_low:
    .set frame, 0
    .rept 512
    .quad frame + ENTRY + LARGE
    .set frame, frame + 0x200000
    .endr
l3_kernel:
    .skip 510 * 8
    .quad PHYSICAL(l2_kernel) + ENTRY
    .skip 8
l2_kernel:
    .quad PHYSICAL(boot_l1_kernel) + ENTRY
    .skip 511 * 8
boot_l1_kernel:
    .set frame, 0
    .rept 512
    .quad frame + ENTRY
    .set frame, frame + 0x1000
    .endr

    .bss
    .balign 4096
    .skip 16384
stack_end:

    .section .note.GNU-stack, "", @progbits
