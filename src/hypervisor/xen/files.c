/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of Xen domains, kept in a store, and the other folders of this driver. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "hypervisor/xen/define.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "store/roots.h"
#include "store/uuid.h"
#include "util/cleanup.h"

/* A path in a folder that is made. */
static char *path_in(const char *folder, const char *name)
{
    char *path = NULL;

    if (folder == NULL || vt_root_make(folder, VIR_FROM_XEN) < 0)
        return NULL;
    if (asprintf(&path, "%s/%s", folder, name) >= 0)
        return path;
    (void)vt_error_no_memory(VIR_FROM_XEN);
    return NULL;
}

char *xen_files_state_path(const char *name)
{
    VT_AUTOFREE char *folder = vt_root(VT_ROOT_STATE, XEN_STATE_FOLDER, VIR_FROM_XEN);

    return path_in(folder, name);
}

int xen_files_claim(const unsigned char uuid[VT_UUID_LEN], const char *kind)
{
    char text[VT_UUID_STRING_LEN], name[VT_UUID_STRING_LEN + 32];
    struct vt_error_saved before;
    VT_AUTOFREE char *path = NULL;
    VT_AUTOCLOSE int fd = -1;

    vt_uuid_format(uuid, text);
    snprintf(name, sizeof name, "%s%s.lock", text, kind);
    vt_error_save(&before);
    path = xen_files_state_path(name);
    vt_error_restore(&before);
    if (path == NULL)
        return -EIO;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
        return -errno;
    return VT_TAKE_FD(fd);
}

static char *dump_folder(void)
{
    const char *base = secure_getenv("VITRINE_DUMP_DIR");
    char *folder = NULL;

    if (base == NULL || base[0] != '/')
        return vt_root(VT_ROOT_DATA, "libxl/dump", VIR_FROM_XEN);
    if (asprintf(&folder, "%s/dump", base) >= 0)
        return folder;
    (void)vt_error_no_memory(VIR_FROM_XEN);
    return NULL;
}

char *xen_files_dump_path(const char *name)
{
    VT_AUTOFREE char *folder = dump_folder();
    VT_AUTOFREE char *file = NULL;
    char when[32];
    time_t now = time(NULL);
    struct tm tm;

    if (localtime_r(&now, &tm) == NULL || strftime(when, sizeof when, "%F-%T", &tm) == 0)
        when[0] = '\0';
    if (asprintf(&file, "%s-%s", name, when) < 0)
        return file = NULL, (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    return path_in(folder, file);
}

/* What is no definition of its name counts for nothing. */
static bool found(void *owner, const char *name, const char *text, bool autostart)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;

    if (domain_def_parse(text, &xen_parse_opts, &def) < 0)
        return vt_error_last()->code != VIR_ERR_NO_MEMORY;
    if (strcmp(def->name, name) != 0)
        return true;
    if (def->uuid_generated && vt_store_uuid("domain", name, VIR_FROM_XEN, def->uuid) < 0)
        return false;
    return xen_define_found(owner, def, autostart) == 0;
}

static void lost(void *owner, const char *name)
{
    xen_define_lost(owner, name);
}

static void set_autostart(void *owner, const char *name, bool autostart)
{
    xen_define_set_autostart(owner, name, autostart);
}

static const struct vt_store_ops ops = {
    .found = found,
    .lost = lost,
    .set_autostart = set_autostart,
};

int xen_files_new(struct xen_world *world, struct vt_store **ret)
{
    VT_AUTOFREE char *folder = vt_root(VT_ROOT_CONFIG, "libxl", VIR_FROM_XEN);
    VT_AUTOFREE char *locks = vt_root(VT_ROOT_STATE, XEN_STATE_FOLDER, VIR_FROM_XEN);
    const struct vt_store_spec spec = {
        .folder = folder,
        .locks = locks,
        .kind = "definitions",
        .autostart = true,
        .domain = VIR_FROM_XEN,
        .ops = &ops,
        .owner = world,
    };

    return folder != NULL && locks != NULL ? vt_store_new(&spec, ret) : -1;
}

int xen_files_write(struct vt_store *store, const struct domain_def *def)
{
    const struct domain_format_opts opts = {.id = -1, .flags = VIR_DOMAIN_XML_SECURE};
    VT_AUTOFREE char *xml = NULL;

    return domain_def_format(def, &opts, &xml) < 0 ? -1
                                                   : vt_store_write(store, def->name, xml, 0600);
}
