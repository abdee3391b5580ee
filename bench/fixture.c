/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes what the rows work on, and removes it again.
 * Failures are kept as a sentence, which the table shows in the place of a number. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "util/cleanup.h"
#include "util/compiler.h"

#define MAX_HOSTS 8
#define MAX_PATH 512

static struct {
    char folder[MAX_PATH];
    char why[512];
    struct fixture_identity *guests;
    struct {
        long n;
        virConnectPtr conn;
    } hosts[MAX_HOSTS];
    virConnectPtr peek_conn;
    virDomainPtr peeked;
    int disk_fd;
    unsigned char *map;
} fixture = {.disk_fd = -1};

static void because(const char *format, ...) VT_PRINTF(1, 2);

static void because(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(fixture.why, sizeof fixture.why, format, args);
    va_end(args);
}

const char *fixture_why(void)
{
    return fixture.why;
}

const char *fixture_last_error(void)
{
    virErrorPtr error = virGetLastError();

    return error != NULL && error->message != NULL ? error->message : "it failed without a word";
}

const char *fixture_path(const char *name, char *buf, size_t len)
{
    (void)snprintf(buf, len, "%s/%s", fixture.folder, name);
    return buf;
}

const struct fixture_identity *fixture_guest(long i)
{
    return &fixture.guests[i];
}

static void format_uuid(const unsigned char *uuid, char *text)
{
    for (int i = 0; i < VIR_UUID_BUFLEN; i++) {
        text += sprintf(text, "%02x", uuid[i]);
        if (i == 3 || i == 5 || i == 7 || i == 9)
            *text++ = '-';
    }
}

int fixture_init(void)
{
    const char *parent = getenv("TMPDIR");
    uint64_t state = 1;

    (void)snprintf(fixture.folder, sizeof fixture.folder, "%s/vitrine-bench-XXXXXX",
                   parent != NULL && parent[0] == '/' ? parent : "/tmp");
    if (mkdtemp(fixture.folder) == NULL) {
        fprintf(stderr, "vitrine-bench: cannot make the folder '%s': %s\n", fixture.folder,
                strerror(errno));
        return -1;
    }
    fixture.guests = calloc(FIXTURE_MAX_GUESTS, sizeof *fixture.guests);
    if (fixture.guests == NULL) {
        fprintf(stderr, "vitrine-bench: no memory\n");
        (void)rmdir(fixture.folder);
        return -1;
    }
    for (int i = 0; i < FIXTURE_MAX_GUESTS; i++) {
        struct fixture_identity *guest = &fixture.guests[i];

        (void)snprintf(guest->name, sizeof guest->name, "guest-%05d", i);
        for (int j = 0; j < VIR_UUID_BUFLEN; j++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            guest->uuid[j] = (unsigned char)(state >> 56);
        }
        format_uuid(guest->uuid, guest->uuid_text);
    }
    return 0;
}

/* The files that may be there, all made by this program. */
static void remove_files(void)
{
    static const char *const names[] = {"disk", "fifo"};
    char path[MAX_PATH + 64];

    for (size_t i = 0; i < VT_N_ELEMENTS(names); i++)
        (void)unlink(fixture_path(names[i], path, sizeof path));
    for (long n = 1; n <= FIXTURE_MAX_GUESTS; n *= 10) {
        (void)snprintf(path, sizeof path, "%s/node-%ld.xml", fixture.folder, n);
        (void)unlink(path);
    }
    (void)rmdir(fixture.folder);
}

void fixture_done(void)
{
    fixture_drop();
    if (fixture.map != NULL)
        (void)munmap(fixture.map, (size_t)FIXTURE_RAM_KIB * 1024);
    remove_files();
    free(fixture.guests);
}

const char *fixture_node_file(long n, char *buf, size_t len)
{
    VT_AUTOFCLOSE FILE *f = NULL;
    char xml[FIXTURE_MAX_XML];

    (void)snprintf(buf, len, "%s/node-%ld.xml", fixture.folder, n);
    if (access(buf, R_OK) == 0)
        return buf;
    f = fopen(buf, "w");
    if (f == NULL) {
        because("cannot write '%s': %s", buf, strerror(errno));
        return NULL;
    }
    fputs("<node>\n", f);
    for (long i = 0; i < n; i++)
        fputs(fixture_small_xml(fixture.guests[i].name, fixture.guests[i].uuid_text, xml), f);
    fputs("</node>\n", f);
    if (fflush(f) != 0 || ferror(f) != 0) {
        because("cannot write '%s': %s", buf, strerror(errno));
        return NULL;
    }
    return buf;
}

