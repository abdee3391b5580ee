/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes a domain hang in a core dump, and frees it again in any case.
 * One at a time; called by one thread. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"
#include "stuck.h"
#include "util/cleanup.h"

#define SLEEPS_WANTED 10 /* looks that find the dump asleep */
#define LOOK_NS 1000000  /* between two looks */
#define LOOKS_MAX 2000

static struct {
    pthread_t dumper, keeper;
    virDomainPtr dom;
    char path[600];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pid_t dumper_tid; /* 0: not known yet */
    bool over;        /* the dump has returned */
    bool ending;      /* stuck_end was called */
    bool gave_up;     /* the patience ended first */
} stuck = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *dump(void *opaque)
{
    (void)pthread_mutex_lock(&stuck.lock);
    stuck.dumper_tid = gettid();
    (void)pthread_mutex_unlock(&stuck.lock);
    (void)virDomainCoreDump(stuck.dom, stuck.path, 0);
    (void)pthread_mutex_lock(&stuck.lock);
    stuck.over = true;
    (void)pthread_cond_broadcast(&stuck.changed);
    (void)pthread_mutex_unlock(&stuck.lock);
    return opaque;
}

static bool is_over(void)
{
    bool over;

    (void)pthread_mutex_lock(&stuck.lock);
    over = stuck.over;
    (void)pthread_mutex_unlock(&stuck.lock);
    return over;
}

/* Reads the FIFO until the dump has returned. */
static void drain(void)
{
    static char sink[65536];
    VT_AUTOCLOSE int fd = open(stuck.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    while (fd >= 0 && !is_over()) {
        if (read(fd, sink, sizeof sink) <= 0)
            (void)nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    }
}

/* Waits for the end, but no longer than the patience, and lets the dump go. */
static void *keep(void *opaque)
{
    struct timespec until;
    int r = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STUCK_PATIENCE_MS / 1000;
    (void)pthread_mutex_lock(&stuck.lock);
    while (!stuck.ending && r == 0)
        r = pthread_cond_timedwait(&stuck.changed, &stuck.lock, &until);
    stuck.gave_up = !stuck.ending;
    (void)pthread_mutex_unlock(&stuck.lock);
    drain();
    return opaque;
}

/* Whether the thread that dumps sleeps in the kernel now. */
static bool is_asleep(void)
{
    VT_AUTOFCLOSE FILE *f = NULL;
    char path[64], state = '?';
    pid_t tid;

    (void)pthread_mutex_lock(&stuck.lock);
    tid = stuck.dumper_tid;
    (void)pthread_mutex_unlock(&stuck.lock);
    if (tid == 0)
        return false;
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)tid);
    f = fopen(path, "r");
    return f != NULL && fscanf(f, "%*d (%*[^)]) %c", &state) == 1 && state == 'S';
}

/* Waits until the dump waits. */
static int wait_until_stuck(const char **ret_why)
{
    int sleeps = 0;

    for (int looks = 0; looks < LOOKS_MAX; looks++) {
        if (is_over()) {
            *ret_why = "the dump did not wait for a reader";
            return -1;
        }
        sleeps = is_asleep() ? sleeps + 1 : 0;
        if (sleeps == SLEEPS_WANTED)
            return 0;
        (void)nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
    }
    *ret_why = "the dump never came to wait";
    return -1;
}

static int start_threads(const char **ret_why)
{
    pthread_condattr_t attr;

    stuck.dumper_tid = 0;
    stuck.over = stuck.ending = stuck.gave_up = false;
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&stuck.changed, &attr);
    (void)pthread_condattr_destroy(&attr);
    if (pthread_create(&stuck.dumper, NULL, dump, NULL) != 0) {
        *ret_why = "no thread for the dump";
        return -1;
    }
    if (pthread_create(&stuck.keeper, NULL, keep, NULL) != 0) {
        *ret_why = "no thread that ends the dump";
        drain();
        (void)pthread_join(stuck.dumper, NULL);
        return -1;
    }
    return 0;
}

int stuck_begin(virDomainPtr dom, const char **ret_why)
{
    stuck.dom = dom;
    (void)fixture_path("fifo", stuck.path, sizeof stuck.path);
    if (mkfifo(stuck.path, 0600) < 0 && errno != EEXIST) {
        *ret_why = "no FIFO can be made in the temporary folder";
        return -1;
    }
    if (start_threads(ret_why) < 0)
        return -1;
    if (wait_until_stuck(ret_why) < 0) {
        (void)stuck_end();
        return -1;
    }
    return 0;
}

bool stuck_end(void)
{
    (void)pthread_mutex_lock(&stuck.lock);
    stuck.ending = true;
    (void)pthread_cond_broadcast(&stuck.changed);
    (void)pthread_mutex_unlock(&stuck.lock);
    (void)pthread_join(stuck.keeper, NULL);
    (void)pthread_join(stuck.dumper, NULL);
    (void)pthread_cond_destroy(&stuck.changed);
    (void)unlink(stuck.path);
    return stuck.gave_up;
}

void stuck_rest(void)
{
    for (int i = 0; i < SLEEPS_WANTED; i++)
        (void)nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
}
