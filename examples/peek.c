/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints 64 bytes of a guest's physical memory:  peek [NAME [ADDRESS]]
 * Build it with  cc peek.c $(pkg-config --cflags --libs libvirt) */
#include <ctype.h>
#include <libvirt/libvirt.h>
#include <stdio.h>
#include <stdlib.h>

#define SIZE 64

static void print(unsigned long long address, const unsigned char *bytes)
{
    for (int i = 0; i < SIZE; i += 16) {
        printf("%08llx ", address + (unsigned int)i);
        for (int j = i; j < i + 16; j++)
            printf(" %02x", bytes[j]);
        printf("  ");
        for (int j = i; j < i + 16; j++)
            putchar(isprint(bytes[j]) ? bytes[j] : '.');
        putchar('\n');
    }
}

/* The library itself says on standard error what went wrong. */
int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "test";
    unsigned long long address = argc > 2 ? strtoull(argv[2], NULL, 0) : 0x100000;
    unsigned char bytes[SIZE];
    int status = EXIT_FAILURE;
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom = conn != NULL ? virDomainLookupByName(conn, name) : NULL;

    if (dom != NULL &&
        virDomainMemoryPeek(dom, address, sizeof bytes, bytes, VIR_MEMORY_PHYSICAL) == 0) {
        print(address, bytes);
        status = EXIT_SUCCESS;
    }
    if (dom != NULL)
        virDomainFree(dom);
    if (conn != NULL)
        virConnectClose(conn);
    return status;
}
