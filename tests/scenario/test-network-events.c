/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network events: each change raises its event once, in order. */
#include "config.h"

#include "loop_thread.h"
#include "scenario/network_testing.h"

#define MAX 64
/* Through the type of any function: gcc warns of a cast from one to another. */
#define ANY(cb) VIR_NETWORK_EVENT_CALLBACK((void (*)(void))(cb))

static struct heard {
    char name[32];
    int event;
} heard[MAX];
static pthread_mutex_t heard_lock = PTHREAD_MUTEX_INITIALIZER;
static int n_heard_, n_one_, n_freed_;

/* A lock and no atomic: it orders `heard` for the tools as well. */
static int count_of(int *counter)
{
    int n;

    pthread_mutex_lock(&heard_lock);
    n = *counter;
    pthread_mutex_unlock(&heard_lock);
    return n;
}

static void on_event(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *opaque)
{
    CHECK(virNetworkGetConnect(net) == conn && detail == 0 && opaque == heard);
    pthread_mutex_lock(&heard_lock);
    CHECK(n_heard_ < MAX);
    snprintf(heard[n_heard_].name, sizeof heard->name, "%s", virNetworkGetName(net));
    heard[n_heard_++].event = event;
    pthread_mutex_unlock(&heard_lock);
}

static void on_one(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *opaque)
{
    (void)conn, (void)event, (void)detail, (void)opaque;
    CHECK_STR(virNetworkGetName(net), "default");
    pthread_mutex_lock(&heard_lock);
    n_one_++;
    pthread_mutex_unlock(&heard_lock);
}

static void freed(void *opaque)
{
    CHECK(opaque == heard);
    pthread_mutex_lock(&heard_lock);
    n_freed_++;
    pthread_mutex_unlock(&heard_lock);
}

/* Exactly these came since the last call, ended by -1. */
static void expect_(int line, const char *name, ...)
{
    static int from;
    va_list ap;
    int event;

    va_start(ap, name);
    while ((event = va_arg(ap, int)) != -1) {
        LOOP_WAIT(count_of(&n_heard_) > from);
        if (strcmp(heard[from].name, name) != 0 || heard[from].event != event)
            fprintf(stderr, "line %d: heard %s %d, not %s %d\n", line, heard[from].name,
                    heard[from].event, name, event);
        CHECK(strcmp(heard[from].name, name) == 0 && heard[from].event == event);
        from++;
    }
    va_end(ap);
    usleep(20000); /* time for one too many */
    if (count_of(&n_heard_) != from)
        fprintf(stderr, "line %d: also heard %s %d\n", line, heard[from].name, heard[from].event);
    CHECK_INT(count_of(&n_heard_), from);
}
#define EXPECT(...) expect_(__LINE__, __VA_ARGS__, -1)
#define EV(e) VIR_NETWORK_EVENT_##e

static void life(virConnectPtr conn)
{
    virNetworkPtr net = net_define(conn, NET("a", NET_U1)), other;

    EXPECT("a", EV(DEFINED));
    OK(virNetworkFree(net_define(conn, NET("a", ""))));
    EXPECT("a", EV(DEFINED));
    OK(virNetworkCreate(net));
    EXPECT("a", EV(STARTED));
    FAILS(virNetworkCreate(net), VIR_ERR_INTERNAL_ERROR);
    FAILS(virNetworkUndefine(net), VIR_ERR_INTERNAL_ERROR);
    EXPECT("a");
    OK(virNetworkDestroy(net));
    EXPECT("a", EV(STOPPED));
    OK(virNetworkDestroy(net)); /* it is inactive: nothing changes */
    EXPECT("a");
    other = net_define(conn, NET("a", NET_U2)); /* the first gives way */
    EXPECT("a", EV(UNDEFINED), EV(DEFINED));
    OK(virNetworkUndefine(other));
    EXPECT("a", EV(UNDEFINED));
    OK(virNetworkFree(net));
    OK(virNetworkFree(other));
    net = net_create(conn, NET("b", ""));
    EXPECT("b", EV(STARTED));
    OK(virNetworkDestroy(net));
    EXPECT("b", EV(STOPPED));
    OK(virNetworkFree(net));
}

int main(void)
{
    virConnectPtr conn;
    virNetworkPtr net;
    int all, one;

    loop_start(1);
    conn = scn_open();
    net = virNetworkLookupByName(conn, "default");
    FAILS(virConnectNetworkEventRegisterAny(conn, NULL, 1, ANY(on_one), NULL, NULL),
          VIR_ERR_INVALID_ARG);
    all = virConnectNetworkEventRegisterAny(conn, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
                                            ANY(on_event), heard, freed);
    one = virConnectNetworkEventRegisterAny(conn, net, VIR_NETWORK_EVENT_ID_LIFECYCLE, ANY(on_one),
                                            NULL, NULL);
    CHECK(all >= 0 && one >= 0 && all != one);
    life(conn);
    CHECK_INT(count_of(&n_one_), 0);
    OK(virNetworkDestroy(net));
    LOOP_WAIT(count_of(&n_one_) == 1);
    OK(virConnectNetworkEventDeregisterAny(conn, one));
    OK(virNetworkCreate(net));
    EXPECT("default", EV(STOPPED), EV(STARTED));
    CHECK_INT(count_of(&n_one_), 1);
    OK(virConnectNetworkEventDeregisterAny(conn, all));
    LOOP_WAIT(count_of(&n_freed_) == 1);
    FAILS(virConnectNetworkEventDeregisterAny(conn, all), VIR_ERR_INTERNAL_ERROR);
    OK(virNetworkFree(net));
    loop_stop();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
