/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sessions with iSCSI targets, as the kernel lists them. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "storage/iscsi.h"
#include "util/cleanup.h"
#include "util/sysfs.h"

#define SESSION "session"

static bool says(const char *folder, const char *attr, const char *text, bool *ret_failed)
{
    VT_AUTOFREE char *said = sysfs_text(folder, attr, ret_failed);

    return said != NULL && strcmp(said, text) == 0;
}

/* 1 it is the one, 0 it is another, -ENOMEM */
static int look_at(const char *sessions, const char *name, const char *target,
                   const char *initiator, struct iscsi_session *ret)
{
    VT_AUTOFREE char *folder = NULL;
    unsigned long long number;
    bool failed = false, same;

    if (strncmp(name, SESSION, strlen(SESSION)) != 0 ||
        !sysfs_is_number(name + strlen(SESSION), 10, &number) || number > UINT32_MAX)
        return 0;
    if (asprintf(&folder, "%s/%s", sessions, name) < 0)
        return folder = NULL, -ENOMEM;
    same = says(folder, "targetname", target, &failed) &&
           (initiator == NULL || says(folder, "initiatorname", initiator, &failed));
    if (same) {
        ret->number = (unsigned int)number;
        ret->usable = says(folder, "state", "LOGGED_IN", &failed);
    }
    return failed ? -ENOMEM : same;
}

int iscsi_session_find(const char *sysfs, const char *target, const char *initiator,
                       struct iscsi_session *ret)
{
    VT_AUTOFREE char *sessions = NULL;
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;
    struct iscsi_session found = {.number = 0}, one = {.number = 0};
    int r = 0, any = 0;

    if (asprintf(&sessions, "%s/class/iscsi_session", sysfs) < 0)
        return sessions = NULL, -ENOMEM;
    dir = opendir(sessions);
    while (r >= 0 && !found.usable && dir != NULL && (entry = readdir(dir)) != NULL) {
        r = look_at(sessions, entry->d_name, target, initiator, &one);
        if (r > 0) {
            found = one;
            any = 1;
        }
    }
    if (r < 0)
        return r;
    if (any)
        *ret = found;
    return any;
}
