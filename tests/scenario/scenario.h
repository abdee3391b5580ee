/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the scenarios share: connections, small guests, a folder that is removed at the end, and
 * checks of how a call fails. */
#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "scenario/driver.h"
#include "testing.h"

/* The call gives -1, or NULL, and this error. */
#define FAILS(call, want) \
    do { \
        CHECK_INT(call, -1); \
        scn_want_error(__FILE__, __LINE__, #call, want); \
    } while (0)
#define FAILS_NULL(call, want) \
    do { \
        CHECK((call) == NULL); \
        scn_want_error(__FILE__, __LINE__, #call, want); \
    } while (0)
#define OK(call) scn_want_0(__FILE__, __LINE__, #call, call)

#define SCN_EMBEDDED(rules) "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'>" rules "</vt:embedded>"

static inline void scn_want_error(const char *file, int line, const char *call, int want)
{
    virErrorPtr err = virGetLastError();
    int code = err != NULL ? err->code : 0;

    if (code == want && err != NULL && err->message != NULL && err->message[0] != '\0')
        return;
    fprintf(stderr, "%s:%d: %s: error %d, not %d: %s\n", file, line, call, code, want,
            err != NULL && err->message != NULL ? err->message : "(none)");
    exit(1);
}

static inline void scn_want_0(const char *file, int line, const char *call, int rv)
{
    virErrorPtr err = virGetLastError();

    if (rv == 0)
        return;
    fprintf(stderr, "%s:%d: %s gives %d: %s\n", file, line, call, rv,
            err != NULL && err->message != NULL ? err->message : "(no error)");
    exit(1);
}

static inline void scn_quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

static inline virConnectPtr scn_open(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    scn_look_at_end();
    virConnectPtr conn = virConnectOpen(scn_uri());
    if (conn == NULL)
        fprintf(stderr, "%s: %s\n", scn_uri(), virGetLastError()->message);
    CHECK(conn != NULL);
    return conn;
}

static inline virConnectPtr scn_open_ro(void)
{
    virConnectPtr conn = virConnectOpenReadOnly(scn_uri());
    CHECK(conn != NULL);
    return conn;
}

/* A document of a small 64-bit guest; @more stands behind its <os>.  Caller frees. */
static inline char *scn_xml(const char *name, const char *more)
{
    char *xml = NULL;

    CHECK(asprintf(&xml, "<domain type='%s'><name>%s</name><memory>%d</memory>%s%s%s</domain>",
                   scn_type(), name, SCN_MEM_KIB, scn_vcpu(), scn_os(), more) > 0);
    return xml;
}

static inline virDomainPtr scn_define(virConnectPtr conn, const char *name, const char *more)
{
    char *xml = scn_xml(name, more);
    virDomainPtr dom = virDomainDefineXML(conn, xml);

    if (dom == NULL)
        fprintf(stderr, "%s: %s\n", name, virGetLastError()->message);
    CHECK(dom != NULL);
    free(xml);
    return dom;
}

/* Starts what scn_define has defined. */
static inline void scn_create(virDomainPtr dom)
{
    OK(virDomainCreate(dom));
    scn_wait_ready(dom);
}

static inline virDomainPtr scn_start(virConnectPtr conn, const char *name, const char *more)
{
    virDomainPtr dom = scn_define(conn, name, more);

    scn_create(dom);
    return dom;
}

static inline int scn_state(virDomainPtr dom)
{
    virDomainInfo info;

    OK(virDomainGetInfo(dom, &info));
    return info.state;
}

static inline bool scn_xml_has(virDomainPtr dom, int flags, const char *text)
{
    char *xml = virDomainGetXMLDesc(dom, flags);

    CHECK(xml != NULL);
    bool has = strstr(xml, text) != NULL;
    free(xml);
    return has;
}

/* A page or two of what a Xen guest has are Xen's. */
static inline void scn_want_memory(unsigned long got_kib, unsigned long want_kib)
{
    if (scn_xen())
        CHECK(got_kib + 64 >= want_kib && got_kib <= want_kib);
    else
        CHECK_INT(got_kib, want_kib);
}

/* How often something is tried, fewer under tools that are slow and on real hosts: VT_TEST_SCALE. */
static inline int scn_rounds(int most)
{
    const char *scale = getenv("VT_TEST_SCALE");

    return scale != NULL ? 1 + most / atoi(scale) : most;
}

/* Stops and undefines a domain, and drops the handle. */
static inline void scn_drop(virDomainPtr dom)
{
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
}

static char scn_folder_[128];

static inline int scn_entries(void)
{
    DIR *dir = opendir(scn_folder_);
    struct dirent *e;
    int n = 0;

    CHECK(dir != NULL);
    while ((e = readdir(dir)) != NULL)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return n;
}

static inline void scn_clean_(void)
{
    DIR *dir = opendir(scn_folder_);
    struct dirent *e;

    while (dir != NULL && (e = readdir(dir)) != NULL)
        (void)unlinkat(dirfd(dir), e->d_name, 0);
    if (dir != NULL)
        closedir(dir);
    (void)rmdir(scn_folder_);
}

/* A folder of this program's own, flat; gone at exit.  First called before there are threads. */
static inline const char *scn_folder(void)
{
    const char *base = getenv("TMPDIR");

    if (scn_folder_[0] != '\0')
        return scn_folder_;
    snprintf(scn_folder_, sizeof scn_folder_, "%s/scenario-XXXXXX", base != NULL ? base : "/tmp");
    CHECK(mkdtemp(scn_folder_) != NULL);
    CHECK(atexit(scn_clean_) == 0);
    return scn_folder_;
}

/* A path in it; valid until the fourth next call of this thread. */
static inline const char *scn_path(const char *name)
{
    static _Thread_local char path[4][256];
    static _Thread_local unsigned int n;
    char *p = path[n++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", scn_folder(), name);
    return p;
}

static inline void scn_write(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "w");

    CHECK(f != NULL && fwrite(data, 1, len, f) == len && fclose(f) == 0);
}

/* All of a file; caller frees. */
static inline char *scn_read(const char *path, size_t *ret_len)
{
    FILE *f = fopen(path, "r");

    CHECK(f != NULL && fseek(f, 0, SEEK_END) == 0);
    size_t len = (size_t)ftell(f);
    char *data = malloc(len + 1);
    rewind(f);
    CHECK(data != NULL && fread(data, 1, len, f) == len && fclose(f) == 0);
    data[len] = '\0';
    *ret_len = len;
    return data;
}

/* Bytes of the middle of the guest's memory, where nothing but the guest itself changes them: no page
 * tables, which hold machine addresses; caller frees. */
static inline unsigned char *scn_middle(virDomainPtr dom, size_t len)
{
    unsigned char *bytes = malloc(len);

    CHECK(bytes != NULL);
    OK(virDomainMemoryPeek(dom, SCN_MEM_KIB * 512, len, bytes, VIR_MEMORY_PHYSICAL));
    return bytes;
}

/* The guest's first bytes; caller frees. */
static inline unsigned char *scn_ram(virDomainPtr dom, size_t len)
{
    unsigned char *bytes = malloc(len);

    CHECK(bytes != NULL);
    OK(virDomainMemoryPeek(dom, 0, len, bytes, VIR_MEMORY_PHYSICAL));
    return bytes;
}
