/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A driver's table of its objects: by name, by uuid, by number, and in the order of their making.
 *
 * The table holds one count of each object.  Lookups and lists are readers: they share no written
 * line with each other, take no object's lock, and give counted objects.  Adding, removing and
 * numbering are writers and take all stripes, some 300 ns; nobody starves.  Names and uuids are
 * unique in the table; numbers that are not negative too.  Objects of a class without uuids are
 * found by name and number alone. */
#pragma once

#include "index.h"
#include "util/lock.h"

struct vt_table_entry {
    struct vt_object *obj; /* NULL: removed */
    int number;            /* as obj's, here so that lists read one array */
};

struct vt_table {
    struct vt_brlock lock; /* rank VT_RANK_TABLE, for all below */
    struct vt_index by_name VT_GUARDED_BY(lock);
    struct vt_index by_uuid VT_GUARDED_BY(lock);
    struct vt_index by_number VT_GUARDED_BY(lock);
    struct vt_table_entry *entry VT_GUARDED_BY(lock); /* in order of making */
    uint32_t n_entries, room VT_GUARDED_BY(lock);     /* with removed ones */
    int active VT_GUARDED_BY(lock);                   /* objects with a number */
};

void vt_table_init(struct vt_table *t, const char *name);
/* The same for a table whose lock stands elsewhere in the order: one inside of an object. */
void vt_table_init_ranked(struct vt_table *t, const char *name, enum vt_rank rank);
/* Drops the table's counts.  Nobody else uses it any more. */
void vt_table_done(struct vt_table *t);

/* Each gives a counted object, or NULL (nothing raised). */
struct vt_object *vt_table_by_name(struct vt_table *t, const char *name) VT_EXCLUDES(t->lock);
struct vt_object *vt_table_by_uuid(struct vt_table *t, const unsigned char uuid[VT_UUID_LEN])
    VT_EXCLUDES(t->lock);
struct vt_object *vt_table_by_number(struct vt_table *t, int number) VT_EXCLUDES(t->lock);

/* Adds an inactive object, of which the table takes a count.  0; -ENOMEM; or -EEXIST when the name
 * or the uuid is there already: then *ret_other, unless NULL, is that object, counted. */
int vt_table_add(struct vt_table *t, struct vt_object *obj, struct vt_object **ret_other)
    VT_EXCLUDES(t->lock);
/* Removes it, with its number.  False when it was not there. */
bool vt_table_remove(struct vt_table *t, struct vt_object *obj) VT_EXCLUDES(t->lock);
/* True while the object is in the table. */
bool vt_table_has(struct vt_table *t, struct vt_object *obj) VT_EXCLUDES(t->lock);
/* Publishes a number that is not negative.  Numbers of one object grow: where a newer one is there
 * already nothing changes, for the caller was overtaken.  0, -ENOENT when the object is not in the
 * table, -EEXIST when another has the number, -ENOMEM. */
int vt_table_set_number(struct vt_table *t, struct vt_object *obj, int number) VT_EXCLUDES(t->lock);
/* Takes the number away when it is still @number: another run may have published a newer one. */
void vt_table_clear_number(struct vt_table *t, struct vt_object *obj, int number)
    VT_EXCLUDES(t->lock);

/* Raises that a definition of @name cannot be used, for @other has its name or its uuid.
 * @domain, @code  of the error.  Always -1. */
int vt_table_taken(int domain, int code, const char *name, const struct vt_object *other);

/* The newest object, counted; NULL when there is none.  For emptying a table: it takes no memory. */
struct vt_object *vt_table_newest(struct vt_table *t) VT_EXCLUDES(t->lock);

int vt_table_count(struct vt_table *t, bool active) VT_EXCLUDES(t->lock);
/* Numbers of active objects in order of making; at most MAX.  Returns how many. */
int vt_table_numbers(struct vt_table *t, int *numbers, int max) VT_EXCLUDES(t->lock);
/* Copies of names, each owned by the caller; how many, or -ENOMEM and none. */
int vt_table_names(struct vt_table *t, bool active, char **names, int max) VT_EXCLUDES(t->lock);
/* All objects, counted, in an array that the caller frees; how many, or -ENOMEM. */
int vt_table_all(struct vt_table *t, struct vt_object ***ret) VT_EXCLUDES(t->lock);
