/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a read of a guest's memory asks the host: a window is one mapping, its list of frames another once
 * it was found, and nothing is asked twice that never changes.  What is not read any more is let go of. */
#include "config.h"

#include "driver_testing.h"

#define MIB ((size_t)1 << 20)

static uint64_t calls(const char *op)
{
    return drv_fake()->calls(op);
}

static void wait_until_unmapped(void)
{
    struct fake_counts counts;

    UNTIL((drv_fake()->counts(&counts), counts.mapped == 0));
}

static void read_cold(virDomainPtr dom, uint64_t at, uint64_t maps, uint64_t on_demand)
{
    static char bytes[MIB];
    uint64_t maps_before = calls("map"), demand_before = calls("on_demand");

    OK(virDomainMemoryPeek(dom, at, sizeof bytes, bytes, VIR_MEMORY_PHYSICAL));
    CHECK_INT(calls("map") - maps_before, maps);
    CHECK_INT(calls("on_demand") - demand_before, on_demand);
    OK(virDomainMemoryPeek(dom, at, sizeof bytes, bytes, VIR_MEMORY_PHYSICAL));
    CHECK_INT(calls("map") - maps_before, maps);
}

static void read_virtual(virDomainPtr dom)
{
    char bytes[64];
    uint64_t maps, regs, widths = calls("guest_width");

    OK(virDomainMemoryPeek(dom, FAKE_DIRECT_VADDR + MIB, sizeof bytes, bytes, VIR_MEMORY_VIRTUAL));
    maps = calls("map");
    regs = calls("regs");
    OK(virDomainMemoryPeek(dom, FAKE_DIRECT_VADDR + MIB, sizeof bytes, bytes, VIR_MEMORY_VIRTUAL));
    CHECK_INT(calls("map"), maps);
    CHECK_INT(calls("regs"), regs + 1);
    CHECK_INT(calls("guest_width"), widths);
}

/* @steps: from what the guest publishes to its list. */
static void ask(virConnectPtr conn, enum fake_kind kind, uint64_t steps)
{
    bool pv = kind <= FAKE_PV_TREE;
    uint32_t domid = drv_make(&(struct fake_spec){.name = "guest", .kind = kind, .mem_kib = 16384});
    virDomainPtr dom = drv_find(conn, "guest");
    uint64_t widths = calls("guest_width"), last = calls("max_frame");

    read_cold(dom, 2 * MIB, steps + 1, pv ? 0 : 2); /* and when it was first looked at */
    wait_until_unmapped();
    read_cold(dom, 2 * MIB, pv ? 2 : 1, pv ? 0 : 1);
    CHECK_INT(calls("guest_width"), widths + (pv ? 1 : 0));
    CHECK_INT(calls("max_frame"), last + (pv ? 0 : 1));
    read_virtual(dom);
    CHECK_INT(drv_fake()->destroy(domid), 0);
    UNTIL(scn_is_off(dom));
    OK(virDomainFree(dom));
    wait_until_unmapped();
}

int main(void)
{
    const struct fake_control *fake = drv_fake();
    virConnectPtr conn = virConnectOpen("xen:///");

    CHECK(fake != NULL && conn != NULL);
    ask(conn, FAKE_PV_LINEAR, 6);
    ask(conn, FAKE_PV_TREE, 4);
    ask(conn, FAKE_PVH, 0);
    OK(virConnectClose(conn));
    return 0;
}
