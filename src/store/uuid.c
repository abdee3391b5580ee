/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The uuid of what is defined by a document that names none. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "obj/error.h"
#include "store/roots.h"
#include "store/uuid.h"
#include "util/cleanup.h"
#include "util/sysfs.h"

#define MACHINE_ID "machine-id" /* Source: systemd, machine-id(5) */

/* Source: FNV-1a, its 64 bits, and the finalizer of MurmurHash3. */
#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)
#define MIX_1 UINT64_C(0xff51afd7ed558ccd)
#define MIX_2 UINT64_C(0xc4ceb9fe1a85ec53)

/* With the NUL, so that no two lists of texts are one. */
static uint64_t add(uint64_t hash, const char *text)
{
    do
        hash = (hash ^ (unsigned char)*text) * FNV_PRIME;
    while (*text++ != '\0');
    return hash;
}

static uint64_t mix(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * MIX_1;
    hash = (hash ^ hash >> 33) * MIX_2;
    return hash ^ hash >> 33;
}

int vt_store_uuid(const char *kind, const char *name, int domain, unsigned char ret[VT_UUID_LEN])
{
    VT_AUTOFREE char *folder = vt_root(VT_ROOT_CONFIG, NULL, domain);
    bool failed = false;
    VT_AUTOFREE char *machine = sysfs_text("/etc", MACHINE_ID, &failed);
    uint64_t hash = FNV_BASIS;

    if (folder == NULL)
        return -1;
    if (failed)
        return vt_error_no_memory(domain);
    hash = add(add(hash, machine != NULL ? machine : ""), folder);
    hash = add(add(hash, kind), name);
    for (int half = 0; half < 2; half++) {
        uint64_t bits = mix(hash + (uint64_t)half * FNV_BASIS);
        for (int i = 0; i < 8; i++)
            ret[half * 8 + i] = (unsigned char)(bits >> (56 - 8 * i));
    }
    ret[6] = (unsigned char)((ret[6] & 0x0f) | 0x80);
    ret[8] = (unsigned char)((ret[8] & 0x3f) | 0x80);
    return 0;
}
