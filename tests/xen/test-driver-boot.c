/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is to start with the host is started by the first who comes with the right to, once in each boot. */
#include "config.h"

#include "xen/driver_testing.h"

/* The folder of marks is empty after a boot. */
static void boot(void)
{
    char mark[600];

    snprintf(mark, sizeof mark, "%s/libxl/autostarted", getenv("VITRINE_STATE_DIR"));
    CHECK(unlink(mark) == 0);
}

static bool runs(virConnectPtr conn, const char *name)
{
    virDomainPtr dom = drv_find(conn, name);
    bool is = scn_runs(dom);

    OK(virDomainFree(dom));
    return is;
}

static void define(virConnectPtr conn, const char *name, int autostart)
{
    virDomainPtr dom = scn_define(conn, name, "");

    OK(virDomainSetAutostart(dom, autostart));
    OK(virDomainFree(dom));
}

static void drop(virConnectPtr conn, const char *name)
{
    virDomainPtr dom = drv_find(conn, name);

    scn_drop(dom);
}

int main(void)
{
    (void)drv_fake();
    virConnectPtr conn = scn_open(), ro;
    define(conn, "yes", 1);
    define(conn, "no", 0);
    define(conn, "broken", 1);
    CHECK_INT(virConnectClose(conn), 0);

    boot();
    ro = scn_open_ro();
    uint64_t before = drv_fake()->calls("create");
    CHECK(!runs(ro, "yes"));
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(drv_fake()->calls("create"), before); /* one that may only look starts nothing */

    drv_fake()->fail("create", FAKE_ANY_DOMAIN, ENOMEM, 1); /* one fails, the other starts */
    conn = scn_open();
    UNTIL(runs(conn, "yes") + runs(conn, "broken") == 1);
    CHECK(!runs(conn, "no"));
    CHECK_INT(drv_fake()->calls("create"), before + 2);
    CHECK_INT(virConnectClose(conn), 0);

    conn = scn_open(); /* not again in this boot */
    virDomainPtr dom = drv_find(conn, runs(conn, "yes") ? "yes" : "broken");
    OK(virDomainDestroy(dom));
    CHECK_INT(virConnectClose(conn), 1); /* the handle */
    OK(virDomainFree(dom));
    conn = scn_open();
    CHECK(!runs(conn, "yes") && !runs(conn, "broken"));
    CHECK_INT(drv_fake()->calls("create"), before + 2);
    drop(conn, "yes");
    drop(conn, "no");
    drop(conn, "broken");
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
