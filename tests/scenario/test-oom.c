/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory runs out at each allocation of a long scenario, once or for good: every call succeeds or
 * says NO_MEMORY, the world is as before or after it, nothing is lost, and it can be made again. */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "scenario/oom_alloc.h"
#include "scenario/oom_steps.h"
#include "scenario/scenario.h"

#define BUDGET_S 45 /* for all points; more than fit are left out evenly */
#define LIMIT_S 20  /* for one: else it hangs */

/* Allocation @point fails; 0: none does.  Gives the number of allocations. */
static long scenario(long point, bool ever)
{
    int rv = 0;

    oom_arm(point > 0 ? point : -1, ever);
    for (int n = 0; rv != OOM_END; n++) {
        rv = oom_step(n, false);
        if (rv == 0 || rv == OOM_END)
            continue;
        oom_disarm();
        if (virGetLastError() == NULL || virGetLastError()->code != VIR_ERR_NO_MEMORY)
            fprintf(stderr, "step %d: %s\n", n,
                    virGetLastError() != NULL ? virGetLastError()->message : "no error");
        CHECK(oom_has_failed() && virGetLastError()->code == VIR_ERR_NO_MEMORY);
        oom_look();
        rv = oom_step(n, true);
        if (rv < 0)
            fprintf(stderr, "step %d again: %s\n", n, virGetLastError()->message);
        CHECK(rv >= 0);
    }
    long count = oom_count();
    oom_disarm();
    oom_look();
    oom_close();
    return count;
}

struct result {
    long count, blocks;
};

static struct result in_child(long point, bool ever)
{
    struct result r = {0, 0};
    int fds[2], status;

    CHECK(pipe(fds) == 0);
    pid_t child = fork();
    if (child == 0) {
        long before = oom_blocks();
        alarm(LIMIT_S);
        r.count = scenario(point, ever);
        r.blocks = oom_blocks() - before;
        CHECK(write(fds[1], &r, sizeof r) == sizeof r);
        _exit(0);
    }
    close(fds[1]);
    CHECK(waitpid(child, &status, 0) == child);
    if (status != 0)
        fprintf(stderr, "point %ld%s: status 0x%x\n", point, ever ? " for ever" : "",
                (unsigned int)status);
    CHECK_INT(status, 0);
    CHECK(read(fds[0], &r, sizeof r) == sizeof r);
    close(fds[0]);
    return r;
}

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(void)
{
    const char *preload = getenv("LD_PRELOAD");

    if (preload != NULL && strstr(preload, "vgpreload") != NULL)
        SKIP("valgrind has an allocator of its own");
    if (OOM_SANITIZED)
        SKIP("the sanitizer has an allocator of its own");
    virSetErrorFunc(NULL, scn_quiet);
    oom_prepare();
    double start = now_s();
    struct result whole = in_child(0, false);
    double each = now_s() - start;
    long step_by = (long)(2 * (double)whole.count * each / BUDGET_S) + 1, lost = 0;
    printf("%ld points, each %ld.\n", whole.count, step_by);
    fflush(stdout);
    for (long point = 1; point <= whole.count; point += step_by) {
        for (int ever = 0; ever < 2; ever++) {
            struct result r = in_child(point, ever);
            if (r.blocks > whole.blocks) {
                fprintf(stderr, "point %ld%s: %ld blocks are lost\n", point,
                        ever ? " for ever" : "", r.blocks - whole.blocks);
                lost++;
            }
        }
    }
    CHECK_INT(lost, 0);
    return 0;
}
