/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A volume of a format that cannot tell of a backing store is not made with one: it would show zeros in its place. */
#include "config.h"

#include "storage/host_testing.h"

static void refused(virStoragePoolPtr pool, const char *format)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<volume><name>v</name><capacity>4096</capacity>%s<backingStore>"
                   "<path>/dev/zero</path></backingStore></volume>",
                   format) > 0);
    FAILS_NULL(virStorageVolCreateXML(pool, xml, 0), VIR_ERR_NO_SUPPORT);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    free(xml);
}

int main(void)
{
    host_roots();
    char *folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "p", folder);

    refused(pool, "");
    refused(pool, "<target><format type='raw'/></target>");
    refused(pool, "<target><format type='dir'/></target>");
    scn_pool_drop(pool);
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
