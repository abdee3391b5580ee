/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Programs that are run: what they say is read, with a bound, and at the deadline they end with all of theirs. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/process.h"

static void check_output(void)
{
    const char *const argv[] = {"sh", "-c", "printf 'one\\ntwo'; echo no >&2; exit 3", NULL};
    struct vt_process_result result;
    VT_AUTOFREE char *out = NULL;
    size_t len = 0;

    CHECK_INT(vt_process_read(argv, 60000, 100, &out, &len, &result), 0);
    CHECK_INT(result.status, 3);
    CHECK_INT((long long)len, 7);
    CHECK_STR(out, "one\ntwo");
    CHECK(strncmp(result.said, "no", 2) == 0);
}

static void check_bound(void)
{
    const char *const argv[] = {"sh", "-c", "while :; do echo 0123456789; done", NULL};
    struct vt_process_result result;
    char *out = NULL;
    size_t len = 0;

    CHECK_INT(vt_process_read(argv, 60000, 100000, &out, &len, &result), -EFBIG);
    CHECK(out == NULL);
}

static void check_missing(void)
{
    const char *const argv[] = {"no-program-of-this-name", NULL};
    struct vt_process_result result;
    char *out = NULL;
    size_t len = 0;

    CHECK_INT(vt_process_read(argv, 60000, 100, &out, &len, &result), -ENOENT);
}

/* It is gone, or dead and waits for its parent. */
static bool has_ended(int pid)
{
    VT_AUTOFREE char *path = NULL, *text = NULL;
    size_t len;
    const char *state;

    CHECK(asprintf(&path, "/proc/%d/stat", pid) > 0);
    if (vt_file_read(path, 4096, &text, &len) < 0)
        return true;
    state = strrchr(text, ')');
    return state != NULL && strncmp(state, ") Z", 3) == 0;
}

/* The program's own child is killed with it. */
static void check_deadline(void)
{
    const char *const argv[] = {"sh", "-c", "sleep 600 & echo $! >&2; wait", NULL};
    struct vt_process_result result;
    uint64_t deadline = vt_now_ns() + 60 * VT_NS_PER_S;
    int pid;

    CHECK_INT(vt_process_run(argv, -1, 500, &result), -ETIMEDOUT);
    pid = atoi(result.said);
    CHECK(pid > 1);
    while (!has_ended(pid) && vt_now_ns() < deadline)
        ;
    CHECK(has_ended(pid));
}

int main(void)
{
    check_output();
    check_bound();
    check_missing();
    check_deadline();
    return 0;
}
