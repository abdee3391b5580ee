/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of initiators that pools log in by: records of open-iscsi, each called after the name that it has. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/iscsi.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/file.h"

/* Where the records may be: it is chosen when open-iscsi is built. */
static const char *const homes[] = {"/etc/iscsi/ifaces", "/var/lib/iscsi/ifaces"};

/* Whether a record says that name, in a line of its own. */
static bool says(const char *text, const char *initiator)
{
    static const char key[] = "iface.initiatorname = ";
    size_t len = strlen(initiator);

    for (const char *at = strstr(text, key); at != NULL; at = strstr(at + 1, key)) {
        const char *value = at + sizeof key - 1;
        if ((at == text || at[-1] == '\n') && strncmp(value, initiator, len) == 0 &&
            (value[len] == '\n' || value[len] == '\0'))
            return true;
    }
    return false;
}

/* 1 it is there and whole, 0 it is not, -ENOMEM */
static int is_made(const struct iscsi_source *source)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(homes); i++) {
        VT_AUTOFREE char *path = NULL;
        VT_AUTOFREE char *text = NULL;
        size_t len;
        int r;
        if (asprintf(&path, "%s/%s", homes[i], source->iface) < 0)
            return path = NULL, -ENOMEM;
        r = vt_file_read_regular(path, ISCSI_MAX_RECORD, &text, &len);
        if (r == -ENOMEM)
            return r;
        if (r >= 0 && says(text, source->initiator))
            return 1;
    }
    return 0;
}

/* One that is in use cannot be made again. */
int iscsi_iface_make(const struct iscsi_source *source, const char *name)
{
    const char *const add[] = {"iscsiadm", "-m", "iface", "-I", source->iface, "-o", "new", NULL};
    const char *const set[] = {"iscsiadm",
                               "-m",
                               "iface",
                               "-I",
                               source->iface,
                               "-o",
                               "update",
                               "-n",
                               "iface.initiatorname",
                               "-v",
                               source->initiator,
                               NULL};
    const struct storage_tool add_tool = {add, STORAGE_TOOL_MS, "name the initiator of pool", name};
    const struct storage_tool set_tool = {set, STORAGE_TOOL_MS, "name the initiator of pool", name};
    int made = source->initiator != NULL ? is_made(source) : 1;

    if (made < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (made > 0)
        return 0;
    return storage_tool_run(&add_tool) < 0 ? -1 : storage_tool_run(&set_tool);
}

int iscsi_iface_remove(const struct iscsi_source *source, const char *name)
{
    const char *const argv[] = {"iscsiadm",    "-m", "iface",  "-I",
                                source->iface, "-o", "delete", NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "end the initiator of pool", name};

    return source->initiator == NULL || storage_tool_status(&tool) >= 0 ? 0 : -1;
}
