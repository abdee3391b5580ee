/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running another program and waiting for it: no shell, a deadline, its complaints kept. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "clock.h"
#include "lock.h"
#include "process.h"

/* How often an end is looked for where the kernel has no descriptor for it, milliseconds. */
#define LOOK_AGAIN_MS 20
/* The exit status of a child that could not become the program, where posix_spawn cannot tell (under
 * Valgrind).  Source: POSIX, posix_spawn. */
#define NOT_RUN 127

/* Output of a program that runs: what it complains of, and what it says when that is wanted. */
struct output {
    int err_fd; /* our end of the pipe; -1 at its end */
    int out_fd; /* -1 also when it is not wanted */
    struct vt_process_result *ret;
    size_t said; /* bytes of ret->said */
    char *text;  /* owned */
    size_t len, room, max;
    int failed; /* a negative errno: it is not to go on */
};

/* What it gets: a folder and the other ends. */
struct given {
    int folder_fd;
    int err_fd;
    int out_fd; /* -1: /dev/null */
};

static int set_actions(posix_spawn_file_actions_t *actions, const struct given *given)
{
    int r = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDWR, 0);

    if (r == 0)
        r = posix_spawn_file_actions_adddup2(actions, given->out_fd >= 0 ? given->out_fd : 0, 1);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(actions, given->err_fd, 2);
    if (r == 0 && given->folder_fd >= 0)
        r = posix_spawn_file_actions_addfchdir_np(actions, given->folder_fd);
    if (r == 0)
        r = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    return r;
}

static int set_signals(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    int r;

    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    r = posix_spawnattr_setsigmask(attr, &none);
    if (r == 0)
        r = posix_spawnattr_setsigdefault(attr, &all);
    if (r == 0)
        r = posix_spawnattr_setpgroup(attr, 0);
    if (r == 0)
        r = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                               POSIX_SPAWN_SETPGROUP);
    return r;
}

