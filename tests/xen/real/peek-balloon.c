/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* peek-balloon GUEST...: eight threads read while the guest gives pages back and gets others: what they get
 * is what is there, never what was; and the host gets the pages in spite of them. */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#include "lab.h"

#define THREADS 8
#define ROUNDS 3
#define ZONE_MIB 4u
#define ZONE_FRAMES (ZONE_MIB * 256)
#define BESIDE_FRAMES 512 /* read too: what is mapped together with pages that go */
#define MAX_FRAMES 16     /* of one read */
#define DWELL 2.5         /* s that a phase lasts: more than a translated guest's may be stale */
#define STALE 1.1         /* s: the bound, a tick of the clock, and what a refusal lasts */
#define RETURN 30.0 /* s until the host has the pages: 2.5 s on a machine that is not emulated */

/* What is true of the guest's memory for a while.  The zone is at its top. */
struct phase {
    unsigned int number;
    bool settled;       /* nothing is changing */
    bool hole;          /* the zone is not there */
    uint64_t zone, old; /* generation of the zone, and another that may be met while that changes */
    uint64_t beside;    /* of all else */
    double since;
};

static struct {
    virDomainPtr dom;
    struct lab_guest g; /* what readers look at of it does not change */
    bool pv;
    uint64_t first; /* of the zone; it has ZONE_FRAMES */
    struct phase phase;
    pthread_rwlock_t lock;
    atomic_bool stop, failed;
    atomic_ulong right, refused, moving;
} all = {.lock = PTHREAD_RWLOCK_INITIALIZER};

static struct phase now(void)
{
    struct phase p;

    pthread_rwlock_rdlock(&all.lock);
    p = all.phase;
    pthread_rwlock_unlock(&all.lock);
    return p;
}

static void enter(struct phase next)
{
    pthread_rwlock_wrlock(&all.lock);
    next.number = all.phase.number + 1;
    next.since = lab_now();
    all.phase = next;
    pthread_rwlock_unlock(&all.lock);
}

struct reading {
    uint64_t frame, offset;
    size_t size;
    bool virtual_address;
    unsigned char bytes[MAX_FRAMES * 4096];
};

static bool is_generation(const struct reading *r, uint64_t generation, uint64_t at, size_t from,
                          size_t size)
{
    struct lab_guest g = all.g;

    g.generation = generation;
    return lab_right(&g, r->bytes + from, size, at);
}

/* Each side of the zone's beginning has the generation that it is to have. */
static bool is_right(const struct reading *r, const struct phase *p)
{
    uint64_t at = r->frame * LAB_PAGE + r->offset, edge = all.first * LAB_PAGE;
    size_t below = at >= edge ? 0 : edge - at < r->size ? (size_t)(edge - at) : r->size;

    return is_generation(r, p->beside, at, 0, below) &&
           is_generation(r, p->zone, at + below, below, r->size - below);
}

static bool touches_zone(const struct reading *r)
{
    return r->frame * LAB_PAGE + r->offset + r->size > all.first * LAB_PAGE;
}

/* While it changes nothing is certain but this: a PV guest publishes a page when it is filled, so a page
 * of the zone is one of the two generations, whole. */
static bool is_either(const struct reading *r, const struct phase *p)
{
    uint64_t at = r->frame * LAB_PAGE + r->offset;

    if (!all.pv || r->virtual_address || r->frame < all.first || r->offset + r->size > LAB_PAGE)
        return true;
    return is_generation(r, p->old, at, 0, r->size) || is_generation(r, p->zone, at, 0, r->size);
}

static bool judge(const struct reading *r, int result, const struct phase *p, double begun,
                  bool same)
{
    bool certain = same && p->settled && (all.pv || begun - p->since > STALE);

    if (!certain) {
        all.moving++;
        return result < 0 || !same || is_either(r, p);
    }
    if (p->hole && touches_zone(r)) {
        all.refused++;
        return result < 0;
    }
    all.right++;
    if (result < 0)
        fprintf(stderr, "%s\n", lab_error());
    return result == 0 && is_right(r, p);
}

static void choose(struct reading *r, uint64_t *state)
{
    uint64_t from = all.first - BESIDE_FRAMES, frames = 1 + lab_random(state) % MAX_FRAMES;

    r->frame = from + lab_random(state) % (BESIDE_FRAMES + ZONE_FRAMES - frames);
    r->offset = lab_random(state) % LAB_PAGE;
    r->size = (size_t)(frames * LAB_PAGE - r->offset - lab_random(state) % (LAB_PAGE - r->offset));
    r->virtual_address = lab_random(state) % 2;
}

