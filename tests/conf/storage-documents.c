/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of pools and volumes: the good ones print what reads back to the same, each bad one
 * is refused with the code that callers know. */
#include "config.h"

#include <dirent.h>
#include <libvirt/virterror.h>

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"
#include "util/file.h"

/* The text that a document prints as, or NULL with an error raised. */
static char *print_pool(const char *xml)
{
    const struct storage_pool_sizes sizes = {1000, 10, 990};
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    if (storage_pool_def_parse(xml, &def) < 0)
        return NULL;
    return storage_pool_def_format(def, &sizes);
}

static char *print_vol(const char *xml)
{
    STORAGE_AUTOVOLDEF struct storage_vol_def *def = NULL;

    if (storage_vol_def_parse(xml, STORAGE_POOL_DIR, &def) < 0)
        return NULL;
    const struct storage_vol_facts facts = {
        .path = "/p/v", .key = "/p/v", .capacity = def->capacity, .allocation = def->allocation};
    return storage_vol_def_format(def, &facts);
}

static void check_good(const char *path, const char *xml, char *(*print)(const char *))
{
    VT_AUTOFREE char *first = print(xml);

    if (first == NULL) {
        fprintf(stderr, "%s: %s\n", path, vt_error_last()->message);
        exit(1);
    }
    VT_AUTOFREE char *second = print(first);
    if (strstr(path, "no-uuid") == NULL || second == NULL)
        CHECK_STR(second, first);
    if (getenv("SHOW") != NULL)
        printf("%s", first);
}

/* Type and root have codes of their own. */
static int code_of(const char *path)
{
    if (strstr(path, "cut-short") != NULL)
        return VIR_ERR_XML_DETAIL;
    return strstr(path, "/pool/bad/type-") != NULL ? VIR_ERR_INTERNAL_ERROR : VIR_ERR_XML_ERROR;
}

static void check_bad(const char *path, const char *xml, char *(*print)(const char *))
{
    vt_error_reset();
    if (print(xml) != NULL || vt_error_last()->code != code_of(path) ||
        vt_error_last()->domain != VIR_FROM_STORAGE) {
        fprintf(stderr, "%s: code %d, not %d: %s\n", path, vt_error_last()->code, code_of(path),
                vt_error_last()->message ? vt_error_last()->message : "it is taken");
        exit(1);
    }
    vt_error_reset();
}

static int check_folder(const char *folder, char *(*print)(const char *),
                        void (*check)(const char *, const char *, char *(*)(const char *)))
{
    const char *srcdir = getenv("srcdir") != NULL ? getenv("srcdir") : ".";
    VT_AUTOFREE char *full = NULL;
    int n = 0;

    CHECK(asprintf(&full, "%s/documents/%s", srcdir, folder) > 0);
    VT_AUTOCLOSEDIR DIR *dir = opendir(full);
    CHECK(dir != NULL);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        VT_AUTOFREE char *path = NULL;
        VT_AUTOFREE char *text = NULL;
        size_t len;
        if (strstr(entry->d_name, ".xml") == NULL)
            continue;
        CHECK(asprintf(&path, "%s/%s", full, entry->d_name) > 0);
        CHECK_INT(vt_file_read(path, XML_MAX_TEXT, &text, &len), 0);
        check(path, text, print);
        n++;
    }
    return n;
}

int main(void)
{
    CHECK(check_folder("pool/good", print_pool, check_good) >= 25);
    CHECK(check_folder("pool/bad", print_pool, check_bad) >= 30);
    CHECK(check_folder("vol/good", print_vol, check_good) >= 10);
    CHECK(check_folder("vol/bad", print_vol, check_bad) >= 24);
    return 0;
}
