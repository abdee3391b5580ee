/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools of node files, with and without volumes; what pools could be made of. */
#include "config.h"

#include "scenario/storage.h"

#define POOL(name) "<pool type='dir'><name>" name "</name><target><path>%s</path></target>"

static virConnectPtr open_node(const char *body)
{
    char uri[300], *text = NULL;

    CHECK(asprintf(&text, "<node>%s</node>", body) > 0);
    scn_write(scn_path("node.xml"), text, strlen(text));
    free(text);
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    return virConnectOpen(uri);
}

static void node_file(const char *folder)
{
    static const char part[] = "<pool type='dir'><name>apart</name><target><path>/x</path></target>"
                               "<volume><name>v</name><capacity>7</capacity></volume></pool>";
    char body[2000];
    virStoragePoolPtr pool;
    virConnectPtr conn;

    scn_write(scn_path("apart.xml"), part, strlen(part));
    snprintf(
        body, sizeof body,
        POOL("plain") "</pool>" POOL(
            "memory") "<volume><name>one</name><capacity unit='G'>1"
                      "</capacity></volume><volume><name>two</name><capacity>2</capacity></volume></pool>"
                      "<pool file='apart.xml'/>",
        folder, folder);
    conn = open_node(body);
    if (conn == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(conn != NULL);
    CHECK_INT(virConnectNumOfStoragePools(conn), 3);
    pool = virStoragePoolLookupByName(conn, "memory");
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 2);
    CHECK_INT(virStoragePoolIsPersistent(pool), 1);
    OK(virStoragePoolFree(pool));
    pool = virStoragePoolLookupByName(conn, "apart");
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    virStorageVolPtr vol = virStorageVolLookupByKey(conn, "/x/v");
    CHECK(vol != NULL);
    OK(virStorageVolFree(vol));
    OK(virStoragePoolFree(pool));
    CHECK_INT(virConnectClose(conn), 0);
    CHECK_INT(rmdir(folder), 0); /* opening has made no file */
    CHECK(mkdir(folder, 0700) == 0);
    snprintf(body, sizeof body, POOL("a") "</pool>" POOL("a") "</pool>", "/a", "/b");
    FAILS_NULL(open_node(body), VIR_ERR_XML_ERROR);
    FAILS_NULL(open_node("<pool type='dir'/>"), VIR_ERR_XML_ERROR);
    FAILS_NULL(open_node("<pool/>"), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(open_node("<pool file='nowhere.xml'/>"), VIR_ERR_SYSTEM_ERROR);
    snprintf(body, sizeof body, POOL("a") "<volume/></pool>", "/a");
    FAILS_NULL(open_node(body), VIR_ERR_XML_ERROR);
}

static void sources(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    static const char nfs[] =
        "<pool type='netfs'><name>n</name><source><host name='h.example'/><dir path='/e'/>"
        "<format type='nfs'/></source><target><path>/nowhere-n</path></target></pool>";
    static const char spec[] = "<source><host name='h.example'/></source>";
    virStoragePoolPtr pool = virStoragePoolDefineXML(conn, nfs, 0);
    char *text;

    CHECK(pool != NULL);
    text = virConnectFindStoragePoolSources(conn, "netfs", spec, 0);
    CHECK_STR(text, "<sources>\n  <source>\n    <host name='h.example'/>\n    <dir path='/e'/>\n"
                    "    <format type='nfs'/>\n  </source>\n</sources>\n");
    free(text);
    text = virConnectFindStoragePoolSources(conn, "netfs", "<source><host name='i'/></source>", 0);
    CHECK_STR(text, "<sources/>\n");
    free(text);
    text = virConnectFindStoragePoolSources(conn, "logical", NULL, 0);
    CHECK_STR(text, "<sources/>\n");
    free(text);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "netfs", NULL, 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "netfs", "<source/>", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "netfs", "<", 0), VIR_ERR_XML_DETAIL);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "dir", NULL, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(conn, "tape", NULL, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virConnectFindStoragePoolSources(ro, "logical", NULL, 0), VIR_ERR_OPERATION_DENIED);
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
}

int main(void)
{
    char *folder = scn_pool_folder("pool");

    virSetErrorFunc(NULL, scn_quiet);
    node_file(folder);
    sources();
    scn_remove(folder);
    return 0;
}
