/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guest RAM in a memfd that is sealed against shrinking: byte n of it is physical address n.
 * It can be mapped without fear of a signal; pages that were never written stay unallocated. */
#pragma once

#include "source.h"

/* The size that a memfd of ours may have. */
#define PEEK_MEMFD_MAX_BYTES (UINT64_C(1) << 46)

/* A new memfd of @size bytes, all hole, sealed: it can neither shrink nor grow.
 * @name   seen in /proc, cut to what the kernel takes
 * Errors  SYSTEM_ERROR; INVALID_ARG a size of 0 or above PEEK_MEMFD_MAX_BYTES
 * Owner   caller closes the descriptor that is returned
 * Source  memfd_create(2), fcntl(2) F_ADD_SEALS */
int peek_memfd_new(const char *name, uint64_t size, int error_domain);

/* A source of a memfd.
 * @fd      taken over when the call succeeds, else still the caller's
 * @holes   ranges without RAM
 * Errors   INVALID_ARG not a memfd, or not sealed against shrinking; SYSTEM_ERROR
 * Source   facts of SIGBUS: a map of what can shrink kills its reader */
struct peek_source *peek_memfd_source_new(int fd, const char *name, const struct peek_range *holes,
                                          size_t n_holes, int error_domain);

/* The descriptor, still the source's.  @s is a memfd source. */
int peek_memfd_source_fd(struct peek_source *s);
