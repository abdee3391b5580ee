/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are an adapter of this host: its units are the volumes. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>

#include "obj/error.h"
#include "storage/backends.h"
#include "storage/run.h"
#include "storage/scsi.h"
#include "util/cleanup.h"

static int adapter_check(const struct storage_pool_def *def)
{
    VT_AUTOFREE char *host = NULL;

    return scsi_adapter(SCSI_SYSFS, def, &host);
}

/* Nothing makes an adapter. */
static int adapter_start(const struct storage_pool_def *def)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "the adapter of pool '%s' is not in this machine", def->name);
}

/* Lets the adapter look for units, of all buses, targets and numbers.  The kernel waits for targets that do not answer,
 * and nothing ends that wait of a thread: so it is the wait of a program, which can be left behind. */
static int scan(const struct storage_pool_def *def, const char *host)
{
    VT_AUTOFREE char *file = NULL;
    const char *argv[] = {"awk", "BEGIN { print \"- - -\" > ARGV[1]; exit close(ARGV[1]) != 0 }",
                          NULL, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "scan the adapter of pool", def->name};

    if (asprintf(&file, "%s/class/scsi_host/%s/scan", SCSI_SYSFS, host) < 0)
        return file = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    argv[2] = file;
    return storage_tool_run(&tool);
}

static int adapter_refresh(const struct storage_pool_def *def, struct vol_list *ret)
{
    VT_AUTOFREE char *host = NULL;
    int there = scsi_adapter(SCSI_SYSFS, def, &host);

    if (there <= 0)
        return there < 0 ? -1 : adapter_start(def);
    return scan(def, host) < 0 ? -1 : scsi_list(def, host, ret);
}

const struct storage_backend storage_backend_scsi = {
    .place = STORAGE_LISTED,
    .is_same = scsi_same_adapter,
    .check = adapter_check,
    .start = adapter_start,
    .refresh = adapter_refresh,
    .belongs = scsi_belongs,
};
