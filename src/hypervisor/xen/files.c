/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing definitions, and the turns of those who do. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "hypervisor/xen/files.h"
#include "hypervisor/xen/files_folder.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

static char *folder_of(const char *variable, const char *otherwise)
{
    const char *folder = secure_getenv(variable);

    return strdup(folder != NULL && folder[0] == '/' ? folder : otherwise);
}

/* A path below @base, whose folder is made. */
static char *path_below(const char *base, const char *below, const char *name)
{
    VT_AUTOFREE char *folder = NULL;
    char *path = NULL;

    if (base == NULL || asprintf(&folder, "%s/%s", base, below) < 0 ||
        asprintf(&path, "%s/%s", folder, name) < 0) {
        (void)vt_error_no_memory(VIR_FROM_XEN);
        return NULL;
    }
    if (xen_files_make_folder(folder) < 0) {
        free(path);
        return NULL;
    }
    return path;
}

char *xen_files_state_path(const char *name)
{
    VT_AUTOFREE char *base = folder_of("VITRINE_STATE_DIR", VT_STATE_DIR);

    return path_below(base, "libxl", name);
}

char *xen_files_dump_path(const char *name)
{
    VT_AUTOFREE char *base = folder_of("VITRINE_DUMP_DIR", VT_DUMP_DIR);
    VT_AUTOFREE char *file = NULL;
    char when[32];
    time_t now = time(NULL);
    struct tm tm;

    if (localtime_r(&now, &tm) == NULL || strftime(when, sizeof when, "%F-%T", &tm) == 0)
        when[0] = '\0';
    if (asprintf(&file, "%s-%s", name, when) < 0)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    return path_below(base, "dump", file);
}

int xen_files_new(struct xen_world *world, struct xen_files **ret)
{
    VT_AUTOFREE char *base = folder_of("VITRINE_CONFIG_DIR", VT_CONFIG_DIR);
    struct xen_files *files = calloc(1, sizeof *files);

    if (files == NULL || base == NULL || asprintf(&files->folder, "%s/libxl", base) < 0 ||
        asprintf(&files->autostart, "%s/libxl/autostart", base) < 0) {
        if (files != NULL)
            free(files->folder);
        free(files);
        return vt_error_no_memory(VIR_FROM_XEN);
    }
    files->world = world;
    files->notify_fd = files->wake_fd = -1;
    vt_mutex_init(&files->lock, VT_RANK_CONN, "definitions of Xen domains");
    vt_cond_init(&files->changed);
    *ret = files;
    return 0;
}

void xen_files_free(struct xen_files *files)
{
    if (files == NULL)
        return;
    xen_files_stop(files);
    xen_files_forget(files);
    vt_cond_done(&files->changed);
    vt_mutex_done(&files->lock);
    free(files->folder);
    free(files->autostart);
    free(files);
}

void xen_files_turn_begin(struct xen_files *files)
{
    VT_LOCK_SCOPE(&files->lock);

    while (files->busy)
        (void)vt_cond_wait(&files->changed, &files->lock, 0);
    files->busy = true;
}

void xen_files_turn_end(struct xen_files *files)
{
    VT_LOCK_SCOPE(&files->lock);

    files->busy = false;
    vt_cond_broadcast(&files->changed);
}

static char *path_in(const char *folder, const char *name)
{
    char *path = NULL;

    if (asprintf(&path, "%s/%s.xml", folder, name) >= 0)
        return path;
    (void)vt_error_no_memory(VIR_FROM_XEN);
    return NULL;
}

/* The folder and those above it, as far as they are missing. */
int xen_files_make_folder(const char *folder)
{
    VT_AUTOFREE char *path = strdup(folder);

    if (path == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    for (char *end = strchr(path + 1, '/');; end = strchr(end + 1, '/')) {
        if (end != NULL)
            *end = '\0';
        if (mkdir(path, 0755) < 0 && errno != EEXIST)
            return vt_error_errno(VIR_FROM_XEN, errno, "cannot make the folder '%s'", path);
        if (end == NULL)
            return 0;
        *end = '/';
    }
}

int xen_files_write(struct xen_files *files, const struct domain_def *def)
{
    const struct domain_format_opts opts = {.id = -1, .flags = VIR_DOMAIN_XML_SECURE};
    VT_AUTOFREE char *path = path_in(files->folder, def->name);
    VT_AUTOFREE char *xml = NULL;
    VT_OUTFILE_SCOPE(out);
    int r;

    if (path == NULL || domain_def_format(def, &opts, &xml) < 0 ||
        xen_files_make_folder(files->folder) < 0)
        return -1;
    r = vt_outfile_open(&out, path, 0600);
    if (r == 0)
        r = vt_outfile_write(&out, xml, strlen(xml));
    if (r == 0)
        r = vt_outfile_commit(&out);
    if (r < 0)
        return vt_error_errno(VIR_FROM_XEN, r, "cannot write '%s'", path);
    return xen_files_note(files, def->name, path);
}

/* -1 raised, unless it is not there. */
static int remove_one(const char *path)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return 0;
    return vt_error_errno(VIR_FROM_XEN, errno, "cannot remove '%s'", path);
}

int xen_files_remove(struct xen_files *files, const char *name)
{
    VT_AUTOFREE char *path = path_in(files->folder, name);
    VT_AUTOFREE char *link = path_in(files->autostart, name);

    if (path == NULL || link == NULL || remove_one(path) < 0)
        return -1;
    xen_files_drop(files, name);
    /* A link that leads nowhere starts nothing. */
    if (remove_one(link) < 0)
        vt_error_reset();
    return 0;
}

int xen_files_set_autostart(struct xen_files *files, const char *name, bool autostart)
{
    VT_AUTOFREE char *path = path_in(files->folder, name);
    VT_AUTOFREE char *link = path_in(files->autostart, name);

    if (path == NULL || link == NULL)
        return -1;
    if (!autostart)
        return remove_one(link);
    if (xen_files_make_folder(files->autostart) < 0)
        return -1;
    if (symlink(path, link) == 0 || errno == EEXIST)
        return 0;
    return vt_error_errno(VIR_FROM_XEN, errno, "cannot make the link '%s'", link);
}
