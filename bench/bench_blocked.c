/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The same calls while one domain of the host hangs in a core dump, beside the calls without it;
 * and while another thread changes the host without pause, beside the calls alone. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#include "fixture.h"
#include "rows.h"
#include "stuck.h"
#include "util/compiler.h"

#define HOST 100
#define STUCK_GUEST 50
#define OTHER_GUEST 10
#define LONG_GUEST 5000 /* identities that the host does not have */
#define SIDE_GUEST 5001
#define WARM_UP_NS 2000000

static virConnectPtr conn;
static virDomainPtr stuck_dom, other_dom;

/* One operation.  0, or -1. */
typedef int op_func(void);

static int begin(const struct bench_row *row VT_UNUSED, const char **ret_why)
{
    conn = fixture_host(HOST);
    *ret_why = fixture_why();
    if (conn == NULL)
        return -1;
    if (stuck_dom == NULL)
        stuck_dom = virDomainLookupByName(conn, fixture_guest(STUCK_GUEST)->name);
    if (other_dom == NULL)
        other_dom = virDomainLookupByName(conn, fixture_guest(OTHER_GUEST)->name);
    *ret_why = "the guests of the host cannot be found";
    return stuck_dom != NULL && other_dom != NULL ? 0 : -1;
}

static void end(void)
{
    if (stuck_dom != NULL)
        (void)virDomainFree(stuck_dom);
    if (other_dom != NULL)
        (void)virDomainFree(other_dom);
    stuck_dom = other_dom = NULL;
    fixture_drop();
}

static int op_info(void)
{
    virDomainInfo info;

    return virDomainGetInfo(other_dom, &info);
}

/* The stuck one itself: its last known state is there to be asked for. */
static int op_info_stuck(void)
{
    virDomainInfo info;

    return virDomainGetInfo(stuck_dom, &info);
}

static int drop(virDomainPtr dom)
{
    return dom != NULL ? virDomainFree(dom) : -1;
}

static int op_name(void)
{
    return drop(virDomainLookupByName(conn, fixture_guest(HOST - 1)->name));
}

static int op_uuid(void)
{
    return drop(virDomainLookupByUUID(conn, fixture_guest(HOST - 1)->uuid));
}

static int op_id(void)
{
    return drop(virDomainLookupByID(conn, HOST));
}

static int op_list(void)
{
    int ids[HOST];

    return virConnectListDomains(conn, ids, HOST) == HOST ? 0 : -1;
}

static int op_define(void)
{
    const struct fixture_identity *guest = fixture_guest(LONG_GUEST);
    char xml[FIXTURE_MAX_XML];

    return drop(virDomainDefineXML(conn, fixture_long_xml(guest->name, guest->uuid_text, xml)));
}

static int op_peek(void)
{
    unsigned char page[4096];

    return virDomainMemoryPeek(other_dom, 0x200000, sizeof page, page, VIR_MEMORY_PHYSICAL);
}

static uint64_t now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Until the benchmark ends it.  Before, the thread may have slept: the processor is made busy. */
static int repeat(struct bench *b, op_func *op)
{
    uint64_t warm = now_ns() + WARM_UP_NS;
    int failed = 0;

    while (now_ns() < warm)
        failed |= op();
    BENCH_EACH_SLOW(b)
        failed |= op();
    return failed;
}

static void run_alone(struct bench *b, op_func *op)
{
    stuck_rest();
    if (repeat(b, op) != 0)
        bench_fail(b, "a call failed, with nobody in its way");
}

static void run_blocked(struct bench *b, op_func *op)
{
    const char *why = NULL;
    int failed;

    if (op() < 0) {
        bench_fail(b, "the library cannot do this on its embedded hypervisor");
        return;
    }
    if (stuck_begin(stuck_dom, &why) < 0) {
        bench_fail(b, why);
        return;
    }
    failed = repeat(b, op);
    if (stuck_end())
        bench_fail(b, "a call waited until the stuck domain was freed");
    else if (failed != 0)
        bench_fail(b, "a call failed while another domain was stuck");
}

/* What another thread does meanwhile. */
static struct {
    op_func *op;
    atomic_bool stop;
} side;

