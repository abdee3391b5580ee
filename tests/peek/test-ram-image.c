/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory in a save file comes back as it was, from a file and in any broken form is one
 * clear error: cut off at each offset, or a byte turned. */
#include "config.h"

#include <sys/mman.h>

#include "hypervisor/ram_image.h"
#include "peek_testing.h"

static unsigned char a[MIB], b[MIB];

static struct peek_source *read_image(int fd, uint64_t max_bytes)
{
    uint64_t generation = 0;
    struct peek_source *s;

    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    s = ram_image_read(fd, "image", "guest", max_bytes, VIR_FROM_TEST, &generation);
    if (s != NULL)
        CHECK_INT(generation, 42);
    else
        CHECK_ERROR(-1, VIR_ERR_OPERATION_FAILED);
    return s;
}

static void check_same(struct peek_source *x, struct peek_source *y)
{
    CHECK_INT(x->size, y->size);
    CHECK_INT(x->n_ram, y->n_ram);
    CHECK_INT(x->n_vcpus, y->n_vcpus);
    CHECK(memcmp(x->ram, y->ram, x->n_ram * sizeof *x->ram) == 0);
    CHECK(memcmp(x->regs, y->regs, x->n_vcpus * sizeof *x->regs) == 0);
    for (size_t i = 0; i < x->n_ram; i++) {
        for (uint64_t at = x->ram[i].start; at < x->ram[i].end; at += MIB) {
            uint64_t n = x->ram[i].end - at < MIB ? x->ram[i].end - at : MIB;
            CHECK_INT(peek_source_read(x, at, n, a), 0);
            CHECK_INT(peek_source_read(y, at, n, b), 0);
            CHECK(memcmp(a, b, n) == 0);
        }
    }
}

static int write_image(struct peek_source *s)
{
    VT_OUTFILE_SCOPE(file);
    char path[PATH_MAX];
    int fd;

    CHECK(close(test_file(path)) == 0);
    CHECK_INT(vt_outfile_open(&file, path, 0600), 0);
    CHECK_INT(ram_image_write(&file, s, 42, NULL, NULL, VIR_FROM_TEST), 0);
    CHECK_INT(vt_outfile_commit(&file), 0);
    fd = open(path, O_RDWR | O_CLOEXEC);
    CHECK(fd >= 0 && unlink(path) == 0);
    return fd;
}

/* A guest with little in it, so that each offset can be tried. */
static void check_spoilt(struct peek_source *s)
{
    int fd = write_image(s), cut = memfd_create("cut", MFD_CLOEXEC);
    off_t len = lseek(fd, 0, SEEK_END);
    struct peek_source *back = NULL;

    CHECK(cut >= 0 && len > 0 && len < (off_t)sizeof a);
    CHECK_INT(pread(fd, a, (size_t)len, 0), len);
    CHECK_INT(pwrite(cut, a, (size_t)len, 0), len);
    for (off_t i = len - 1; i >= 0; i -= vt_on_valgrind ? 97 : 1) {
        unsigned char byte = (unsigned char)(a[i] ^ 0x10);
        CHECK_INT(pwrite(cut, &byte, 1, i), 1);
        CHECK(read_image(cut, 64 * MIB) == NULL);
        CHECK(ftruncate(cut, i) == 0);
        CHECK(read_image(cut, 64 * MIB) == NULL);
        CHECK_INT(pwrite(cut, a + i, (size_t)(len - i), i), len - i);
    }
    back = read_image(cut, 64 * MIB);
    CHECK(back != NULL);
    check_same(s, back);
    (void)peek_source_unref(back);
    CHECK(close(cut) == 0 && close(fd) == 0);
}

int main(void)
{
    static const struct peek_range holes[] = {{0xa0000, 0x100000}, {20 * MIB, 24 * MIB}};
    struct guest_spec spec = test_spec(40 * KIB + 1, 42);
    struct peek_source *s, *back;
    struct stat st;
    int fd;

    spec.holes = holes;
    spec.n_holes = 2;
    s = test_source(&spec);
    fd = write_image(s);
    CHECK(fstat(fd, &st) == 0 && (uint64_t)st.st_size < 17 * MIB);
    back = read_image(fd, s->size);
    CHECK(back != NULL);
    check_same(s, back);
    (void)peek_source_unref(back);
    CHECK(read_image(fd, s->size - 1) == NULL);
    (void)peek_source_unref(s);
    CHECK(close(fd) == 0);

    spec.mem_kib = 2 * KIB;
    spec.paging = GUEST_PAGING_OFF;
    spec.content = GUEST_CONTENT_TABLES;
    s = test_source(&spec);
    test_fill(peek_memfd_source_fd(s), 5000, "some", 4);
    check_spoilt(s);
    (void)peek_source_unref(s);
    return 0;
}
