/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns reading a guest's memory and disks from outside.
 * Part of the family of libvirt-domain.h. */

#ifndef VITRINE_LIBVIRT_DOMAIN_PEEK_H
#define VITRINE_LIBVIRT_DOMAIN_PEEK_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* Longest read in one call over a remote connection, either function: 65536 bytes.  A read of an
 * active guest is no snapshot: the guest may write meanwhile. */

/* Flags of virDomainMemoryPeek: how to take the address.  Exactly one must be given. */
typedef enum {
    VIR_MEMORY_VIRTUAL = 1, /* as the guest's CPU 0 does at this moment */
    VIR_MEMORY_PHYSICAL = 2 /* as the guest's hardware does; came later than 0.6.1 */
} virDomainMemoryFlags;

/* Reads the disk of a domain, active or not, in the form that the host stores it in.
 * @dom      domain
 * @path     source or target name of one of the domain's disks, exactly as in its XML
 * @offset   bytes from the start
 * @size     bytes to read; 0 tests whether the disk can be read
 * @buffer   out: @size bytes; NULL allowed when @size is 0
 * @flags    0
 * Returns   0 when all of @buffer is filled; -1 on failure, then its contents are not defined
 * Errors    INVALID_DOMAIN @dom; OPERATION_DENIED read-only connection; INVALID_ARG @path NULL,
 *           @flags not 0, or @buffer NULL; NO_SUPPORT; RPC @size over the remote limit; NO_DOMAIN
 *           it is gone; INVALID_ARG @path is none of its disks; SYSTEM_ERROR the host cannot read
 *           there; OPERATION_FAILED the disk ends before @offset + @size
 * Threads   any thread, any time; may block for one query, and for the reading
 * Owner     caller owns @buffer
 * Since     0.4.2
 */
int virDomainBlockPeek(virDomainPtr dom, const char *path, unsigned long long offset, size_t size,
                       void *buffer, unsigned int flags);

/* Reads the memory of an active domain, without stopping or changing it.
 * @dom      active domain
 * @start    address in bytes, virtual or physical by @flags
 * @size     bytes to read; 0 tests whether memory can be read
 * @buffer   out: @size bytes; NULL allowed when @size is 0
 * @flags    exactly one of virDomainMemoryFlags
 * Returns   0 when all of @buffer is filled; -1 on failure, then its contents are not defined
 * Errors    INVALID_DOMAIN @dom; OPERATION_DENIED read-only connection; INVALID_ARG @flags none,
 *           both or other, or @buffer NULL; NO_SUPPORT, also for a flag that the driver lacks; RPC
 *           @size over the remote limit; NO_DOMAIN it is gone; OPERATION_FAILED it is not active;
 *           INVALID_ARG the range goes past the last address of 64 bits; OPERATION_FAILED part of
 *           the range is not memory or not present
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @buffer
 * Since     0.4.2
 */
int virDomainMemoryPeek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                        unsigned int flags);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_PEEK_H */
