/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes of a folder of the host: its files are the truth at every moment; nothing leads out of it; and what is
 * in a file decides nothing, unless the pool's definition says so. */
#include "config.h"

#include "storage/host_testing.h"

static char *folder;

static const char *in_folder(const char *name)
{
    return host_file(folder, name);
}

static bool has_format(virStorageVolPtr vol, const char *format)
{
    char want[64], *xml = virStorageVolGetXMLDesc(vol, 0);

    CHECK(xml != NULL);
    snprintf(want, sizeof want, "<format type='%s'/>", format);
    bool has = strstr(xml, want) != NULL;
    free(xml);
    return has;
}

/* What others put there and take away. */
static void others(virConnectPtr conn, virStoragePoolPtr pool)
{
    virStorageVolPtr vol;
    virStorageVolInfo info;

    FAILS_NULL(virStorageVolLookupByName(pool, "theirs"), VIR_ERR_NO_STORAGE_VOL);
    scn_write(in_folder("theirs"), "12345", 5);
    vol = virStorageVolLookupByPath(conn, in_folder("theirs"));
    CHECK(vol != NULL);
    OK(virStorageVolGetInfo(vol, &info));
    scn_write(in_folder("theirs"), "1234567", 7);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, 7);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    CHECK(unlink(in_folder("theirs")) == 0);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    OK(virStorageVolDelete(vol, 0)); /* already gone is no error */
    FAILS(virStorageVolDelete(vol, 0), VIR_ERR_NO_STORAGE_VOL);
    OK(virStorageVolFree(vol));
}

/* What is no volume: links, pipes, folders, names of temporary files. */
static void no_volumes(virConnectPtr conn, virStoragePoolPtr pool)
{
    static const char *const names[] = {"link", "pipe", "sub", ".vitrine-x.part", "..",
                                        ".",    "",     "a/b", "../etc/passwd"};

    CHECK(symlink("/etc/passwd", in_folder("link")) == 0);
    CHECK(mkfifo(in_folder("pipe"), 0600) == 0);
    CHECK(mkdir(in_folder("sub"), 0700) == 0);
    scn_write(in_folder(".vitrine-x.part"), "", 0);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        CHECK(virStorageVolLookupByName(pool, names[i]) == NULL);
        CHECK(virStorageVolLookupByPath(conn, in_folder(names[i])) == NULL);
        CHECK(scn_vol_try(pool, names[i], 1, 0, "raw") == NULL);
    }
    CHECK(unlink(in_folder("link")) == 0 && unlink(in_folder("pipe")) == 0 &&
          rmdir(in_folder("sub")) == 0 && unlink(in_folder(".vitrine-x.part")) == 0);
}

/* A disk's first bytes as a guest may write them: a header of qcow2 with a backing file. */
static void write_header(const char *path)
{
    static const unsigned char header[] = {'Q', 'F', 'I', 0xfb, 0,  0, 0, 2, 0,  0, 0,
                                           0,   0,   0,   0,    72, 0, 0, 0, 11, 0, 0,
                                           0,   16,  0,   0,    0,  0, 0, 1, 0,  0};
    unsigned char bytes[72 + 11] = {0};

    memcpy(bytes, header, sizeof header);
    memcpy(bytes + 72, "/etc/shadow", 11);
    scn_write(path, (const char *)bytes, sizeof bytes);
}

static void formats(virStoragePoolPtr pool, bool probes)
{
    virStorageVolPtr vol;
    virStorageVolInfo info;
    char *xml;

    write_header(in_folder("disk"));
    vol = virStorageVolLookupByName(pool, "disk");
    CHECK(vol != NULL);
    CHECK(has_format(vol, probes ? "qcow2" : "raw"));
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, probes ? 65536 : 83);
    xml = virStorageVolGetXMLDesc(vol, 0);
    CHECK((strstr(xml, "/etc/shadow") != NULL) == probes);
    free(xml);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    /* One that was made as raw stays so where the file system can note it, whoever probes. */
    vol = scn_vol_try(pool, "folder", 0, 0, "dir");
    if (vol == NULL && virGetLastError()->code == VIR_ERR_NO_SUPPORT)
        return;
    CHECK(vol != NULL && has_format(vol, "dir"));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    OK(virStorageVolFree(scn_vol(pool, "made", 4096)));
    write_header(in_folder("made"));
    vol = virStorageVolLookupByName(pool, "made");
    CHECK(vol != NULL && has_format(vol, "raw"));
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_ZEROED));
    OK(virStorageVolFree(vol));
}

static void probing(virConnectPtr conn)
{
    virStoragePoolPtr pool = host_start_probing(conn, folder);

    formats(pool, true);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(pool));
}

int main(void)
{
    host_roots();
    folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "p", folder);

    others(conn, pool);
    no_volumes(conn, pool);
    formats(pool, false);
    scn_pool_drop(pool);
    probing(conn);
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
