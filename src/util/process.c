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

static int set_actions(posix_spawn_file_actions_t *actions, int folder_fd, int err_fd)
{
    int r = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDWR, 0);

    if (r == 0)
        r = posix_spawn_file_actions_adddup2(actions, 0, 1);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(actions, err_fd, 2);
    if (r == 0 && folder_fd >= 0)
        r = posix_spawn_file_actions_addfchdir_np(actions, folder_fd);
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
        r = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return r;
}

static int spawn(const char *const argv[], int folder_fd, int err_fd, pid_t *ret)
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
        r = set_actions(&actions, folder_fd, err_fd);
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
static void keep(struct vt_process_result *ret, size_t *len, const char *text, ssize_t n)
{
    for (ssize_t i = 0; i < n && *len + 1 < sizeof ret->said; i++)
        ret->said[(*len)++] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? ' ' : text[i];
    ret->said[*len] = '\0';
}

/* Takes what can be read now; false at its end. */
static bool drain(int fd, struct vt_process_result *ret, size_t *len)
{
    char part[512];
    ssize_t n;

    while ((n = read(fd, part, sizeof part)) > 0)
        keep(ret, len, part, n);
    return n < 0 && (errno == EAGAIN || errno == EINTR);
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

static int wait_for(pid_t pid, int err_fd, uint64_t deadline, struct vt_process_result *ret)
{
    VT_AUTOCLOSE int pid_fd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd fds[2] = {{.fd = err_fd, .events = POLLIN}, {.fd = pid_fd, .events = POLLIN}};
    size_t len = 0;
    int r;

    while ((r = reap(pid, WNOHANG, ret)) == 0) {
        uint64_t now = vt_now_ns();
        uint64_t left = now < deadline ? (deadline - now) / VT_NS_PER_MS + 1 : 0;
        if (now >= deadline) {
            (void)kill(pid, SIGKILL); /* it is ours and not reaped: the id is nobody else's */
            r = reap(pid, 0, ret);
            (void)drain(err_fd, ret, &len);
            return r < 0 ? r : -ETIMEDOUT;
        }
        if (pid_fd < 0 && left > LOOK_AGAIN_MS)
            left = LOOK_AGAIN_MS;
        (void)poll(fds, 2, left < 60000 ? (int)left : 60000);
        if (fds[0].fd >= 0 && !drain(err_fd, ret, &len))
            fds[0].fd = -1;
    }
    (void)drain(err_fd, ret, &len);
    if (r < 0)
        return r;
    return ret->status == NOT_RUN && len == 0 ? -ENOENT : 0;
}

int vt_process_run(const char *const argv[], int folder_fd, unsigned int timeout_ms,
                   struct vt_process_result *ret)
{
    VT_AUTOCLOSE int read_end = -1;
    VT_AUTOCLOSE int write_end = -1;
    int ends[2];
    pid_t pid;
    int r;

    vt_lock_none_held("vt_process_run");
    *ret = (struct vt_process_result){.status = -1};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    read_end = ends[0];
    write_end = ends[1];
    if (fcntl(read_end, F_SETFL, O_NONBLOCK) < 0)
        return -errno;
    r = spawn(argv, folder_fd, write_end, &pid);
    if (r != 0)
        return -r;
    (void)close(VT_TAKE_FD(write_end));
    return wait_for(pid, read_end, vt_now_ns() + timeout_ms * VT_NS_PER_MS, ret);
}
