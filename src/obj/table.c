/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A driver's table of its objects. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "error.h"
#include "table.h"

static uint32_t hash_uuid(const unsigned char uuid[VT_UUID_LEN])
{
    uint64_t half[2];

    memcpy(half, uuid, sizeof half);
    return vt_index_mix(half[0] ^ (half[1] << 1 | half[1] >> 63));
}

static uint32_t hash_number(int number)
{
    return vt_index_mix((uint64_t)number);
}

void vt_table_init_ranked(struct vt_table *t, const char *name, enum vt_rank rank)
{
    memset(t, 0, sizeof *t);
    vt_brlock_init(&t->lock, rank, name);
}

void vt_table_init(struct vt_table *t, const char *name)
{
    vt_table_init_ranked(t, name, VT_RANK_TABLE);
}

void vt_table_done(struct vt_table *t)
{
    for (uint32_t i = 0; i < t->n_entries; i++)
        vt_object_unref(t->entry[i].obj);
    vt_index_done(&t->by_name);
    vt_index_done(&t->by_uuid);
    vt_index_done(&t->by_number);
    free(t->entry);
    vt_brlock_done(&t->lock);
}

static struct vt_object *find_name_locked(struct vt_table *t, const char *name)
    VT_REQUIRES(t->lock);
static struct vt_object *find_name_locked(struct vt_table *t, const char *name)
{
    uint32_t hash = vt_index_hash(name);
    uint32_t i = vt_index_first(&t->by_name, hash);
    struct vt_object *obj;

    vt_brlock_held(&t->lock);
    while ((obj = vt_index_at(&t->by_name, hash, &i)) != NULL) {
        if (strcmp(obj->name, name) == 0)
            return obj;
    }
    return NULL;
}

static struct vt_object *find_uuid_locked(struct vt_table *t, const unsigned char *uuid)
    VT_REQUIRES(t->lock);
static struct vt_object *find_uuid_locked(struct vt_table *t, const unsigned char *uuid)
{
    uint32_t hash = hash_uuid(uuid);
    uint32_t i = vt_index_first(&t->by_uuid, hash);
    struct vt_object *obj;

    vt_brlock_held(&t->lock);
    while ((obj = vt_index_at(&t->by_uuid, hash, &i)) != NULL) {
        if (memcmp(obj->uuid, uuid, VT_UUID_LEN) == 0)
            return obj;
    }
    return NULL;
}

static struct vt_object *find_number_locked(struct vt_table *t, int number) VT_REQUIRES(t->lock);
static struct vt_object *find_number_locked(struct vt_table *t, int number)
{
    uint32_t hash = hash_number(number);
    uint32_t i = vt_index_first(&t->by_number, hash);
    struct vt_object *obj;

    vt_brlock_held(&t->lock);
    while ((obj = vt_index_at(&t->by_number, hash, &i)) != NULL) {
        if (vt_object_number(obj) == number)
            return obj;
    }
    return NULL;
}

static struct vt_object *counted(struct vt_object *obj)
{
    if (obj != NULL)
        vt_object_ref(obj);
    return obj;
}

struct vt_object *vt_table_by_name(struct vt_table *t, const char *name)
{
    VT_READ_SCOPE(&t->lock);

    return counted(find_name_locked(t, name));
}

struct vt_object *vt_table_by_uuid(struct vt_table *t, const unsigned char uuid[VT_UUID_LEN])
{
    VT_READ_SCOPE(&t->lock);

    return counted(find_uuid_locked(t, uuid));
}

struct vt_object *vt_table_by_number(struct vt_table *t, int number)
{
    VT_READ_SCOPE(&t->lock);

    return number < 0 ? NULL : counted(find_number_locked(t, number));
}

bool vt_table_has(struct vt_table *t, struct vt_object *obj)
{
    VT_READ_SCOPE(&t->lock);

    return find_name_locked(t, obj->name) == obj;
}

/* Where the object stands by name, which knows its place in the order; NULL: not in the table. */
static struct vt_index_slot *slot_of_locked(struct vt_table *t, const struct vt_object *obj)
    VT_REQUIRES(t->lock);
static struct vt_index_slot *slot_of_locked(struct vt_table *t, const struct vt_object *obj)
{
    vt_brlock_held(&t->lock);
    return vt_index_slot_of(&t->by_name, vt_index_hash(obj->name), obj);
}

/* Makes room for one more entry: squeezes removed ones out before it takes memory. */
static bool entry_room_locked(struct vt_table *t) VT_REQUIRES(t->lock);
static bool entry_room_locked(struct vt_table *t)
{
    vt_brlock_held(&t->lock);
    if (t->n_entries < t->room)
        return true;
    if (t->by_name.count < t->n_entries / 2) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < t->n_entries; i++) {
            if (t->entry[i].obj == NULL)
                continue;
            slot_of_locked(t, t->entry[i].obj)->place = n;
            t->entry[n++] = t->entry[i];
        }
        t->n_entries = n;
        return true;
    }
    uint32_t room = t->room ? t->room * 2 : 16;
    struct vt_table_entry *entry = reallocarray(t->entry, room, sizeof *entry);
    if (entry == NULL)
        return false;
    t->entry = entry;
    t->room = room;
    return true;
}

static struct vt_table_entry *entry_of_locked(struct vt_table *t, const struct vt_object *obj)
    VT_REQUIRES(t->lock);
static struct vt_table_entry *entry_of_locked(struct vt_table *t, const struct vt_object *obj)
{
    const struct vt_index_slot *s = slot_of_locked(t, obj);

    vt_brlock_held(&t->lock);
    return s != NULL ? &t->entry[s->place] : NULL;
}

