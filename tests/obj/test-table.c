/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of objects: names, uuids, numbers, order; 10,000 of them; removal while others read. */
#include "config.h"

#include <errno.h>
#include <pthread.h>

#include "obj/table.h"
#include "testing.h"

#define MANY 10000u

static struct vt_table table;
static unsigned int total; /* MANY, less under tools that are slow */
static atomic_int alive;
static atomic_bool stop;

static void end(struct vt_object *o)
{
    (void)o;
    atomic_fetch_sub(&alive, 1);
}

static const struct vt_object_class class = {.word = "thing", .end = end};

static struct vt_object *make(const char *name, unsigned int uuid)
{
    unsigned char raw[VT_UUID_LEN] = {0};
    struct vt_object *o;

    memcpy(raw, &uuid, sizeof uuid);
    o = vt_object_new(&class, NULL, name, raw);
    CHECK(o != NULL);
    atomic_fetch_add(&alive, 1);
    return o;
}

static struct vt_object *add(const char *name, unsigned int uuid)
{
    struct vt_object *o = make(name, uuid);

    CHECK_INT(vt_table_add(&table, o, NULL), 0);
    vt_object_unref(o); /* the table's count is left */
    return o;
}

/* Devices and volumes are known by name alone. */
static void without_uuid(void)
{
    static const struct vt_object_class nameless = {.word = "thing", .end = end, .no_uuid = true};
    static const unsigned char zeros[VT_UUID_LEN];
    struct vt_object *o[2] = {vt_object_new(&nameless, NULL, "x", NULL),
                              vt_object_new(&nameless, NULL, "y", NULL)};

    CHECK(o[0] != NULL && o[1] != NULL);
    atomic_fetch_add(&alive, 2);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(vt_table_add(&table, o[i], NULL), 0);
        CHECK_INT(vt_table_set_number(&table, o[i], i), 0);
    }
    CHECK(vt_table_by_uuid(&table, zeros) == NULL);
    for (int i = 0; i < 2; i++) {
        CHECK(vt_table_remove(&table, o[i]));
        vt_object_unref(o[i]);
    }
    CHECK_INT(atomic_load(&alive), 0);
}

static void taken(void)
{
    struct vt_object *a = add("a", 1), *other = NULL, *b;

    b = make("a", 2);
    CHECK_INT(vt_table_add(&table, b, &other), -EEXIST);
    CHECK(other == a);
    vt_object_unref(other);
    vt_object_unref(b);
    b = make("b", 1);
    CHECK_INT(vt_table_add(&table, b, NULL), -EEXIST);
    CHECK_INT(vt_table_set_number(&table, b, 4), -ENOENT);
    vt_object_unref(b);
    b = add("b", 2);
    CHECK_INT(vt_table_set_number(&table, a, 4), 0);
    CHECK_INT(vt_table_set_number(&table, b, 4), -EEXIST);
    vt_table_clear_number(&table, a, 3); /* an older run's: nothing */
    CHECK_INT(vt_object_number(a), 4);
    vt_table_clear_number(&table, a, 4);
    CHECK_INT(vt_table_count(&table, true), 0);
    CHECK(vt_table_by_number(&table, 4) == NULL);
    CHECK(vt_table_remove(&table, a) && vt_table_remove(&table, b));
    CHECK_INT(atomic_load(&alive), 0);
}

/* Two runs of one object: the older one's number, that comes late, is no news. */
static void overtaken(void)
{
    struct vt_object *a = add("a", 1), *found;

    CHECK_INT(vt_table_set_number(&table, a, 8), 0);
    CHECK_INT(vt_table_set_number(&table, a, 7), 0);
    CHECK_INT(vt_object_number(a), 8);
    vt_table_clear_number(&table, a, 7); /* as the older one does when it finds out */
    CHECK_INT(vt_object_number(a), 8);
    CHECK(vt_table_by_number(&table, 7) == NULL);
    found = vt_table_by_number(&table, 8);
    CHECK(found == a);
    vt_object_unref(found);
    CHECK_INT(vt_table_set_number(&table, a, 9), 0);
    CHECK(vt_table_by_number(&table, 8) == NULL);
    CHECK_INT(vt_table_count(&table, true), 1);
    CHECK(vt_table_remove(&table, a));
    CHECK_INT(vt_table_count(&table, true), 0);
}

