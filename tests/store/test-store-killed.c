/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process that changes a store is killed at each of its system calls: the old state is there or the new
 * one, nobody has to wait, and nothing stays lying about. */
#include "config.h"

#include "kill_at.h"
#include "store/store_testing.h"
#include "util/file.h"

enum act { ACT_NEW, ACT_CHANGE, ACT_REMOVE, ACT_MARK, ACT_UNMARK, N_ACTS };

static void work(void *opaque)
{
    struct owner o;
    struct vt_store *store = test_store(&o, false);

    switch (*(enum act *)opaque) {
    case ACT_NEW:
    case ACT_CHANGE:
        test_write(store, "it", "new");
        break;
    case ACT_REMOVE:
        test_drop(store, "it");
        break;
    default:
        test_set_mark(store, "it", *(enum act *)opaque == ACT_MARK);
    }
    vt_store_free(store);
}

static void arrange(struct vt_store *store, enum act act)
{
    if (act == ACT_NEW)
        test_drop(store, "it");
    else
        test_write(store, "it", "old");
    if (act != ACT_NEW)
        test_set_mark(store, "it", act == ACT_REMOVE || act == ACT_UNMARK);
}

/* As if the killed process had been dead for a minute. */
static size_t age(void)
{
    const struct timespec times[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    DIR *dir = opendir(test_folder);
    struct dirent *e;
    size_t n = 0;

    CHECK(dir != NULL);
    while ((e = readdir(dir)) != NULL) {
        if (strncmp(e->d_name, "it.xml.", 7) == 0) {
            n++;
            CHECK(utimensat(dirfd(dir), e->d_name, times, AT_SYMLINK_NOFOLLOW) == 0);
        }
    }
    closedir(dir);
    return n;
}

static bool is_there(const char *name)
{
    struct stat st;

    return lstat(test_path(name), &st) == 0;
}

/* What a process sees that comes after it.  *ret_new: the change is there. */
static void check(enum act act, size_t *temporaries, bool *ret_new)
{
    struct owner o;
    size_t n = age();
    struct vt_store *store = test_store(&o, true);

    *temporaries += n;
    CHECK_INT(age(), 0);
    bool there = is_there("it.xml"), mark = is_there("autostart/it.xml");
    CHECK_INT(atomic_load(&o.found), there);
    *ret_new = there && strcmp(o.text, "new") == 0;
    CHECK(*ret_new || !there || strcmp(o.text, "old") == 0);
    CHECK(!mark || there); /* a mark of nothing has gone */
    if (act == ACT_NEW || act == ACT_CHANGE)
        CHECK(!mark && (there || act == ACT_NEW));
    if (act == ACT_REMOVE) {
        CHECK(mark == there);
        *ret_new = !there;
    }
    if (act == ACT_MARK || act == ACT_UNMARK)
        *ret_new = mark == (act == ACT_MARK);
    vt_store_free(store);
}

int main(void)
{
    /* Slow tools set it; they make calls of their own as well. */
    const unsigned int step = getenv("VT_TEST_SCALE") != NULL ? 7 : 1;
    struct owner o;
    size_t temporaries = 0;
    unsigned int n, olds, news;
    bool new;

    test_begin();
    static struct vt_store *store; /* children lose nothing by it */
    store = test_store(&o, false);
    for (enum act act = 0; act < N_ACTS; act++) {
        for (n = 1, olds = news = 0; arrange(store, act), kill_at(n, work, &act); n += step) {
            check(act, &temporaries, &new);
            *(new ? &news : &olds) += 1;
        }
        check(act, &temporaries, &new);
        CHECK(new &&olds > 0 && news > 0);
        printf("act %d: %u points, %u old, %u new\n", (int)act, n - 1, olds, news);
        (void)fflush(stdout);
    }
    CHECK(temporaries > 0); /* there was something to tidy up */
    vt_store_free(store);
    test_end();
    return 0;
}
