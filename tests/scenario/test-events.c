/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain events: each change raises its event once, with the right detail, in order. */
#include "config.h"

#include <stdatomic.h>

#include "loop_thread.h"

struct heard {
    char name[32];
    int event, detail;
};

static struct heard heard[256];
static pthread_mutex_t heard_lock = PTHREAD_MUTEX_INITIALIZER;
static int n_heard_;
static atomic_int n_freed, n_reboots;

/* A lock and no atomic: it orders `heard` for the tools as well. */
static int heard_so_far(void)
{
    int n;

    pthread_mutex_lock(&heard_lock);
    n = n_heard_;
    pthread_mutex_unlock(&heard_lock);
    return n;
}

static int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    int n;

    CHECK(conn != NULL && virDomainGetConnect(dom) == conn && opaque == heard);
    pthread_mutex_lock(&heard_lock);
    n = n_heard_++;
    snprintf(heard[n].name, sizeof heard[n].name, "%s", virDomainGetName(dom));
    heard[n].event = event;
    heard[n].detail = detail;
    pthread_mutex_unlock(&heard_lock);
    return 0;
}

static void on_reboot(virConnectPtr conn, virDomainPtr dom, void *opaque)
{
    (void)conn, (void)opaque;
    CHECK_STR(virDomainGetName(dom), "a");
    atomic_fetch_add(&n_reboots, 1);
}

static void freed(void *opaque)
{
    CHECK(opaque == heard);
    atomic_fetch_add(&n_freed, 1);
}

/* Exactly these came since the last call: pairs of event and detail, ended by -1. */
static void expect_(int line, const char *name, ...)
{
    static int from;
    va_list ap;
    int event;

    va_start(ap, name);
    while ((event = va_arg(ap, int)) != -1) {
        int detail = va_arg(ap, int);
        LOOP_WAIT(heard_so_far() > from);
        if (strcmp(heard[from].name, name) != 0 || heard[from].event != event ||
            heard[from].detail != detail) {
            fprintf(stderr, "line %d: heard %s %d %d, not %s %d %d\n", line, heard[from].name,
                    heard[from].event, heard[from].detail, name, event, detail);
            exit(1);
        }
        from++;
    }
    va_end(ap);
    usleep(20000); /* time for one too many */
    if (heard_so_far() != from) {
        fprintf(stderr, "line %d: also heard %s %d %d\n", line, heard[from].name, heard[from].event,
                heard[from].detail);
        exit(1);
    }
}
#define EXPECT(...) expect_(__LINE__, __VA_ARGS__, -1)
#define EV(e, d) VIR_DOMAIN_EVENT_##e, VIR_DOMAIN_EVENT_##e##_##d

static void life(virConnectPtr conn)
{
    virDomainPtr dom = scn_define(conn, "a", "<on_reboot>restart</on_reboot>"), again;

    EXPECT("a", EV(DEFINED, ADDED));
    again = scn_define(conn, "a", "<on_reboot>restart</on_reboot>");
    OK(virDomainFree(again));
    EXPECT("a", EV(DEFINED, UPDATED));
    OK(virDomainCreate(dom));
    EXPECT("a", EV(STARTED, BOOTED));
    FAILS(virDomainCreate(dom), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainSuspend(dom));
    EXPECT("a", EV(SUSPENDED, PAUSED));
    OK(virDomainResume(dom));
    EXPECT("a", EV(RESUMED, UNPAUSED));
    OK(virDomainReboot(dom, 0));
    LOOP_WAIT(atomic_load(&n_reboots) == 1);
    OK(virDomainSetMemory(dom, SCN_MEM_KIB / 2));
    EXPECT("a");
    OK(virDomainSuspend(dom));
    OK(virDomainReboot(dom, 0));
    EXPECT("a", EV(SUSPENDED, PAUSED), EV(RESUMED, UNPAUSED));
    CHECK_INT(n_reboots, 2);
    OK(virDomainShutdown(dom));
    EXPECT("a", EV(STOPPED, SHUTDOWN));
    OK(virDomainDestroy(dom)); /* it is off: nothing changes */
    EXPECT("a");
    OK(virDomainCreate(dom));
    OK(virDomainDestroy(dom));
    EXPECT("a", EV(STARTED, BOOTED), EV(STOPPED, DESTROYED));
    OK(virDomainUndefine(dom));
    EXPECT("a", EV(UNDEFINED, REMOVED));
    OK(virDomainFree(dom));
}

static void transient(virConnectPtr conn)
{
    char *xml = scn_xml("t", "");
    virDomainPtr dom = virDomainCreateXML(conn, xml, 0);

    CHECK(dom != NULL);
    EXPECT("t", EV(STARTED, BOOTED));
    virDomainPtr kept = virDomainDefineXML(conn, xml); /* it stays from now on */
    CHECK(kept != NULL);
    EXPECT("t", EV(DEFINED, ADDED));
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    EXPECT("t", EV(STOPPED, DESTROYED), EV(UNDEFINED, REMOVED));
    OK(virDomainFree(kept));
    OK(virDomainFree(dom));
    dom = virDomainCreateXML(conn, xml, 0);
    CHECK(dom != NULL);
    OK(virDomainShutdown(dom));
    EXPECT("t", EV(STARTED, BOOTED), EV(STOPPED, SHUTDOWN));
    OK(virDomainFree(dom));
    free(xml);
}

