/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage, as connections have it. */
#pragma once

#include "obj/connect.h"
#include "ops.h"

/* For a connection whose storage_data is a struct storage_world. */
extern const struct vt_storage_ops storage_ops;

/* The family of the host.  As conn/host.h has them. */
int storage_host_open(virConnectPtr conn);
void storage_host_close(virConnectPtr conn);
