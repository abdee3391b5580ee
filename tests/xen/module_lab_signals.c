/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The signals of the application are its own; operations side by side. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "module_lab.h"

/* The C library's own mark, on each that was ever set.  Source: SA_RESTORER, asm/signal.h. */
#define RESTORER 0x04000000

static struct sigaction before[NSIG];

static void note_actions(void)
{
    for (int sig = 1; sig < NSIG; sig++)
        (void)sigaction(sig, NULL, &before[sig]);
}

static void check_actions(void)
{
    struct sigaction now;

    for (int sig = 1; sig < NSIG; sig++) {
        if (sigaction(sig, NULL, &now) == 0)
            CHECK(now.sa_handler == before[sig].sa_handler &&
                  ((now.sa_flags ^ before[sig].sa_flags) & ~RESTORER) == 0);
    }
}

static void build_and_end(struct lab *lab, const char *name)
{
    uint32_t domid = lab_build_mini(lab, name, "");

    lab_destroy(lab, domid);
}

/* As an application that owns all children does: it takes every status. */
static void reap_all(int sig)
{
    int saved = errno;

    (void)sig;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    errno = saved;
}

void step_signals(struct lab *lab)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, own = {.sa_handler = reap_all};
    uint32_t domid;

    CHECK(sigaction(SIGCHLD, &ignore, NULL) == 0);
    note_actions();
    build_and_end(lab, "ignored");
    CHECK(lab_try(lab,
                  "<domain type='xen'><name>none</name><memory>16384</memory>"
                  "<os><type>linux</type><kernel>/lab/missing</kernel></os></domain>",
                  -1, false, &domid) < 0);
    step_devices(lab); /* scripts run for a disk, and their status counts */
    check_actions();
    own.sa_flags = SA_RESTART;
    CHECK(sigaction(SIGCHLD, &own, NULL) == 0);
    note_actions();
    build_and_end(lab, "reaped");
    step_devices(lab);
    check_actions();
    own.sa_handler = SIG_DFL;
    CHECK(sigaction(SIGCHLD, &own, NULL) == 0);
}

struct worker {
    struct lab lab;
    char name[24];
    pthread_t thread;
};

static void *worker_run(void *opaque)
{
    struct worker *worker = opaque;

    build_and_end(&worker->lab, worker->name);
    return NULL;
}

void step_parallel(struct lab *lab)
{
    static struct worker workers[3];

    note_actions();
    for (int i = 0; i < 3; i++) {
        workers[i].lab = *lab;
        (void)snprintf(workers[i].name, sizeof workers[i].name, "worker-%d", i);
        CHECK_INT(pthread_create(&workers[i].thread, NULL, worker_run, &workers[i]), 0);
    }
    for (int i = 0; i < 3; i++)
        (void)pthread_join(workers[i].thread, NULL);
    check_actions();
}
