/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the event loop share: the loop, turns of it, records of what was called. */
#pragma once

#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

#define LIMIT_S 120 /* for a whole program: else it hangs */

static inline void quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

static inline void begin(void)
{
    alarm(LIMIT_S);
    virSetErrorFunc(NULL, quiet);
}

static inline void begin_loop(void)
{
    begin();
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
}

static inline int last_code(void)
{
    virErrorPtr err = virGetLastError();

    return err != NULL ? err->code : VIR_ERR_OK;
}

#define FAILS(call, want) \
    do { \
        CHECK_INT(call, -1); \
        CHECK_INT(last_code(), want); \
        CHECK(virGetLastError()->message != NULL && virGetLastError()->message[0] != '\0'); \
    } while (0)
/* The same of a call that returns nothing. */
#define FAILS_VOID(call, want) \
    do { \
        call; \
        CHECK_INT(last_code(), want); \
    } while (0)

/* Runs @act in a process of its own: a loop is registered once. */
static inline void separately(void (*act)(void))
{
    int status;
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        begin();
        act();
        exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK_INT(WEXITSTATUS(status), 0);
}

/* What a callback saw.  Used from several threads: under the lock. */
struct seen {
    pthread_mutex_t lock;
    int calls; /* of the callback */
    int freed; /* of its ff */
    int number, fd, events;
};

#define SEEN_NONE \
    { \
        PTHREAD_MUTEX_INITIALIZER, 0, 0, 0, -1, 0 \
    }

static inline void seen_handle(int watch, int fd, int events, void *opaque)
{
    struct seen *s = opaque;

    CHECK(pthread_mutex_lock(&s->lock) == 0);
    CHECK_INT(s->freed, 0);
    s->calls++;
    s->number = watch;
    s->fd = fd;
    s->events = events;
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
}

static inline void seen_timer(int timer, void *opaque)
{
    seen_handle(timer, -1, 0, opaque);
}

static inline void seen_free(void *opaque)
{
    struct seen *s = opaque;

    CHECK(pthread_mutex_lock(&s->lock) == 0);
    CHECK_INT(s->freed, 0);
    s->freed++;
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
}

static inline void tick(int timer, void *opaque)
{
    (void)timer, (void)opaque;
}

/* A turn that does not wait: everything due is called once. */
static inline void turn(void)
{
    int timer = virEventAddTimeout(0, tick, NULL, NULL);

    CHECK(timer > 0);
    CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static inline void turns_until(const int *value, int want)
{
    while (*value < want)
        CHECK_INT(virEventRunDefaultImpl(), 0);
}

static inline void make_pipe(int fds[2])
{
    CHECK(pipe2(fds, O_CLOEXEC | O_NONBLOCK) == 0);
}

static inline void put_byte(int fd)
{
    CHECK(write(fd, "x", 1) == 1);
}

static inline void take_byte(int fd)
{
    char byte;

    CHECK(read(fd, &byte, 1) == 1);
}