static void *read_on(void *opaque)
{
    uint64_t state = (uintptr_t)opaque * UINT64_C(0x9e3779b97f4a7c15);
    struct reading r;

    while (!all.stop) {
        struct phase p = now();
        double begun = lab_now();
        int result;

        choose(&r, &state);
        result = virDomainMemoryPeek(
            all.dom, (r.virtual_address ? all.g.va : 0) + r.frame * LAB_PAGE + r.offset, r.size,
            r.bytes, r.virtual_address ? VIR_MEMORY_VIRTUAL : VIR_MEMORY_PHYSICAL);
        if (judge(&r, result, &p, begun, now().number == p.number))
            continue;
        fprintf(stderr,
                "%s: %zu bytes of frame %" PRIu64 " (%s) in phase %u (%s%s), %.2f s old: %s\n",
                all.g.name, r.size, r.frame, r.virtual_address ? "virtual" : "physical", p.number,
                p.settled ? "settled" : "moving", p.hole ? ", hole" : "", begun - p.since,
                result < 0 ? "refused" : "read");
        all.failed = true;
        break;
    }
    return NULL;
}

static void dwell(double seconds)
{
    double end = lab_now() + seconds;

    while (lab_now() < end && !all.failed)
        lab_nap();
    CHECK(!all.failed);
}

/* The last frames of the guest are those that it gives back first. */
static uint64_t find_zone(const struct lab_guest *g)
{
    const struct lab_range *last = &g->filled[g->n_filled - 1];

    CHECK(last->last - last->first + 1 > ZONE_FRAMES + BESIDE_FRAMES);
    return last->last + 1 - ZONE_FRAMES;
}

static void check_zone_is_hole(void)
{
    struct lab_guest g = all.g;

    lab_look_again(&g);
    CHECK_INT(g.n_holes, 1);
    CHECK_INT(g.hole[0].first, all.first);
    CHECK_INT(g.hole[0].last, all.first + ZONE_FRAMES - 1);
}

static void give_back(unsigned int round, unsigned int mib)
{
    if (round + 1 < ROUNDS)
        lab_balloon(&all.g, mib - ZONE_MIB);
    else
        lab_tell(&all.g, "hole %" PRIu64 " %u", all.first, ZONE_FRAMES);
    check_zone_is_hole();
}

/* Down, the rest filled anew, and up. */
static void go_round(unsigned int round, unsigned int mib, uint64_t full)
{
    uint64_t g = all.phase.zone, want = full - ZONE_FRAMES;
    double begun;

    enter((struct phase){.zone = g, .old = g, .beside = g});
    give_back(round, mib);
    enter((struct phase){.settled = true, .hole = true, .beside = g});
    begun = lab_now();
    CHECK(LAB_EVENTUALLY(lab_pages(all.g.id) <= want || lab_now() - begun > RETURN));
    CHECK(!all.failed);
    if (lab_pages(all.g.id) > want) {
        fprintf(stderr, "%" PRIu64 " pages after %.1f s, there were %" PRIu64 "; mapped here:\n",
                lab_pages(all.g.id), RETURN, full);
        lab_show_mappings();
    }
    CHECK(lab_pages(all.g.id) <= want);
    printf("%s: the host has the pages after %.2f s\n", all.g.name, lab_now() - begun);
    dwell(begun + DWELL - lab_now());

    enter((struct phase){.hole = true, .zone = g, .old = g, .beside = g});
    lab_tell(&all.g, "fill %" PRIu64, g + 1);
    enter((struct phase){.settled = true, .hole = true, .beside = g + 1});
    dwell(DWELL / 4);

    enter((struct phase){.zone = g + 1, .old = g + 1, .beside = g + 1});
    lab_balloon(&all.g, mib);
    CHECK(LAB_EVENTUALLY(lab_node_is(all.g.id, "data/balloon", "")));
    enter((struct phase){.settled = true, .zone = g + 1, .beside = g + 1});
    dwell(DWELL);
}

/* What xl gave it: the hypervisor's own bound is a little more. */
static unsigned int size_mib(void)
{
    char *text = lab_node(all.g.id, "memory/static-max");
    unsigned int kib = text != NULL ? (unsigned int)strtoul(text, NULL, 10) : 0;

    free(text);
    CHECK(kib > ZONE_MIB * 1024);
    return kib / 1024;
}

static void check_guest(virConnectPtr conn, const char *name)
{
    pthread_t threads[THREADS];
    uint64_t full;

    all.dom = lab_find(conn, name);
    lab_look(&all.g, name, (int)virDomainGetID(all.dom));
    all.pv = strcmp(all.g.kind, "pv") == 0;
    all.first = find_zone(&all.g);
    all.stop = false;
    all.right = all.refused = all.moving = 0;
    full = lab_pages(all.g.id);
    enter((struct phase){.settled = true, .zone = all.g.generation, .beside = all.g.generation});
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, read_on, (void *)(i + 1)), 0);
    dwell(DWELL);
    for (unsigned int round = 0; round < ROUNDS; round++)
        go_round(round, size_mib(), full);
    all.stop = true;
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    CHECK(!all.failed && all.right > 0 && all.refused > 0 && all.moving > 0);
    printf("%s (%s): %lu reads right, %lu refused, %lu while it changed\n", name, all.g.kind,
           (unsigned long)all.right, (unsigned long)all.refused, (unsigned long)all.moving);
    (void)virDomainFree(all.dom);
}

int main(int argc, char **argv)
{
    virConnectPtr conn = lab_open();

    CHECK(argc > 1);
    for (int i = 1; i < argc; i++)
        check_guest(conn, argv[i]);
    lab_check_nothing_left();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
