/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads read a raw dump that is cut off and grows all the time: each answer is the right
 * bytes or an error, and no signal comes. */
#include "config.h"

#include "peek_testing.h"
#include "peek/file_source.h"

#define SIZE (256 * KIB)
#define READERS 8

static struct peek *p;
static atomic_bool stop;
static atomic_int right, refused;

static void *reader(void *arg)
{
    unsigned char *buf = malloc(64 * KIB);
    uint64_t x = (uintptr_t)arg + 1;

    CHECK(buf != NULL);
    while (!atomic_load(&stop)) {
        uint64_t start;
        x = x * 6364136223846793005u + 1442695040888963407u;
        start = (x >> 33) % (SIZE - 64 * KIB);
        if (peek_memory(p, start, 64 * KIB, buf, PEEK_PHYSICAL, 0) < 0) {
            CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
            vt_error_reset();
            atomic_fetch_add(&refused, 1);
            continue;
        }
        /* What was cut off and came back is zeros; what was written again is the pattern. */
        for (size_t i = 0; i < 64 * KIB; i++)
            CHECK(buf[i] == 0 || buf[i] == (unsigned char)((start + i) / 512 + 1));
        atomic_fetch_add(&right, 1);
    }
    free(buf);
    return NULL;
}

int main(void)
{
    char path[PATH_MAX];
    unsigned char *bytes = malloc(SIZE);
    int fd = test_file(path), n = test_rounds(20000);
    pthread_t thread[READERS];
    struct peek_source *s;

    CHECK(bytes != NULL);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)(i / 512 + 1);
    test_fill(fd, 0, bytes, SIZE);
    s = peek_source_open(path, PEEK_FORMAT_AUTO, VIR_FROM_TEST);
    CHECK(s != NULL);
    p = test_peek(s);
    for (uintptr_t i = 0; i < READERS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, reader, (void *)i), 0);
    for (int i = 0; i < n; i++) {
        CHECK(ftruncate(fd, (off_t)((uint64_t)i * 4099 % SIZE)) == 0);
        if (i % 2)
            CHECK(ftruncate(fd, (off_t)SIZE) == 0);
        else
            test_fill(fd, 0, bytes, SIZE);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < READERS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    test_fill(fd, 0, bytes, SIZE);
    CHECK_INT(peek_memory(p, 0, SIZE - 1, bytes, PEEK_PHYSICAL, 0), 0);
    CHECK(ftruncate(fd, 100) == 0);
    CHECK_ERROR(peek_memory(p, 0, 101, bytes, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(peek_memory(p, 0, 100, bytes, PEEK_PHYSICAL, 0), 0);
    (void)peek_unref(p);
    CHECK(unlink(path) == 0 && close(fd) == 0);
    free(bytes);
    printf("%d right, %d refused\n", atomic_load(&right), atomic_load(&refused));
    return 0;
}
