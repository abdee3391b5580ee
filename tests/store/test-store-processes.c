/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Processes that change one folder take turns, and each begins with what the others did; the turn of one
 * that is killed is free at once. */
#include "config.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "store/store_testing.h"

#define PROCESSES 2
#define ROUNDS 200

static struct shared {
    unsigned int turns; /* counted by whoever has the turn, without an atomic */
    atomic_uint winners[ROUNDS];
    atomic_uint arrived[ROUNDS];
} * shared;

/* Defines the name of a round unless somebody has. */
static void define(struct vt_store *store, struct owner *o, unsigned int round)
{
    char name[16];
    VT_STORE_TURN(turn, store, "define");

    CHECK(turn.store != NULL);
    snprintf(name, sizeof name, "%u", round);
    unsigned int turns = *(volatile unsigned int *)&shared->turns;
    if (!owner_says(o, name, "mine")) {
        CHECK_INT(vt_store_write(store, name, "mine", 0600), 0);
        atomic_fetch_add(&shared->winners[round], 1);
    }
    *(volatile unsigned int *)&shared->turns = turns + 1;
}

static void child(bool thread)
{
    struct owner o;
    struct vt_store *store = test_store(&o, thread);

    for (unsigned int i = 0; i < ROUNDS; i++) {
        atomic_fetch_add(&shared->arrived[i], 1);
        while (atomic_load(&shared->arrived[i]) < PROCESSES)
            CHECK(sched_yield() == 0);
        define(store, &o, i);
    }
    vt_store_free(store);
}

static void together(bool thread)
{
    pid_t pid[PROCESSES];
    int status;

    memset(shared, 0, sizeof *shared);
    for (int i = 0; i < PROCESSES; i++) {
        pid[i] = fork();
        CHECK(pid[i] >= 0);
        if (pid[i] == 0) {
            child(thread);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        CHECK(waitpid(pid[i], &status, 0) == pid[i] && status == 0);
    CHECK_INT(shared->turns, PROCESSES * ROUNDS);
    for (unsigned int i = 0; i < ROUNDS; i++)
        CHECK_INT(atomic_load(&shared->winners[i]), 1);
}

static void killed(void)
{
    struct owner o;
    int pipes[2], status;
    char byte;

    CHECK(pipe(pipes) == 0);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        struct vt_store *store = test_store(&o, false);
        VT_STORE_TURN(turn, store, "killed");
        CHECK(turn.store != NULL && write(pipes[1], "x", 1) == 1);
        for (;;)
            (void)pause();
    }
    CHECK(read(pipes[0], &byte, 1) == 1);
    struct vt_store *store = test_store(&o, false);
    uint64_t before = vt_now_ns();
    CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
    test_write(store, "after", "text");
    CHECK(vt_now_ns() - before < VT_STORE_TURN_MS * VT_NS_PER_MS / 2);
    vt_store_free(store);
    CHECK(close(pipes[0]) == 0 && close(pipes[1]) == 0);
}

int main(void)
{
    test_begin();
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    together(false);
    struct owner o;
    struct vt_store *store = test_store(&o, false);
    for (int i = 0; i < ROUNDS; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        test_drop(store, name);
    }
    vt_store_free(store);
    together(true);
    killed();
    CHECK(munmap(shared, sizeof *shared) == 0);
    test_end();
    return 0;
}
