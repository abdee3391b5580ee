/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* peek-life GUEST...: eight threads read through one handle while the guest reboots, asked by the library and
 * by xl, is destroyed and made again by xl, and is saved and restored by each: what they get is always of
 * the run that is there, and nothing of any run is held on to. */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#include "lab.h"

#define THREADS 8
#define IMAGE "/tmp/peek-life.image"
#define DWELL 0.5 /* s */
#define PIECE ((size_t)20000)
/* In the middle of the memory of every small guest, and filled. */
#define FIRST_FRAME 2200
#define N_FRAMES 1000

static struct {
    virDomainPtr dom;
    pthread_rwlock_t lock;
    struct lab_guest g;  /* of the run that is there, when @settled */
    unsigned int number; /* of the time in which nothing changes, or everything */
    bool settled;
    atomic_bool stop, failed;
    atomic_ulong right, moving, refused;
} all = {.lock = PTHREAD_RWLOCK_INITIALIZER};

struct moment {
    unsigned int number;
    bool settled;
};

static struct moment now(struct lab_guest *ret)
{
    struct moment m;

    pthread_rwlock_rdlock(&all.lock);
    m = (struct moment){all.number, all.settled};
    *ret = all.g;
    pthread_rwlock_unlock(&all.lock);
    return m;
}

static void unsettle(void)
{
    pthread_rwlock_wrlock(&all.lock);
    all.number++;
    all.settled = false;
    pthread_rwlock_unlock(&all.lock);
}

static void settle(const struct lab_guest *g)
{
    pthread_rwlock_wrlock(&all.lock);
    all.number++;
    all.settled = true;
    all.g = *g;
    pthread_rwlock_unlock(&all.lock);
}

static void *read_on(void *opaque)
{
    uint64_t state = (uintptr_t)opaque * UINT64_C(0x9e3779b97f4a7c15);
    unsigned char bytes[PIECE];
    struct lab_guest g, later;

    while (!all.stop) {
        struct moment m = now(&g);
        size_t size = 1 + lab_random(&state) % PIECE;
        uint64_t at = FIRST_FRAME * LAB_PAGE + lab_random(&state) % (N_FRAMES * LAB_PAGE - PIECE);
        bool virtual_address = lab_random(&state) % 2;
        int r = virDomainMemoryPeek(all.dom, (virtual_address ? g.va : 0) + at, size, bytes,
                                    virtual_address ? VIR_MEMORY_VIRTUAL : VIR_MEMORY_PHYSICAL);

        if (!m.settled || now(&later).number != m.number) {
            all.moving++;
            all.refused += r < 0;
            lab_nap(); /* whoever changes it needs the processor too */
            continue;
        }
        if (r == 0 && lab_right(&g, bytes, size, at)) {
            all.right++;
            continue;
        }
        fprintf(stderr, "%s, run %d: %s\n", g.name, g.id, r < 0 ? lab_error() : "other bytes");
        all.failed = true;
        break;
    }
    return NULL;
}

static void dwell(void)
{
    unsigned long goal = all.right + 20;

    CHECK(LAB_EVENTUALLY(all.right >= goal || all.failed));
    CHECK(!all.failed);
}

static int id_now(void)
{
    return (int)virDomainGetID(all.dom);
}

/* Waits for a run with another number, which is there for the handle too; its memory is another's. */
static void settle_again(int before)
{
    struct lab_guest g;
    int id = -1;

    CHECK(LAB_EVENTUALLY((id = lab_id_of(all.g.name)) > 0 && id != before));
    CHECK(LAB_EVENTUALLY(lab_node_is(id, "data/ready", "1")));
    lab_look(&g, all.g.name, id);
    CHECK(LAB_EVENTUALLY(id_now() == id));
    settle(&g);
    dwell();
}

static void step(const char *what)
{
    static double last;
    double t = lab_now();

    printf("%s: %s (%.1f s): %lu right, %lu meanwhile, %lu of them refused\n", all.g.name, what,
           last > 0 ? t - last : 0, (unsigned long)all.right, (unsigned long)all.moving,
           (unsigned long)all.refused);
    last = t;
}

static void must(const char *what, int result)
{
    if (result < 0)
        fprintf(stderr, "%s: %s\n", what, lab_error());
    CHECK_INT(result, 0);
}

static void reboot_twice(void)
{
    int before = all.g.id;

    unsettle();
    must("virDomainReboot", virDomainReboot(all.dom, 0));
    settle_again(before);
    step("rebooted");
    before = all.g.id;
    unsettle();
    lab_must("xl", "reboot", all.g.name);
    settle_again(before);
    step("rebooted by xl");
}

static void destroy_and_make(const char *uuid)
{
    char config[100], name[100];
    int before = all.g.id;

    unsettle();
    lab_must("xl", "destroy", all.g.name);
    snprintf(config, sizeof config, "/lab/%s.cfg", all.g.name);
    snprintf(name, sizeof name, "uuid=\"%s\"", uuid);
    lab_must("xl", "create", config, name);
    settle_again(before);
    step("destroyed and made by xl");
}

/* The same memory: the guest goes on with it. */
static void save_and_restore(virConnectPtr conn)
{
    int before = all.g.id;

    unsettle();
    lab_must("xl", "save", all.g.name, IMAGE);
    lab_must("xl", "restore", IMAGE);
    settle_again(before);
    step("saved and restored by xl");
    before = all.g.id;
    unsettle();
    must("virDomainSave", virDomainSave(all.dom, IMAGE));
    CHECK_INT(lab_id_of(all.g.name), -1);
    must("virDomainRestore", virDomainRestore(conn, IMAGE));
    settle_again(before);
    step("saved and restored");
    remove(IMAGE);
}

static void check_guest(virConnectPtr conn, const char *name)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    pthread_t threads[THREADS];
    struct lab_guest g;

    all.dom = lab_find(conn, name);
    CHECK_INT(virDomainGetUUIDString(all.dom, uuid), 0);
    lab_look(&g, name, id_now());
    settle(&g);
    all.stop = false;
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, read_on, (void *)(i + 1)), 0);
    dwell();
    step("running");
    reboot_twice();
    destroy_and_make(uuid);
    save_and_restore(conn);
    all.stop = true;
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    CHECK(!all.failed && all.moving > 0);
    (void)virDomainFree(all.dom);
}

int main(int argc, char **argv)
{
    virConnectPtr conn = lab_open();

    CHECK(argc > 1);
    (void)setvbuf(stdout, NULL, _IOLBF, 0); /* how far it came, when it hangs */
    for (int i = 1; i < argc; i++)
        check_guest(conn, argv[i]);
    lab_check_nothing_left();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
