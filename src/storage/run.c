/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running the tools of the host for a pool, and saying what went wrong with them. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>

#include "obj/error.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/process.h"

/* It did not end by itself.  Always -1. */
static int raise_not_run(const struct storage_tool *tool, const struct vt_process_result *result,
                         int r)
{
    const char *program = tool->argv[0];

    if (r == -ENOENT)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "cannot %s '%s': it takes %s, which is not installed", tool->what,
                        tool->name, program);
    if (r == -ETIMEDOUT)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_TIMEOUT,
                        "cannot %s '%s': %s took longer than %u s: %s", tool->what, tool->name,
                        program, tool->timeout_ms / 1000, result->said);
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot %s '%s': cannot run %s: %s", tool->what,
                          tool->name, program, result->said);
}

static int raise_status(const struct storage_tool *tool, const struct vt_process_result *result)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "cannot %s '%s': %s ended with status %d: %s", tool->what, tool->name,
                    tool->argv[0], result->status, result->said);
}

/* @ret_out  NULL: its output is nobody's.  The exit status, or -1 raised. */
static int run(const struct storage_tool *tool, char **ret_out, struct vt_process_result *result)
{
    size_t len;
    int r = ret_out != NULL ? vt_process_read(tool->argv, tool->timeout_ms, STORAGE_TOOL_MAX_OUT,
                                              ret_out, &len, result)
                            : vt_process_run(tool->argv, -1, tool->timeout_ms, result);

    if (r < 0)
        return raise_not_run(tool, result, r);
    if (result->status >= 0)
        return result->status;
    if (ret_out != NULL) {
        free(*ret_out);
        *ret_out = NULL;
    }
    return raise_status(tool, result); /* a signal ended it */
}

int storage_tool_run(const struct storage_tool *tool)
{
    struct vt_process_result result;
    int status = run(tool, NULL, &result);

    return status > 0 ? raise_status(tool, &result) : status;
}

int storage_tool_status(const struct storage_tool *tool)
{
    struct vt_process_result result;

    return run(tool, NULL, &result);
}

char *storage_tool_read(const struct storage_tool *tool)
{
    struct vt_process_result result;
    VT_AUTOFREE char *out = NULL;
    int status = run(tool, &out, &result);

    if (status > 0)
        (void)raise_status(tool, &result);
    return status == 0 ? VT_TAKE(out) : NULL;
}
