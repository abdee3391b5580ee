/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The types of pools of the host, each in a file of its own: backend_TYPE.c. */
#pragma once

#include "storage/backend.h"

extern const struct storage_backend storage_backend_dir;
extern const struct storage_backend storage_backend_fs;
extern const struct storage_backend storage_backend_netfs;
extern const struct storage_backend storage_backend_logical;
extern const struct storage_backend storage_backend_disk;
extern const struct storage_backend storage_backend_iscsi;
extern const struct storage_backend storage_backend_scsi;
