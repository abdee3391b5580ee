/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One source, one pool of the host: another is neither defined nor created, whatever its name, until the first is
 * undefined; the pool itself may be defined anew. */
#include "config.h"

#include "storage/host_testing.h"

#define TARGET "<device path='iqn.2010-01.com.example:t'/>"

/* What is between the name and the end of a document. */
struct same {
    const char *type, *first, *twin, *other;
};

static const struct same table[] = {
    {"dir", "<target><path>/a</path></target>", "<target><path>/a/</path></target>",
     "<target><path>/a/b</path></target>"},
    {"fs", "<source><device path='/dev/a'/></source><target><path>/a</path></target>",
     "<source><device path='/dev/a'/></source><target><path>/b</path></target>",
     "<source><device path='/dev/b'/></source><target><path>/a</path></target>"},
    {"netfs", "<source><host name='h'/><dir path='/e'/></source><target><path>/a</path></target>",
     "<source><host name='h'/><dir path='/e'/></source><target><path>/b</path></target>",
     "<source><host name='i'/><dir path='/e'/></source><target><path>/a</path></target>"},
    {"logical", "<source><name>g</name></source><target><path>/dev/g</path></target>",
     "<source><device path='/dev/a'/><name>g</name></source><target><path>/dev</path></target>",
     "<source><device path='/dev/a'/><name>i</name></source><target><path>/dev/i</path></target>"},
    {"disk", "<source><device path='/dev/a'/></source><target><path>/dev</path></target>",
     "<source><device path='/dev/a'/><format type='gpt'/></source><target><path>/d</path></target>",
     "<source><device path='/dev/b'/></source><target><path>/dev</path></target>"},
    {"iscsi", "<source><host name='h'/>" TARGET "</source><target><path>/dev</path></target>",
     "<source><host name='i' port='3261'/>" TARGET "</source><target><path>/dev</path></target>",
     "<source><host name='h'/>" TARGET "<initiator><iqn name='iqn.2010-01.com.example:me'/>"
     "</initiator></source><target><path>/dev</path></target>"},
    {"scsi", "<source><adapter name='host2'/></source><target><path>/dev</path></target>",
     "<source><adapter name='scsi_host2'/></source><target><path>/dev</path></target>",
     "<source><adapter name='host21'/></source><target><path>/dev</path></target>"},
    {"scsi",
     "<source><adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/></source>"
     "<target><path>/dev</path></target>",
     "<source><adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000C9831B4B'/></source>"
     "<target><path>/dev</path></target>",
     "<source><adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000c9831b4c'/></source>"
     "<target><path>/dev</path></target>"},
};

static const char *document(const struct same *same, const char *name, const char *rest)
{
    static char xml[1024];

    snprintf(xml, sizeof xml, "<pool type='%s'><name>%s</name>%s</pool>", same->type, name, rest);
    return xml;
}

static virStoragePoolPtr define(virConnectPtr conn, const struct same *same, const char *name,
                                const char *rest)
{
    virStoragePoolPtr pool = virStoragePoolDefineXML(conn, document(same, name, rest), 0);

    if (pool == NULL)
        fprintf(stderr, "%s: %s\n", same->type, virGetLastError()->message);
    CHECK(pool != NULL);
    return pool;
}

static void end(virStoragePoolPtr pool)
{
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

static void try(virConnectPtr conn, const struct same *same)
{
    virStoragePoolPtr first = define(conn, same, "first", same->first);
    virStoragePoolPtr other = define(conn, same, "other", same->other);

    FAILS_NULL(virStoragePoolDefineXML(conn, document(same, "twin", same->twin), 0),
               VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStoragePoolCreateXML(conn, document(same, "twin", same->twin), 0),
               VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStoragePoolDefineXML(conn, document(same, "other", same->twin), 0),
               VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStoragePoolLookupByName(conn, "twin"), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolFree(define(conn, same, "first", same->twin)));
    end(first);
    end(define(conn, same, "twin", same->first));
    end(other);
}

int main(void)
{
    virConnectPtr conn;

    host_roots();
    conn = host_open();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        try(conn, &table[i]);
    CHECK_INT(virConnectNumOfDefinedStoragePools(conn), 0);
    host_close(conn);
    host_done();
    return 0;
}
