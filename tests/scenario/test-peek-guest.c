/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virDomainMemoryPeek of the embedded hypervisor's guests: kinds of paging, holes, dumps, generations. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((unsigned long long)SCN_MEM_KIB * 1024)
#define PHYS VIR_MEMORY_PHYSICAL
#define VIRT VIR_MEMORY_VIRTUAL
#define BANNER 0x100000

/* Each kind of page tables shows the low memory in place, and again at a high address. */
static void paging(virConnectPtr conn, const char *mode, unsigned long long high)
{
    char more[200], a[9000], b[9000];

    snprintf(more, sizeof more,
             "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:guest paging='%s'/></vt:embedded>",
             mode);
    virDomainPtr dom = scn_start(conn, "paged", more);
    OK(virDomainMemoryPeek(dom, BANNER - 100, sizeof a, a, PHYS));
    OK(virDomainMemoryPeek(dom, BANNER, sizeof b - 100, b, VIRT));
    CHECK(memcmp(a + 100, b, sizeof b - 100) == 0);
    CHECK(strncmp(b, "Vitrine guest paged ", 20) == 0);
    OK(virDomainMemoryPeek(dom, high + BANNER - 100, sizeof b, b, VIRT));
    CHECK(memcmp(a, b, sizeof b) == 0);
    FAILS(virDomainMemoryPeek(dom, 0xff000, 1, a, VIRT), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0xfefff, 2, a, VIRT), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, RAM, 1, a, VIRT), VIR_ERR_OPERATION_FAILED);
    scn_drop(dom);
}

static void holes(virConnectPtr conn)
{
    virDomainPtr dom =
        scn_start(conn, "holed", SCN_EMBEDDED("<vt:hole start='0x200000' size='0x2000'/>"));
    char a[0x4000];

    OK(virDomainMemoryPeek(dom, 0x1ff000, 0x1000, a, PHYS));
    OK(virDomainMemoryPeek(dom, 0x202000, 0x1000, a, PHYS));
    FAILS(virDomainMemoryPeek(dom, 0x200000, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0x201fff, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0x1ff000, 0x4000, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0x200000, 1, a, VIRT), VIR_ERR_OPERATION_FAILED);
    scn_drop(dom);
}

static void raw_dump(virConnectPtr conn)
{
    char more[400], data[12288], got[12288];

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (char)(i * 7 + i / 256);
    scn_write(scn_path("raw"), data, sizeof data);
    snprintf(more, sizeof more,
             "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:ram file='%s' format='raw'/>"
             "</vt:embedded>",
             scn_path("raw"));
    virDomainPtr dom = scn_start(conn, "raw", more);
    OK(virDomainMemoryPeek(dom, 0, sizeof got, got, PHYS));
    CHECK(memcmp(data, got, sizeof got) == 0);
    FAILS(virDomainMemoryPeek(dom, sizeof got, 1, got, PHYS), VIR_ERR_OPERATION_FAILED);
    OK(virDomainDestroy(dom));
    CHECK(unlink(scn_path("raw")) == 0);
    OK(virDomainCreate(dom)); /* the memory is opened at the first look */
    CHECK_INT(virDomainMemoryPeek(dom, 0, 1, got, PHYS), -1);
    CHECK(scn_runs(dom));
    scn_drop(dom);
}

/* A guest of less than 1 MiB has that much all the same. */
static void small(virConnectPtr conn)
{
    virDomainPtr dom = virDomainCreateXML(conn,
                                          "<domain type='test'><name>small</name><memory>4</memory>"
                                          "<os><type>hvm</type></os></domain>",
                                          0);
    char a[14];

    CHECK(dom != NULL);
    OK(virDomainMemoryPeek(dom, 0x1000, sizeof a, a, VIRT));
    CHECK(strncmp(a, "Vitrine guest ", sizeof a) == 0);
    OK(virDomainMemoryPeek(dom, 0xfffff, 1, a, PHYS));
    FAILS(virDomainMemoryPeek(dom, 0x100000, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    OK(virDomainDestroy(dom));
    OK(virDomainFree(dom));
}

static void generations(virDomainPtr dom)
{
    char a[4096], b[4096], c[200];

    OK(virDomainMemoryPeek(dom, 0x5000, sizeof a, a, PHYS));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof b, b, PHYS));
    CHECK(memcmp(a, b, sizeof a) == 0);
    OK(virDomainReboot(dom, 0));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof b, b, PHYS));
    CHECK(memcmp(a, b, sizeof a) != 0);
    OK(virDomainMemoryPeek(dom, BANNER, sizeof c, c, PHYS));
    c[199] = '\0';
    CHECK(strstr(c, "generation 2\n") != NULL);
    OK(virDomainSuspend(dom));
    OK(virDomainMemoryPeek(dom, 0, sizeof b, b, PHYS)); /* paused: as well */
    OK(virDomainDestroy(dom));
    FAILS(virDomainMemoryPeek(dom, 0, 1, a, PHYS), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainMemoryPeek(dom, 0, 0, NULL, PHYS), VIR_ERR_OPERATION_FAILED);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");

    paging(conn, "2level", 0xc0000000);
    paging(conn, "pae", 0xc0000000);
    paging(conn, "4level", 0xffffffff80000000);
    paging(conn, "5level", 0xffffffff80000000);
    holes(conn);
    raw_dump(conn);
    small(conn);
    generations(dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
