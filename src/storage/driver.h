/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage, as connections have it. */
#pragma once

#include "conn/host.h"
#include "ops.h"

/* For a connection whose storage_data is a struct storage_world. */
extern const struct vt_storage_ops storage_ops;

/* That of the host. */
extern const struct vt_host_family storage_host_family;
