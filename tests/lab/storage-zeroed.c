/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A volume that is deleted with VIR_STORAGE_VOL_DELETE_ZEROED leaves nothing of what was in it on the disk: a volume of
 * a group, and a partition.  One that is deleted without it does, so that the search would find it. */
#include "config.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

#include "scenario/storage.h"

#define BYTES (8 << 20)
#define LOOKED_AT (64 << 20) /* from the beginning of the disk: what is made is there */
#define WORD "what nobody is to read "

static const struct kind {
    const char *type, *disk, *source, *target, *vol;
} kinds[] = {
    {"logical", "/dev/sda", "<name>zeroed</name>", "/dev/zeroed", "v"},
    {"disk", "/dev/sdb", "<format type='gpt'/>", "/dev", "sdb1"},
};

/* How often the word is on the disk, past what the kernel has of it in memory. */
static unsigned int count_words(const char *disk)
{
    int fd = open(disk, O_RDONLY | O_CLOEXEC);
    char *all = malloc(LOOKED_AT);
    unsigned int n = 0;
    size_t got = 0;

    CHECK(fd >= 0 && all != NULL);
    CHECK(ioctl(fd, BLKFLSBUF) == 0);
    while (got < LOOKED_AT) {
        ssize_t r = pread(fd, all + got, LOOKED_AT - got, (off_t)got);
        CHECK(r > 0);
        got += (size_t)r;
    }
    for (const char *at = all;
         (at = memmem(at, LOOKED_AT - (size_t)(at - all), WORD, sizeof WORD - 1)) != NULL; at++)
        n++;
    free(all);
    CHECK(close(fd) == 0);
    return n;
}

static virStoragePoolPtr start(virConnectPtr conn, const struct kind *kind)
{
    char xml[500];
    virStoragePoolPtr pool;

    snprintf(xml, sizeof xml,
             "<pool type='%s'><name>zeroed</name><source><device path='%s'/>%s</source>"
             "<target><path>%s</path></target></pool>",
             kind->type, kind->disk, kind->source, kind->target);
    pool = virStoragePoolDefineXML(conn, xml, 0);
    if (pool == NULL)
        fprintf(stderr, "%s: %s\n", kind->type, virGetLastError()->message);
    CHECK(pool != NULL);
    OK(virStoragePoolBuild(pool, 0));
    OK(virStoragePoolCreate(pool, 0));
    return pool;
}

/* A volume full of the word. */
static virStorageVolPtr make(virStoragePoolPtr pool, const struct kind *kind)
{
    char xml[200], *path;
    virStorageVolPtr vol;
    FILE *f;

    snprintf(xml, sizeof xml, "<volume><name>%s</name><capacity>%d</capacity></volume>", kind->vol,
             BYTES);
    vol = virStorageVolCreateXML(pool, xml, 0);
    if (vol == NULL)
        fprintf(stderr, "%s: %s\n", kind->vol, virGetLastError()->message);
    CHECK(vol != NULL);
    path = virStorageVolGetPath(vol);
    CHECK(path != NULL && (f = fopen(path, "r+")) != NULL);
    for (size_t n = 0; n + sizeof WORD <= BYTES; n += sizeof WORD - 1)
        CHECK(fputs(WORD, f) >= 0);
    CHECK(fflush(f) == 0 && fsync(fileno(f)) == 0 && fclose(f) == 0);
    free(path);
    return vol;
}

static void try(virConnectPtr conn, const struct kind *kind)
{
    virStoragePoolPtr pool = start(conn, kind);
    virStorageVolPtr vol = make(pool, kind);

    CHECK_INT(count_words(kind->disk) > 0, 1);
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_NORMAL));
    OK(virStorageVolFree(vol));
    CHECK(count_words(kind->disk) > 0);
    vol = make(pool, kind); /* in the same place */
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_ZEROED));
    OK(virStorageVolFree(vol));
    CHECK_INT(count_words(kind->disk), 0);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolDelete(pool, 0));
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

int main(void)
{
    virConnectPtr conn;

    virSetErrorFunc(NULL, scn_quiet);
    conn = virConnectOpen("test:///host");
    CHECK(conn != NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        try(conn, &kinds[i]);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
