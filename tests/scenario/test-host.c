/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told of the host: its size, its cells, its capabilities. */
#include "config.h"

#include <libxml/parser.h>

#include "scenario/scenario.h"

#define MAX_CELLS 64

/* What the embedded hypervisor makes up. */
static void embedded(virConnectPtr conn)
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
    OK(virConnectGetVersion(conn, &version));
    CHECK_INT(version, 2);
    CHECK_INT(virConnectGetMaxVcpus(conn, NULL), 32);
    OK(virNodeGetSecurityModel(conn, &model));
    CHECK(model.model[0] != '\0');
}

static void xen(virConnectPtr conn)
{
    unsigned long version = 0;
    virSecurityModel model;

    OK(virConnectGetVersion(conn, &version));
    CHECK(version >= 4000000); /* 4.0 */
    CHECK(virConnectGetMaxVcpus(conn, NULL) >= 1);
    FAILS(virNodeGetSecurityModel(conn, &model), VIR_ERR_NO_SUPPORT);
}

static void numbers(virConnectPtr conn)
{
    unsigned long long all, one, cells[MAX_CELLS], sum = 0;
    virNodeInfo node;
    int n;

    OK(virNodeGetInfo(conn, &node));
    CHECK(node.model[0] != '\0' && node.memory > 0 && node.cpus > 0);
    CHECK(VIR_NODEINFO_MAXCPUS(node) >= node.cpus);
    FAILS(virNodeGetInfo(conn, NULL), VIR_ERR_INVALID_ARG);
    all = virNodeGetFreeMemory(conn);
    n = virNodeGetCellsFreeMemory(conn, cells, 0, MAX_CELLS);
    CHECK(n >= 1 && n < MAX_CELLS);
    for (int i = 0; i < n; i++) {
        CHECK_INT(virNodeGetCellsFreeMemory(conn, &one, i, 1), 1);
        CHECK_INT(one, cells[i]);
        sum += one;
    }
    CHECK_INT(sum, all);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, n, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, -1, 1), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, cells, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virNodeGetCellsFreeMemory(conn, NULL, 0, 1), VIR_ERR_INVALID_ARG);
    CHECK_INT(virConnectGetMaxVcpus(conn, scn_type()), virConnectGetMaxVcpus(conn, NULL));
}

static void texts(virConnectPtr conn)
{
    char *text = virConnectGetCapabilities(conn), *name = virConnectGetHostname(conn);
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "caps", NULL, XML_PARSE_NONET);

    CHECK(doc != NULL && xmlStrEqual(xmlDocGetRootElement(doc)->name, BAD_CAST "capabilities"));
    CHECK(strstr(text, scn_xen() ? "<domain type='xen'" : "<domain type='test'") != NULL);
    xmlFreeDoc(doc);
    xmlCleanupParser();
    CHECK(name != NULL && name[0] != '\0');
    free(text);
    free(name);
}

static void host(virConnectPtr conn)
{
    (scn_xen() ? xen : embedded)(conn);
    numbers(conn);
    texts(conn);
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
