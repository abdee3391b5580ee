/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A copy of an image is the same file: as long as it was, also where it ends with a hole, whatever the size of the disk
 * that is in it. */
#include "config.h"

#include "storage/host_testing.h"

#define LONG (3u << 20) /* bytes of the file */
#define DISK (1u << 20) /* and of the disk that its header tells of */

static char *folder;

static const char *in_folder(const char *name)
{
    return host_file(folder, name);
}

/* A header of qcow2 for a disk of @disk bytes, and then a hole. */
static void write_image(const char *name, uint32_t disk)
{
    unsigned char header[72] = {'Q', 'F', 'I', 0xfb, 0, 0, 0, 2};

    for (int i = 0; i < 4; i++)
        header[28 + i] = (unsigned char)(disk >> (24 - 8 * i));
    scn_write(in_folder(name), (const char *)header, sizeof header);
    CHECK(truncate(in_folder(name), LONG) == 0);
}

/* @from      counted
 * @capacity  as the document of the copy has it */
static void copy_of(virStoragePoolPtr pool, virStorageVolPtr from, const char *format,
                    unsigned int capacity, off_t length)
{
    char *xml = scn_vol_xml("copy", capacity, 0, format);
    struct stat st;
    virStorageVolPtr vol = virStorageVolCreateXMLFrom(pool, xml, from, 0);

    if (vol == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(vol != NULL);
    CHECK(stat(in_folder("copy"), &st) == 0 && st.st_size == length);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    OK(virStorageVolFree(from));
    free(xml);
}

static void copy(virStoragePoolPtr pool, const char *format, unsigned int capacity, off_t length)
{
    virStorageVolPtr from = virStorageVolLookupByName(pool, "image");

    CHECK(from != NULL);
    copy_of(pool, from, format, capacity, length);
}

/* As it was looked up it was shorter. */
static void grown(virStoragePoolPtr pool)
{
    scn_write(in_folder("image"), "raw", 3);
    virStorageVolPtr from = virStorageVolLookupByName(pool, "image");

    CHECK(from != NULL && truncate(in_folder("image"), LONG) == 0);
    copy_of(pool, from, "raw", 3, LONG);
}

/* As it was looked up it was there. */
static void taken_away(virStoragePoolPtr pool)
{
    virStorageVolPtr from = virStorageVolLookupByName(pool, "image");
    char *xml = scn_vol_xml("copy", 3, 0, "raw");

    CHECK(from != NULL && unlink(in_folder("image")) == 0);
    FAILS_NULL(virStorageVolCreateXMLFrom(pool, xml, from, 0), VIR_ERR_NO_STORAGE_VOL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    OK(virStorageVolFree(from));
    free(xml);
}

int main(void)
{
    host_roots();
    folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = host_start_probing(conn, folder);

    write_image("image", DISK);
    copy(pool, "qcow2", DISK, LONG);
    write_image("image", 2 * LONG);
    copy(pool, "qcow2", 2 * LONG, LONG);
    grown(pool);
    copy(pool, "raw", 2 * LONG, 2 * LONG);
    taken_away(pool);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(pool));
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}
