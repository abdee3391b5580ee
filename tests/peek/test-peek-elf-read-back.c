/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A core that was written is read back byte for byte, with its registers, and its holes stay
 * holes; writing into a FIFO gives the same bytes; cancelling leaves nothing. */
#include "config.h"

#include "hypervisor/elf_core.h"
#include "peek/file_source.h"
#include "peek_testing.h"

static uint64_t told;

static int count_progress(void *opaque, uint64_t done, uint64_t total)
{
    CHECK(done >= told && done <= total);
    told = done;
    if (opaque == NULL || done <= 4 * MIB)
        return 0;
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "it was cancelled");
}

static void write_core(struct peek_source *s, const char *path, bool fifo)
{
    VT_OUTFILE_SCOPE(file);

    told = 0;
    CHECK_INT(vt_outfile_open(&file, path, 0600), 0);
    CHECK(fifo == (file.temp == NULL));
    CHECK_INT(elf_core_write(&file, s, count_progress, NULL, VIR_FROM_TEST), 0);
    CHECK_INT(vt_outfile_commit(&file), 0);
    CHECK_INT(told, peek_source_ram_bytes(s));
}

static void check_same(struct peek_source *a, struct peek_source *b)
{
    static unsigned char x[MIB], y[MIB];
    struct peek_regs r, q;

    CHECK_INT(a->n_ram, b->n_ram);
    for (size_t i = 0; i < a->n_ram; i++) {
        CHECK(memcmp(&a->ram[i], &b->ram[i], sizeof a->ram[i]) == 0);
        for (uint64_t at = a->ram[i].start; at < a->ram[i].end; at += sizeof x) {
            uint64_t n = a->ram[i].end - at < sizeof x ? a->ram[i].end - at : sizeof x;
            CHECK_INT(peek_source_read(a, at, n, x), 0);
            CHECK_INT(peek_source_read(b, at, n, y), 0);
            CHECK(memcmp(x, y, n) == 0);
        }
    }
    CHECK_INT(a->n_vcpus, b->n_vcpus);
    for (unsigned int i = 0; i < a->n_vcpus; i++) {
        CHECK(peek_source_regs(a, i, &r) == 0 && peek_source_regs(b, i, &q) == 0);
        CHECK(r.cr0 == q.cr0 && r.cr3 == q.cr3 && r.cr4 == q.cr4);
        CHECK_INT(peek_paging_mode(&r), peek_paging_mode(&q));
    }
}

static void *drain(void *arg)
{
    const char **paths = arg;
    char buf[65536];
    int in = open(paths[0], O_RDONLY | O_CLOEXEC), out = open(paths[1], O_WRONLY | O_CLOEXEC);
    ssize_t n;

    CHECK(in >= 0 && out >= 0);
    while ((n = read(in, buf, sizeof buf)) > 0)
        CHECK_INT(write(out, buf, (size_t)n), n);
    CHECK(n == 0 && close(in) == 0 && close(out) == 0);
    return NULL;
}

static void check_fifo(struct peek_source *s, const char *core)
{
    char fifo[PATH_MAX + 8];
    const char *paths[2] = {fifo, core};
    pthread_t thread;

    (void)snprintf(fifo, sizeof fifo, "%s.fifo", core);
    CHECK(mkfifo(fifo, 0600) == 0);
    CHECK_INT(pthread_create(&thread, NULL, drain, paths), 0);
    write_core(s, fifo, true);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(unlink(fifo) == 0);
}

static void check_guest(struct guest_spec *spec, const char *path)
{
    struct peek_source *s = test_source(spec), *back;
    struct stat st;
    VT_OUTFILE_SCOPE(file);

    write_core(s, path, false);
    CHECK(stat(path, &st) == 0 && (uint64_t)st.st_size > peek_source_ram_bytes(s));
    CHECK((uint64_t)st.st_blocks * 512 < 20 * MIB);
    back = peek_source_open(path, PEEK_FORMAT_AUTO, VIR_FROM_TEST);
    CHECK(back != NULL);
    check_same(s, back);
    (void)peek_source_unref(back);
    check_fifo(s, path);
    back = peek_source_open(path, PEEK_FORMAT_ELF, VIR_FROM_TEST);
    CHECK(back != NULL);
    check_same(s, back);
    (void)peek_source_unref(back);

    told = 0;
    CHECK(unlink(path) == 0);
    CHECK_INT(vt_outfile_open(&file, path, 0600), 0);
    CHECK_ERROR(elf_core_write(&file, s, count_progress, &file, VIR_FROM_TEST),
                VIR_ERR_OPERATION_FAILED);
    vt_outfile_done(&file);
    CHECK(access(path, F_OK) < 0);
    CHECK(close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600)) == 0);
    (void)peek_source_unref(s);
}

int main(void)
{
    static const struct peek_range holes[] = {{0xa0000, 0x100000}, {20 * MIB, 24 * MIB}};
    struct guest_spec spec = test_spec(40 * KIB + 1, 5);
    char path[PATH_MAX];

    CHECK(close(test_file(path)) == 0);
    spec.holes = holes;
    spec.n_holes = 2;
    check_guest(&spec, path);
    spec.paging = GUEST_PAGING_2_LEVEL;
    check_guest(&spec, path);
    CHECK(unlink(path) == 0);
    return 0;
}
