/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of volumes that would leave the pool, or that no name may be, and odd ones that may: in
 * memory and as files.  Whatever happens nothing appears outside of the pool's folder. */
#include "config.h"

#include "scenario/storage.h"

static const char *const refused[] = {
    "",
    ".",
    "..",
    "/",
    "/etc/passwd",
    "../up",
    "a/../../up",
    "a/b",
    "a/",
    "./a",
    "..//up",
    "-rf",
    "--help",
    "-",
    "a&#9;b",
    "a&#10;b",
    "a&#13;b",
    "a&#127;b",
    "&#27;[2J",
    "&#x7f;",
    "a&#0;b",
    "a\x01z",
    "\xff\xfe",
    "a\xc0\xafz",
    "\xed\xa0\x80",
    "/proc/self/mem",
    "&#xFFFE;",
    ".vitrine-0.part", /* that of a file which is not whole */
};

static const char *const taken[] = {
    "...",     "..a",     " ",          "a b",     "%s%n%d", "$(touch up)", "`up`",       ";up",
    "|up",     "&amp;up", "&lt;up&gt;", "'",       "&quot;", "*",           "\\",         "~",
    "ünïcödé", "日本",    "con",        ".hidden", "a:b",    "a,b=c",       ".vitrine-0",
};

static void each(virConnectPtr conn, const char *path)
{
    virStoragePoolPtr pool = scn_pool_start(conn, "names", path);
    char longest[300];
    int n = 0;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        virStorageVolPtr vol = scn_vol_try(pool, refused[i], 1, 0, "raw");
        if (vol != NULL)
            fprintf(stderr, "taken: '%s'\n", refused[i]);
        CHECK(vol == NULL);
        CHECK(virGetLastError()->code == VIR_ERR_XML_ERROR ||
              virGetLastError()->code == VIR_ERR_XML_DETAIL);
    }
    memset(longest, 'x', sizeof longest);
    longest[256] = '\0';
    FAILS_NULL(scn_vol_try(pool, longest, 1, 0, "raw"), VIR_ERR_XML_ERROR);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    longest[255] = '\0';
    OK(virStorageVolFree(scn_vol(pool, longest, 1)));
    n++;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++, n++)
        OK(virStorageVolFree(scn_vol(pool, taken[i], 1)));
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), n);
    scn_pool_drop(pool);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char *folder = scn_pool_folder("pool");

    each(conn, SCN_NOWHERE "/names");
    each(conn, folder);
    CHECK_INT(scn_entries(), 1);
    scn_remove(folder);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
