/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Units, sessions and adapters are found in sysfs, each by what it is below of. */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "storage/host_testing.h"
#include "storage/iscsi.h"
#include "storage/scsi.h"

static char sysfs[256];

static void write_file(const char *path, const char *text)
{
    char full[512];
    FILE *f;

    snprintf(full, sizeof full, "%s/%s", sysfs, path);
    for (char *c = strchr(full + strlen(sysfs) + 1, '/'); c != NULL; c = strchr(c + 1, '/')) {
        *c = '\0';
        (void)mkdir(full, 0700);
        *c = '/';
    }
    f = fopen(full, "w");
    CHECK(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* A unit with its link among the devices of the bus. */
static void unit(const char *parent, const char *address, const char *block, const char *size)
{
    char path[256], link[512], to[512];

    snprintf(path, sizeof path, "devices/%s/%s/type", parent, address);
    write_file(path, block != NULL && strcmp(block, "st0") == 0 ? "1\n" : "0\n");
    if (size != NULL) {
        snprintf(path, sizeof path, "devices/%s/%s/block/%s/size", parent, address, block);
        write_file(path, size);
    }
    write_file("bus/scsi/devices/x", "");
    snprintf(link, sizeof link, "%s/bus/scsi/devices/%s", sysfs, address);
    snprintf(to, sizeof to, "../../../devices/%s/%s", parent, address);
    CHECK(symlink(to, link) == 0);
}

static void build(void)
{
    unit("pci0/host2/target2:0:1", "2:0:1:10", "sdc", "2048\n");
    unit("pci0/host2/target2:0:1", "2:0:1:9", "sdb", "4096\n");
    unit("pci0/host2/target2:0:0", "2:0:0:0", "sda", "99999999999999999999999\n");
    unit("pci0/host2/target2:0:0", "2:0:0:1", NULL, NULL);
    unit("pci0/host2/target2:0:5", "2:0:5:0", "st0", NULL);
    unit("pci0/host22/target22:0:0", "22:0:0:0", "sdd", "8\n");
    unit("platform/host3/session1/target3:0:0", "3:0:0:1", "sde", "16\n");
    unit("platform/host3/session12/target3:0:1", "3:0:1:1", "sdf", "16\n");
    write_file("class/scsi_host/host2/x", "");
    write_file("class/iscsi_session/session1/targetname", "iqn.a:one\n");
    write_file("class/iscsi_session/session1/initiatorname", "iqn.a:me\n");
    write_file("class/iscsi_session/session1/state", "FAILED\n");
    write_file("class/iscsi_session/session12/targetname", "iqn.a:two\n");
    write_file("class/iscsi_session/session12/initiatorname", "iqn.a:me\n");
    write_file("class/iscsi_session/session12/state", "LOGGED_IN\n");
    write_file("class/fc_host/host2/node_name", "0x20000000c9831b4b\n");
    write_file("class/fc_host/host2/port_name", "0x10000000c9831b4b\n");
}

static void units_are_in_order(void)
{
    SCSI_UNITS_SCOPE(units);

    CHECK_INT(scsi_units_read(sysfs, "host2", &units), 0);
    CHECK_INT(units.n, 3);
    CHECK_INT(units.n_coming, 1);
    CHECK_STR(units.unit[0]->block, "sda");
    CHECK_INT(units.unit[0]->size, 0);
    CHECK_STR(units.unit[1]->block, "sdb");
    CHECK_INT(units.unit[1]->size, 4096 * 512);
    CHECK_INT(units.unit[2]->lun, 10);
}

static void sessions_have_their_own(void)
{
    SCSI_UNITS_SCOPE(units);
    struct iscsi_session session = {.number = 0};

    CHECK_INT(iscsi_session_find(sysfs, "iqn.a:one", NULL, &session), 1);
    CHECK(session.number == 1 && !session.usable);
    CHECK_INT(iscsi_session_find(sysfs, "iqn.a:two", "iqn.a:me", &session), 1);
    CHECK(session.number == 12 && session.usable);
    CHECK_INT(iscsi_session_find(sysfs, "iqn.a:two", "iqn.a:you", &session), 0);
    CHECK_INT(iscsi_session_find(sysfs, "iqn.a:on", NULL, &session), 0);
    CHECK_INT(iscsi_session_find("/nowhere", "iqn.a:one", NULL, &session), 0);
    CHECK_INT(scsi_units_read(sysfs, "session1", &units), 0);
    CHECK_INT(units.n, 1);
    CHECK_STR(units.unit[0]->block, "sde");
}

/* What scsi_adapter says, and of the error when it is one. */
static int adapter(const char *source)
{
    struct storage_pool_def *def = NULL;
    char xml[512], *host = NULL;
    int r;

    snprintf(xml, sizeof xml,
             "<pool type='scsi'><name>a</name><source>%s</source>"
             "<target><path>/dev</path></target></pool>",
             source);
    CHECK_INT(storage_pool_def_parse(xml, &def), 0);
    r = scsi_adapter(sysfs, def, &host);
    if (r > 0)
        CHECK_STR(host, "host2");
    free(host);
    storage_pool_def_unref(def);
    return r;
}

static void adapters_are_named(void)
{
    CHECK_INT(adapter("<adapter name='host2'/>"), 1);
    CHECK_INT(adapter("<adapter type='scsi_host' name='scsi_host2'/>"), 1);
    CHECK_INT(adapter("<adapter name='host3'/>"), 0);
    CHECK_INT(adapter("<adapter name='host2/../host2'/>"), -1);
    CHECK_INT(adapter("<adapter name='..'/>"), -1);
    CHECK_INT(adapter("<adapter type='odd' name='host2'/>"), -1);
    CHECK_INT(adapter(""), -1);
    CHECK_INT(adapter("<adapter type='fc_host' wwnn='20000000C9831b4b' wwpn='10000000c9831b4b'/>"),
              1);
    CHECK_INT(adapter("<adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000c9831b4c'/>"),
              0);
    CHECK_INT(adapter("<adapter type='fc_host' wwnn='2' wwpn='1'/>"), -1);
}

int main(void)
{
    snprintf(sysfs, sizeof sysfs, "%s", scn_path("sysfs"));
    CHECK(mkdir(sysfs, 0700) == 0);
    virSetErrorFunc(NULL, scn_quiet);
    build();
    units_are_in_order();
    sessions_have_their_own();
    adapters_are_named();
    host_remove_tree(sysfs);
    return 0;
}
