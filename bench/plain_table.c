/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The floor of the lookups: open addressing, one probe where the hash is good.
 * Never changed once it is made, so threads read it without more ado. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "plain_table.h"

enum { BY_NAME, BY_UUID, BY_ID, N_KEYS };

struct plain_table {
    size_t mask;
    int *slots[N_KEYS]; /* index of the identity plus one; 0: free */
};

/* FNV-1a, 64 bits. */
static uint64_t hash_bytes(const void *data, size_t len)
{
    const unsigned char *p = data;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static uint64_t hash_uuid(const unsigned char *uuid)
{
    uint64_t half;

    memcpy(&half, uuid, sizeof half);
    return half ^ half >> 32;
}

static uint64_t hash_id(int id)
{
    return ((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15)) >> 32;
}

static void insert(struct plain_table *table, int key, uint64_t hash, int i)
{
    int *slots = table->slots[key];
    size_t at = hash & table->mask;

    while (slots[at] != 0)
        at = (at + 1) & table->mask;
    slots[at] = i + 1;
}

struct plain_table *plain_table_new(long n)
{
    struct plain_table *table = calloc(1, sizeof *table);
    size_t size = 16;

    if (table == NULL)
        return NULL;
    while (size < (size_t)n * 2)
        size *= 2;
    table->mask = size - 1;
    for (int key = 0; key < N_KEYS; key++) {
        table->slots[key] = calloc(size, sizeof *table->slots[key]);
        if (table->slots[key] == NULL) {
            plain_table_free(table);
            return NULL;
        }
    }
    for (int i = 0; i < n; i++) {
        const struct fixture_identity *guest = fixture_guest(i);

        insert(table, BY_NAME, hash_bytes(guest->name, strlen(guest->name)), i);
        insert(table, BY_UUID, hash_uuid(guest->uuid), i);
        insert(table, BY_ID, hash_id(i + 1), i);
    }
    return table;
}

void plain_table_free(struct plain_table *table)
{
    if (table == NULL)
        return;
    for (int key = 0; key < N_KEYS; key++)
        free(table->slots[key]);
    free(table);
}

static void *hand_out(const struct fixture_identity *guest)
{
    const void **handle = malloc(PLAIN_HANDLE_SIZE);

    if (handle != NULL)
        *handle = guest;
    return handle;
}

void *plain_table_by_name(const struct plain_table *table, const char *name)
{
    const int *slots = table->slots[BY_NAME];

    for (size_t at = hash_bytes(name, strlen(name)) & table->mask; slots[at] != 0;
         at = (at + 1) & table->mask) {
        if (strcmp(fixture_guest(slots[at] - 1)->name, name) == 0)
            return hand_out(fixture_guest(slots[at] - 1));
    }
    return NULL;
}

void *plain_table_by_uuid(const struct plain_table *table, const unsigned char *uuid)
{
    const int *slots = table->slots[BY_UUID];

    for (size_t at = hash_uuid(uuid) & table->mask; slots[at] != 0; at = (at + 1) & table->mask) {
        if (memcmp(fixture_guest(slots[at] - 1)->uuid, uuid, VIR_UUID_BUFLEN) == 0)
            return hand_out(fixture_guest(slots[at] - 1));
    }
    return NULL;
}

void *plain_table_by_id(const struct plain_table *table, int id)
{
    const int *slots = table->slots[BY_ID];

    for (size_t at = hash_id(id) & table->mask; slots[at] != 0; at = (at + 1) & table->mask) {
        if (slots[at] == id)
            return hand_out(fixture_guest(slots[at] - 1));
    }
    return NULL;
}
