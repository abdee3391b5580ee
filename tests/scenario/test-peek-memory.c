/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virDomainMemoryPeek: addresses, sizes, states of the guest, and what is refused. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((unsigned long long)SCN_MEM_KIB * 1024)
#define PHYS VIR_MEMORY_PHYSICAL
#define VIRT VIR_MEMORY_VIRTUAL

static void bounds(virDomainPtr dom)
{
    char a[8192], b[8192];

    OK(virDomainMemoryPeek(dom, 0, sizeof a, a, PHYS));
    OK(virDomainMemoryPeek(dom, 4090, 100, b, PHYS)); /* over a page's end */
    CHECK(memcmp(a + 4090, b, 100) == 0);
    OK(virDomainMemoryPeek(dom, RAM - 1, 1, a, PHYS));
    OK(virDomainMemoryPeek(dom, 0, 0, NULL, PHYS));
    OK(virDomainMemoryPeek(dom, scn_vaddr(), 0, NULL, VIRT));
    memset(a, 0x5a, 4);
    OK(virDomainMemoryPeek(dom, 16, 1, a, PHYS)); /* not a byte more */
    CHECK(a[1] == 0x5a);
    FAILS(virDomainMemoryPeek(dom, RAM - 1, 2, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, RAM, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, UINT64_MAX, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, UINT64_MAX - 5, 100, a, PHYS), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(dom, UINT64_MAX - 5, 100, a, VIRT), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(dom, 0, 1, a, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(dom, 0, 1, a, PHYS | VIRT), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(dom, 0, 1, a, 4 | PHYS), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(dom, 0, 1, NULL, PHYS), VIR_ERR_INVALID_ARG);
    FAILS(virDomainMemoryPeek(NULL, 0, 1, a, PHYS), VIR_ERR_INVALID_DOMAIN);
}

static void states(virDomainPtr dom)
{
    char a[4096], b[4096];

    OK(virDomainSuspend(dom));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof a, a, PHYS));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof b, b,
                           PHYS)); /* nothing changes while it is paused */
    CHECK(memcmp(a, b, sizeof a) == 0);
    OK(virDomainDestroy(dom));
    FAILS(virDomainMemoryPeek(dom, 0, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0, 0, NULL, PHYS), VIR_ERR_OPERATION_FAILED);
    scn_create(dom);
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof b, b, PHYS));
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = scn_start(conn, "one", ""), other = virDomainLookupByName(ro, "one");
    char a[1];

    FAILS(virDomainMemoryPeek(other, 0, 1, a, PHYS), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainMemoryPeek(other, 0, 1, a, 0), VIR_ERR_OPERATION_DENIED);
    bounds(dom);
    states(dom);
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
