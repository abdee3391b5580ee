/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors that are not as they should be: regular files, bad numbers, closed while watched,
 * closed and used again, closed while a copy stays open. */
#include "config.h"

#include "event/loop_testing.h"

#define R VIR_EVENT_HANDLE_READABLE
#define W VIR_EVENT_HANDLE_WRITABLE

static void calls(struct seen *s, int want)
{
    s->calls = 0;
    turn();
    turn();
    CHECK_INT(s->calls, want);
}

static int temporary_file(void)
{
    char path[] = "/tmp/test-loop.XXXXXX";
    int fd = mkstemp(path);

    CHECK(fd >= 0 && unlink(path) == 0);
    return fd;
}

static void regular_file(void)
{
    struct seen s = SEEN_NONE, t = SEEN_NONE;
    int fd = temporary_file(), watch, other;

    watch = virEventAddHandle(fd, R, seen_handle, &s, seen_free);
    CHECK(watch > 0);
    CHECK_INT(virEventRunDefaultImpl(), 0); /* ready: does not wait */
    CHECK_INT(s.calls, 1);
    CHECK_INT(s.events, R);
    virEventUpdateHandle(watch, R | W);
    calls(&s, 2);
    CHECK_INT(s.events, R | W);
    virEventUpdateHandle(watch, VIR_EVENT_HANDLE_ERROR);
    calls(&s, 0);
    other = virEventAddHandle(fd, W, seen_handle, &t, NULL);
    calls(&t, 2);
    CHECK_INT(s.calls, 0);
    virEventUpdateHandle(other, 0);
    calls(&t, 0);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    CHECK_INT(virEventRemoveHandle(other), 0);
    calls(&s, 0);
    CHECK_INT(s.freed, 1);
    close(fd);
}

static void bad_number(void)
{
    struct seen s = SEEN_NONE;
    int fd = temporary_file();

    close(fd);
    FAILS(virEventAddHandle(fd, R, seen_handle, &s, seen_free), VIR_ERR_SYSTEM_ERROR);
    FAILS(virEventAddHandle(fd, 0, seen_handle, &s, seen_free), VIR_ERR_SYSTEM_ERROR);
    turn();
    CHECK_INT(s.freed, 0);
}

/* What stands at the number of a descriptor that was closed while it was watched. */
static void reuse(bool remove_first, bool was_file)
{
    struct seen old = SEEN_NONE, new = SEEN_NONE;
    int fds[2], again[2], watch, fd;

    make_pipe(fds);
    if (was_file) {
        fd = temporary_file();
        CHECK(dup2(fd, fds[0]) == fds[0]);
        close(fd);
    }
    watch = virEventAddHandle(fds[0], R, seen_handle, &old, seen_free);
    CHECK(watch > 0);
    fd = fds[0];
    close(fds[0]);
    if (!was_file)
        calls(&old, 0);
    make_pipe(again);
    CHECK_INT(again[0], fd);
    if (remove_first)
        CHECK_INT(virEventRemoveHandle(watch), 0);
    int second = virEventAddHandle(fd, R, seen_handle, &new, seen_free);
    CHECK(second > 0 && second != watch);
    if (!remove_first)
        CHECK_INT(virEventRemoveHandle(watch), 0);
    calls(&old, 0);
    CHECK_INT(old.freed, 1);
    calls(&new, 0);
    put_byte(again[1]);
    calls(&new, 2);
    CHECK_INT(virEventRemoveHandle(second), 0);
    turn();
    CHECK_INT(new.freed, 1);
    close(fds[1]);
    close(again[0]);
    close(again[1]);
}

static void change_closed(void)
{
    struct seen s = SEEN_NONE;
    int fds[2], watch;

    make_pipe(fds);
    watch = virEventAddHandle(fds[0], R, seen_handle, &s, seen_free);
    close(fds[0]);
    FAILS_VOID(virEventUpdateHandle(watch, R | W), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    CHECK(virGetLastError() == NULL);
    turn();
    CHECK_INT(s.freed, 1);
    close(fds[1]);
}

static void take_and_close(int watch, int fd, int events, void *opaque)
{
    seen_handle(watch, fd, events, opaque);
    close(fd);
}

/* The kernel goes on reporting it, as the copy keeps the pipe open. */
static void copy_stays_open(void)
{
    struct seen s = SEEN_NONE, n = SEEN_NONE;
    int fds[2], copy, watch, later;

    make_pipe(fds);
    copy = dup(fds[0]);
    watch = virEventAddHandle(fds[0], R, take_and_close, &s, seen_free);
    put_byte(fds[1]);
    turn();
    calls(&s, 0);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    CHECK(dup2(copy, fds[0]) == fds[0]);
    later = virEventAddHandle(fds[0], R, seen_handle, &n, seen_free);
    CHECK(later > 0);
    calls(&n, 2);
    close(fds[0]);
    CHECK_INT(virEventRemoveHandle(later), 0);
    put_byte(fds[1]);
    calls(&n, 0);
    CHECK_INT(n.freed + s.freed, 2);
    close(copy);
    close(fds[1]);
}

int main(void)
{
    begin_loop();
    regular_file();
    bad_number();
    reuse(true, false);
    reuse(false, false);
    reuse(true, true);
    reuse(false, true);
    change_closed();
    copy_stays_open();
    return 0;
}
