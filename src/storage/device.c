/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Block devices of this host, as pools that are made of them use them. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/device.h"
#include "storage/mkfs.h"
#include "storage/run.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"

#define BOTH (VIR_STORAGE_POOL_BUILD_NO_OVERWRITE | VIR_STORAGE_POOL_BUILD_OVERWRITE)
#define PAUSE_NS (20 * 1000 * 1000) /* between two looks for a device that is to come */

static bool is_block(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISBLK(st.st_mode);
}

char *device_real_path(const char *pool, const char *path)
{
    char *real;

    if (path[0] != '/') {
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                       "The device '%s' of pool '%s' is no absolute path.", path, pool);
        return NULL;
    }
    real = realpath(path, NULL);
    if (real == NULL) {
        (void)vt_error_errno(VIR_FROM_STORAGE, errno, "cannot find the device '%s' of pool '%s'",
                             path, pool);
        return NULL;
    }
    if (is_block(real))
        return real;
    free(real);
    (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                   "'%s', the source of pool '%s', is not a block device", path, pool);
    return NULL;
}

int device_check_free(const char *pool, const char *path)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY | O_EXCL | O_NONBLOCK);

    if (fd >= 0)
        return 0;
    if (fd == -EBUSY)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "'%s' of pool '%s' is in use: mounted, swapped to, or part of another "
                        "device",
                        path, pool);
    return vt_error_errno(VIR_FROM_STORAGE, fd, "cannot open '%s' of pool '%s'", path, pool);
}

int device_check_new(const char *pool, const char *path, unsigned int flags)
{
    int r;

    if ((flags & BOTH) == BOTH)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "pool '%s' cannot be built with and without overwriting what is there",
                        pool);
    if (device_check_free(pool, path) < 0)
        return -1;
    if ((flags & VIR_STORAGE_POOL_BUILD_OVERWRITE) != 0)
        return 0;
    r = mkfs_probe(pool, path);
    if (r <= 0)
        return r;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "something is on '%s', a source of pool '%s', already", path, pool);
}

int device_clear(const char *pool, const char *path)
{
    const char *const argv[] = {"wipefs", "--all", "--quiet", "--", path, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "clear a device of pool", pool};

    return storage_tool_run(&tool);
}

void device_settle(const char *pool)
{
    const char *const argv[] = {"udevadm", "settle", "--timeout=10", NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "wait for the devices of pool", pool};
    struct vt_error_saved saved;

    vt_error_save(&saved);
    if (storage_tool_status(&tool) < 0)
        vt_error_reset();
    vt_error_restore(&saved);
}

static void pause_a_little(void)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

int device_lock(const char *pool, const char *path)
{
    uint64_t deadline = vt_now_ns() + DEVICE_WAIT_MS * VT_NS_PER_MS;
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY | O_NONBLOCK);
    int r;

    if (fd < 0)
        return vt_error_errno(VIR_FROM_STORAGE, fd, "cannot open '%s' of pool '%s'", path, pool);
    while ((r = flock(fd, LOCK_SH | LOCK_NB)) < 0 && errno == EWOULDBLOCK && vt_now_ns() < deadline)
        pause_a_little();
    if (r == 0)
        return VT_TAKE_FD(fd);
    if (errno == EWOULDBLOCK)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "another program has '%s' of pool '%s' for itself", path, pool);
    return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot lock '%s' of pool '%s'", path, pool);
}

/* Whether a link in an open folder leads to the device @name: its text ends with that. */
static bool leads_to(int folder_fd, const char *link, const char *name)
{
    char text[PATH_MAX];
    ssize_t n = readlinkat(folder_fd, link, text, sizeof text - 1);
    const char *last;

    if (n <= 0)
        return false;
    text[n] = '\0';
    last = strrchr(text, '/');
    return strcmp(last != NULL ? last + 1 : text, name) == 0;
}

/* The link to @name in @folder that is first by its text, so that it is the same each time: 1, 0 there is none, -1
 * no memory. */
static int find_link(const char *folder, const char *name, char **ret)
{
    VT_AUTOCLOSEDIR DIR *dir = opendir(folder);
    VT_AUTOFREE char *best = NULL;
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if ((best != NULL && strcmp(entry->d_name, best) >= 0) ||
            !leads_to(dirfd(dir), entry->d_name, name))
            continue;
        free(best);
        best = strdup(entry->d_name);
        if (best == NULL)
            return -1;
    }
    if (best == NULL)
        return 0;
    return asprintf(ret, "%s/%s", folder, best) < 0 ? -1 : 1;
}

/* The folder of links that the pool's paths are in; NULL: it is none. */
static const char *links_of(const struct storage_pool_def *def)
{
    return def->path != NULL && strncmp(def->path, "/dev/", 5) == 0 ? def->path : NULL;
}

/* The link in the folder, once it is there if it is to come; NULL with NO_MEMORY raised.
 * @own  the device, which it is else */
static char *wait_for_link(const char *links, const char *name, char **own, uint64_t deadline)
{
    bool folder = links != NULL && access(links, X_OK) == 0;
    VT_AUTOFREE char *link = NULL;
    int r;

    do {
        free(VT_TAKE(link));
        r = folder ? find_link(links, name, &link) : 0;
        if (r < 0)
            return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
        if (r > 0 && is_block(link))
            return VT_TAKE(link);
        if (folder && vt_now_ns() < deadline)
            pause_a_little();
    } while (folder && vt_now_ns() < deadline);
    return VT_TAKE(*own);
}

int device_find(const struct storage_pool_def *def, const char *name, bool is_new,
                uint64_t deadline, char **ret)
{
    VT_AUTOFREE char *own = NULL;
    char *path;

    if (asprintf(&own, "/dev/%s", name) < 0)
        return own = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    while (!is_block(own) && vt_now_ns() < deadline) {
        is_new = true; /* its links will be, too */
        pause_a_little();
    }
    if (!is_block(own))
        return 0;
    path = wait_for_link(links_of(def), name, &own, is_new ? deadline : 0);
    if (path == NULL)
        return -1;
    *ret = path;
    return 1;
}

bool device_may_be(const struct storage_pool_def *def, const char *path)
{
    const char *links = links_of(def);

    return storage_path_in("/dev", path) != NULL ||
           (links != NULL && storage_path_in(links, path) != NULL);
}

int device_get_perms(const char *path, struct storage_vol_found *ret)
{
    struct stat st;

    if (stat(path, &st) < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot look at '%s'", path);
    ret->mode = st.st_mode & 0777;
    ret->owner = st.st_uid;
    ret->group = st.st_gid;
    return 0;
}

int device_set_perms(const char *path, const struct storage_perms *perms)
{
    VT_AUTOCLOSE int fd = vt_open(path, O_RDONLY | O_NONBLOCK);
    int r = fd < 0 ? fd : 0;

    if (r == 0 && geteuid() == 0 && fchown(fd, perms->owner, perms->group) < 0)
        r = -errno;
    if (r == 0 && fchmod(fd, perms->mode) < 0)
        r = -errno;
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot set owner and mode of '%s'", path)
                 : 0;
}
