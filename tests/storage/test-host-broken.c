/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes whose headers make no sense, as a guest or a crash may leave them: they are found and deleted like any other,
 * and only what would come from the header is an error. */
#include "config.h"

#include <sys/xattr.h>

#include "storage/host_testing.h"

#define BROKEN \
    "QFI\xfb\0\0\0\2\0\0\0\0\0\0\1\0\xff\xff\xff\xff" /* a backing file of 4 GiB of name */

static char *folder;
static bool secret; /* nobody may read attributes */

/* In the place of that of libc, which root is always answered by. */
ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)
{
    ssize_t n = secret ? -1 : getxattr(path, name, value, size);

    if (secret)
        errno = EACCES;
    return n;
}

static const char *in_folder(const char *name)
{
    return host_file(folder, name);
}

static void broken(virConnectPtr conn, virStoragePoolPtr pool, const char *name)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, name);
    virStorageVolInfo info;

    CHECK(vol != NULL);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStorageVolGetXMLDesc(vol, 0), VIR_ERR_OPERATION_FAILED);
    OK(virStorageVolFree(vol));
    vol = virStorageVolLookupByPath(conn, in_folder(name));
    CHECK(vol != NULL);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    CHECK(access(in_folder(name), F_OK) < 0);
}

/* One of which nobody may know the format is not said to be raw. */
static void unreadable(virStoragePoolPtr pool)
{
    virStorageVolPtr vol;
    virStorageVolInfo info;

    scn_write(in_folder("private"), "", 0);
    secret = true;
    vol = virStorageVolLookupByName(pool, "private");
    CHECK(vol != NULL);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_SYSTEM_ERROR);
    FAILS_NULL(virStorageVolGetXMLDesc(vol, 0), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    secret = false;
}

/* Made with a format that is kept, and then overwritten.  The tool is not everywhere, nor are attributes. */
static void made(virConnectPtr conn, virStoragePoolPtr pool)
{
    virStorageVolPtr vol = scn_vol_try(pool, "made", 1 << 20, 0, "qcow2");

    if (vol == NULL) {
        CHECK_INT(virGetLastError()->code, VIR_ERR_NO_SUPPORT);
        return;
    }
    OK(virStorageVolFree(vol));
    int fd = open(in_folder("made"), O_WRONLY | O_CLOEXEC);
    CHECK(fd >= 0 && pwrite(fd, "nonsense", 8, 0) == 8);
    close(fd);
    broken(conn, pool, "made");
}

int main(void)
{
    host_roots();
    folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = host_start_probing(conn, folder);

    scn_write(in_folder("guest's"), BROKEN, sizeof BROKEN - 1);
    broken(conn, pool, "guest's");
    made(conn, pool);
    unreadable(pool);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(pool));
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
