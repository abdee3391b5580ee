/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash index with linear probing, never more than half full. */
#include "config.h"

#include "index.h"

struct vt_object vt_index_gone_;

uint32_t vt_index_mix(uint64_t v)
{
    v ^= v >> 33;
    v *= UINT64_C(0xff51afd7ed558ccd);
    v ^= v >> 33;
    v *= UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(v ^ v >> 33);
}

uint32_t vt_index_hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a, 64 bits */

    for (; *text != '\0'; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return vt_index_mix(h);
}

void vt_index_put(struct vt_index *x, uint32_t hash, struct vt_object *obj, uint32_t place)
{
    uint32_t i = hash & x->mask;

    while (x->slot[i].obj != NULL)
        i = (i + 1) & x->mask;
    x->slot[i] = (struct vt_index_slot){hash, place, obj};
    x->used++;
    x->count++;
}

bool vt_index_reserve(struct vt_index *x, uint32_t count)
{
    struct vt_index old = *x;
    uint32_t slots = 16;

    if (x->slot != NULL && (x->used - x->count + count) * 2 <= x->mask + 1)
        return true;
    if (count > UINT32_MAX / 8)
        return false;
    while (slots < count * 3) /* a third full: room for removed slots before the next time */
        slots *= 2;
    x->slot = calloc(slots, sizeof *x->slot);
    if (x->slot == NULL) {
        *x = old;
        return false;
    }
    x->mask = slots - 1;
    x->used = x->count = 0;
    for (uint32_t i = 0; old.slot != NULL && i <= old.mask; i++) {
        if (old.slot[i].obj != NULL && old.slot[i].obj != &vt_index_gone_)
            vt_index_put(x, old.slot[i].hash, old.slot[i].obj, old.slot[i].place);
    }
    free(old.slot);
    return true;
}

struct vt_index_slot *vt_index_slot_of(const struct vt_index *x, uint32_t hash,
                                       const struct vt_object *obj)
{
    if (x->slot == NULL)
        return NULL;
    for (uint32_t i = hash & x->mask; x->slot[i].obj != NULL; i = (i + 1) & x->mask) {
        if (x->slot[i].obj == obj)
            return &x->slot[i];
    }
    return NULL;
}

void vt_index_remove(struct vt_index *x, uint32_t hash, struct vt_object *obj)
{
    struct vt_index_slot *s = vt_index_slot_of(x, hash, obj);
    uint32_t i;

    if (s == NULL)
        return;
    s->obj = &vt_index_gone_;
    x->count--;
    /* A removed slot before an empty one is as good as empty. */
    for (i = (uint32_t)(s - x->slot);
         x->slot[i].obj == &vt_index_gone_ && x->slot[(i + 1) & x->mask].obj == NULL;
         i = (i - 1) & x->mask) {
        x->slot[i].obj = NULL;
        x->used--;
    }
}
