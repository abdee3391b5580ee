/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pool whose portal answers nobody, and one whose tools fail: they say so, and hold up no other pool.  The tool is one
 * of our own: what it does follows from the portal that it is given. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "storage/host_testing.h"

static char tools[256], pipe_path[300];
static virStoragePoolPtr hanging;
static atomic_int ended;

/* "hang" waits until somebody reads the pipe, and fails; "odd" says what is no target; others have none. */
static void make_tool(void)
{
    char path[300], search[600];
    FILE *f;

    snprintf(tools, sizeof tools, "%s", scn_path("tools"));
    snprintf(pipe_path, sizeof pipe_path, "%s/pipe", tools);
    snprintf(path, sizeof path, "%s/iscsiadm", tools);
    CHECK(mkdir(tools, 0700) == 0 && mkfifo(pipe_path, 0600) == 0);
    f = fopen(path, "w");
    CHECK(f != NULL);
    fprintf(f,
            "#!/bin/sh\ncase \"$*\" in\n"
            "*hang:*) echo waiting >'%s'; echo waited >&2; exit 8 ;;\n"
            "*odd:*) echo '127.0.0.1:3260,1 iqn.a/../b' ;;\n"
            "*broken:*) echo 'it is broken' >&2; exit 3 ;;\n"
            "*) echo '127.0.0.1:3260,1 iqn.2010-01.com.example:other' ;;\nesac\n",
            pipe_path);
    CHECK(fclose(f) == 0 && chmod(path, 0700) == 0);
    snprintf(search, sizeof search, "%s:%s", tools, getenv("PATH"));
    CHECK(setenv("PATH", search, 1) == 0);
}

static virStoragePoolPtr define(virConnectPtr conn, const char *name, const char *source)
{
    char xml[1024];
    virStoragePoolPtr pool;

    snprintf(xml, sizeof xml,
             "<pool type='iscsi'><name>%s</name><source>%s</source>"
             "<target><path>/dev/disk/by-path</path></target></pool>",
             name, source);
    pool = virStoragePoolDefineXML(conn, xml, 0);
    CHECK(pool != NULL);
    return pool;
}

#define TARGET "<device path='iqn.2010-01.com.example:vitrine-test'/>"

static void start_fails(virConnectPtr conn, const char *source, int code)
{
    virStoragePoolPtr pool = define(conn, "p", source);

    FAILS(virStoragePoolCreate(pool, 0), code);
    CHECK_INT(scn_pool_state(pool), VIR_STORAGE_POOL_INACTIVE);
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

static void failures_are_told(virConnectPtr conn)
{
    start_fails(conn, "<host name='broken'/>" TARGET, VIR_ERR_OPERATION_FAILED);
    start_fails(conn, "<host name='odd'/>" TARGET, VIR_ERR_INTERNAL_ERROR);
    start_fails(conn, "<host name='without'/>" TARGET, VIR_ERR_OPERATION_FAILED);
    start_fails(conn, "<host name='--login'/>" TARGET, VIR_ERR_XML_ERROR);
    start_fails(conn, "<host name='h'/><device path='/dev/sda'/>", VIR_ERR_XML_ERROR);
    start_fails(conn, "<host name='h'/>", VIR_ERR_XML_ERROR);
    start_fails(
        conn, "<host name='h'/>" TARGET "<auth type='chap' username='u'><secret usage='s'/></auth>",
        VIR_ERR_NO_SUPPORT);
    start_fails(conn, "<host name='h'/>" TARGET "<auth login='u' passwd='a&#10;b'/>",
                VIR_ERR_XML_ERROR);
}

static void sources_are_found(virConnectPtr conn)
{
    char *xml = virConnectFindStoragePoolSources(
        conn, "iscsi", "<source><host name='h' port='3261'/></source>", 0);

    CHECK(xml != NULL && strstr(xml, "<host name='h' port='3261'/>") != NULL &&
          strstr(xml, "<device path='iqn.2010-01.com.example:other'/>") != NULL);
    free(xml);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "iscsi", NULL, 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "iscsi", "<source/>", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "iscsi",
                                                "<source><host name='broken'/></source>", 0),
               VIR_ERR_OPERATION_FAILED);
}

static void *start(void *arg)
{
    FAILS(virStoragePoolCreate(hanging, 0), VIR_ERR_OPERATION_FAILED);
    atomic_store(&ended, 1);
    return arg;
}

/* While one waits for its portal, all others are as quick as ever. */
static void others_go_on(virConnectPtr conn)
{
    virStoragePoolPtr other;
    char text[8], folder[256];
    pthread_t thread;
    int fd;

    snprintf(folder, sizeof folder, "%s", scn_path("folder"));
    CHECK(mkdir(folder, 0700) == 0);
    other = scn_pool_define(conn, "other", folder);
    hanging = define(conn, "hanging", "<host name='hang'/>" TARGET);
    CHECK(pthread_create(&thread, NULL, start, NULL) == 0);
    OK(virStoragePoolCreate(other, 0));
    OK(virStoragePoolRefresh(other, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(other), 0);
    CHECK_INT(scn_pool_state(hanging), VIR_STORAGE_POOL_INACTIVE);
    CHECK_INT(virConnectNumOfStoragePools(conn), 1);
    OK(virStoragePoolDestroy(other));
    CHECK_INT(atomic_load(&ended), 0);
    fd = open(pipe_path, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0 && read(fd, text, sizeof text) == (ssize_t)sizeof text);
    close(fd);
    CHECK(pthread_join(thread, NULL) == 0);
    OK(virStoragePoolUndefine(hanging));
    OK(virStoragePoolUndefine(other));
    OK(virStoragePoolFree(hanging));
    OK(virStoragePoolFree(other));
    CHECK(rmdir(folder) == 0);
}

int main(void)
{
    virConnectPtr conn;

    host_roots();
    make_tool();
    conn = host_open();
    failures_are_told(conn);
    sources_are_found(conn);
    others_go_on(conn);
    host_close(conn);
    host_done();
    host_remove_tree(tools);
    return 0;
}