virConnectPtr fixture_host(long n)
{
    char path[MAX_PATH + 64], uri[MAX_PATH + 80];
    int i;

    for (i = 0; i < MAX_HOSTS && fixture.hosts[i].conn != NULL; i++) {
        if (fixture.hosts[i].n == n)
            return fixture.hosts[i].conn;
    }
    if (i == MAX_HOSTS) {
        because("there are %d hosts already", MAX_HOSTS);
        return NULL;
    }
    if (fixture_node_file(n, path, sizeof path) == NULL)
        return NULL;
    (void)snprintf(uri, sizeof uri, "test://%s", path);
    fixture.hosts[i].conn = virConnectOpen(uri);
    if (fixture.hosts[i].conn == NULL) {
        because("%s", fixture_last_error());
        return NULL;
    }
    fixture.hosts[i].n = n;
    return fixture.hosts[i].conn;
}

/* Fills the first FIXTURE_WARM_BYTES of @fd, which then has @size bytes. */
static int fill(int fd, off_t size)
{
    unsigned char block[65536];

    for (size_t i = 0; i < sizeof block; i++)
        block[i] = (unsigned char)(i * 131);
    if (ftruncate(fd, size) < 0) {
        because("cannot make room for %lld bytes: %s", (long long)size, strerror(errno));
        return -1;
    }
    for (size_t done = 0; done < FIXTURE_WARM_BYTES; done += sizeof block) {
        if (pwrite(fd, block, sizeof block, (off_t)done) != (ssize_t)sizeof block) {
            because("cannot fill a file: %s", strerror(errno));
            return -1;
        }
    }
    return 0;
}

int fixture_disk_fd(void)
{
    char path[MAX_PATH + 64];

    if (fixture.disk_fd >= 0)
        return fixture.disk_fd;
    fixture.disk_fd =
        open(fixture_path("disk", path, sizeof path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fixture.disk_fd < 0) {
        because("cannot make '%s': %s", path, strerror(errno));
    } else if (fill(fixture.disk_fd, (off_t)FIXTURE_WARM_BYTES) < 0) {
        (void)close(fixture.disk_fd);
        fixture.disk_fd = -1;
    }
    return fixture.disk_fd;
}

const unsigned char *fixture_map(void)
{
    size_t size = (size_t)FIXTURE_RAM_KIB * 1024;
    VT_AUTOCLOSE int fd = -1;
    void *map;

    if (fixture.map != NULL)
        return fixture.map;
    fd = memfd_create("vitrine-bench", MFD_CLOEXEC);
    if (fd < 0) {
        because("cannot make a memfd: %s", strerror(errno));
        return NULL;
    }
    if (fill(fd, (off_t)size) < 0)
        return NULL;
    map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        because("cannot map a memfd: %s", strerror(errno));
        return NULL;
    }
    fixture.map = map;
    for (size_t i = 0; i < FIXTURE_WARM_BYTES; i += 4096)
        (void)*(volatile unsigned char *)(fixture.map + i);
    return fixture.map;
}

virDomainPtr fixture_peeked(void)
{
    char path[MAX_PATH + 64], xml[FIXTURE_MAX_XML];

    if (fixture.peeked != NULL)
        return fixture.peeked;
    if (fixture_disk_fd() < 0)
        return NULL;
    fixture.peek_conn = virConnectOpen("test:///default");
    if (fixture.peek_conn == NULL) {
        because("%s", fixture_last_error());
        return NULL;
    }
    (void)snprintf(xml, sizeof xml,
                   "<domain type='test'>\n"
                   "  <name>peeked</name>\n"
                   "  <memory>%ld</memory>\n"
                   "  <os><type arch='i686'>hvm</type></os>\n"
                   "  <devices>\n"
                   "    <disk type='file'>\n"
                   "      <driver name='test' type='raw'/>\n"
                   "      <source file='%s'/>\n"
                   "      <target dev='vda' bus='virtio'/>\n"
                   "    </disk>\n"
                   "  </devices>\n"
                   "</domain>\n",
                   FIXTURE_RAM_KIB, fixture_path("disk", path, sizeof path));
    fixture.peeked = virDomainCreateXML(fixture.peek_conn, xml, 0);
    if (fixture.peeked == NULL)
        because("%s", fixture_last_error());
    return fixture.peeked;
}

void fixture_drop(void)
{
    for (int i = 0; i < MAX_HOSTS && fixture.hosts[i].conn != NULL; i++) {
        (void)virConnectClose(fixture.hosts[i].conn);
        fixture.hosts[i].conn = NULL;
    }
    if (fixture.peeked != NULL) {
        (void)virDomainDestroy(fixture.peeked);
        (void)virDomainFree(fixture.peeked);
        fixture.peeked = NULL;
    }
    if (fixture.peek_conn != NULL) {
        (void)virConnectClose(fixture.peek_conn);
        fixture.peek_conn = NULL;
    }
    if (fixture.disk_fd >= 0) {
        (void)close(fixture.disk_fd);
        fixture.disk_fd = -1;
    }
}
