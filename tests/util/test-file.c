/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are written whole or not at all. */
#include "config.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "scenario/scenario.h"
#include "util/cleanup.h"
#include "util/file.h"

static void is(const char *path, const char *want)
{
    char *text = NULL;
    size_t len;

    CHECK_INT(vt_file_read(path, 1 << 20, &text, &len), 0);
    CHECK_STR(text, want);
    CHECK_INT(len, strlen(want));
    free(text);
}

static int put(const char *path, const char *text, bool commit)
{
    VT_OUTFILE_SCOPE(f);
    int r = vt_outfile_open(&f, path, 0640);

    if (r == 0)
        r = vt_outfile_write(&f, text, strlen(text));
    return r < 0 || !commit ? r : vt_outfile_commit(&f);
}

static void whole_or_not(void)
{
    char path[256];
    struct stat st;

    snprintf(path, sizeof path, "%s", scn_path("a"));
    CHECK_INT(put(path, "one", true), 0);
    is(path, "one");
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0640);
    CHECK_INT(put(path, "not to be seen", false), 0);
    is(path, "one");
    CHECK_INT(put(path, "two", true), 0);
    is(path, "two");
    CHECK_INT(scn_entries(), 1); /* no temporary is left */
    CHECK_INT(put(scn_path("none/x"), "x", true), -ENOENT);
    CHECK_INT(put(scn_path("a/x"), "x", true), -ENOTDIR);
    CHECK_INT(put(scn_folder(), "x", true), -EISDIR);
    CHECK_INT(scn_entries(), 1);
}

/* A link is replaced, not followed: nothing is written where it points. */
static void symlinks(void)
{
    struct stat st;

    scn_write(scn_path("target"), "kept", 4);
    CHECK(symlink("target", scn_path("link")) == 0);
    CHECK_INT(put(scn_path("link"), "new", true), 0);
    is(scn_path("target"), "kept");
    is(scn_path("link"), "new");
    CHECK(lstat(scn_path("link"), &st) == 0 && S_ISREG(st.st_mode));
}

static void zeros(void)
{
    VT_OUTFILE_SCOPE(f);
    struct stat st;
    char *text = NULL;
    size_t len;

    CHECK_INT(vt_outfile_open(&f, scn_path("holes"), 0600), 0);
    CHECK_INT(vt_outfile_write(&f, "ab", 2), 0);
    CHECK_INT(vt_outfile_write_zeros(&f, 1 << 20), 0);
    CHECK_INT(vt_outfile_write(&f, "c", 1), 0);
    CHECK_INT(vt_outfile_write_zeros(&f, 7), 0);
    CHECK_INT(vt_outfile_commit(&f), 0);
    CHECK_INT(vt_file_read(scn_path("holes"), 2 << 20, &text, &len), 0);
    CHECK_INT(len, (1 << 20) + 10);
    CHECK(text[1] == 'b' && text[2] == 0 && text[(1 << 20) + 2] == 'c' && text[len - 1] == 0);
    free(text);
    CHECK(stat(scn_path("holes"), &st) == 0 && st.st_blocks * 512 < 1 << 20);
}

static void reading(void)
{
    char *text = NULL;
    size_t len;
    VT_AUTOCLOSE int fd = open(scn_path("a"), O_RDONLY | O_CLOEXEC);

    CHECK_INT(vt_file_read(scn_path("a"), 3, &text, &len), 0);
    free(text);
    text = NULL;
    CHECK_INT(vt_file_read(scn_path("a"), 2, &text, &len), -EFBIG);
    CHECK_INT(vt_file_read(scn_path("none"), 2, &text, &len), -ENOENT);
    CHECK_INT(vt_file_read(scn_folder(), 2, &text, &len), -EISDIR);
    CHECK(text == NULL);
    char buf[8];
    CHECK_INT(vt_pread_all(fd, buf, 8, 1), 2);
    CHECK_INT(vt_pread_all(fd, buf, 8, 99), 0);
    CHECK_INT(vt_pread_all(-1, buf, 8, 0), -EBADF);
}

/* The disk is full: the older file stays.  Needs a mount of its own. */
static void full_disk(void)
{
    static char big[1 << 20];
    char where[256];

    snprintf(where, sizeof where, "%s", scn_path("small"));
    memset(big, 'x', sizeof big - 1);
    if (geteuid() != 0 || unshare(CLONE_NEWNS) < 0 ||
        mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0 || mkdir(where, 0700) < 0 ||
        mount("none", where, "tmpfs", 0, "size=64k") < 0) {
        (void)rmdir(where);
        printf("No small file system can be mounted here: the full disk is not tested.\n");
        return;
    }
    CHECK_INT(put(scn_path("small/f"), "old", true), 0);
    CHECK_INT(put(scn_path("small/f"), big, true), -ENOSPC);
    is(scn_path("small/f"), "old");
    CHECK(unlink(scn_path("small/f")) == 0);
    CHECK(umount(where) == 0 && rmdir(where) == 0); /* empty: no temporary either */
}

int main(void)
{
    whole_or_not();
    symlinks();
    zeros();
    reading();
    full_disk();
    return 0;
}
