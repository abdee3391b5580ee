/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process that is killed at each of its system calls in turn, for what must leave the old state or the
 * new one whenever it ends:
 *     for (unsigned int n = 1; arrange(), kill_at(n, work, opaque); n++)
 *         check what is left */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

/* Killed children hold nothing that the parent waits for, so the parent may go on at once. */
static inline pid_t kill_at_begin_(void (*work)(void *opaque), void *opaque)
{
    const char *tool = getenv("VITRINE_RUN");
    pid_t pid;
    int status;

    if (tool != NULL && tool[0] != '\0')
        SKIP("system calls under %s are its own", tool);
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(TEST_SKIP);
        (void)raise(SIGSTOP);
        work(opaque);
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == TEST_SKIP)
        SKIP("no process may be traced here");
    CHECK(WIFSTOPPED(status));
    CHECK(ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD) == 0);
    return pid;
}

/* Runs @work in a child of one thread and kills it where it begins or ends a system call for the @nth time:
 * odd ones are not made any more, even ones have been made.  False: it came to its end before. */
static inline bool kill_at(unsigned int nth, void (*work)(void *opaque), void *opaque)
{
    pid_t pid = kill_at_begin_(work, opaque);
    long signal = 0;
    int status;

    for (unsigned int i = 0; i < nth;) {
        CHECK(ptrace(PTRACE_SYSCALL, pid, NULL, signal) == 0 && waitpid(pid, &status, 0) == pid);
        if (WIFEXITED(status)) {
            CHECK_INT(WEXITSTATUS(status), 0);
            return false;
        }
        CHECK(WIFSTOPPED(status));
        signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            signal = 0;
            i++;
        }
    }
    CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
    CHECK(WIFSIGNALED(status));
    return true;
}

/* Runs @work in the same way to its end: how many system calls its thread made. */
static inline unsigned int kill_at_count(void (*work)(void *opaque), void *opaque)
{
    pid_t pid = kill_at_begin_(work, opaque);
    unsigned int stops = 0;
    long signal = 0;
    int status;

    for (;;) {
        CHECK(ptrace(PTRACE_SYSCALL, pid, NULL, signal) == 0 && waitpid(pid, &status, 0) == pid);
        if (WIFEXITED(status)) {
            CHECK_INT(WEXITSTATUS(status), 0);
            return stops / 2;
        }
        CHECK(WIFSTOPPED(status));
        signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            signal = 0;
            stops++;
        }
    }
}
