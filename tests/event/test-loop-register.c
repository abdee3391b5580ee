/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A loop is registered once; without one, and with one that lacks functions or refuses, every call
 * says so. */
#include "config.h"

#include <sched.h>
#include <sys/resource.h>

#include "event/loop_testing.h"

static int add_none(int fd, int event, virEventHandleCallback cb, void *opaque, virFreeCallback ff)
{
    (void)fd, (void)event, (void)cb, (void)opaque, (void)ff;
    return -1;
}

static int remove_none(int number)
{
    (void)number;
    return -1;
}

static int add_no_timer(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    (void)timeout, (void)cb, (void)opaque, (void)ff;
    return -1;
}

static void all_fail(int code)
{
    FAILS(virEventAddHandle(0, VIR_EVENT_HANDLE_READABLE, seen_handle, NULL, NULL), code);
    FAILS(virEventRemoveHandle(1), code);
    FAILS(virEventAddTimeout(0, tick, NULL, NULL), code);
    FAILS(virEventRemoveTimeout(1), code);
}

static void updates_fail(int code)
{
    FAILS_VOID(virEventUpdateHandle(1, 0), code);
    FAILS_VOID(virEventUpdateTimeout(1, 0), code);
}

static void nothing_registered(void)
{
    all_fail(VIR_ERR_INTERNAL_ERROR);
    updates_fail(VIR_ERR_INTERNAL_ERROR);
    FAILS(virEventRunDefaultImpl(), VIR_ERR_INTERNAL_ERROR);
}

static void ours_first(void)
{
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    FAILS_VOID(virEventRegisterImpl(add_none, NULL, NULL, NULL, NULL, NULL),
               VIR_ERR_OPERATION_FAILED);
    turn();
    CHECK(virGetLastError() == NULL);
}

static void own_without_functions(void)
{
    virEventRegisterImpl(NULL, NULL, NULL, NULL, NULL, NULL);
    CHECK(virGetLastError() == NULL);
    FAILS(virEventRegisterDefaultImpl(), VIR_ERR_OPERATION_FAILED);
    FAILS_VOID(virEventRegisterImpl(NULL, NULL, NULL, NULL, NULL, NULL), VIR_ERR_OPERATION_FAILED);
    FAILS(virEventRunDefaultImpl(), VIR_ERR_INTERNAL_ERROR);
    all_fail(VIR_ERR_NO_SUPPORT);
    updates_fail(VIR_ERR_NO_SUPPORT);
}

static void own_that_refuses(void)
{
    virEventRegisterImpl(add_none, NULL, remove_none, add_no_timer, NULL, remove_none);
    all_fail(VIR_ERR_INTERNAL_ERROR);
}

static void wrong_arguments(void)
{
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    FAILS(virEventAddHandle(-1, 0, seen_handle, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddHandle(0, 16, seen_handle, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddHandle(0, -1, seen_handle, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddHandle(0, 1, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddTimeout(0, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS_VOID(virEventUpdateHandle(1, 16), VIR_ERR_INVALID_ARG);
    int timer = virEventAddTimeout(-1, tick, NULL, NULL);
    const int wrong[] = {timer, timer + 1, 0, -1, -2147483647 - 1, 2147483647};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        FAILS(virEventRemoveHandle(wrong[i]), VIR_ERR_INVALID_ARG);
        FAILS_VOID(virEventUpdateHandle(wrong[i], 1), VIR_ERR_INVALID_ARG);
        if (wrong[i] == timer)
            continue;
        FAILS(virEventRemoveTimeout(wrong[i]), VIR_ERR_INVALID_ARG);
        FAILS_VOID(virEventUpdateTimeout(wrong[i], 1), VIR_ERR_INVALID_ARG);
    }
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    FAILS(virEventRemoveTimeout(timer), VIR_ERR_INVALID_ARG);
}

static void no_descriptors(void)
{
    struct rlimit few, before;

    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    few = before;
    for (int left = 0; left < 3; left++) {
        int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
        CHECK(next >= 0 && close(next) == 0);
        few.rlim_cur = (rlim_t)(next + left);
        CHECK(setrlimit(RLIMIT_NOFILE, &few) == 0);
        FAILS(virEventRegisterDefaultImpl(), VIR_ERR_SYSTEM_ERROR);
        CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
        CHECK_INT(open("/dev/null", O_RDONLY | O_CLOEXEC), next); /* nothing stayed open */
        close(next);
    }
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    turn();
}

/* Threads that ask all the time find the loop, whole, as soon as it is there. */
static void *ask(void *arg)
{
    int timer;

    while ((timer = virEventAddTimeout(-1, tick, NULL, NULL)) < 0) {
        CHECK_INT(last_code(), VIR_ERR_INTERNAL_ERROR);
        sched_yield();
    }
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    return arg;
}

static void asked_meanwhile(void)
{
    pthread_t thread[4];

    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&thread[i], NULL, ask, NULL) == 0);
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    for (int i = 0; i < 4; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    turn();
}

int main(void)
{
    separately(nothing_registered);
    separately(ours_first);
    separately(own_without_functions);
    separately(own_that_refuses);
    separately(wrong_arguments);
    separately(no_descriptors);
    separately(asked_meanwhile);
    return 0;
}
