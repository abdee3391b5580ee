/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rows work on: hosts of N guests, one guest with memory and a disk, temporary files.
 * All is made in the main thread, kept until dropped, and only read by the loops. */
#pragma once

#include <libvirt/libvirt.h>
#include <stddef.h>

#define FIXTURE_MAX_GUESTS 10000
#define FIXTURE_NAME_LEN 16
#define FIXTURE_WARM_BYTES ((size_t)16 << 20) /* of the peeked guest and disk */
#define FIXTURE_RAM_KIB 262144L

struct fixture_identity {
    char name[FIXTURE_NAME_LEN];
    unsigned char uuid[VIR_UUID_BUFLEN];
    char uuid_text[VIR_UUID_STRING_BUFLEN];
};

/* Makes the temporary folder and the identities.  -1 printed. */
int fixture_init(void);
void fixture_done(void);

/* Guest @i of any host, 0 to FIXTURE_MAX_GUESTS - 1; its id is @i + 1. */
const struct fixture_identity *fixture_guest(long i);

/* The path of @name in the temporary folder, in @buf. */
const char *fixture_path(const char *name, char *buf, size_t len);
/* The path of the node file with @n running guests; NULL and fixture_why. */
const char *fixture_node_file(long n, char *buf, size_t len);
/* A connection to that host, opened at the first call and kept; NULL and fixture_why. */
virConnectPtr fixture_host(long n);

/* A running guest of FIXTURE_RAM_KIB and one disk, FIXTURE_WARM_BYTES of each touched; NULL and
 * fixture_why.  Kept. */
virDomainPtr fixture_peeked(void);
/* A descriptor of its disk's file, for reading. */
int fixture_disk_fd(void);
/* Read-only memory of FIXTURE_RAM_KIB behind a memfd, FIXTURE_WARM_BYTES touched; NULL: why. */
const unsigned char *fixture_map(void);

/* Drops the hosts and the peeked guest. */
void fixture_drop(void);

/* Why the last of the above failed; what the library's last error in this thread says. */
const char *fixture_why(void);
const char *fixture_last_error(void);

/* The longest document here, bytes. */
#define FIXTURE_MAX_XML 8192
/* A guest in a few lines, and in 80; @buf of FIXTURE_MAX_XML bytes is returned. */
const char *fixture_small_xml(const char *name, const char *uuid_text, char *buf);
const char *fixture_long_xml(const char *name, const char *uuid_text, char *buf);
