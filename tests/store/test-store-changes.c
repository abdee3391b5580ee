/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What others change in a folder is told, once each; what this process does itself is not. */
#include "config.h"

#include "store/store_testing.h"

/* Somebody else puts a file in its place, whole. */
static void move_in(const char *name, const char *text)
{
    test_put("moved", text);
    CHECK(rename(test_path("moved"), test_path(name)) == 0);
}

static void mine(struct vt_store *store, struct owner *o)
{
    int found = atomic_load(&o->found), lost = atomic_load(&o->lost);

    test_write(store, "mine", "one");
    test_write(store, "mine", "two");
    test_set_mark(store, "mine", true);
    test_set_mark(store, "mine", true);
    test_set_mark(store, "mine", false);
    test_drop(store, "mine");
    test_drop(store, "mine"); /* one that is not there is fine */
    move_in("theirs.xml", "after mine");
    WAIT_FOR(owner_says(o, "theirs", "after mine"));
    CHECK_INT(atomic_load(&o->found), found + 1);
    CHECK_INT(atomic_load(&o->lost), lost);
}

static void theirs(struct owner *o)
{
    int lost = atomic_load(&o->lost);

    test_put("theirs.xml", "same size 1");
    WAIT_FOR(owner_says(o, "theirs", "same size 1"));
    test_put("theirs.xml", "same size 2"); /* within the same tick of the clock, perhaps */
    WAIT_FOR(owner_says(o, "theirs", "same size 2"));
    move_in("theirs.xml", "moved in");
    WAIT_FOR(owner_says(o, "theirs", "moved in"));
    CHECK(mkdir(test_path("autostart"), 0700) == 0 || errno == EEXIST);
    CHECK(symlink(test_path("theirs.xml"), test_path("autostart/theirs.xml")) == 0);
    WAIT_FOR(atomic_load(&o->marked) > 0);
    atomic_store(&o->unmarked, 0);
    CHECK(unlink(test_path("autostart/theirs.xml")) == 0);
    WAIT_FOR(atomic_load(&o->unmarked) > 0);
    CHECK(unlink(test_path("theirs.xml")) == 0);
    WAIT_FOR(atomic_load(&o->lost) == lost + 1);
}

/* A turn begins with what others did before, thread or not. */
static void turn_sees(bool thread)
{
    struct owner o;
    struct vt_store *store = test_store(&o, thread);

    test_put("first.xml", "first");
    {
        VT_STORE_TURN(turn, store, "turn_sees");
        CHECK(turn.store != NULL && owner_says(&o, "first", "first"));
    }
    CHECK(unlink(test_path("first.xml")) == 0);
    {
        VT_STORE_TURN(turn, store, "turn_sees");
        CHECK(turn.store != NULL && atomic_load(&o.lost) == 1);
    }
    vt_store_free(store);
}

/* What could not be taken over is offered again, without another change. */
static void again(struct vt_store *store, struct owner *o)
{
    atomic_store(&o->refuses, true);
    test_put("later.xml", "later");
    {
        VT_STORE_TURN(turn, store, "again");
        CHECK(turn.store != NULL);
    }
    atomic_store(&o->refuses, false);
    WAIT_FOR(owner_says(o, "later", "later"));
    CHECK(unlink(test_path("later.xml")) == 0);
}

/* The folder goes, and comes again. */
static void folder_gone(struct owner *o)
{
    char away[80];

    snprintf(away, sizeof away, "%s.away", test_folder);
    test_put("back.xml", "back");
    WAIT_FOR(owner_says(o, "back", "back"));
    int lost = atomic_load(&o->lost);
    CHECK(rename(test_folder, away) == 0);
    WAIT_FOR(atomic_load(&o->lost) > lost);
    int found = atomic_load(&o->found);
    CHECK(rename(away, test_folder) == 0);
    WAIT_FOR(atomic_load(&o->found) > found);
}

int main(void)
{
    struct owner o;

    test_begin();
    turn_sees(false);
    turn_sees(true);
    struct vt_store *store = test_store(&o, true);
    mine(store, &o);
    theirs(&o);
    again(store, &o);
    folder_gone(&o);
    vt_store_free(store);
    test_end();
    return 0;
}
