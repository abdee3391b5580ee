/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The base of the driver's own objects. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "object.h"

int vt_object_init(struct vt_object *o, const struct vt_object_class *class, const char *name,
                   const unsigned char uuid[VT_UUID_LEN])
{
    size_t size = strlen(name) + 1;
    char *copy = o->name_short;

    if (size > sizeof o->name_short) {
        copy = malloc(size);
        if (copy == NULL)
            return vt_error_no_memory(VIR_FROM_NONE);
    }
    memcpy(copy, name, size);
    o->class = class;
    o->name = copy;
    memcpy(o->uuid, uuid, VT_UUID_LEN);
    vt_count_init(&o->count);
    VT_HG_ATOMIC(&o->number, sizeof o->number);
    atomic_init(&o->number, -1);
    return 0;
}

void vt_object_done(struct vt_object *o)
{
    if (o->name != o->name_short)
        free((char *)o->name);
    o->name = NULL;
    VT_HG_PLAIN(&o->count, sizeof o->count);
    VT_HG_PLAIN(&o->number, sizeof o->number);
}
