/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deep copies of devices from one arena to another. */
#pragma once

#include "conf/domain.h"

/* A copy of a device that can come and go; NULL when memory ran out, nothing is raised. */
void *domain_copy_device(struct arena *arena, enum domain_device_kind kind, const void *item);

/* Fills @to with copies of all devices of @from; its lists are made anew.  False when memory ran
 * out, nothing is raised. */
bool domain_copy_devices(struct domain_def *to, const struct domain_def *from) VT_WARN_UNUSED;

/* Copies the texts of the parts that are no devices: @to is a plain copy of @from. */
void domain_copy_texts(struct domain_def *to);
