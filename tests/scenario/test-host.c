/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told of the host: its size, its cells, its capabilities. */
#include "config.h"

#include <libxml/parser.h>

#include "scenario/scenario.h"

static void host(virConnectPtr conn)
{
    unsigned long long cells[3] = {0, 0, 7};
    unsigned long version = 0;
    virSecurityModel model;
    virNodeInfo node;

    OK(virNodeGetInfo(conn, &node));
    CHECK_STR(node.model, "i686");
    CHECK(node.memory == 3145728 && node.cpus == 16 && node.mhz == 1400);
    CHECK_INT(VIR_NODEINFO_MAXCPUS(node), 16);
    CHECK_INT(virNodeGetFreeMemory(conn), 2097152 + 4194304);
    CHECK_INT(virNodeGetCellsFreeMemory(conn, cells, 0, 3), 2);
    CHECK(cells[0] == 2097152 && cells[1] == 4194304 && cells[2] == 7);
    CHECK_INT(virNodeGetCellsFreeMemory(conn, cells, 1, 1), 1);
    CHECK_INT(cells[0], 4194304);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, 2, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, -1, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, NULL, 0, 1), VIR_ERR_INVALID_ARG);
    OK(virConnectGetVersion(conn, &version));
    CHECK_INT(version, 2);
    CHECK_INT(virConnectGetMaxVcpus(conn, NULL), 32);
    CHECK_INT(virConnectGetMaxVcpus(conn, "test"), 32);
    OK(virNodeGetSecurityModel(conn, &model));
    CHECK(model.model[0] != '\0');
    FAILS(virNodeGetInfo(conn, NULL), VIR_ERR_INVALID_ARG);
    char *text = virConnectGetCapabilities(conn), *name = virConnectGetHostname(conn);
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "caps", NULL, XML_PARSE_NONET);
    CHECK(doc != NULL && xmlStrEqual(xmlDocGetRootElement(doc)->name, BAD_CAST "capabilities"));
    xmlFreeDoc(doc);
    xmlCleanupParser();
    CHECK(name != NULL && name[0] != '\0');
    free(text);
    free(name);
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();

    host(conn);
    host(ro);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
