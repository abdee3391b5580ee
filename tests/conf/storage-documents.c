/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of pools and volumes: the good ones print what reads back to the same, each bad one
 * is refused with the code that callers know. */
#include "conf-documents.h"

#include <libvirt/virterror.h>

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "obj/error.h"

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

static void good_pool(const char *path, const char *xml)
{
    check_good(path, xml, print_pool);
}

static void bad_pool(const char *path, const char *xml)
{
    check_bad(path, xml, print_pool);
}

static void good_vol(const char *path, const char *xml)
{
    check_good(path, xml, print_vol);
}

static void bad_vol(const char *path, const char *xml)
{
    check_bad(path, xml, print_vol);
}

int main(void)
{
    conf_each_document("documents/pool/good", 25, good_pool);
    conf_each_document("documents/pool/bad", 30, bad_pool);
    conf_each_document("documents/vol/good", 10, good_vol);
    conf_each_document("documents/vol/bad", 24, bad_vol);
    return 0;
}
