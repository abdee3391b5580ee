/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The generated table of refusals: how each call is made with one thing wrong. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>

#include "conn/call.h"

struct refusal {
    void *self;          /* the handle */
    void *const *handle; /* by class, from VT_CLASS_CONN: a second one, where the call takes it */
    int bad;             /* which argument is bad, from 1; 0 none */
};

struct refusal_row {
    const struct vt_call *call; /* NULL ends the table */
    enum vt_class class;
    bool (*run)(const struct refusal *r); /* true: the call failed, as its kind of result says */
    int bads;                             /* arguments that can be bad */
    bool by_hand;
    bool slot;
};

extern const struct refusal_row refusal_rows[];
