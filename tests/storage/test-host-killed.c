/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process that defines, undefines, makes or deletes is killed at each of its system calls: what others see then
 * is the old state or the new one, and nobody has to wait for it. */
#include "config.h"

#include "kill_at.h"
#include "storage/host_acts.h"

static int seen[2]; /* a pipe: what each check saw */
static enum act current;
static bool killed_one;

/* Tells what is left of the last one, if there was one, and makes ready for the next. */
static void look(virConnectPtr conn)
{
    char word = killed_one && check(conn, current) ? 'n' : 'o';

    CHECK(write(seen[1], &word, 1) == 1);
    arrange(conn, current);
}

/* True: the act was done. */
static bool look_now(bool one)
{
    char word;

    killed_one = one;
    host_end(host_begin(look));
    CHECK(read(seen[0], &word, 1) == 1);
    return word == 'n';
}

/* From stop @first on: what comes before is the opening of a connection.  Every second stop is where a call has
 * been made, which is as good as the next one's beginning. */
static void kill_each(enum act act, unsigned int first)
{
    unsigned int olds = 0, news = 0;
    unsigned int step = getenv("VT_TEST_SCALE") != NULL ? 6 : 2; /* some of them in slow builds */
    bool killed = true, done = false;

    current = act;
    (void)look_now(false);
    for (unsigned int n = first | 1; killed; n += step) {
        killed = kill_at(n, work, &act);
        done = look_now(true);
        olds += !done;
        news += killed && done;
    }
    CHECK(done && olds > 0 && (news > 0 || step > 2));
}

/* On a host of its own: most of the time is spent on waiting for the kernel to close what was open. */
static void kill_all_of(enum act act)
{
    enum act none = N_ACTS;
    unsigned int opening;

    host_roots();
    folder = scn_pool_folder("folder");
    CHECK(pipe(seen) == 0);
    current = ACT_STOP;
    (void)look_now(false);
    opening = kill_at_count(work, &none);
    kill_each(act, opening * 2 - opening / 4);
    host_done();
    host_remove_tree(folder);
    free(folder);
}

int main(void)
{
    pid_t pid[N_ACTS];
    int worst = 0;

    for (enum act act = 0; act < N_ACTS; act++) {
        pid[act] = fork();
        CHECK(pid[act] >= 0);
        if (pid[act] == 0) {
            kill_all_of(act);
            exit(0);
        }
    }
    for (enum act act = 0; act < N_ACTS; act++) {
        int status;
        CHECK(waitpid(pid[act], &status, 0) == pid[act] && WIFEXITED(status));
        if (WEXITSTATUS(status) != 0 && worst != 1)
            worst = WEXITSTATUS(status);
    }
    return worst;
}
