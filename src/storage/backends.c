/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of the types of pools of the host.  A new one is one line here. */
#include "config.h"

#include "storage/backends.h"
#include "storage/host.h"

const struct storage_backend *const storage_host_backends[STORAGE_N_POOL_TYPES] = {
    [STORAGE_POOL_DIR] = &storage_backend_dir,
    [STORAGE_POOL_FS] = &storage_backend_fs,
    [STORAGE_POOL_NETFS] = &storage_backend_netfs,
    [STORAGE_POOL_LOGICAL] = &storage_backend_logical,
    [STORAGE_POOL_DISK] = &storage_backend_disk,
    [STORAGE_POOL_ISCSI] = &storage_backend_iscsi,
    [STORAGE_POOL_SCSI] = &storage_backend_scsi,
};
