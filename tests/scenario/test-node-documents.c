/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every good node file opens, and every bad one is refused with an error that says why. */
#include "config.h"

#include "scenario/scenario.h"

static int open_all(const char *which, bool good)
{
    const char *srcdir = getenv("srcdir") != NULL ? getenv("srcdir") : ".";
    char *folder = NULL, *full;
    struct dirent *entry;
    int n = 0;

    CHECK(asprintf(&folder, "%s/documents/node/%s", srcdir, which) > 0);
    full = realpath(folder, NULL);
    DIR *dir = full != NULL ? opendir(full) : NULL;
    CHECK(dir != NULL);
    while ((entry = readdir(dir)) != NULL) {
        char *uri = NULL;
        if (strstr(entry->d_name, ".xml") == NULL)
            continue;
        CHECK(asprintf(&uri, "test://%s/%s", full, entry->d_name) > 0);
        virConnectPtr conn = virConnectOpen(uri);
        if ((conn != NULL) != good)
            fprintf(stderr, "%s: %s\n", uri, good ? virGetLastError()->message : "is taken");
        CHECK((conn != NULL) == good);
        CHECK(good || virGetLastError()->message != NULL);
        if (conn != NULL)
            CHECK_INT(virConnectClose(conn), 0);
        free(uri);
        n++;
    }
    closedir(dir);
    free(full);
    free(folder);
    return n;
}

int main(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    CHECK(open_all("good", true) >= 5);
    CHECK(open_all("bad", false) >= 17);
    return 0;
}
