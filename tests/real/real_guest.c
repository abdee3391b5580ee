/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of real memory share: the guest, the threads, the work they divide.
 * It uses the public library only. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "real_guest.h"

virDomainPtr real_guest_start(virConnectPtr conn, const char *name, const char *dump)
{
    virDomainPtr dom;
    char *xml;

    CHECK(strpbrk(dump, "<>&'\"") == NULL);
    CHECK(asprintf(&xml,
                   "<domain type='test'><name>%s</name><memory>262144</memory><vcpu>1</vcpu>"
                   "<os><type arch='x86_64'>hvm</type></os>"
                   "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'>"
                   "<vt:ram file='%s' format='auto'/></vt:embedded></domain>",
                   name, dump) > 0);
    dom = real_start(conn, xml);
    free(xml);
    return dom;
}

struct job {
    void (*work)(unsigned int thread, void *opaque);
    void *opaque;
    unsigned int thread;
};

static void *run_job(void *opaque)
{
    struct job *j = opaque;

    j->work(j->thread, j->opaque);
    return NULL;
}

void real_threads(void (*work)(unsigned int thread, void *opaque), void *opaque)
{
    pthread_t threads[REAL_THREADS];
    struct job jobs[REAL_THREADS];

    for (unsigned int i = 0; i < REAL_THREADS; i++) {
        jobs[i] = (struct job){work, opaque, i};
        CHECK_INT(pthread_create(&threads[i], NULL, run_job, &jobs[i]), 0);
    }
    for (unsigned int i = 0; i < REAL_THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
}

struct chunks {
    const struct core_file *core;
    size_t overlap;
    real_chunk work;
    void *opaque;
    _Atomic uint64_t next;
};

/* Finds chunk @number; false when there are not so many. */
static bool find_chunk(const struct chunks *s, uint64_t number, uint64_t *ret_paddr,
                       size_t *ret_len)
{
    for (unsigned int i = 0; i < s->core->n_ranges; i++) {
        const struct core_range *r = &s->core->ranges[i];
        uint64_t n = (r->end - r->start + REAL_CHUNK_BYTES - 1) / REAL_CHUNK_BYTES, left;

        if (number >= n) {
            number -= n;
            continue;
        }
        *ret_paddr = r->start + number * REAL_CHUNK_BYTES;
        left = r->end - *ret_paddr;
        *ret_len = left < REAL_CHUNK_BYTES + s->overlap ? left : REAL_CHUNK_BYTES + s->overlap;
        return true;
    }
    return false;
}

static void take_chunks(unsigned int thread, void *opaque)
{
    struct chunks *s = opaque;
    uint64_t paddr;
    size_t len;

    (void)thread;
    while (find_chunk(s, atomic_fetch_add(&s->next, 1), &paddr, &len))
        s->work(paddr, len, s->opaque);
}

void real_each_chunk(const struct core_file *c, size_t overlap, real_chunk work, void *opaque)
{
    struct chunks s = {.core = c, .overlap = overlap, .work = work, .opaque = opaque};

    real_threads(take_chunks, &s);
}
