/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Builds with lock checking abort on a lock out of order, taken twice, or not held. */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"
#include "util/lock.h"

#ifdef VT_LOCK_DEBUG

static struct vt_mutex low = VT_MUTEX_INIT(VT_RANK_CONN, "low");
static struct vt_mutex high = VT_MUTEX_INIT(VT_RANK_OBJECT, "high");
static struct vt_mutex same = VT_MUTEX_INIT(VT_RANK_OBJECT, "same");
static struct vt_brlock table;

static void take(struct vt_mutex *l)
{
    VT_LOCK_SCOPE(l);
}

static void in_order(void)
{
    VT_LOCK_SCOPE(&low);

    take(&high);
}

static void out_of_order(void)
{
    VT_LOCK_SCOPE(&high);

    take(&low);
}

static void one_rank(void)
{
    VT_LOCK_SCOPE(&high);

    take(&same);
}

static void twice(void)
{
    VT_LOCK_SCOPE(&high);

    take(&high);
}

static void table_under_object(void)
{
    VT_LOCK_SCOPE(&high);
    VT_READ_SCOPE(&table);
}

static void object_under_table(void)
{
    VT_WRITE_SCOPE(&table);

    take(&high);
}

static void not_held(void)
{
    vt_mutex_held(&high);
}

static void held_at_callback(void)
{
    VT_LOCK_SCOPE(&high);

    vt_lock_none_held("a callback");
}

static int status_of(void (*act)(void))
{
    int status;
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        CHECK(freopen("/dev/null", "w", stderr) != NULL);
        act();
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

static void dies(void (*act)(void))
{
    int status = status_of(act);

    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    vt_brlock_init(&table, VT_RANK_TABLE, "table");
    CHECK_INT(status_of(in_order), 0);
    CHECK_INT(status_of(object_under_table), 0);
    dies(out_of_order);
    dies(one_rank);
    dies(twice);
    dies(table_under_object);
    dies(not_held);
    dies(held_at_callback);
    vt_brlock_done(&table);
    return 0;
}

#else

int main(void)
{
    SKIP("only builds with --enable-lock-debug check locks");
}

#endif