static int spawn(const char *const argv[], const struct given *given, pid_t *ret)
{
    const char *path = getenv("PATH");
    VT_AUTOFREE char *path_var = NULL;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    int r;

    if (asprintf(&path_var, "PATH=%s", path != NULL ? path : "/usr/bin:/bin") < 0) {
        path_var = NULL;
        return ENOMEM;
    }
    char *env[] = {path_var, (char *)"LC_ALL=C", NULL};
    r = posix_spawn_file_actions_init(&actions);
    if (r != 0)
        return r;
    r = posix_spawnattr_init(&attr);
    if (r == 0) {
        r = set_actions(&actions, given);
        if (r == 0)
            r = set_signals(&attr);
        if (r == 0)
            r = posix_spawnp(ret, argv[0], &actions, &attr, (char *const *)argv, env);
        (void)posix_spawnattr_destroy(&attr);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return r;
}

/* Keeps the beginning; control characters become blanks. */
static void keep_said(struct output *o, const char *text, ssize_t n)
{
    struct vt_process_result *ret = o->ret;

    for (ssize_t i = 0; i < n && o->said + 1 < sizeof ret->said; i++)
        ret->said[o->said++] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? ' ' : text[i];
    ret->said[o->said] = '\0';
}

static void keep_text(struct output *o, const char *text, ssize_t n)
{
    size_t end = o->len + (size_t)n;

    if (o->failed < 0)
        return;
    if (end > o->max) {
        o->failed = -EFBIG;
        return;
    }
    if (end >= o->room) {
        size_t room = end * 2 + 1;
        char *more = realloc(o->text, room);
        if (more == NULL) {
            o->failed = -ENOMEM;
            return;
        }
        o->text = more;
        o->room = room;
    }
    memcpy(o->text + o->len, text, (size_t)n);
    o->len = end;
    o->text[end] = '\0';
}

/* Takes what can be read now; *fd is -1 at its end. */
static void drain(struct output *o, int *fd, void (*keep)(struct output *, const char *, ssize_t))
{
    char part[4096];
    ssize_t n;

    if (*fd < 0)
        return;
    while ((n = read(*fd, part, sizeof part)) > 0)
        keep(o, part, n);
    if (n == 0 || (errno != EAGAIN && errno != EINTR))
        *fd = -1;
}

static void drain_all(struct output *o)
{
    drain(o, &o->err_fd, keep_said);
    drain(o, &o->out_fd, keep_text);
}

/* 1 it has ended and *ret is how, 0 not yet, or a negative errno. */
static int reap(pid_t pid, int flags, struct vt_process_result *ret)
{
    int status;
    pid_t r;

    do
        r = waitpid(pid, &status, flags);
    while (r < 0 && errno == EINTR);
    if (r <= 0)
        return r < 0 ? -errno : 0;
    ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return 1;
}

/* Killed, with all of its group: it is ours and not reaped, so the id is nobody else's. */
static int end_it(pid_t pid, struct output *o, int why)
{
    uint64_t deadline = vt_now_ns() + VT_PROCESS_GRACE_MS * VT_NS_PER_MS;
    int r;

    (void)kill(-pid, SIGKILL);
    (void)kill(pid, SIGKILL);
    while ((r = reap(pid, WNOHANG, o->ret)) == 0 && vt_now_ns() < deadline)
        (void)poll(NULL, 0, 1);
    drain_all(o);
    return r < 0 ? r : why;
}

static int wait_for(pid_t pid, uint64_t deadline, struct output *o)
{
    VT_AUTOCLOSE int pid_fd = (int)syscall(SYS_pidfd_open, pid, 0);
    int r;

    while ((r = reap(pid, WNOHANG, o->ret)) == 0) {
        struct pollfd fds[] = {{.fd = o->err_fd, .events = POLLIN},
                               {.fd = o->out_fd, .events = POLLIN},
                               {.fd = pid_fd, .events = POLLIN}};
        uint64_t now = vt_now_ns();
        uint64_t left = now < deadline ? (deadline - now) / VT_NS_PER_MS + 1 : 0;
        if (now >= deadline || o->failed < 0)
            return end_it(pid, o, o->failed < 0 ? o->failed : -ETIMEDOUT);
        if (pid_fd < 0 && left > LOOK_AGAIN_MS)
            left = LOOK_AGAIN_MS;
        (void)poll(fds, 3, left < 60000 ? (int)left : 60000);
        drain_all(o);
    }
    drain_all(o);
    if (r < 0)
        return r;
    if (o->failed < 0)
        return o->failed;
    return o->ret->status == NOT_RUN && o->said == 0 ? -ENOENT : 0;
}

/* A pipe whose first end, ours, does not wait. */
static int make_pipe(int *ret_ours, int *ret_theirs)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    *ret_ours = ends[0];
    *ret_theirs = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

static int run(const char *const argv[], int folder_fd, unsigned int timeout_ms, bool wanted,
               struct output *o)
{
    VT_AUTOCLOSE int err_ours = -1, err_theirs = -1, out_ours = -1, out_theirs = -1;
    pid_t pid;
    int r;

    *o->ret = (struct vt_process_result){.status = -1};
    r = make_pipe(&err_ours, &err_theirs);
    if (r == 0 && wanted)
        r = make_pipe(&out_ours, &out_theirs);
    if (r < 0)
        return r;
    const struct given given = {folder_fd, err_theirs, out_theirs};
    r = spawn(argv, &given, &pid);
    if (r != 0)
        return -r;
    (void)close(VT_TAKE_FD(err_theirs));
    if (out_theirs >= 0)
        (void)close(VT_TAKE_FD(out_theirs));
    o->err_fd = err_ours;
    o->out_fd = out_ours;
    return wait_for(pid, vt_now_ns() + timeout_ms * VT_NS_PER_MS, o);
}

int vt_process_run(const char *const argv[], int folder_fd, unsigned int timeout_ms,
                   struct vt_process_result *ret)
{
    struct output o = {.ret = ret};

    vt_lock_none_held("vt_process_run");
    return run(argv, folder_fd, timeout_ms, false, &o);
}

int vt_process_read(const char *const argv[], unsigned int timeout_ms, size_t max, char **ret_out,
                    size_t *ret_len, struct vt_process_result *ret)
{
    struct output o = {.ret = ret, .max = max};
    int r;

    vt_lock_none_held("vt_process_read");
    o.text = calloc(1, 1);
    if (o.text == NULL)
        return -ENOMEM;
    r = run(argv, -1, timeout_ms, true, &o);
    if (r < 0) {
        free(o.text);
        return r;
    }
    *ret_out = o.text;
    *ret_len = o.len;
    return r;
}
