/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A core dump, and a second guest whose memory is that file. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((size_t)SCN_MEM_KIB * 1024)

/* A domain that has the dump for memory shows the same bytes, by physical and virtual address. */
static void read_back(virConnectPtr conn, virDomainPtr dom)
{
    char more[512];
    unsigned char *a = scn_ram(dom, RAM), *b, x[4096], y[4096];

    snprintf(more, sizeof more,
             "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:ram file='%s' format='elf'/>"
             "</vt:embedded>",
             scn_path("core"));
    virDomainPtr copy = scn_start(conn, "copy", more);
    b = scn_ram(copy, RAM);
    CHECK(memcmp(a, b, RAM) == 0);
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof x, x, VIR_MEMORY_VIRTUAL));
    OK(virDomainMemoryPeek(copy, 0x5000, sizeof y, y, VIR_MEMORY_VIRTUAL));
    CHECK(memcmp(x, y, sizeof x) == 0);
    OK(virDomainMemoryPeek(copy, 0xffffffff80005000, sizeof y, y, VIR_MEMORY_VIRTUAL));
    CHECK(memcmp(x, y, sizeof x) == 0);
    FAILS(virDomainMemoryPeek(copy, RAM, 1, y, VIR_MEMORY_PHYSICAL), VIR_ERR_OPERATION_FAILED);
    OK(virDomainCoreDump(copy, scn_path("again"), 0)); /* and is dumped in turn */
    CHECK_INT(scn_entries(), 2);
    scn_drop(copy);
    free(a);
    free(b);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");

    OK(virDomainSuspend(dom));
    OK(virDomainCoreDump(dom, scn_path("core"), 0));
    read_back(conn, dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
