/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The main job of the library in one program: a guest, looked at from many threads.
 * It makes a guest of its own with a disk, on the embedded hypervisor or on Xen, shows its memory, and
 * removes all that it made. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "demo.h"

#define DEFAULT_SECONDS 4.0
#define MAX_SECONDS 3600.0

/* The guest of the embedded hypervisor, which that fills itself; and the small guest of the Xen lab,
 * whose kernel fills its memory with the pattern of the seed (tests/xen/guest/). */
static const struct demo_kind embedded = {
    .uri = "test:///default",
    .type = "test",
    .os = "<type arch='x86_64'>hvm</type>",
    .target = "hda",
    .ram_kib = 262144,
    .direct_map = 0xffffffff80000000ull,
    .has_banner = true,
};
static const struct demo_kind xen = {
    .uri = "xen:///",
    .type = "xen",
    .os = "<type>linux</type>",
    .target = "xvda",
    .ram_kib = 65536,
    .direct_map = 0xffff880000000000ull,
    .seed = 2009,
};

static volatile sig_atomic_t interrupted;

static void note_signal(int number)
{
    (void)number;
    interrupted = 1;
}

bool demo_interrupted(void)
{
    return interrupted != 0;
}

static void discard_error(void *opaque, virErrorPtr error)
{
    (void)opaque;
    (void)error;
}

int demo_failed(const char *what)
{
    virErrorPtr error = virGetLastError();

    fprintf(stderr, "demo: %s: %s\n", what,
            error != NULL && error->message != NULL ? error->message : strerror(errno));
    return -1;
}

/* A first sector as of an old boot disk, then numbers that tell where they stand. */
static unsigned char *make_contents(void)
{
    static const char text[] = "Vitrine demo disk: sector 0";
    /* active, from sector 1, of type 0x83, all but the first sector */
    const unsigned char partition[16] = {0x80,
                                         0,
                                         2,
                                         0,
                                         0x83,
                                         0xfe,
                                         0xff,
                                         0xff,
                                         1,
                                         0,
                                         0,
                                         0,
                                         (DEMO_BYTES / DEMO_SECTOR - 1) & 0xff,
                                         (DEMO_BYTES / DEMO_SECTOR - 1) >> 8 & 0xff,
                                         0,
                                         0};
    unsigned char *bytes = calloc(1, DEMO_BYTES);

    if (bytes == NULL)
        return NULL;
    for (uint64_t at = DEMO_SECTOR; at < DEMO_BYTES; at += sizeof at) {
        uint64_t word = at * UINT64_C(0x9e3779b97f4a7c15);

        memcpy(bytes + at, &word, sizeof word);
    }
    memcpy(bytes, "\xeb\x3c\x90", 3); /* jumps over the text */
    memcpy(bytes + 3, text, sizeof text);
    memcpy(bytes + 446, partition, sizeof partition);
    memcpy(bytes + 510, "\x55\xaa", 2);
    return bytes;
}

static int make_disk(struct demo *demo)
{
    const char *parent = getenv("TMPDIR");
    unsigned char *bytes = make_contents();

    demo->disk = bytes;
    if (bytes == NULL)
        return demo_failed("no memory for the contents of the disk");
    (void)snprintf(demo->disk_path, sizeof demo->disk_path, "%s/vitrine-demo-XXXXXX",
                   parent != NULL && parent[0] == '/' ? parent : "/tmp");
    demo->disk_fd = mkostemp(demo->disk_path, O_CLOEXEC);
    if (demo->disk_fd < 0)
        return demo_failed("cannot make the image of the disk");
    for (size_t done = 0; done < DEMO_BYTES;) {
        ssize_t r = write(demo->disk_fd, bytes + done, DEMO_BYTES - done);

        if (r < 0)
            return demo_failed("cannot write the image of the disk");
        done += (size_t)r;
    }
    return 0;
}

