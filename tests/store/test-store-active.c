/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is active: its documents and its locks are in one folder, and each process hears of what another has
 * started or stopped. */
#include "config.h"

#include <sys/wait.h>

#include "store/store_testing.h"

static struct vt_store *open_active(struct owner *o, bool start)
{
    snprintf(test_locks, sizeof test_locks, "%s", test_folder);
    return test_store_of(o, "active", false, start);
}

/* Another process. */
static void other(void (*act)(struct vt_store *store))
{
    int status;
    pid_t pid = fork();

    CHECK(pid >= 0);
    if (pid == 0) {
        struct owner o;
        struct vt_store *store = open_active(&o, false); /* no thread after a fork of threads */
        act(store);
        vt_store_free(store);
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

static void start_pool(struct vt_store *store)
{
    VT_STORE_CLAIM_SCOPE(claim);

    CHECK_INT(vt_store_claim(store, "pool", "start_pool", 0, &claim), 0);
    test_write(store, "pool", "<pool/>");
}

static void stop_pool(struct vt_store *store)
{
    VT_STORE_CLAIM_SCOPE(claim);

    CHECK_INT(vt_store_claim(store, "pool", "stop_pool", 0, &claim), 0);
    test_drop(store, "pool");
}

int main(void)
{
    static struct vt_store *store, *second; /* children lose nothing by them */
    struct owner o, late;

    test_begin();
    store = open_active(&o, true);
    other(start_pool);
    WAIT_FOR(owner_says(&o, "pool", "<pool/>"));
    second = open_active(&late, true);
    CHECK(owner_says(&late, "pool", "<pool/>") && !late.mark);
    other(stop_pool);
    WAIT_FOR(atomic_load(&o.lost) == 1 && atomic_load(&late.lost) == 1);
    CHECK_INT(atomic_load(&o.found), 1);
    CHECK_INT(atomic_load(&o.marked) + atomic_load(&o.unmarked), 0);
    vt_store_free(second);
    vt_store_free(store);
    CHECK(nftw(test_folder, test_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
    return 0;
}
