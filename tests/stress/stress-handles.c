/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of all six kinds, shared by 32 threads that take and drop references, ask for names,
 * uuids and connections, make and free handles, while connections close. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "refusals/fixture.h"
#include "testing.h"

#define THREADS 32
#define KINDS 6

static struct fixture shared;
static unsigned int rounds = 20000;

struct kind {
    int (*ref)(void *);
    int (*free)(void *);
    const char *(*name)(void *);
    virConnectPtr (*connect)(void *);
};

#define CALLS(kind, Kind, get_connect) \
    static int ref_##kind(void *h) \
    { \
        return vir##Kind##Ref(h); \
    } \
    static int free_##kind(void *h) \
    { \
        return vir##Kind##Free(h); \
    } \
    static const char *name_##kind(void *h) \
    { \
        return vir##Kind##GetName(h); \
    } \
    static virConnectPtr connect_##kind(void *h) \
    { \
        return get_connect; \
    }
CALLS(domain, Domain, virDomainGetConnect(h))
CALLS(network, Network, virNetworkGetConnect(h))
CALLS(pool, StoragePool, virStoragePoolGetConnect(h))
CALLS(vol, StorageVol, virStorageVolGetConnect(h))
CALLS(device, NodeDevice, ((virNodeDevicePtr)h)->h.conn)

#define KIND(kind) \
    { \
        ref_##kind, free_##kind, name_##kind, connect_##kind \
    }
static const struct kind kinds[] = {KIND(domain), KIND(network), KIND(pool), KIND(vol),
                                    KIND(device)};

static unsigned int pick(uint64_t *state, unsigned int n)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned int)(*state >> 33) % n;
}

static void use(const struct kind *k, void *h, virConnectPtr conn)
{
    CHECK_INT(k->ref(h), 0);
    CHECK_STR(k->name(h), "nothing");
    CHECK(k->connect(h) == conn);
    CHECK_INT(k->free(h), 0);
}

static void *run(void *arg)
{
    uint64_t state = (uint64_t)(size_t)arg;

    for (unsigned int i = 0; i < rounds; i++) {
        unsigned int n = pick(&state, KINDS);
        if (n == KINDS - 1) { /* the sixth kind: the connection */
            CHECK_INT(virConnectRef(shared.conn), 0);
            CHECK(virConnectClose(shared.conn) > 0);
            continue;
        }
        struct vt_handle *mine = shared.handle[n + 1];
        if (pick(&state, 2)) {
            use(&kinds[n], mine, shared.conn);
        } else {
            void *h = vt_handle_new((enum vt_class)(VT_CLASS_DOMAIN + n), shared.conn, mine->obj);
            CHECK(h != NULL);
            use(&kinds[n], h, shared.conn);
            CHECK_INT(kinds[n].free(h), 0);
        }
    }
    return NULL;
}

/* The connection is closed first; each thread then drops its handle, one of them the last. */
static void *drop(void *arg)
{
    CHECK_INT(virDomainFree(arg), 0);
    return NULL;
}

static void last_drop(void)
{
    struct fixture f;
    pthread_t t[THREADS];
    struct vt_handle *first;

    fixture_init(&f, false);
    first = f.handle[1];
    for (int i = 0; i < THREADS; i++) {
        void *h = vt_handle_new(VT_CLASS_DOMAIN, f.conn, first->obj);
        CHECK(h != NULL && pthread_create(&t[i], NULL, drop, h) == 0);
    }
    for (int i = 1; i < KINDS; i++)
        vt_handle_unref(f.handle[i]);
    CHECK(virConnectClose(f.conn) >= 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    pthread_t t[THREADS];

    if (scale != NULL)
        rounds = rounds * (unsigned int)atoi(scale) / 100;
    fixture_init(&shared, false);
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&t[i], NULL, run, (void *)(i + 1)) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    fixture_done(&shared); /* checks that no reference is left */
    for (int i = 0; i < 20; i++)
        last_drop();
    return 0;
}
