/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The embedded hypervisor: test:///default and test:///ABSOLUTE/FILE.xml. */
#pragma once

#include "conn/driver.h"

extern const struct vt_driver test_driver;
