/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is no regular file is not followed, not waited for, and replaced by what is written in its place; a
 * name that no file can have is refused. */
#include "config.h"

#include "store/store_testing.h"

/* As whoever writes whole files does, so that none is seen half written. */
static void put_whole(const char *name, const char *text)
{
    char from[200], to[208];

    test_put(name, text);
    snprintf(from, sizeof from, "%s/%s", test_folder, name);
    snprintf(to, sizeof to, "%s.xml", from);
    CHECK_INT(rename(from, to), 0);
}

static void not_told(struct vt_store *store, struct owner *o)
{
    char outside[100], link[8];

    snprintf(outside, sizeof outside, "%s/outside.xml", test_locks);
    CHECK(mkdir(test_locks, 0700) == 0);
    int fd = open(outside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && write(fd, "secret", 6) == 6 && close(fd) == 0);
    CHECK(mkfifo(test_path("fifo.xml"), 0600) == 0);
    CHECK(mkdir(test_path("folder.xml"), 0700) == 0);
    CHECK(symlink(outside, test_path("link.xml")) == 0);
    CHECK(symlink("/dev/zero", test_path("zero.xml")) == 0);
    test_put(".xml", "no name");
    test_put("other", "no suffix");
    put_whole("good", "good");
    WAIT_FOR(owner_says(o, "good", "good"));
    CHECK_INT(atomic_load(&o->found), 1);

    /* Written, they are files. */
    test_write(store, "fifo", "text");
    test_write(store, "link", "text");
    CHECK(readlink(test_path("link.xml"), link, sizeof link) < 0 && errno == EINVAL);
    struct stat st;
    CHECK(stat(outside, &st) == 0 && st.st_size == 6);
    CHECK(lstat(test_path("fifo.xml"), &st) == 0 && S_ISREG(st.st_mode));
    VT_STORE_TURN(turn, store, "not_told");
    CHECK(turn.store != NULL);
    RAISES(vt_store_write(store, "folder", "text", 0600), VIR_ERR_SYSTEM_ERROR);
    CHECK(unlink(outside) == 0);
}

/* A mark is a link, and nothing else. */
static void marks(struct vt_store *store)
{
    VT_STORE_TURN(turn, store, "marks");

    CHECK(turn.store != NULL);
    CHECK_INT(vt_store_set_autostart(store, "good", true), 0);
    CHECK(mkfifo(test_path("autostart/fifo.xml"), 0600) == 0);
    RAISES(vt_store_set_autostart(store, "fifo", true), VIR_ERR_SYSTEM_ERROR);
}

static void names(struct vt_store *store)
{
    char longest[VT_STORE_MAX_NAME + 2];
    struct vt_store_claim claim;

    memset(longest, 'n', sizeof longest);
    longest[VT_STORE_MAX_NAME + 1] = '\0';
    VT_STORE_TURN(turn, store, "names");
    CHECK(turn.store != NULL);
    const char *const wrong[] = {"", "a/b", "../a", "/", longest};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        RAISES(vt_store_write(store, wrong[i], "text", 0600), VIR_ERR_INVALID_ARG);
        RAISES(vt_store_remove(store, wrong[i]), VIR_ERR_INVALID_ARG);
        RAISES(vt_store_set_autostart(store, wrong[i], true), VIR_ERR_INVALID_ARG);
        RAISES(vt_store_claim(store, wrong[i], "names", 0, &claim), VIR_ERR_INVALID_ARG);
    }
    longest[VT_STORE_MAX_NAME] = '\0';
    const char *const right[] = {"..", ".hidden", "a b", "autostart", longest};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        CHECK_INT(vt_store_write(store, right[i], "text", 0600), 0);
        CHECK_INT(vt_store_set_autostart(store, right[i], true), 0);
        CHECK_INT(vt_store_claim(store, right[i], "names", 0, &claim), 0);
        vt_store_claim_end(&claim);
        CHECK_INT(vt_store_remove(store, right[i]), 0);
    }
}

int main(void)
{
    struct owner o;

    test_begin();
    struct vt_store *store = test_store(&o, true);
    not_told(store, &o);
    marks(store);
    names(store);
    vt_store_free(store);
    store = test_store(&o, true); /* the same when all is looked through: good, fifo, link */
    CHECK_INT(atomic_load(&o.found), 3);
    vt_store_free(store);
    test_end();
    return 0;
}
