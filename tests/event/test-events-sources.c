/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One connection hears of several sources: of each what it asked for, once, in order of its happening, and
 * of none any more when it is closed. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdatomic.h>

#include "event/event.h"
#include "testing.h"

#define SOURCES 3

static char heard[1000];

static void on_event(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail, void *opaque)
{
    size_t len = strlen(heard);

    CHECK(conn != NULL && detail == 0);
    snprintf(heard + len, sizeof heard - len, "%s%s%d;", (const char *)opaque,
             virNodeDeviceGetName(dev), event);
}

static int listen_to(virConnectPtr conn, struct vt_event_source *source, const char *who)
{
    const struct vt_event_listener listener = {
        .kind = VT_EVENT_NODE_DEVICE,
        .callback = (virConnectDomainEventGenericCallback)(void (*)(void))on_event,
        .opaque = (void *)(uintptr_t)who,
    };
    int number = vt_event_add(conn, source, &listener);

    CHECK(number >= 0);
    return number;
}

static void end(struct vt_object *obj)
{
    (void)obj;
}

static const struct vt_object_class class = {.word = "device", .end = end, .no_uuid = true};

static void expect(const char *want)
{
    while (strlen(heard) < strlen(want))
        CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_STR(heard, want);
    heard[0] = '\0';
}

static bool is_wanted(struct vt_event_source *source)
{
    return atomic_load(&source->wanted[VT_EVENT_NODE_DEVICE]) > 0;
}

int main(void)
{
    struct vt_event_source source[SOURCES];
    struct vt_object *obj[SOURCES];
    virConnectPtr conn;
    int one;

    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    conn = virConnectOpen("test:///default");
    CHECK(conn != NULL);
    for (int i = 0; i < SOURCES; i++) {
        vt_event_source_init(&source[i]);
        obj[i] = vt_object_new(&class, NULL, (const char *[]){"x", "y", "z"}[i], NULL);
        CHECK(obj[i] != NULL);
    }
    one = listen_to(conn, &source[0], "1");
    listen_to(conn, &source[1], "2");
    listen_to(conn, &source[1], "3");
    for (int i = 0; i < SOURCES; i++)
        vt_event_raise(&source[i], VT_EVENT_NODE_DEVICE, obj[i], i, 0);
    vt_event_raise(&source[0], VT_EVENT_NODE_DEVICE, obj[0], 5, 0);
    expect("1x0;2y1;3y1;1x5;");
    CHECK_INT(vt_event_remove(conn, VT_CLASS_NODE_DEVICE, one), 0);
    CHECK(!is_wanted(&source[0]) && is_wanted(&source[1]) && !is_wanted(&source[2]));
    vt_event_raise(&source[0], VT_EVENT_NODE_DEVICE, obj[0], 6, 0);
    vt_event_raise(&source[1], VT_EVENT_NODE_DEVICE, obj[1], 7, 0);
    expect("2y7;3y7;");
    CHECK_INT(virConnectClose(conn), 0);
    for (int i = 0; i < SOURCES; i++) {
        CHECK(!is_wanted(&source[i]));
        vt_event_raise(&source[i], VT_EVENT_NODE_DEVICE, obj[i], 8, 0);
        vt_event_source_done(&source[i]);
        vt_object_unref(obj[i]);
    }
    CHECK_STR(heard, "");
    return 0;
}
