/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of every class on a connection whose drivers do nothing at all. */
#pragma once

#include "refusals/refusal.h"

struct fixture {
    virConnectPtr conn;
    void *handle[VT_CLASS_END - VT_CLASS_CONN]; /* by class; the first is conn */
};

void fixture_init(struct fixture *f, bool readonly);
void fixture_done(struct fixture *f);

static inline void *fixture_handle(const struct fixture *f, enum vt_class class)
{
    return f->handle[class - VT_CLASS_CONN];
}
