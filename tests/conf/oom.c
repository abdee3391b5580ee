/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whichever request for memory fails while a definition is parsed, copied, changed or printed:
 * NO_MEMORY is raised, nothing is lost, and libxml2 prints nothing. */
#include "conf-testing.h"

#include <libxml/xmlerror.h>

#include "conf/network.h"
#include "conf/nodedev.h"
#include "conf/relative.h"
#include "util/file.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif

static volatile long fail_in = -1; /* requests until one fails, negative: none does */
static bool fail_on;               /* all behind it fail too */
static bool has_failed;
static volatile long
    live; /* pieces of memory that are taken; compilers think malloc has no effects */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define CAN_FAIL false
#else
#define CAN_FAIL true

/* These stand before the C library's own, for libxml2 as well. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
void __libc_free(void *p);

static bool fails(void)
{
    if (fail_in < 0 || fail_in-- > 0)
        return false;
    fail_in = 0;
    if (!fail_on)
        fail_in = -1;
    has_failed = true;
    return true;
}

static void *count(void *p)
{
    live += p != NULL;
    return p;
}

void *malloc(size_t size)
{
    return fails() ? NULL : count(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : count(__libc_calloc(n, size));
}

void *realloc(void *p, size_t size)
{
    if (fails())
        return NULL;
    return p == NULL ? count(__libc_realloc(p, size)) : __libc_realloc(p, size);
}

void free(void *p)
{
    live -= p != NULL;
    __libc_free(p);
}
#endif

static const char device_xml[] =
    "<disk><source file='/srv/new' n='1'/><target dev='vdq'/><later/></disk>";

/* The whole way of a document; 0 and the text at its end, or -1 with an error raised. */
typedef int way(const char *xml, char **ret);

static int network_way(const char *xml, char **ret)
{
    NETWORK_AUTODEF struct network_def *def = NULL;

    if (network_def_parse(xml, &def) < 0 || network_def_set_bridge(def, "virbr1") < 0)
        return -1;
    return network_def_format(def, ret);
}

static int domain_way(const char *xml, char **ret)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    DOMAIN_AUTODEF struct domain_def *with = NULL;
    DOMAIN_AUTODEF struct domain_def *without = NULL;
    struct domain_device *dev = NULL;
    int rv;

    if (domain_def_parse(xml, NULL, &def) < 0)
        return -1;
    if (domain_device_parse(device_xml, def, NULL, &dev) < 0)
        return -1;
    rv = domain_def_with_device(def, dev, &with);
    if (rv == 0)
        rv = domain_def_without_device(with, dev, &without);
    domain_device_free(dev);
    VT_AUTOFREE char *text = NULL;
    VT_AUTOFREE char *told = NULL;
    if (rv == 0)
        rv = domain_def_format(without, NULL, &text);
    if (rv == 0)
        rv = conf_relative_write(text, "/srv", true, &told);
    if (rv == 0)
        rv = conf_relative_read(told, "/srv", true, ret);
    return rv;
}

static int nodedev_way(const char *xml, char **ret)
{
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;

    return nodedev_def_parse(xml, false, &def) < 0 ? -1 : nodedev_def_format(def, NULL, ret);
}

/* Fails request after request (@on: and all behind it) until there are no more. */
static void check_requests(const char *name, const char *xml, way *run, bool on)
{
    VT_AUTOFREE char *whole = NULL;
    long n = 0, before;

    CHECK_INT(run(xml, &whole), 0); /* what is made once and kept is made now */
    vt_error_reset();
    before = live;
    do {
        fail_in = n++;
        fail_on = on;
        has_failed = false;
        char *text = NULL;
        int rv = run(xml, &text);
        fail_in = -1;
        if (rv < 0)
            CHECK_INT(vt_error_last()->code, VIR_ERR_NO_MEMORY);
        CHECK(rv < 0 || !has_failed || !on);
        if (rv == 0)
            CHECK_STR(text, whole); /* nothing was left out */
        free(text);
        vt_error_reset();
        CHECK_INT(live, before);
    } while (has_failed);
    printf("%s: %ld requests\n", name, n - 1);
}

static void check_document(const char *name, way *run)
{
    const char *srcdir = getenv("srcdir") != NULL ? getenv("srcdir") : ".";
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *xml = NULL;
    size_t len;

    CHECK(asprintf(&path, "%s/%s", srcdir, name) > 0);
    CHECK_INT(vt_file_read(path, XML_MAX_TEXT, &xml, &len), 0);
    check_requests(name, xml, run, false);
    check_requests(name, xml, run, true);
}

static void no_print(void *user, const char *format, ...)
{
    (void)user;
    fail_in = -1;
    fprintf(stderr, "libxml2 prints \"%s\"\n", format);
    exit(1);
}

int main(void)
{
    static const struct {
        const char *name;
        way *run;
    } documents[] = {
        {"conf/data/later-release.xml", domain_way},
        {"conf/data/top-all.xml", domain_way},
        {"conf/data/embedded.xml", domain_way},
        {"conf/data/serials.xml", domain_way},
        {"conf/data/graphics-sdl.xml", domain_way},
        {"documents/network/good/later-release.xml", network_way},
        {"documents/network/good/dhcp-hosts.xml", network_way},
        {"documents/nodedev/good/pci-later.xml", nodedev_way},
        {"documents/nodedev/good/system.xml", nodedev_way},
        {"documents/nodedev/good/scsi-host-fc.xml", nodedev_way},
    };
    long before = live;
    char *volatile probe = CAN_FAIL ? strdup("probe") : NULL;
    bool ours = probe != NULL && live == before + 1;

    free(probe);
    if (!ours)
        SKIP("malloc is not ours: a sanitizer or valgrind has it");
    xmlSetGenericErrorFunc(NULL, no_print);
    for (size_t i = 0; i < VT_N_ELEMENTS(documents); i++)
        check_document(documents[i].name, documents[i].run);
    return 0;
}
