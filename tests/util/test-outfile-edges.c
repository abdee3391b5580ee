/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files to be written: one that cannot be committed leaves the older one, and the longest name that
 * a file may have can be written to. */
#include "config.h"

#include <limits.h>
#include <sys/resource.h>

#include "scenario/scenario.h"
#include "util/file.h"

/* Descriptors run out between the last byte and the folder's sync. */
static void no_descriptors(void)
{
    VT_OUTFILE_SCOPE(f);
    struct rlimit before, none;

    scn_write(scn_path("a"), "old", 3);
    CHECK_INT(vt_outfile_open(&f, scn_path("a"), 0600), 0);
    CHECK_INT(vt_outfile_write(&f, "newer", 5), 0);
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    none = before;
    none.rlim_cur = 0;
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    CHECK_INT(vt_outfile_commit(&f), -EMFILE);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

static int write_named(size_t len)
{
    VT_OUTFILE_SCOPE(f);
    char path[NAME_MAX + 300];
    size_t folder = (size_t)snprintf(path, sizeof path, "%s/", scn_folder());
    int r;

    memset(path + folder, 'n', len);
    path[folder + len] = '\0';
    r = vt_outfile_open(&f, path, 0600);
    if (r == 0)
        r = vt_outfile_write(&f, "text", 4);
    return r == 0 ? vt_outfile_commit(&f) : r;
}

int main(void)
{
    size_t len;

    no_descriptors();
    char *text = scn_read(scn_path("a"), &len);
    CHECK_STR(text, "old");
    free(text);
    CHECK_INT(scn_entries(), 1);
    CHECK_INT(write_named(NAME_MAX), 0);
    CHECK_INT(write_named(NAME_MAX - 6), 0);
    CHECK_INT(scn_entries(), 3);
    CHECK_INT(write_named(NAME_MAX + 1), -ENAMETOOLONG);
    CHECK_INT(scn_entries(), 3);
    return 0;
}