/* The newest is the one that was added last and is still there. */
static void newest(void)
{
    struct vt_object *o[3], *last;

    CHECK(vt_table_newest(&table) == NULL);
    for (unsigned int i = 0; i < 3; i++)
        o[i] = add((const char *[]){"a", "b", "c"}[i], i + 1);
    CHECK(vt_table_remove(&table, o[1])); /* a gap in the middle */
    last = vt_table_newest(&table);
    CHECK(last == o[2]);
    CHECK(vt_table_remove(&table, last));
    CHECK_INT(atomic_load(&alive), 2); /* it is counted for us */
    vt_object_unref(last);
    last = vt_table_newest(&table);
    CHECK(last == o[0]);
    CHECK(vt_table_remove(&table, last));
    vt_object_unref(last);
    CHECK(vt_table_newest(&table) == NULL);
    CHECK_INT(atomic_load(&alive), 0);
}

/* One inside of an object is used while the object's lock is held, which --enable-lock-debug would
 * not allow to any other. */
static void inside_of_an_object(void)
{
    struct vt_mutex lock;
    struct vt_table inner;
    struct vt_object *o = make("a", 1), *found;

    vt_mutex_init(&lock, VT_RANK_OBJECT, "a test's object");
    vt_table_init_ranked(&inner, "of an object", VT_RANK_QUEUE);
    {
        VT_LOCK_SCOPE(&lock);
        CHECK_INT(vt_table_add(&inner, o, NULL), 0);
        CHECK_INT(vt_table_set_number(&inner, o, 0), 0);
        found = vt_table_by_name(&inner, "a");
    }
    CHECK(found == o);
    vt_object_unref(found);
    vt_object_unref(o);
    vt_table_done(&inner);
    vt_mutex_done(&lock);
    CHECK_INT(atomic_load(&alive), 0);
}

static void *read_all(void *arg)
{
    char name[16];
    int numbers[64];

    (void)arg;
    for (unsigned int i = 0; !atomic_load(&stop); i = i * 7 + 1) {
        snprintf(name, sizeof name, "n%u", i % total);
        struct vt_object *o = vt_table_by_name(&table, name);
        if (o != NULL)
            CHECK_STR(o->name, name);
        vt_object_unref(o);
        o = vt_table_by_number(&table, (int)(i % total));
        if (o != NULL)
            CHECK(o->name[0] == 'n');
        vt_object_unref(o);
        int n = vt_table_numbers(&table, numbers, 64);
        for (int k = 1; k < n; k++)
            CHECK(numbers[k] > numbers[k - 1]); /* in the order of their making */
    }
    return NULL;
}

/* Half of them go, and come back behind the others, while the table is read. */
static void change(void)
{
    char name[16];

    for (unsigned int i = 0; i < total; i += 2) {
        snprintf(name, sizeof name, "n%u", i);
        struct vt_object *o = vt_table_by_name(&table, name);
        CHECK(o != NULL && vt_table_remove(&table, o) && !vt_table_has(&table, o));
        CHECK(!vt_table_remove(&table, o));
        CHECK_INT(vt_object_number(o), -1);
        vt_object_unref(o);
    }
    CHECK_INT(vt_table_count(&table, true), total / 2);
    for (unsigned int i = 0; i < total; i += 2) {
        snprintf(name, sizeof name, "n%u", i);
        add(name, i + 10);
    }
}

static void many(void)
{
    static char *names[MANY];
    pthread_t t[3];
    char name[16];

    for (unsigned int i = 0; i < total; i++) {
        snprintf(name, sizeof name, "n%u", i);
        CHECK_INT(vt_table_set_number(&table, add(name, i + 10), (int)i), 0);
    }
    for (int i = 0; i < 3; i++)
        CHECK(pthread_create(&t[i], NULL, read_all, NULL) == 0);
    change();
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    CHECK_INT(vt_table_names(&table, false, names, (int)total), total / 2);
    CHECK_STR(names[0], "n0");
    for (unsigned int i = 0; i < total / 2; i++)
        free(names[i]);
    CHECK_INT(atomic_load(&alive), total);
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");

    total = MANY / (scale != NULL ? (unsigned int)atoi(scale) : 1) & ~1u;
    vt_table_init(&table, "a test's");
    without_uuid();
    taken();
    overtaken();
    newest();
    inside_of_an_object();
    many();
    vt_table_done(&table);
    CHECK_INT(atomic_load(&alive), 0);
    return 0;
}
