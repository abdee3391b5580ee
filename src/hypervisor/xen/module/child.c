/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Children of the toolstack, in a process whose SIGCHLD and whose wait() belong to somebody else.
 *
 * An application may ignore SIGCHLD, so that no status is left to wait for, or take every child's
 * in its own handler.  So libxl's child is a child of a relay, and the relay is ours: it waits,
 * writes the status into a socket, and ends.  A thread per child reads that.  When libxl kills the
 * relay its child is killed with it; the relay may be reaped by anybody.
 *
 * libxl's child goes on with hypercalls, and the libraries for those have locks of the process: libxencall one
 * for its buffers, libxentoolcore one for its handles.  Another thread that had one at the moment of
 * the fork is not there to let it go, and the child would wait for ever.  So the child first does what
 * takes them all, says so, and waits for the answer; one that does not say so in time gets none, is
 * killed, and another is forked. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "module.h"
#include "util/clock.h"

#define RELAY_FD 0 /* the only descriptor of a relay */

/* How long a child may take to say that it can go on: the first one, and each later one twice as long. */
#define READY_MS 250
#define FORKS 7
#define READY (-1) /* no status that wait has */

pthread_mutex_t module_handles = PTHREAD_MUTEX_INITIALIZER;

struct module_child {
    struct module_children *children;
    struct module_child *next;
    pthread_t thread;
    pid_t pid;  /* of the relay */
    int status; /* a socket: our end */
};

/* A handler of the application has no business in a relay. */
static void signals_default(void)
{
    sigset_t none;

    for (int sig = 1; sig < NSIG; sig++) {
        if (sig != SIGKILL && sig != SIGSTOP)
            (void)signal(sig, SIG_DFL);
    }
    (void)sigemptyset(&none);
    (void)pthread_sigmask(SIG_SETMASK, &none, NULL);
}

/* Ends with the process.  What libxl holds open must not stay open here. */
static void relay(pid_t worker)
{
    int status;

    closefrom(RELAY_FD + 1);
    while (waitpid(worker, &status, 0) < 0) {
        if (errno != EINTR)
            _exit(1);
    }
    while (write(RELAY_FD, &status, sizeof status) < 0 && errno == EINTR)
        continue;
    _exit(0);
}

/* Scripts talk on standard output and error; both would be the application's.  One that libxl made
 * for itself, at that number, is close-on-exec. */
static void mute(int fd)
{
    int nothing, flags = fcntl(fd, F_GETFD);

    if (flags < 0 || (flags & FD_CLOEXEC) != 0 || (nothing = open("/dev/null", O_WRONLY)) < 0)
        return;
    if (nothing != fd) {
        (void)dup2(nothing, fd);
        (void)close(nothing);
    }
}

/* Returns when no lock that hypercalls need is held by a thread that was left behind. */
static void take_locks_once(void)
{
    xc_interface *xc = xc_interface_open(&module_log_nothing, &module_log_nothing, 0);
    xen_extraversion_t text;

    if (xc == NULL)
        return;
    (void)xc_version(xc, XENVER_extraversion, &text);
    (void)xc_interface_close(xc);
}

/* Whether the one who forked us still wants us to go on. */
static bool is_wanted(int status)
{
    const int ready = READY;
    int word;
    ssize_t n;

    if (send(status, &ready, sizeof ready, MSG_NOSIGNAL) != sizeof ready)
        return false;
    do
        n = read(status, &word, sizeof word);
    while (n < 0 && errno == EINTR);
    return n == sizeof word && word == READY;
}

static pid_t become_worker(pid_t relay_pid, int status)
{
    sigset_t none;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != relay_pid) /* it went before it could take this one with it */
        _exit(1);
    take_locks_once();
    if (!is_wanted(status))
        _exit(1);
    (void)close(status);
    mute(STDOUT_FILENO);
    mute(STDERR_FILENO);
    (void)signal(SIGCHLD, SIG_DFL);
    (void)sigemptyset(&none);
    (void)pthread_sigmask(SIG_SETMASK, &none, NULL);
    return 0;
}

/* In the child that libxl asked for: 0 in the one that goes on as libxl's. */
static pid_t split(int status_read, int status_write)
{
    pid_t relay_pid = getpid(), worker;

    (void)close(status_read);
    (void)signal(SIGCHLD, SIG_DFL);
    worker = fork();
    if (worker == 0)
        return become_worker(relay_pid, status_write);
    if (worker < 0)
        _exit(1);
    signals_default();
    if (status_write != RELAY_FD && dup2(status_write, RELAY_FD) < 0)
        _exit(1);
    relay(worker);
    return -1;
}

