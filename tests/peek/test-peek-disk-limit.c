/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads read more disks than may be kept: all bytes are right, the limit holds, and when the
 * process has no descriptor left its kept ones make room. */
#include "config.h"

#include <sys/resource.h>

#include "peek/disk.h"
#include "peek_testing.h"

#define DISKS (PEEK_DISKS_MAX_KEPT + 44)
#define THREADS 8

static struct peek_disks *d;
static char path[PATH_MAX];
static int rounds;

static void read_disk(uint32_t number)
{
    char name[32];
    uint32_t word = 0;
    int rv;

    (void)snprintf(name, sizeof name, "disk%u", number);
    while ((rv = peek_disk_read(d, name, number * 4, sizeof word, &word)) == 1)
        CHECK_INT(peek_disks_open(d, name, path), 0);
    CHECK_INT(rv, 0);
    CHECK_INT(word, number);
}

static void *reader(void *arg)
{
    uint64_t x = (uintptr_t)arg;

    for (int i = 0; i < rounds; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        read_disk((uint32_t)(x >> 33) % DISKS);
        if (i % 500 == 499 && arg == NULL)
            peek_disks_reset(d);
    }
    return NULL;
}

int main(void)
{
    int fd = test_file(path);
    pthread_t thread[THREADS];
    struct rlimit limit;

    rounds = test_rounds(3000);
    for (uint32_t i = 0; i < DISKS; i++)
        test_fill(fd, i * 4, &i, sizeof i);
    d = peek_disks_new(VIR_FROM_TEST, "guest");
    CHECK(d != NULL && getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max < 1024 ? limit.rlim_max : 1024;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, reader, (void *)i), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    peek_disks_reset(d);
    for (uint32_t i = 0; i < DISKS; i++)
        read_disk(i);
    CHECK_INT(peek_disks_kept(), PEEK_DISKS_MAX_KEPT);

    peek_disks_reset(d);
    limit.rlim_cur = 40;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    for (uint32_t i = 0; i < 100; i++)
        read_disk(i);
    CHECK(peek_disks_kept() < 40);
    peek_disks_free(d);
    CHECK_INT(peek_disks_kept(), 0);
    CHECK(unlink(path) == 0 && close(fd) == 0);
    return 0;
}
