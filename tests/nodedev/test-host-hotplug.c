/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces come, are renamed, change and go: each is listed at once, with its events in order; what is gone
 * says so. */
#include "config.h"

#include "nodedev/own_world.h"
#include "scenario/loop_thread.h"

#define ONE "net_one_02_00_00_00_00_01"

static pthread_mutex_t heard_lock = PTHREAD_MUTEX_INITIALIZER;
static char heard[8192];

static void hear(virNodeDevicePtr dev, const char *what)
{
    size_t len;

    pthread_mutex_lock(&heard_lock);
    len = strlen(heard);
    snprintf(heard + len, sizeof heard - len, "%s %s;", virNodeDeviceGetName(dev), what);
    pthread_mutex_unlock(&heard_lock);
}

static void on_life(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail, void *opaque)
{
    CHECK(conn != NULL && detail == 0 && opaque == NULL);
    hear(dev, event == VIR_NODE_DEVICE_EVENT_CREATED ? "came" : "went");
}

static void on_update(virConnectPtr conn, virNodeDevicePtr dev, void *opaque)
{
    CHECK(conn != NULL && opaque == NULL);
    hear(dev, "changed");
}

static bool has_heard(const char *what)
{
    bool has;

    pthread_mutex_lock(&heard_lock);
    has = strstr(heard, what) != NULL;
    pthread_mutex_unlock(&heard_lock);
    return has;
}

static bool has_heard_then(const char *first, const char *then)
{
    const char *at;
    bool has;

    pthread_mutex_lock(&heard_lock);
    at = strstr(heard, first);
    has = at != NULL && strstr(at, then) != NULL;
    pthread_mutex_unlock(&heard_lock);
    return has;
}

/* How often since it was forgotten. */
static int times(const char *what)
{
    int n = 0;

    pthread_mutex_lock(&heard_lock);
    for (const char *at = heard; (at = strstr(at, what)) != NULL; at += strlen(what))
        n++;
    pthread_mutex_unlock(&heard_lock);
    return n;
}

static void forget(void)
{
    pthread_mutex_lock(&heard_lock);
    heard[0] = '\0';
    pthread_mutex_unlock(&heard_lock);
}

static bool shows(virNodeDevicePtr dev, const char *what)
{
    char *xml = virNodeDeviceGetXMLDesc(dev, 0);
    bool has;

    CHECK(xml != NULL);
    has = strstr(xml, what) != NULL;
    free(xml);
    return has;
}

static void life(virConnectPtr conn)
{
    virNodeDevicePtr one, two;

    own_pair("one", "02:00:00:00:00:01", "two");
    LOOP_WAIT(has_heard(ONE " came;") && has_heard("net_two_"));
    one = virNodeDeviceLookupByName(conn, ONE);
    CHECK(one != NULL);
    CHECK_STR(virNodeDeviceGetParent(one), "computer");
    CHECK(shows(one, "<interface>one</interface>"));
    CHECK(shows(one, "<address>02:00:00:00:00:01</address>"));
    CHECK(shows(one, "<link state='down'/>"));
    RUN("ip", "link", "set", "one", "up");
    RUN("ip", "link", "set", "two", "up");
    LOOP_WAIT(has_heard(ONE " changed;")); /* once it has its link, whenever that is told */
    LOOP_WAIT(shows(one, "state='up'/>"));
    forget();
    RUN("ip", "link", "set", "two", "down");
    LOOP_WAIT(has_heard(ONE " changed;") && !shows(one, "state='up'/>"));
    CHECK(!has_heard("came;") && !has_heard("went;"));
    forget();
    RUN("ip", "link", "set", "two", "address", "02:00:00:00:00:02");
    LOOP_WAIT(has_heard("net_two_")); /* its name stays */
    RUN("ip", "link", "set", "two", "name", "three");
    LOOP_WAIT(has_heard("net_three_02_00_00_00_00_02 came;"));
    CHECK(has_heard(" changed;") && has_heard_then(" went;", "net_three_"));
    two = virNodeDeviceLookupByName(conn, "net_three_02_00_00_00_00_02");
    CHECK(two != NULL);
    forget();
    RUN("ip", "link", "del", "one");
    LOOP_WAIT(has_heard(ONE " went;") && has_heard("net_three_02_00_00_00_00_02 went;"));
    FAILS_NULL(virNodeDeviceLookupByName(conn, ONE), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceGetXMLDesc(two, 0), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS_NULL(virNodeDeviceGetParent(one), VIR_ERR_INVALID_NODE_DEVICE);
    FAILS(virNodeDeviceDettach(one), VIR_ERR_INVALID_NODE_DEVICE);
    CHECK_STR(virNodeDeviceGetName(one), ONE);
    OK(virNodeDeviceFree(one));
    OK(virNodeDeviceFree(two));
}

/* It is looked up and the news of both are told. */
static virNodeDevicePtr made(virConnectPtr conn)
{
    virNodeDevicePtr dev;

    forget();
    own_pair("one", "02:00:00:00:00:01", "two");
    LOOP_WAIT(times(" came;") == 2);
    dev = virNodeDeviceLookupByName(conn, ONE);
    CHECK(dev != NULL);
    return dev;
}

/* The same name again: the old handle's device has gone, and stays so. */
static void again(virConnectPtr conn)
{
    virNodeDevicePtr first = made(conn), second;

    RUN("ip", "link", "del", "one");
    LOOP_WAIT(virNodeDeviceNumOfCaps(first) < 0 && times(" went;") == 2);
    second = made(conn);
    FAILS(virNodeDeviceNumOfCaps(first), VIR_ERR_INVALID_NODE_DEVICE);
    CHECK_INT(virNodeDeviceNumOfCaps(second), 1);
    forget();
    scn_write("/sys/class/net/one/uevent", "change", strlen("change"));
    LOOP_WAIT(has_heard(ONE " changed;"));
    CHECK(!has_heard("came") && !has_heard("went"));
    OK(virNodeDeviceFree(first));
    OK(virNodeDeviceFree(second));
    RUN("ip", "link", "del", "one");
}

int main(void)
{
    virConnectPtr conn, other;

    own_network();
    virSetErrorFunc(NULL, scn_quiet);
    loop_start(1);
    conn = virConnectOpen("test:///host");
    other = virConnectOpenReadOnly("test:///host");
    CHECK(conn != NULL && other != NULL);
    CHECK(virConnectNodeDeviceEventRegisterAny(
              other, NULL, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
              VIR_NODE_DEVICE_EVENT_CALLBACK((void (*)(void))on_life), NULL, NULL) >= 0);
    CHECK(virConnectNodeDeviceEventRegisterAny(
              other, NULL, VIR_NODE_DEVICE_EVENT_ID_UPDATE,
              VIR_NODE_DEVICE_EVENT_CALLBACK((void (*)(void))on_update), NULL, NULL) >= 0);
    life(conn);
    again(conn);
    OK(virConnectClose(conn));
    OK(virConnectClose(other));
    loop_stop();
    return 0;
}