int vt_table_add(struct vt_table *t, struct vt_object *obj, struct vt_object **ret_other)
{
    VT_WRITE_SCOPE(&t->lock);
    struct vt_object *other = find_name_locked(t, obj->name);

    if (other == NULL && !obj->class->no_uuid)
        other = find_uuid_locked(t, obj->uuid);
    if (other != NULL) {
        if (ret_other != NULL)
            *ret_other = counted(other);
        return -EEXIST;
    }
    uint32_t n = t->by_name.count + 1;
    if (!vt_index_reserve(&t->by_name, n) || !vt_index_reserve(&t->by_uuid, n) ||
        !entry_room_locked(t))
        return -ENOMEM;
    vt_object_ref(obj);
    vt_index_put(&t->by_name, vt_index_hash(obj->name), obj, t->n_entries);
    if (!obj->class->no_uuid)
        vt_index_put(&t->by_uuid, hash_uuid(obj->uuid), obj, 0);
    t->entry[t->n_entries++] = (struct vt_table_entry){obj, -1};
    return 0;
}

static void unnumber_locked(struct vt_table *t, struct vt_table_entry *e) VT_REQUIRES(t->lock);
static void unnumber_locked(struct vt_table *t, struct vt_table_entry *e)
{
    vt_brlock_held(&t->lock);
    if (e->number < 0)
        return;
    vt_index_remove(&t->by_number, hash_number(e->number), e->obj);
    e->number = -1;
    atomic_store_explicit(&e->obj->number, -1, memory_order_release);
    t->active--;
}

/* The removal itself; the table's count is the caller's to drop, without the lock. */
static bool take_out(struct vt_table *t, struct vt_object *obj)
{
    VT_WRITE_SCOPE(&t->lock);
    struct vt_table_entry *e = entry_of_locked(t, obj);

    if (e == NULL)
        return false;
    unnumber_locked(t, e);
    vt_index_remove(&t->by_name, vt_index_hash(obj->name), obj);
    if (!obj->class->no_uuid)
        vt_index_remove(&t->by_uuid, hash_uuid(obj->uuid), obj);
    e->obj = NULL;
    while (t->n_entries > 0 && t->entry[t->n_entries - 1].obj == NULL)
        t->n_entries--;
    return true;
}

bool vt_table_remove(struct vt_table *t, struct vt_object *obj)
{
    if (!take_out(t, obj))
        return false;
    vt_object_unref(obj);
    return true;
}

int vt_table_set_number(struct vt_table *t, struct vt_object *obj, int number)
{
    VT_WRITE_SCOPE(&t->lock);
    struct vt_table_entry *e = entry_of_locked(t, obj);

    if (e == NULL)
        return -ENOENT;
    if (e->number >= number)
        return 0;
    if (find_number_locked(t, number) != NULL)
        return -EEXIST;
    if (!vt_index_reserve(&t->by_number, t->by_number.count + 1))
        return -ENOMEM;
    unnumber_locked(t, e);
    e->number = number;
    atomic_store_explicit(&obj->number, number, memory_order_release);
    vt_index_put(&t->by_number, hash_number(number), obj, 0);
    t->active++;
    return 0;
}

void vt_table_clear_number(struct vt_table *t, struct vt_object *obj, int number)
{
    VT_WRITE_SCOPE(&t->lock);
    struct vt_table_entry *e = entry_of_locked(t, obj);

    if (e != NULL && e->number == number)
        unnumber_locked(t, e);
}

/* take_out leaves no removed one at the end. */
int vt_table_taken(int domain, int code, const char *name, const struct vt_object *other)
{
    char uuid[VT_UUID_STRING_LEN];

    vt_uuid_format(other->uuid, uuid);
    return vt_error(domain, code, "cannot use the definition of '%s': %s '%s' already has uuid %s",
                    name, other->class->word, other->name, uuid);
}

struct vt_object *vt_table_newest(struct vt_table *t)
{
    VT_READ_SCOPE(&t->lock);

    return t->n_entries > 0 ? counted(t->entry[t->n_entries - 1].obj) : NULL;
}

int vt_table_count(struct vt_table *t, bool active)
{
    VT_READ_SCOPE(&t->lock);

    return active ? t->active : (int)t->by_name.count - t->active;
}

int vt_table_numbers(struct vt_table *t, int *numbers, int max)
{
    VT_READ_SCOPE(&t->lock);
    int n = 0;

    for (uint32_t i = 0; i < t->n_entries && n < max; i++) {
        if (t->entry[i].obj != NULL && t->entry[i].number >= 0)
            numbers[n++] = t->entry[i].number;
    }
    return n;
}

int vt_table_names(struct vt_table *t, bool active, char **names, int max)
{
    VT_READ_SCOPE(&t->lock);
    int n = 0;

    for (uint32_t i = 0; i < t->n_entries && n < max; i++) {
        const struct vt_table_entry *e = &t->entry[i];
        if (e->obj == NULL || (e->number >= 0) != active)
            continue;
        names[n] = strdup(e->obj->name);
        if (names[n] == NULL) {
            while (n > 0)
                free(names[--n]);
            return -ENOMEM;
        }
        n++;
    }
    return n;
}

int vt_table_all(struct vt_table *t, struct vt_object ***ret)
{
    VT_READ_SCOPE(&t->lock);
    struct vt_object **all = calloc(t->by_name.count + 1, sizeof(struct vt_object *));
    int n = 0;

    if (all == NULL)
        return -ENOMEM;
    for (uint32_t i = 0; i < t->n_entries; i++) {
        if (t->entry[i].obj != NULL)
            all[n++] = counted(t->entry[i].obj);
    }
    *ret = all;
    return n;
}
