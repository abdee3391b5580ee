/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that a killed process has left half made are removed by the next start or refresh, once they are old; no file
 * that may be somebody's. */
#include "config.h"

#include <sys/time.h>
#include <time.h>

#include "storage/host_testing.h"

#define LEFT ".vitrine-01234567-89ab.part"
#define OTHER ".vitrine-89abcdef-0123.part"
#define THEIRS ".vitrine-notes.part"
#define OLD_S 7200

static char *folder;

static const char *in_folder(const char *name)
{
    return host_file(folder, name);
}

static void make(const char *name, time_t age_s)
{
    const struct timeval at = {.tv_sec = time(NULL) - age_s};
    const struct timeval both[2] = {at, at};

    scn_write(in_folder(name), "half", 4);
    CHECK(utimes(in_folder(name), both) == 0);
}

static bool is_there(const char *name)
{
    return access(in_folder(name), F_OK) == 0;
}

int main(void)
{
    host_roots();
    folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();

    make(LEFT, OLD_S);
    make(OTHER, 0);
    make(THEIRS, OLD_S);
    make("volume", OLD_S);
    virStoragePoolPtr pool = scn_pool_start(conn, "p", folder);
    CHECK(!is_there(LEFT) && is_there(OTHER) && is_there(THEIRS) && is_there("volume"));
    make(OTHER, OLD_S);
    OK(virStoragePoolRefresh(pool, 0));
    CHECK(!is_there(OTHER) && is_there(THEIRS) && is_there("volume"));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    scn_pool_drop(pool);
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
