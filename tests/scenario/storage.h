/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the storage scenarios share: pools in memory and in folders, small volumes. */
#pragma once

#include <sys/stat.h>

#include "scenario/scenario.h"

/* A folder that no test has: such a pool is in memory. */
#define SCN_NOWHERE "/nowhere-that-exists"

/* A document of a pool at @path; caller frees. */
static inline char *scn_pool_xml(const char *name, const char *path, const char *more)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<pool type='dir'><name>%s</name>%s<target><path>%s</path></target></pool>",
                   name, more, path) > 0);
    return xml;
}

static inline virStoragePoolPtr scn_pool_define(virConnectPtr conn, const char *name,
                                                const char *path)
{
    char *xml = scn_pool_xml(name, path, "");
    virStoragePoolPtr pool = virStoragePoolDefineXML(conn, xml, 0);

    CHECK(pool != NULL);
    free(xml);
    return pool;
}

static inline virStoragePoolPtr scn_pool_start(virConnectPtr conn, const char *name,
                                               const char *path)
{
    virStoragePoolPtr pool = scn_pool_define(conn, name, path);

    OK(virStoragePoolCreate(pool, 0));
    return pool;
}

/* Stops and undefines a pool, and drops the handle. */
static inline void scn_pool_drop(virStoragePoolPtr pool)
{
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

/* A document of a volume; caller frees. */
static inline char *scn_vol_xml(const char *name, unsigned long long capacity,
                                unsigned long long allocation, const char *format)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<volume><name>%s</name><capacity>%llu</capacity><allocation>%llu</allocation>"
                   "<target><format type='%s'/></target></volume>",
                   name, capacity, allocation, format) > 0);
    return xml;
}

/* NULL with an error raised. */
static inline virStorageVolPtr scn_vol_try(virStoragePoolPtr pool, const char *name,
                                           unsigned long long capacity,
                                           unsigned long long allocation, const char *format)
{
    char *xml = scn_vol_xml(name, capacity, allocation, format);
    virStorageVolPtr vol = virStorageVolCreateXML(pool, xml, 0);

    free(xml);
    return vol;
}

static inline virStorageVolPtr scn_vol(virStoragePoolPtr pool, const char *name,
                                       unsigned long long capacity)
{
    virStorageVolPtr vol = scn_vol_try(pool, name, capacity, 0, "raw");

    if (vol == NULL)
        fprintf(stderr, "%s: %s\n", name, virGetLastError()->message);
    CHECK(vol != NULL);
    return vol;
}

static inline int scn_pool_state(virStoragePoolPtr pool)
{
    virStoragePoolInfo info;

    OK(virStoragePoolGetInfo(pool, &info));
    return info.state;
}

/* A folder for a pool, inside of the program's own; the caller removes it with scn_remove. */
static inline char *scn_pool_folder(const char *name)
{
    char *path = strdup(scn_path(name));

    CHECK(path != NULL && mkdir(path, 0700) == 0);
    return path;
}

static inline void scn_remove(char *path)
{
    DIR *dir = opendir(path);
    struct dirent *e;

    while (dir != NULL && (e = readdir(dir)) != NULL) {
        if (unlinkat(dirfd(dir), e->d_name, 0) < 0)
            (void)unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
    }
    if (dir != NULL)
        closedir(dir);
    CHECK_INT(rmdir(path), 0);
    free(path);
}
