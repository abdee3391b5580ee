/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* events-xl CONFIG: what plain xl does to a guest is told by events, in its order and with the reason, to a
 * process that does nothing but listen. */
#include <pthread.h>
#include <stdatomic.h>

#include "lab.h"

#define IMAGE "/tmp/events-xl.image"
#define NAME "events"
#define MAX_EVENTS 64
#define ANY (-1)
#define QUIET 2.0 /* s: four looks at the host */

struct told {
    int event, detail;
};

static struct {
    pthread_mutex_t lock;
    struct told told[MAX_EVENTS];
    int n, taken;
    atomic_bool stop;
    char config[100];
} all = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int hear(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn;
    (void)opaque;
    if (strcmp(virDomainGetName(dom), NAME) != 0)
        return 0;
    pthread_mutex_lock(&all.lock);
    if (all.n < MAX_EVENTS)
        all.told[all.n++] = (struct told){event, detail};
    pthread_mutex_unlock(&all.lock);
    return 0;
}

static void nothing(int timer, void *opaque)
{
    (void)timer;
    (void)opaque;
}

static void *run_loop(void *opaque)
{
    (void)opaque;
    while (!all.stop)
        CHECK_INT(virEventRunDefaultImpl(), 0);
    return NULL;
}

static bool take(struct told *ret)
{
    bool any;

    pthread_mutex_lock(&all.lock);
    any = all.taken < all.n;
    if (any)
        *ret = all.told[all.taken++];
    pthread_mutex_unlock(&all.lock);
    return any;
}

/* The next event is this one. */
static void expect(const char *what, int event, int detail)
{
    double begun = lab_now();
    struct told t = {-1, -1};

    CHECK(LAB_EVENTUALLY(take(&t)));
    printf("%s: event %d, detail %d, %.2f s after\n", what, t.event, t.detail, lab_now() - begun);
    CHECK_INT(t.event, event);
    if (detail != ANY)
        CHECK_INT(t.detail, detail);
}

#define EXPECT(what, event, detail) \
    expect(what, VIR_DOMAIN_EVENT_##event, VIR_DOMAIN_EVENT_##event##_##detail)

static void wait_ready(void)
{
    int id = -1;

    CHECK(LAB_EVENTUALLY((id = lab_id_of(NAME)) > 0 && lab_node_is(id, "data/ready", "1")));
}

/* A toolstack makes a guest paused and then lets it go, which may be seen, or not: both, or neither. */
static void let_go(void)
{
    struct told t;
    double end;

    wait_ready();
    end = lab_now() + QUIET;
    while (lab_now() < end) {
        lab_nap();
        if (!take(&t))
            continue;
        CHECK_INT(t.event, VIR_DOMAIN_EVENT_SUSPENDED);
        EXPECT("let go", RESUMED, UNPAUSED);
        break;
    }
}

/* A toolstack also pauses what it ends. */
static void expect_end(const char *what, int detail)
{
    struct told t = {-1, -1};

    CHECK(LAB_EVENTUALLY(take(&t)));
    if (t.event == VIR_DOMAIN_EVENT_SUSPENDED)
        CHECK(LAB_EVENTUALLY(take(&t)));
    printf("%s: event %d, detail %d\n", what, t.event, t.detail);
    CHECK_INT(t.event, VIR_DOMAIN_EVENT_STOPPED);
    CHECK_INT(t.detail, detail);
}

static void create(const char *more)
{
    lab_must("xl", "create", all.config, "name=\"" NAME "\"", more);
    EXPECT("create", STARTED, BOOTED);
    let_go();
}

static void crash(void)
{
    struct lab_guest g;

    lab_look(&g, NAME, lab_id_of(NAME));
    lab_send(&g, "crash");
}

static void go_through(void)
{
    create("on_crash=\"destroy\"");
    lab_must("xl", "pause", NAME);
    EXPECT("pause", SUSPENDED, PAUSED);
    lab_must("xl", "unpause", NAME);
    EXPECT("unpause", RESUMED, UNPAUSED);
    lab_must("xl", "reboot", NAME);
    EXPECT("reboot", STOPPED, SHUTDOWN);
    EXPECT("reboot", STARTED, BOOTED);
    let_go();
    lab_must("xl", "save", NAME, IMAGE);
    EXPECT("save", STOPPED, SAVED);
    lab_must("xl", "restore", IMAGE);
    expect("restore", VIR_DOMAIN_EVENT_STARTED, ANY); /* nothing tells it from a start */
    let_go();
    lab_must("xl", "shutdown", NAME);
    EXPECT("shutdown", STOPPED, SHUTDOWN);
    create("on_crash=\"preserve\"");
    crash();
    CHECK(LAB_EVENTUALLY(lab_try("xl", "destroy", NAME, (char *)NULL) == 0));
    EXPECT("crash", STOPPED, CRASHED);
    create("on_crash=\"destroy\"");
    crash();
    EXPECT("crash and end", STOPPED, CRASHED);
    create("on_crash=\"destroy\"");
    lab_must("xl", "destroy", NAME);
    expect_end("destroy", VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
}

int main(int argc, char **argv)
{
    pthread_t loop;
    virConnectPtr conn;
    int timer, id;

    CHECK_INT(argc, 2);
    snprintf(all.config, sizeof all.config, "%s", argv[1]);
    CHECK_INT(virEventRegisterDefaultImpl(), 0);
    timer =
        virEventAddTimeout(100, nothing, NULL, NULL); /* so that the loop sees that it is to end */
    CHECK(timer >= 0);
    conn = lab_open();
    id = virConnectDomainEventRegister(conn, hear, NULL, NULL);
    CHECK(id >= 0);
    CHECK_INT(pthread_create(&loop, NULL, run_loop, NULL), 0);
    go_through();
    CHECK_INT(all.n, all.taken);
    CHECK_INT(virConnectDomainEventDeregister(conn, hear), 0);
    all.stop = true;
    CHECK_INT(pthread_join(loop, NULL), 0);
    (void)virEventRemoveTimeout(timer);
    remove(IMAGE);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
