/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records of open-iscsi by which pools log in.
 *
 * A password goes into the file of the record: as an argument of iscsiadm, all users of this host could read it. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/iscsi.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/file.h"

#define RECORD_MODE 0600

/* Where the records may be: it is chosen when open-iscsi is built. */
static const char *const homes[] = {"/etc/iscsi/nodes", "/var/lib/iscsi/nodes"};

/* The folder of the target's records; NULL when memory ran out. */
static char *folder_of(const char *home, const char *target)
{
    char *folder;

    return asprintf(&folder, "%s/%s", home, target) < 0 ? NULL : folder;
}

/* The address without its brackets. */
static char *path_of(const char *home, const struct iscsi_source *source,
                     const struct iscsi_target *at)
{
    size_t len = strlen(at->address);
    bool bracketed = at->address[0] == '[';
    char *path;

    return asprintf(&path, "%s/%s/%.*s,%u,%u/%s", home, source->target,
                    (int)(bracketed ? len - 2 : len), at->address + bracketed, at->port, at->group,
                    source->iface) < 0
               ? NULL
               : path;
}

/* Reads it where it is.
 * Returns  0; -ENOENT, -ENOMEM, another negative errno: it cannot be read */
static int read_record(const struct iscsi_source *source, const struct iscsi_target *at,
                       char **ret_path, char **ret_text)
{
    int r = -ENOENT;

    for (size_t i = 0; r == -ENOENT && i < VT_N_ELEMENTS(homes); i++) {
        VT_AUTOFREE char *path = path_of(homes[i], source, at);
        size_t len;
        if (path == NULL)
            return -ENOMEM;
        r = vt_file_read_regular(path, ISCSI_MAX_RECORD, ret_text, &len);
        if (r == -ENOTDIR)
            r = -ENOENT;
        if (r >= 0)
            *ret_path = VT_TAKE(path);
    }
    return r < 0 ? r : 0;
}

static int write_record(const char *path, const char *text)
{
    VT_OUTFILE_SCOPE(file);
    int r = vt_outfile_open(&file, path, RECORD_MODE);

    if (r == 0)
        r = vt_outfile_write(&file, text, strlen(text));
    return r < 0 ? r : vt_outfile_commit(&file);
}

/* "iscsiadm -m node ... -o OPERATION" of one record. */
static int operate(const struct storage_pool_def *def, const struct iscsi_source *source,
                   const char *portal, const char *operation, const char *what)
{
    const char *const argv[] = {"iscsiadm", "-m", "node",        "-T", source->target, "-p",
                                portal,     "-I", source->iface, "-o", operation,      NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, what, def->name};

    return storage_tool_run(&tool);
}

static char *portal_of(const struct iscsi_target *at)
{
    char *portal;

    return asprintf(&portal, "%s:%u,%u", at->address, at->port, at->group) < 0 ? NULL : portal;
}

static int raise_record(const struct storage_pool_def *def, int r)
{
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot use the record of the target of pool '%s'",
                          def->name);
}

/* Puts the mark and the login into it, where they are not. */
static int complete(const struct storage_pool_def *def, const struct iscsi_source *source,
                    const struct iscsi_target *at, bool mark)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *text = NULL;
    VT_AUTOFREE char *wanted = NULL;
    int r = read_record(source, at, &path, &text);

    if (r == 0) {
        wanted = iscsi_record_edit(text, mark, source->auth);
        r = wanted == NULL ? -ENOMEM : strcmp(wanted, text) == 0 ? 0 : write_record(path, wanted);
    }
    return r < 0 ? raise_record(def, r) : 0;
}

static int make(const struct storage_pool_def *def, const struct iscsi_source *source,
                const struct iscsi_target *at, const char *portal)
{
    struct vt_error_saved saved;

    if (operate(def, source, portal, "new", "make the record of the target of pool") < 0)
        return -1;
    if (complete(def, source, at, true) == 0)
        return 0;
    vt_error_save(&saved);
    (void)operate(def, source, portal, "delete", "remove the record of the target of pool");
    vt_error_restore(&saved);
    return -1;
}

int iscsi_record_make(const struct storage_pool_def *def, const struct iscsi_source *source,
                      const struct iscsi_target *at)
{
    VT_AUTOFREE char *portal = portal_of(at);
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *text = NULL;
    int r = portal != NULL ? read_record(source, at, &path, &text) : -ENOMEM;

    if (r == -ENOENT)
        return make(def, source, at, portal);
    if (r < 0)
        return raise_record(def, r);
    return source->auth != NULL ? complete(def, source, at, iscsi_record_is_marked(text)) : 0;
}

/* A folder is ADDRESS,PORT,GROUP.  The portal as iscsiadm takes it: 0; -EINVAL it is none, -ENOMEM */
static int read_portal(const char *folder, char **ret)
{
    const char *port = strchr(folder, ',');
    bool bare = port != NULL && memchr(folder, ':', (size_t)(port - folder)) != NULL;

    if (port == NULL || port == folder || folder[0] == '-')
        return -EINVAL;
    return asprintf(ret, bare ? "[%.*s]:%s" : "%.*s:%s", (int)(port - folder), folder, port + 1) < 0
               ? -ENOMEM
               : 0;
}

/* 1 it is there and marked; 0; a negative errno */
static int is_ours(const char *folder, const char *name, const char *iface)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *text = NULL;
    size_t len;
    int r;

    if (asprintf(&path, "%s/%s/%s", folder, name, iface) < 0)
        return path = NULL, -ENOMEM;
    r = vt_file_read_regular(path, ISCSI_MAX_RECORD, &text, &len);
    if (r == -ENOENT || r == -ENOTDIR)
        return 0;
    return r < 0 ? r : iscsi_record_is_marked(text);
}

static int remove_one(const struct storage_pool_def *def, const struct iscsi_source *source,
                      const char *folder, const char *name)
{
    VT_AUTOFREE char *portal = NULL;
    int r = is_ours(folder, name, source->iface);

    if (r > 0)
        r = read_portal(name, &portal);
    if (r < 0)
        return r == -EINVAL ? 0 : raise_record(def, r);
    return portal == NULL
               ? 0
               : operate(def, source, portal, "delete", "remove the record of the target of pool");
}

int iscsi_records_remove(const struct storage_pool_def *def, const struct iscsi_source *source)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(homes); i++) {
        VT_AUTOFREE char *folder = folder_of(homes[i], source->target);
        VT_AUTOCLOSEDIR DIR *dir = folder != NULL ? opendir(folder) : NULL;
        const struct dirent *entry;
        if (folder == NULL)
            return vt_error_no_memory(VIR_FROM_STORAGE);
        while (dir != NULL && (entry = readdir(dir)) != NULL) {
            if (entry->d_name[0] != '.' && remove_one(def, source, folder, entry->d_name) < 0)
                return -1;
        }
    }
    return 0;
}
