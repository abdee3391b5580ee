/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a logical partition is deleted, those behind it get other names.  A volume stays the partition that it was: one
 * whose name another has now is gone, and neither deletes that one nor writes to it. */
#include "config.h"

#include "storage/host_testing.h"

#define MIB (1024ull * 1024)

static char *folder;
static char device[64]; /* "/dev/loop0" */

static bool has_tool(const char *name)
{
    char command[128];

    snprintf(command, sizeof command, "command -v %s >/dev/null", name);
    return system(command) == 0;
}

/* A loop device whose partitions the kernel makes known, for as long as this process lives; false: there is none. */
static bool attach(void)
{
    char command[1200], part[80];
    int fd;

    snprintf(command, sizeof command,
             "truncate -s 64M '%s/disk' && losetup -P -f --show '%s/disk' 2>/dev/null", folder,
             folder);
    FILE *f = popen(command, "r");
    CHECK(f != NULL);
    bool ok = fgets(device, sizeof device, f) != NULL;
    CHECK(pclose(f) >= 0);
    if (!ok)
        return false;
    device[strcspn(device, "\n")] = '\0';
    fd = open(device, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    snprintf(command, sizeof command,
             "losetup -d %s; parted -s %s mklabel msdos mkpart primary 1MiB 2MiB", device, device);
    snprintf(part, sizeof part, "%sp1", device);
    return system(command) == 0 && access(part, F_OK) == 0;
}

static int skip(const char *why)
{
    printf("SKIP: %s\n", why);
    host_done();
    scn_remove(folder);
    return 77;
}

static const char *part(unsigned int number)
{
    static char name[80];

    snprintf(name, sizeof name, "%sp%u", strrchr(device, '/') + 1, number);
    return name;
}

static virStorageVolPtr make(virStoragePoolPtr pool, unsigned int number, unsigned int mib,
                             const char *format)
{
    virStorageVolPtr vol = scn_vol_try(pool, part(number), mib * MIB, mib * MIB, format);

    CHECK(vol != NULL);
    return vol;
}

static void is(virStoragePoolPtr pool, unsigned int number, unsigned int mib)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, part(number));
    virStorageVolInfo info;

    CHECK(vol != NULL);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK(info.capacity == mib * MIB && info.allocation == mib * MIB);
    OK(virStorageVolFree(vol));
}

/* What the other process is told by. */
static const char *go(void)
{
    static char path[600];

    snprintf(path, sizeof path, "%s/go", folder);
    return path;
}

static void rename_by_other(virConnectPtr conn)
{
    virStoragePoolPtr pool;
    virStorageVolPtr vol;

    HOST_WAIT(access(go(), F_OK) == 0);
    HOST_WAIT((pool = virStoragePoolLookupByName(conn, "p")) != NULL);
    vol = virStorageVolLookupByName(pool, part(5));
    CHECK(vol != NULL);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    OK(virStoragePoolFree(pool));
}

int main(void)
{
    char xml[512];
    virStorageVolInfo info;

    host_roots();
    folder = scn_pool_folder("folder");
    if (geteuid() != 0 || !has_tool("losetup") || !has_tool("parted") || !has_tool("wipefs"))
        return skip("it takes root, losetup, parted and wipefs");
    if (!attach())
        return skip("there are no loop devices with partitions here");
    snprintf(xml, sizeof xml,
             "<pool type='disk'><name>p</name><source><device path='%s'/><format type='dos'/>"
             "</source><target><path>/dev</path></target></pool>",
             device);
    pid_t other = host_begin(rename_by_other); /* while there is no thread yet */
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = virStoragePoolCreateXML(conn, xml, 0);
    CHECK(pool != NULL);
    virStorageVolPtr all = make(pool, 2, 40, "extended");
    virStorageVolPtr five = make(pool, 5, 4, "linux");
    virStorageVolPtr six = make(pool, 6, 5, "linux");
    virStorageVolPtr seven = make(pool, 7, 6, "linux");

    scn_write(go(), "", 0);
    host_end(other);
    FAILS(virStorageVolDelete(six, 0), VIR_ERR_NO_STORAGE_VOL);
    FAILS(virStorageVolGetInfo(six, &info), VIR_ERR_NO_STORAGE_VOL);
    FAILS(virStorageVolDelete(seven, VIR_STORAGE_VOL_DELETE_ZEROED), VIR_ERR_NO_STORAGE_VOL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 4);
    is(pool, 5, 5);
    is(pool, 6, 6);
    OK(virStorageVolFree(all));
    OK(virStorageVolFree(five));
    OK(virStorageVolFree(six));
    OK(virStorageVolFree(seven));
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(pool));
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