static int child_status(const struct module_child *child)
{
    int status = 0, reaped = 0;
    ssize_t n;
    pid_t r;

    do
        n = read(child->status, &status, sizeof status);
    while (n < 0 && errno == EINTR);
    do
        r = waitpid(child->pid, &reaped, 0);
    while (r < 0 && errno == EINTR);
    if (n == sizeof status)
        return status;
    return r == child->pid && reaped != 0 ? reaped : SIGKILL; /* as wait has it: ended by SIGKILL */
}

static void *child_thread(void *opaque)
{
    struct module_child *child = opaque;
    int status = child_status(child);

    (void)libxl_childproc_reaped(child->children->ctx, child->pid, status);
    return NULL;
}

/* A thread that no signal of the application's is delivered to. */
static int thread_start(struct module_child *child)
{
    sigset_t all, before;
    int r;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&child->thread, NULL, child_thread, child);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return r;
}

static void child_free(struct module_child *child)
{
    (void)close(child->status);
    free(child);
}

static pid_t child_follow(struct module_child *child)
{
    struct module_children *children = child->children;
    pid_t pid = child->pid;
    int r = thread_start(child);

    if (r != 0) {
        (void)kill(pid, SIGKILL);
        (void)child_status(child);
        child_free(child);
        errno = r;
        return -1;
    }
    MODULE_LOCK_SCOPE(&children->lock);
    child->next = children->first;
    children->first = child;
    return pid;
}

/* Both sides let go of the lock, of which each has one. */
static pid_t fork_alone(void)
{
    MODULE_LOCK_SCOPE(&module_handles);

    return fork();
}

static bool says_ready(int status, int wait_ms)
{
    struct pollfd p = {.fd = status, .events = POLLIN};
    uint64_t end = vt_now_ns() + (uint64_t)wait_ms * VT_NS_PER_MS;
    int word, r, left_ms = wait_ms;

    while ((r = poll(&p, 1, left_ms)) < 0 && errno == EINTR) {
        uint64_t now = vt_now_ns();
        left_ms = now < end ? (int)((end - now) / VT_NS_PER_MS) : 0;
    }
    return r > 0 && read(status, &word, sizeof word) == sizeof word && word == READY &&
           send(status, &word, sizeof word, MSG_NOSIGNAL) == sizeof word;
}

/* A relay whose child can go on, or nothing.  1 in libxl's child; 0; -1 errno says why; EAGAIN: it may be better
 * next time. */
static int child_try(struct module_child *child, int wait_ms)
{
    int ends[2], saved;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return -1;
    child->pid = fork_alone();
    saved = errno;
    if (child->pid == 0) {
        (void)split(ends[0], ends[1]);
        return 1;
    }
    (void)close(ends[1]);
    child->status = ends[0];
    if (child->pid > 0 && says_ready(child->status, wait_ms))
        return 0;
    if (child->pid > 0) {
        (void)kill(child->pid, SIGKILL);
        (void)child_status(child);
        saved = EAGAIN;
    }
    (void)close(child->status);
    errno = saved;
    return -1;
}

/* Called by libxl instead of fork, with its context locked; so the thread tells of the end only
 * after libxl has noted the child. */
static pid_t child_fork(void *user)
{
    struct module_child *child = calloc(1, sizeof *child);
    int r = -1, wait_ms = READY_MS;

    if (child == NULL)
        return -1;
    child->children = user;
    for (int i = 0; i < FORKS && r < 0 && (i == 0 || errno == EAGAIN); i++, wait_ms *= 2)
        r = child_try(child, wait_ms);
    if (r == 0)
        return child_follow(child);
    if (r > 0)
        return 0;
    free(child);
    return -1;
}

const libxl_childproc_hooks module_child_hooks = {
    .chldowner = libxl_sigchld_owner_mainloop,
    .fork_replacement = child_fork,
};

void module_children_init(struct module_children *children, libxl_ctx *ctx)
{
    children->ctx = ctx;
    children->first = NULL;
    (void)pthread_mutex_init(&children->lock, NULL);
}

static struct module_child *children_pop(struct module_children *children)
{
    struct module_child *child;

    MODULE_LOCK_SCOPE(&children->lock);
    child = children->first;
    if (child != NULL)
        children->first = child->next;
    return child;
}

void module_children_done(struct module_children *children)
{
    struct module_child *child;

    while ((child = children_pop(children)) != NULL) {
        (void)pthread_join(child->thread, NULL);
        child_free(child);
    }
    (void)pthread_mutex_destroy(&children->lock);
}
