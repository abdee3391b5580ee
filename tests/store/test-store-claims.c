/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A claim excludes other claims of the name, in this process and in others, tells who has it, and ends with
 * its process. */
#include "config.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "store/store_testing.h"
#include "util/valgrind.h"

#define THREADS 4
#define ROUNDS 50

static struct vt_store *store;

static bool left_over(void)
{
    DIR *dir = opendir(test_locks);
    struct dirent *e;
    bool any = false;

    CHECK(dir != NULL);
    while ((e = readdir(dir)) != NULL)
        any |= strstr(e->d_name, ".claim") != NULL;
    closedir(dir);
    return any;
}

static void one_process(void)
{
    VT_STORE_CLAIM_SCOPE(first);
    VT_STORE_CLAIM_SCOPE(second);
    char pid[32];

    CHECK_INT(vt_store_claim(store, "it", "the first", 0, &first), 0);
    CHECK_INT(vt_store_claim(store, "it", "the second", 0, &second), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
    snprintf(pid, sizeof pid, "process %d", (int)getpid());
    CHECK(strstr(vt_error_last()->message, pid) != NULL);
    CHECK(strstr(vt_error_last()->message, "the first") != NULL);
    vt_error_reset();
    CHECK_INT(vt_store_claim(store, "another", "the second", 0, &second), 0);
    vt_store_claim_end(&second);
    test_write(store, "it", "a turn is another matter");
    vt_store_claim_end(&first);
    CHECK_INT(vt_store_claim(store, "it", "the second", 0, &second), 0);
}

static unsigned int counter; /* only the claim orders its changes, which no tool knows */

static void *claimer(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        VT_STORE_CLAIM_SCOPE(claim);
        CHECK_INT(vt_store_claim(store, "counted", "claimer", PATIENCE_MS, &claim), 0);
        unsigned int before = __atomic_load_n(&counter, __ATOMIC_RELAXED);
        CHECK(sched_yield() == 0);
        __atomic_store_n(&counter, before + 1, __ATOMIC_RELAXED);
    }
    return unused;
}

/* Each round removes the file and another makes it: no two hold it. */
static void threads(void)
{
    pthread_t thread[THREADS];

    VT_HG_ATOMIC(&counter, sizeof counter);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&thread[i], NULL, claimer, NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    CHECK_INT(counter, THREADS * ROUNDS);
}

/* One that stands still is waited for no longer than was said; one that is killed, no longer at all. */
static void other_process(void)
{
    VT_STORE_CLAIM_SCOPE(claim);
    int pipes[2], status;
    char byte, text[64];

    CHECK(pipe(pipes) == 0);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        CHECK_INT(vt_store_claim(store, "it", "virStoragePoolCreate", 0, &claim), 0);
        CHECK(write(pipes[1], "x", 1) == 1);
        for (;;)
            (void)pause();
    }
    CHECK(read(pipes[0], &byte, 1) == 1 && kill(pid, SIGSTOP) == 0);
    uint64_t before = vt_now_ns();
    CHECK_INT(vt_store_claim(store, "it", "mine", 100, &claim), -1);
    CHECK(vt_now_ns() - before >= 100 * VT_NS_PER_MS);
    snprintf(text, sizeof text, "virStoragePoolCreate of process %d", (int)pid);
    CHECK(strstr(vt_error_last()->message, text) != NULL);
    vt_error_reset();
    CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
    CHECK_INT(vt_store_claim(store, "it", "mine", 0, &claim), 0);
    CHECK(close(pipes[0]) == 0 && close(pipes[1]) == 0);
}

int main(void)
{
    struct owner o;

    test_begin();
    store = test_store(&o, false);
    other_process();
    one_process();
    threads();
    CHECK(!left_over());
    vt_store_free(store);
    test_end();
    return 0;
}
