/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What pool, volume and source documents mean: units, permissions, paths, names, what is carried. */
#include "config.h"

#include <libvirt/virterror.h>

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"

static struct storage_vol_def *vol(const char *body)
{
    struct storage_vol_def *def = NULL;
    VT_AUTOFREE char *xml = NULL;

    CHECK(asprintf(&xml, "<volume><name>v</name>%s</volume>", body) > 0);
    if (storage_vol_def_parse(xml, STORAGE_POOL_DIR, &def) < 0)
        return NULL;
    return def;
}

static void units(void)
{
    static const struct {
        const char *unit;
        unsigned long long bytes;
    } good[] = {
        {"b", 7},          {"bytes", 7},       {"k", 7ULL << 10},
        {"K", 7ULL << 10}, {"KB", 7000},       {"KiB", 7ULL << 10},
        {"m", 7ULL << 20}, {"MB", 7000000},    {"mib", 7ULL << 20},
        {"G", 7ULL << 30}, {"GB", 7000000000}, {"t", 7ULL << 40},
        {"P", 7ULL << 50}, {"E", 7ULL << 60},  {"EB", 7000000000000000000ULL},
        {"", 7},
    };
    char body[128];

    for (size_t i = 0; i < VT_N_ELEMENTS(good); i++) {
        (void)snprintf(body, sizeof body, "<capacity unit='%s'> 7 </capacity>", good[i].unit);
        STORAGE_AUTOVOLDEF struct storage_vol_def *def = vol(body);
        CHECK(def != NULL);
        CHECK_INT(def->capacity, good[i].bytes);
        CHECK_INT(def->allocation, good[i].bytes);
    }
    CHECK(vol("<capacity unit='E'>8</capacity>") == NULL); /* one more than an offset holds */
    CHECK_INT(vt_error_last()->code, VIR_ERR_XML_ERROR);
    STORAGE_AUTOVOLDEF struct storage_vol_def *most =
        vol("<capacity>9223372036854775807</capacity>");
    CHECK(most != NULL);
    vt_error_reset();
}

static void permissions(void)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    /* The printed place wins over the old one. */
    CHECK_INT(storage_pool_def_parse("<pool type='dir'><name>p</name><permissions><mode>0111</mode>"
                                     "</permissions><target><path>/a</path><permissions>"
                                     "<mode>750</mode><owner>7</owner></permissions></target>"
                                     "</pool>",
                                     &def),
              0);
    CHECK_INT(def->perms.mode, 0750);
    CHECK_INT(def->perms.owner, 7);
    CHECK_INT(def->perms.group, getegid());
}

/* What no schema can say. */
static void extents(void)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    CHECK(storage_pool_def_parse("<pool type='disk'><name>p</name><source><device path='/dev/a'>"
                                 "<freeExtent start='9' end='1'/></device></source>"
                                 "<target><path>/dev</path></target></pool>",
                                 &def) < 0);
    CHECK_INT(vt_error_last()->code, VIR_ERR_XML_ERROR);
    vt_error_reset();
}

/* What is free of the device is what a pool that is active says, whatever its document did. */
static void free_extents(void)
{
    const struct storage_pool_sizes sizes = {0, 0, 0};
    struct storage_extent extent = {512, 1024, NULL}, *list[] = {&extent};
    struct storage_device device = {.path = "", .extents = list, .n_extents = 1};
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOFREE char *text = NULL;

    CHECK_INT(
        storage_pool_def_parse("<pool type='disk'><name>p</name><source><device path='/dev/a'>"
                               "<freeExtent start='1' end='9'/></device></source>"
                               "<target><path>/dev</path></target></pool>",
                               &def),
        0);
    text = storage_pool_def_format_free(def, &sizes, &device);
    CHECK(text != NULL && strstr(text, "path='/dev/a'") != NULL);
    CHECK(strstr(text, "<freeExtent start='512' end='1024'/>") != NULL);
    CHECK(strstr(text, "start='1'") == NULL);
}

static void paths(void)
{
    static const char *const pairs[][2] = {
        {"/", "/"},
        {"//", "/"},
        {"/.", "/"},
        {"/./", "/"},
        {"/a", "/a"},
        {"/a/", "/a"},
        {"//a//b/", "/a/b"},
        {"/a/./b/.", "/a/b"},
        {"/a/..b/.c", "/a/..b/.c"},
        {"/a/../b", "/a/../b"},
        {"/.a./", "/.a."},
    };
    char got[64];

    for (size_t i = 0; i < VT_N_ELEMENTS(pairs); i++) {
        storage_path_clean(pairs[i][0], got);
        CHECK_STR(got, pairs[i][1]);
    }
}

static void carried(void)
{
    const struct storage_pool_sizes sizes = {0, 0, 0};
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOFREE char *text = NULL;

    CHECK_INT(storage_pool_def_parse("<pool type='iscsi' x='1'><name>p</name><source y='2'>"
                                     "<host name='h' z='3'><deep/></host><device path='d'><u/>"
                                     "</device><auth type='chap' login='a&lt;' passwd='b&apos;'/>"
                                     "</source><target><path>/a</path><t/></target><v/></pool>",
                                     &def),
              0);
    text = storage_pool_def_format(def, &sizes);
    CHECK(text != NULL);
    CHECK(strstr(text, "<pool type='iscsi' x='1'>") != NULL);
    CHECK(strstr(text, "<source y='2'>") != NULL);
    CHECK(strstr(text, "<host name='h' z='3'>\n      <deep/>\n    </host>\n") != NULL);
    CHECK(strstr(text, "<device path='d'>\n      <u/>\n    </device>\n") != NULL);
    CHECK(strstr(text, "<auth type='chap' login='a&lt;' passwd='b&apos;'/>\n") != NULL);
    CHECK(strstr(text, "    <t/>\n  </target>\n  <v/>\n</pool>\n") != NULL);
}

static void sources(void)
{
    struct arena arena = ARENA_INIT;
    struct storage_source **list;
    unsigned int n;
    VT_AUTOFREE char *host = NULL;
    VT_AUTOFREE char *text = NULL;

    CHECK_INT(storage_source_spec_host("<source><host name='h'/></source>", &host), 0);
    CHECK_STR(host, "h");
    CHECK(storage_source_spec_host(NULL, &host) < 0);
    CHECK(storage_source_spec_host("<source/>", &host) < 0);
    CHECK(storage_source_spec_host("<source><host/></source>", &host) < 0);
    CHECK(storage_source_spec_host("<sources/>", &host) < 0);
    CHECK_INT(vt_error_last()->code, VIR_ERR_XML_ERROR);
    vt_error_reset();
    CHECK_INT(storage_sources_parse("<sources><source><host name='h'/><dir path='/a'/></source>"
                                    "<source><host name='i'/><dir path='/b'/>"
                                    "<format type='nfs'/></source></sources>",
                                    STORAGE_POOL_NETFS, &arena, &list, &n),
              0);
    CHECK_INT(n, 2);
    text = storage_sources_format(list, n);
    CHECK_STR(text, "<sources>\n  <source>\n    <host name='h'/>\n    <dir path='/a'/>\n"
                    "    <format type='auto'/>\n  </source>\n  <source>\n    <host name='i'/>\n"
                    "    <dir path='/b'/>\n    <format type='nfs'/>\n  </source>\n</sources>\n");
    arena_done(&arena);
}

int main(void)
{
    units();
    permissions();
    extents();
    free_extents();
    paths();
    carried();
    sources();
    return 0;
}
