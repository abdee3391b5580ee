/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of the host as commands need them: found by name, and listed. */
#pragma once

#include <libvirt/libvirt.h>

#include "command.h"
#include "words.h"

static inline void nodedev_release(virNodeDevicePtr *dev)
{
    if (*dev != NULL)
        (void)virNodeDeviceFree(*dev);
}

#define NODEDEV_SCOPE __attribute__((cleanup(nodedev_release)))

/* The device that the option "device" names; NULL with the error printed. */
virNodeDevicePtr nodedev_find(struct shell *sh, const struct cmd *cmd);

/* Names of the devices, sorted; of those with the capability CAP when it is not NULL.  0, or -1;
 * then the library's error is kept, not printed. */
int nodedev_list(struct shell *sh, const char *cap, struct words *ret);