static int make_guest(struct demo *demo)
{
    const struct demo_kind *kind = demo->kind;
    char kernel[1024] = "", xml[4096];

    if (demo->kernel != NULL)
        (void)snprintf(kernel, sizeof kernel, "<kernel>%s</kernel><cmdline>seed=%u</cmdline>",
                       demo->kernel, kind->seed);
    (void)snprintf(xml, sizeof xml,
                   "<domain type='%s'>\n"
                   "  <name>" DEMO_NAME "</name>\n"
                   "  <memory>%d</memory>\n"
                   "  <vcpu>1</vcpu>\n"
                   "  <os>%s%s</os>\n"
                   "  <devices>\n"
                   "    <disk type='file' device='disk'>\n"
                   "      <source file='%s'/>\n"
                   "      <target dev='%s'/>\n"
                   "    </disk>\n"
                   "  </devices>\n"
                   "</domain>\n",
                   kind->type, kind->ram_kib, kind->os, kernel, demo->disk_path, kind->target);
    demo->dom = virDomainDefineXML(demo->conn, xml);
    if (demo->dom == NULL)
        return demo_failed("cannot define the guest");
    if (virDomainCreate(demo->dom) < 0)
        return demo_failed("cannot start the guest");
    if (virDomainGetUUIDString(demo->dom, demo->uuid_text) < 0)
        return demo_failed("the guest has no UUID");
    return 0;
}

/* Where what is read of the memory is kept: once to check by, once to copy from without the
 * library, mapped as the library maps the guest's. */
static int make_copy(struct demo *demo)
{
    int fd = memfd_create("vitrine-demo", MFD_CLOEXEC);
    void *map = MAP_FAILED;

    demo->want = malloc(DEMO_BYTES);

    if (fd >= 0 && ftruncate(fd, (off_t)DEMO_BYTES) == 0)
        map = mmap(NULL, DEMO_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        (void)close(fd);
    if (map != MAP_FAILED)
        demo->ram = map;
    if (demo->ram == NULL || demo->want == NULL)
        return demo_failed("no memory for a copy of the guest's");
    return 0;
}

static int run(struct demo *demo, double seconds)
{
    unsigned long version = 0;

    if (virGetVersion(&version, NULL, NULL) < 0)
        return demo_failed("the library does not tell its version");
    demo->conn = virConnectOpen(demo->kind->uri);
    if (demo->conn == NULL)
        return demo_failed(demo->kind->uri);
    printf("libvirt API %lu.%lu.%lu, hypervisor %s\n", version / 1000000, version / 1000 % 1000,
           version % 1000, virConnectGetType(demo->conn));
    if (make_disk(demo) < 0 || make_guest(demo) < 0 || make_copy(demo) < 0 || demo_wait(demo) < 0 ||
        demo_show(demo) < 0)
        return -1;
    return demo_load(demo, seconds);
}

/* Ends and removes what was made; -1 when the guest did not go. */
static int clean_up(struct demo *demo)
{
    int rv = 0;

    if (demo->dom != NULL) {
        (void)virDomainDestroy(demo->dom);
        if (virDomainUndefine(demo->dom) < 0)
            rv = demo_failed("cannot undefine the guest");
        (void)virDomainFree(demo->dom);
    }
    if (demo->conn != NULL && virConnectClose(demo->conn) != 0) {
        fprintf(stderr, "demo: the connection is still in use after its last handle was freed\n");
        rv = -1;
    }
    if (demo->disk_fd >= 0) {
        (void)close(demo->disk_fd);
        (void)unlink(demo->disk_path);
    }
    free((void *)demo->disk);
    free(demo->want);
    if (demo->ram != NULL)
        (void)munmap(demo->ram, DEMO_BYTES);
    return rv;
}

int main(int argc, char **argv)
{
    const struct sigaction action = {.sa_handler = note_signal};
    struct demo demo = {.kind = &embedded, .disk_fd = -1};
    double seconds = DEFAULT_SECONDS;
    char *rest = NULL;
    int rv;

    if (argc > 1)
        seconds = strtod(argv[1], &rest);
    if (argc > 2) {
        demo.kind = &xen;
        demo.kernel = argv[2];
    }
    if (argc > 3 || (rest != NULL && *rest != '\0') || !(seconds > 0 && seconds <= MAX_SECONDS)) {
        fprintf(stderr, "usage: demo [SECONDS [KERNEL]]\n"
                        "KERNEL is that of the small guest of the Xen lab, to be run on Xen.\n");
        return EXIT_FAILURE;
    }
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    virSetErrorFunc(NULL, discard_error); /* demo_failed says it, with what was being done */
    rv = run(&demo, seconds);
    if (clean_up(&demo) < 0)
        rv = -1;
    if (rv < 0)
        return EXIT_FAILURE;
    printf("\nAll that was read was right; nothing is left behind.\n");
    return EXIT_SUCCESS;
}