static void *run_side(void *opaque)
{
    while (!atomic_load_explicit(&side.stop, memory_order_relaxed))
        (void)side.op();
    return opaque;
}

static void run_mixed(struct bench *b, op_func *op, op_func *beside)
{
    pthread_t thread;
    int failed;

    side.op = beside;
    atomic_store(&side.stop, false);
    if (pthread_create(&thread, NULL, run_side, NULL) != 0) {
        bench_fail(b, "no second thread");
        return;
    }
    failed = repeat(b, op);
    atomic_store(&side.stop, true);
    (void)pthread_join(thread, NULL);
    if (failed != 0)
        bench_fail(b, "a call failed while another thread worked");
}

static int side_define(void)
{
    const struct fixture_identity *guest = fixture_guest(SIDE_GUEST);
    char xml[FIXTURE_MAX_XML];
    virDomainPtr dom =
        virDomainDefineXML(conn, fixture_small_xml(guest->name, guest->uuid_text, xml));

    if (dom == NULL)
        return -1;
    (void)virDomainUndefine(dom);
    return virDomainFree(dom);
}

static int side_suspend(void)
{
    return virDomainSuspend(other_dom) | virDomainResume(other_dom);
}

/* The loops of one call: alone, and with a stuck domain. */
#define BLOCKED(call) \
    static void blocked_##call(struct bench *b, const struct bench_row *row VT_UNUSED) \
    { \
        run_blocked(b, op_##call); \
    } \
    static void alone_##call(struct bench *b, const struct bench_row *row VT_UNUSED) \
    { \
        run_alone(b, op_##call); \
    }
/* The loop of one call beside another thread. */
#define MIXED(call, beside) \
    static void mixed_##call##_##beside(struct bench *b, const struct bench_row *row VT_UNUSED) \
    { \
        run_mixed(b, op_##call, beside); \
    }

BLOCKED(info)
BLOCKED(info_stuck)
BLOCKED(name)
BLOCKED(uuid)
BLOCKED(id)
BLOCKED(list)
BLOCKED(define)
BLOCKED(peek)
MIXED(info, side_define)
MIXED(info, side_suspend)
MIXED(name, side_define)
MIXED(id, side_define)
MIXED(list, side_define)
MIXED(define, op_info)
MIXED(define, op_id)
MIXED(define, op_list)

/* "As unblocked", with room for what two runs of one loop differ by. */
#define AS_UNBLOCKED 1.2

/* clang-format off */
#define BLOCKED_ROW(label, call) \
    {.name = "blocked/" label, .run = blocked_##call, .floor = alone_##call, .threads = {1}, \
     .aim = {BENCH_AIM_FLOOR, AS_UNBLOCKED, NULL}}
#define MIXED_ROW(label, call, beside) \
    {.name = "mixed/" label, .run = mixed_##call##_##beside, .floor = alone_##call, \
     .threads = {1}}

static const struct bench_row blocked_rows[] = {
    BLOCKED_ROW("info", info),
    BLOCKED_ROW("info-of-the-stuck", info_stuck),
    BLOCKED_ROW("lookup.name", name),
    BLOCKED_ROW("lookup.uuid", uuid),
    BLOCKED_ROW("lookup.id", id),
    BLOCKED_ROW("list", list),
    BLOCKED_ROW("define", define),
    BLOCKED_ROW("peek", peek),
};

static const struct bench_row mixed_rows[] = {
    MIXED_ROW("info+define", info, side_define),
    MIXED_ROW("info+suspend", info, side_suspend),
    MIXED_ROW("lookup.name+define", name, side_define),
    MIXED_ROW("lookup.id+define", id, side_define),
    MIXED_ROW("list+define", list, side_define),
    MIXED_ROW("define+info", define, op_info),
    MIXED_ROW("define+lookup.id", define, op_id),
    MIXED_ROW("define+list", define, op_list),
};
/* clang-format on */

const struct bench_group bench_blocked = {
    .rows = blocked_rows, .n_rows = VT_N_ELEMENTS(blocked_rows), .begin = begin, .end = end};
const struct bench_group bench_mixed = {
    .rows = mixed_rows, .n_rows = VT_N_ELEMENTS(mixed_rows), .begin = begin, .end = end};
