/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of leases that is emptied and written anew again and again, as dnsmasq does it, is never read half. */
#include "config.h"

#include <fcntl.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "network/lease.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"
#include "util/clock.h"

#define ROUNDS 20
#define HALF "0 52:54:00:00:00:05 10.77.0.5 five *\n"

static char folder[] = "/tmp/lease-file.XXXXXX";
static char path[sizeof folder + 8];
static atomic_bool ended;
static int
    slow; /* times that the writer itself was kept waiting, so that the file was half for long */

static void wait_ms(long ms)
{
    const struct timespec t = {.tv_nsec = ms * 1000000};

    (void)nanosleep(&t, NULL);
}

/* Half of the time the file is empty or half. */
static void *rewrite(void *arg)
{
    int fd = *(int *)arg;

    while (!atomic_load(&ended)) {
        uint64_t began = vt_now_ns();
        CHECK_INT(ftruncate(fd, 0), 0);
        wait_ms(2);
        CHECK_INT(pwrite(fd, HALF, strlen(HALF), 0), strlen(HALF));
        wait_ms(2);
        CHECK_INT(pwrite(fd, HALF, strlen(HALF), (off_t)strlen(HALF)), strlen(HALF));
        if (vt_now_ns() - began > 10 * VT_NS_PER_MS) /* the marks of files are up to 10 ms old */
            slow++;
        wait_ms(60);
    }
    return NULL;
}

static void busy(void)
{
    VT_AUTOCLOSE int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    pthread_t thread;
    int halves = 0;

    CHECK(fd >= 0);
    CHECK_INT(pwrite(fd, HALF HALF, strlen(HALF HALF), 0), strlen(HALF HALF));
    CHECK_INT(pthread_create(&thread, NULL, rewrite, &fd), 0);
    for (int i = 0; i < ROUNDS; i++) {
        VT_AUTOFREE char *text = NULL;
        size_t len;
        CHECK_INT(lease_file_read(path, &text, &len), 0);
        halves += strcmp(text, HALF HALF) != 0;
    }
    atomic_store(&ended, true);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(halves == 0 || slow > 0);
    CHECK_INT(unlink(path), 0);
}

static void others(void)
{
    VT_AUTOFREE char *text = NULL;
    size_t len = 7;

    CHECK_INT(lease_file_read(path, &text, &len), 0); /* none yet */
    CHECK_INT(len, 0);
    CHECK_STR(text, "");
    free(VT_TAKE(text));
    CHECK_INT(symlink("/etc/passwd", path), 0);
    CHECK_INT(lease_file_read(path, &text, &len), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(unlink(path), 0);
    CHECK_INT(mkfifo(path, 0600), 0);
    CHECK_INT(lease_file_read(path, &text, &len), -1);
    CHECK_INT(unlink(path), 0);
    CHECK_INT(close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), 0);
    CHECK_INT(truncate(path, (off_t)LEASE_MAX_FILE + 1), 0);
    CHECK_INT(lease_file_read(path, &text, &len), -1); /* larger than the bound */
    CHECK(text == NULL);
    CHECK_INT(unlink(path), 0);
}

int main(void)
{
    CHECK(mkdtemp(folder) != NULL);
    CHECK(snprintf(path, sizeof path, "%s/leases", folder) < (int)sizeof path);
    others();
    busy();
    CHECK_INT(rmdir(folder), 0);
    return 0;
}
