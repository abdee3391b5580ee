/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is done once after each start of the host. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/boot.h"
#include "store/roots.h"
#include "util/cleanup.h"
#include "util/file.h"

/* One line, different after each start: proc(5), random/boot_id. */
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MAX_BOOT_ID 64

/* The boot that is going on; where the host does not tell, all are the same.  The caller frees. */
static char *boot_id(void)
{
    char *id = NULL;
    size_t len;

    return vt_file_read(BOOT_ID, MAX_BOOT_ID, &id, &len) == 0 ? id : strdup("done\n");
}

/* Whether the mark is of this boot.  What cannot be read counts as done. */
static bool is_done(int fd)
{
    VT_AUTOFREE char *now = boot_id();
    VT_AUTOFREE char *then = NULL;
    size_t len;
    int r = vt_fd_read(fd, MAX_BOOT_ID, &then, &len);

    return now == NULL || (r < 0 && r != -EFBIG) || (r == 0 && strcmp(now, then) == 0);
}

static int open_mark(const char *below, const char *name)
{
    VT_AUTOFREE char *folder = vt_root(VT_ROOT_STATE, below, VIR_FROM_NONE);
    VT_AUTOFREE char *path = NULL;

    if (folder == NULL || vt_root_make(folder, VIR_FROM_NONE) < 0 ||
        asprintf(&path, "%s/%s", folder, name) < 0)
        return -1;
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

int vt_boot_claim(const char *below, const char *name)
{
    struct vt_error_saved before;
    VT_AUTOCLOSE int fd = -1;

    vt_error_save(&before);
    fd = open_mark(below, name);
    vt_error_restore(&before);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0 || is_done(fd))
        return -1;
    return VT_TAKE_FD(fd);
}

void vt_boot_done(int fd)
{
    VT_AUTOFREE char *now = boot_id();

    if (now != NULL && ftruncate(fd, 0) == 0 && vt_pwrite_all(fd, now, strlen(now), 0) < 0)
        (void)ftruncate(fd, 0);
    (void)close(fd);
}
