/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver for Xen: xen:/// */
#pragma once

#include "conn/driver.h"

extern const struct vt_driver xen_driver;
