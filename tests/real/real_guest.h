/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest of the embedded hypervisor whose memory is a dump file, and threads that look at it. */
#pragma once

#include "core_file.h"
#include "real_domain.h"

#define REAL_THREADS 8
/* How much real_each_chunk hands out at a time. */
#define REAL_CHUNK_BYTES (1024 * 1024)

/* Defines and starts a guest @name whose memory is @dump. */
virDomainPtr real_guest_start(virConnectPtr conn, const char *name, const char *dump);

/* Runs @work in REAL_THREADS threads at once, each with its number, and waits for all. */
void real_threads(void (*work)(unsigned int thread, void *opaque), void *opaque);

/* Hands all memory of @c out to @work in chunks, in REAL_THREADS threads; each chunk is followed
 * by up to @overlap bytes more of the same range, which are in the next one too. */
typedef void (*real_chunk)(uint64_t paddr, size_t len, void *opaque);
void real_each_chunk(const struct core_file *c, size_t overlap, real_chunk work, void *opaque);
