/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where things are kept: the folders that all drivers share. */
#include "config.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/roots.h"
#include "util/cleanup.h"

/* The entry of a user is read into this many bytes at most. */
#define MAX_USER_ENTRY 65536

static const struct place {
    const char *variable, *of_root;
    const char *xdg, *below; /* of others: $xdg/below */
    const char *at_home;     /* where $xdg is not set: ~/at_home */
} places[] = {
    [VT_ROOT_CONFIG] = {"VITRINE_CONFIG_DIR", VT_CONFIG_DIR, "XDG_CONFIG_HOME", "libvirt",
                        ".config/libvirt"},
    [VT_ROOT_STATE] = {"VITRINE_STATE_DIR", VT_STATE_DIR, "XDG_RUNTIME_DIR", "libvirt",
                       ".cache/libvirt/run"},
    [VT_ROOT_DATA] = {"VITRINE_DATA_DIR", VT_DATA_DIR, "XDG_DATA_HOME", "libvirt",
                      ".local/share/libvirt"},
};

/* The value of a variable when it is an absolute path, else NULL. */
static const char *path_in(const char *variable)
{
    const char *path = secure_getenv(variable);

    return path != NULL && path[0] == '/' ? path : NULL;
}

static char *join(const char *folder, const char *below, int domain)
{
    char *path = NULL;

    if (asprintf(&path, below != NULL ? "%s/%s" : "%s", folder, below) >= 0)
        return path;
    (void)vt_error_no_memory(domain);
    return NULL;
}

/* The home that the table of users knows.  NULL raised. */
static char *home_of_user(int domain)
{
    VT_AUTOFREE char *buf = malloc(MAX_USER_ENTRY);
    struct passwd user, *found = NULL;
    char *home;

    if (buf == NULL)
        return (void)vt_error_no_memory(domain), NULL;
    if (getpwuid_r(geteuid(), &user, buf, MAX_USER_ENTRY, &found) != 0 || found == NULL ||
        user.pw_dir == NULL || user.pw_dir[0] != '/') {
        (void)vt_error(domain, VIR_ERR_INTERNAL_ERROR,
                       "cannot tell where to keep files: user %u has no home and HOME is not set",
                       (unsigned int)geteuid());
        return NULL;
    }
    home = strdup(user.pw_dir);
    return home != NULL ? home : ((void)vt_error_no_memory(domain), NULL);
}

static char *root_of_user(const struct place *p, int domain)
{
    VT_AUTOFREE char *home = NULL;
    const char *base = path_in(p->xdg);

    if (base != NULL)
        return join(base, p->below, domain);
    base = path_in("HOME");
    if (base == NULL)
        base = home = home_of_user(domain);
    return base != NULL ? join(base, p->at_home, domain) : NULL;
}

char *vt_root(enum vt_root root, const char *below, int domain)
{
    const struct place *p = &places[root];
    const char *folder = path_in(p->variable);
    VT_AUTOFREE char *of_user = NULL;

    if (folder == NULL && geteuid() == 0)
        folder = p->of_root;
    if (folder == NULL)
        folder = of_user = root_of_user(p, domain);
    return folder != NULL ? join(folder, below, domain) : NULL;
}

char *vt_root_setting(enum vt_root root, int domain)
{
    VT_AUTOFREE char *folder = vt_root(root, NULL, domain);
    char *setting = NULL;

    if (folder == NULL)
        return NULL;
    if (asprintf(&setting, "%s=%s", places[root].variable, folder) >= 0)
        return setting;
    (void)vt_error_no_memory(domain);
    return NULL;
}

int vt_root_make(const char *folder, int domain)
{
    VT_AUTOFREE char *path = strdup(folder);
    mode_t mode = geteuid() == 0 ? 0755 : 0700;

    if (path == NULL)
        return vt_error_no_memory(domain);
    for (char *end = strchr(path + 1, '/');; end = strchr(end + 1, '/')) {
        if (end != NULL)
            *end = '\0';
        if (mkdir(path, mode) < 0 && errno != EEXIST)
            return vt_error_errno(domain, errno, "cannot make the folder '%s'", path);
        if (end == NULL)
            return 0;
        *end = '/';
    }
}
