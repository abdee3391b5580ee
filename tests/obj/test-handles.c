/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles: those that are freed, of another class or no handles are told; a hundred thousand of
 * them; freed by other threads; memory rests before it serves again. */
#include "config.h"

#include <pthread.h>

#include "obj/connect.h"
#include "obj/error.h"
#include "obj/handle.h"
#include "testing.h"

#define MANY 100000
#define THREADS 4
#define REST 40 /* handles that are made, at the least, before freed memory comes back */

static virConnectPtr conn;
static struct vt_object *object;
static int ends;

static void end(struct vt_object *o)
{
    CHECK(o->body == &ends);
    ends++;
}

static const struct vt_object_class class = {.word = "thing", .end = end};

static virDomainPtr domain(void)
{
    virDomainPtr dom = vt_handle_new(VT_CLASS_DOMAIN, conn, object);

    CHECK(dom != NULL);
    return dom;
}

static void told_apart(void)
{
    static char other[256] __attribute__((aligned(VT_CACHE_LINE)));
    virDomainPtr dom = domain();

    CHECK(vt_handle_is(dom, VT_CLASS_DOMAIN));
    CHECK(!vt_handle_is(dom, VT_CLASS_NETWORK));
    CHECK(!vt_handle_is(dom, VT_CLASS_CONN));
    CHECK(!vt_handle_is(NULL, VT_CLASS_DOMAIN));
    CHECK(!vt_handle_is((char *)dom + 8, VT_CLASS_DOMAIN)); /* not where handles begin */
    CHECK(!vt_handle_is(other, VT_CLASS_DOMAIN));
    CHECK(vt_handle_is(conn, VT_CLASS_CONN) && !vt_handle_is(conn, VT_CLASS_DOMAIN));
    vt_handle_ref(&dom->h);
    vt_handle_unref(&dom->h);
    CHECK(vt_handle_is(dom, VT_CLASS_DOMAIN));
    vt_handle_unref(&dom->h);
    CHECK(!vt_handle_is(dom, VT_CLASS_DOMAIN)); /* freed, and still to be told */
}

/* The public calls say so too: a handle freed twice is an error, not a crash. */
static void refused(void)
{
    virDomainPtr dom = domain();

    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virDomainFree(dom), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_DOMAIN);
    CHECK(virDomainGetName(dom) == NULL);
    CHECK_INT(virNetworkFree((virNetworkPtr)conn), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_NETWORK);
    virResetLastError();
}

/* First in, first out: a stale pointer does not at once point at somebody else's handle. */
static void rests(void)
{
    virDomainPtr old = domain(), dom[REST];

    for (int i = 0; i < REST; i++) /* so that this thread has as many to give out */
        dom[i] = domain();
    for (int i = 0; i < REST; i++)
        vt_handle_unref(&dom[i]->h);
    vt_handle_unref(&old->h);
    for (int i = 0; i < REST; i++) {
        dom[i] = domain();
        CHECK(dom[i] != old);
    }
    for (int i = 0; i < REST; i++)
        vt_handle_unref(&dom[i]->h);
}

static virDomainPtr all[MANY];

static void *free_some(void *arg)
{
    for (size_t i = (size_t)arg; i < MANY; i += THREADS)
        vt_handle_unref(&all[i]->h);
    return NULL;
}

static void many(void)
{
    pthread_t t[THREADS];

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            all[i] = domain();
            CHECK(((uintptr_t)all[i] & (VT_CACHE_LINE - 1)) == 0);
        }
        for (int i = 1; i < MANY; i++)
            CHECK(all[i] != all[i - 1] && all[i]->h.obj == object);
        CHECK_INT(vt_count_read(&object->count), MANY + 1);
        for (size_t i = 0; i < THREADS; i++)
            CHECK(pthread_create(&t[i], NULL, free_some, (void *)i) == 0);
        for (int i = 0; i < THREADS; i++)
            pthread_join(t[i], NULL);
        CHECK_INT(vt_count_read(&object->count), 1);
    }
}

static void quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

int main(void)
{
    static const unsigned char uuid[VT_UUID_LEN] = {1};

    virSetErrorFunc(NULL, quiet);
    conn = vt_connect_new();
    object = vt_object_new(&class, &ends, "one", uuid);
    CHECK(conn != NULL && object != NULL);
    told_apart();
    refused();
    rests();
    many();
    virDomainPtr last = domain();
    vt_object_unref(object);
    CHECK_INT(vt_connect_unref(conn), 1); /* the handle holds it */
    CHECK(vt_connect_is(conn));
    CHECK_INT(ends, 0);
    vt_handle_unref(&last->h);
    CHECK_INT(ends, 1);
    CHECK(!vt_connect_is(conn));
    return 0;
}
