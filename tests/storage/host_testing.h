/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the host's storage share: roots of their own, connections, processes. */
#pragma once

#include <ftw.h>
#include <sys/wait.h>

#include "scenario/storage.h"

#define HOST_URI "test:///host"
#define HOST_PATIENCE_MS 60000 /* for what other processes do */

/* Definitions and states are kept in folders of this program; before anything else. */
static inline void host_roots(void)
{
    char path[512];

    snprintf(path, sizeof path, "%s", scn_path("config"));
    CHECK(setenv("VITRINE_CONFIG_DIR", path, 1) == 0);
    snprintf(path, sizeof path, "%s", scn_path("run"));
    CHECK(setenv("VITRINE_STATE_DIR", path, 1) == 0);
}

static inline virConnectPtr host_open(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    virConnectPtr conn = virConnectOpen(HOST_URI);
    if (conn == NULL)
        fprintf(stderr, "%s: %s\n", HOST_URI, virGetLastError()->message);
    CHECK(conn != NULL);
    return conn;
}

static inline void host_close(virConnectPtr conn)
{
    CHECK_INT(virConnectClose(conn), 0);
}

/* The path of a file, until the next call. */
static inline const char *host_file(const char *folder, const char *name)
{
    static char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* A pool of a folder whose files' headers are read. */
static inline virStoragePoolPtr host_start_probing(virConnectPtr conn, const char *folder)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<pool type='dir'><name>probes</name><target><path>%s</path>"
                   "<format type='probe'/></target></pool>",
                   folder) > 0);
    virStoragePoolPtr pool = virStoragePoolCreateXML(conn, xml, 0);
    CHECK(pool != NULL);
    free(xml);
    return pool;
}

/* What becomes true when another process's change is heard of. */
#define HOST_WAIT(condition) \
    do { \
        for (int ms_ = 0; !(condition); ms_++) { \
            CHECK(ms_ < HOST_PATIENCE_MS); \
            usleep(1000); \
        } \
    } while (0)

/* Another process, which has not used the library before: @work gets a connection of its own. */
static inline pid_t host_begin(void (*work)(virConnectPtr conn))
{
    pid_t pid = fork();

    CHECK(pid >= 0);
    if (pid == 0) {
        virConnectPtr conn = host_open();
        work(conn);
        host_close(conn);
        _exit(0);
    }
    return pid;
}

static inline void host_end(pid_t pid)
{
    int status;

    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status));
    CHECK_INT(WEXITSTATUS(status), 0);
}

static inline int host_remove_one_(const char *path, const struct stat *st, int type,
                                   struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

/* Removes a folder with all that is in it, if it is there. */
static inline void host_remove_tree(const char *path)
{
    (void)nftw(path, host_remove_one_, 16, FTW_DEPTH | FTW_PHYS);
}

/* At the end of a test. */
static inline void host_done(void)
{
    host_remove_tree(getenv("VITRINE_CONFIG_DIR"));
    host_remove_tree(getenv("VITRINE_STATE_DIR"));
}