static void reason(virDomainPtr dom, int want_state, int want_reason)
{
    int state = -1, why = -1;

    OK(virDomainGetState(dom, &state, &why, 0));
    CHECK_INT(state, want_state);
    CHECK_INT(why, want_reason);
    OK(virDomainGetState(dom, &state, NULL, 0));
}

static void save_and_restore(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(conn, "s", "");

    EXPECT("s", EV(DEFINED, ADDED), EV(STARTED, BOOTED));
    reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED);
    FAILS(virDomainSave(dom, "/nowhere/at/all"), VIR_ERR_SYSTEM_ERROR);
    EXPECT("s");
    reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_SAVE_CANCELED);
    OK(virDomainCoreDump(dom, scn_path("core"), 0));
    EXPECT("s");
    OK(virDomainSave(dom, scn_path("save")));
    EXPECT("s", EV(STOPPED, SAVED));
    reason(dom, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SAVED);
    OK(virDomainRestore(conn, scn_path("save")));
    EXPECT("s", EV(STARTED, RESTORED));
    reason(dom, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED);
    OK(virDomainSuspend(dom));
    reason(dom, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER);
    scn_drop(dom);
    EXPECT("s", EV(SUSPENDED, PAUSED), EV(STOPPED, DESTROYED), EV(UNDEFINED, REMOVED));
}

/* Both sides hear of it; the node file's connection is a world of its own. */
static void migrate(virConnectPtr conn)
{
    scn_write(scn_path("node.xml"), "<node/>", 7);
    char *uri = NULL;
    CHECK(asprintf(&uri, "test://%s", scn_path("node.xml")) > 0);
    virConnectPtr there = virConnectOpen(uri);
    virDomainPtr dom = scn_start(conn, "m", ""), moved;

    CHECK(there != NULL);
    EXPECT("m", EV(DEFINED, ADDED), EV(STARTED, BOOTED));
    OK(virConnectDomainEventRegister(there, on_event, heard, NULL));
    moved = virDomainMigrate(dom, there, 0, NULL, NULL, 0);
    CHECK(moved != NULL);
    LOOP_WAIT(heard_so_far() > 2);
    usleep(50000);
    /* Of the two queues only the order within each is fixed. */
    int n = heard_so_far(), stopped = 0, started = 0, suspended = 0;
    for (int i = n - 3; i < n; i++) {
        stopped += heard[i].event == VIR_DOMAIN_EVENT_STOPPED &&
                   heard[i].detail == VIR_DOMAIN_EVENT_STOPPED_MIGRATED;
        started += heard[i].event == VIR_DOMAIN_EVENT_STARTED &&
                   heard[i].detail == VIR_DOMAIN_EVENT_STARTED_MIGRATED;
        suspended += heard[i].event == VIR_DOMAIN_EVENT_SUSPENDED &&
                     heard[i].detail == VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED;
    }
    CHECK(stopped == 1 && started == 1 && suspended == 1);
    OK(virDomainFree(moved));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(there), 0);
    free(uri);
}

static void refusals(virConnectPtr conn)
{
    FAILS(virConnectDomainEventRegister(conn, on_event, heard, NULL), VIR_ERR_INTERNAL_ERROR);
    FAILS(virConnectDomainEventDeregisterAny(conn, 77), VIR_ERR_INTERNAL_ERROR);
    FAILS(virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_WATCHDOG, on_reboot,
                                           NULL, NULL),
          VIR_ERR_NO_SUPPORT);
    FAILS(virConnectDomainEventRegisterAny(conn, NULL, 4711, on_reboot, NULL, NULL),
          VIR_ERR_INVALID_ARG);
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    int number;

    /* Without a loop nobody could ever be told. */
    FAILS(virConnectDomainEventRegister(conn, on_event, heard, freed), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 0);
    loop_start(1);
    OK(virConnectDomainEventRegister(conn, on_event, heard, freed));
    number = virConnectDomainEventRegisterAny(ro, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, on_reboot,
                                              heard, freed);
    CHECK(number >= 0);
    refusals(conn);
    life(conn);
    transient(conn);
    save_and_restore(conn);
    OK(virConnectDomainEventDeregisterAny(ro, number));
    FAILS(virConnectDomainEventDeregisterAny(ro, number), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 1);
    migrate(conn);
    OK(virConnectDomainEventDeregister(conn, on_event));
    FAILS(virConnectDomainEventDeregister(conn, on_event), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(n_freed, 2);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}
