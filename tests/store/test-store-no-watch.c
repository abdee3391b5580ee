/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process whose user has as many inotify instances as one may have opens its stores all the same, and hears of
 * what others change when it looks again. */
#include "config.h"

#include <sched.h>
#include <sys/inotify.h>

#include "store/store_testing.h"

static bool put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

    if (fd >= 0)
        CHECK(close(fd) == 0);
    return ok;
}

/* The limit of a namespace of this process alone. */
static void use_up_watches(void)
{
    char map[32];

    snprintf(map, sizeof map, "0 %u 1\n", (unsigned int)getuid());
    if (unshare(CLONE_NEWUSER) < 0 || !put("/proc/self/uid_map", map) ||
        !put("/proc/sys/user/max_inotify_instances", "0"))
        SKIP("no user namespace: %s", strerror(errno));
    CHECK(inotify_init1(IN_CLOEXEC) < 0 && errno == EMFILE);
}

int main(void)
{
    struct owner o;
    struct vt_store *store;

    use_up_watches();
    test_begin();
    test_put("before.xml", "before");
    store = test_store(&o, true);
    CHECK(owner_says(&o, "before", "before"));
    test_write(store, "mine", "one");
    test_put("theirs.xml", "first");
    WAIT_FOR(owner_says(&o, "theirs", "first"));
    test_put("theirs.xml", "then");
    {
        VT_STORE_TURN(turn, store, "main");
        CHECK(turn.store != NULL && owner_says(&o, "theirs", "then")); /* at once, for a turn */
    }
    CHECK(unlink(test_path("theirs.xml")) == 0);
    WAIT_FOR(atomic_load(&o.lost) == 1);
    vt_store_free(store);
    test_end();
    return 0;
}
