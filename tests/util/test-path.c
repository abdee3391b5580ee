/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths as texts: plain forms, and the way from one folder to another place. */
#include "config.h"

#include "testing.h"
#include "util/cleanup.h"
#include "util/path.h"

static void normal(const char *path, const char *want)
{
    VT_AUTOFREE char *got = vt_path_normalise(path);

    CHECK(got != NULL);
    CHECK_STR(got, want);
    VT_AUTOFREE char *again = vt_path_normalise(got);
    CHECK_STR(again, want);
}

/* The way there, and that it leads there. */
static void way(const char *folder, const char *path, const char *want)
{
    VT_AUTOFREE char *got = vt_path_relative(folder, path);
    VT_AUTOFREE char *joined = NULL;

    CHECK(got != NULL);
    CHECK_STR(got, want);
    CHECK(asprintf(&joined, "%s/%s", folder, got) > 0);
    normal(joined, path);
    CHECK_INT(vt_path_is_beneath(folder, path), strncmp(got, "..", 2) != 0 || got[2] == '.');
}

int main(void)
{
    normal("/", "/");
    normal("//", "/");
    normal("/..", "/");
    normal("/../../a", "/a");
    normal("/a/", "/a");
    normal("/a//b/./c/", "/a/b/c");
    normal("/a/b/../c", "/a/c");
    normal("/a/..", "/");
    normal("/a/../..", "/");
    normal("/a/.../b", "/a/.../b");
    normal("/.a/..b/b../.", "/.a/..b/b..");

    way("/a", "/a/b", "b");
    way("/a", "/a/b/c", "b/c");
    way("/a", "/a", ".");
    way("/", "/", ".");
    way("/", "/a/b", "a/b");
    way("/a/b", "/", "../..");
    way("/a/b", "/a", "..");
    way("/a/b", "/a/c", "../c");
    way("/a/b", "/c/d", "../../c/d");
    way("/a/bc", "/a/b", "../b");
    way("/a/b", "/a/bc", "../bc");
    way("/a", "/ab", "../ab");
    way("/a", "/a/...", "...");
    return 0;
}
