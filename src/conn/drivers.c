/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of drivers.  A new driver is one line here, above the embedded one, which takes every
 * open without a name. */
#include "config.h"

#include "driver.h"
#include "hypervisor/test/driver.h"
#include "hypervisor/xen/driver.h"

const struct vt_driver *const vt_drivers[] = {
    &xen_driver,
    &test_driver,
    NULL,
};
