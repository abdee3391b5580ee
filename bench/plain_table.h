/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A plain hash table without locks or counts: what a lookup costs at the least. */
#pragma once

#include <stddef.h>

#define PLAIN_HANDLE_SIZE 64 /* bytes that a found entry is handed out as */

struct plain_table;

/* The first @n identities of fixture.h, by name, uuid and id.  NULL when no memory. */
struct plain_table *plain_table_new(long n);
void plain_table_free(struct plain_table *table);
/* A new allocation that names the entry, to be freed; NULL when it is not there. */
void *plain_table_by_name(const struct plain_table *table, const char *name);
void *plain_table_by_uuid(const struct plain_table *table, const unsigned char *uuid);
void *plain_table_by_id(const struct plain_table *table, int id);
