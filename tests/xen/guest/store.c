/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A client of xenstore over the ring page: one request at a time, and three watches.
 * Source: xen/io/xs_wire.h. */
#include "guest.h"

#define ANSWER_MS 1000 /* how often a wait for the daemon looks at the ring without an event */

static unsigned int pending; /* enum store_event: watches that fired and were not yet asked for */
static const struct {
    const char *path, *token;
    enum store_event event;
} watches[] = {
    {"control/shutdown", "s", STORE_CONTROL},
    {"memory/target", "m", STORE_TARGET},
    {"data/command", "c", STORE_COMMAND},
};
#define N_WATCHES (sizeof(watches) / sizeof(watches[0]))

static uint32_t readable(void)
{
    return __atomic_load_n(&guest.store->rsp_prod, __ATOMIC_ACQUIRE) - guest.store->rsp_cons;
}

static void ring_write(const void *from, size_t n)
{
    struct xenstore_domain_interface *ring = guest.store;
    const char *b = from;

    while (n > 0) {
        if (ring->req_prod - __atomic_load_n(&ring->req_cons, __ATOMIC_ACQUIRE) ==
            XENSTORE_RING_SIZE) {
            event_send(guest.store_port);
            event_wait(guest.store_port, ANSWER_MS);
            continue;
        }
        ring->req[MASK_XENSTORE_IDX(ring->req_prod)] = *b++;
        __atomic_store_n(&ring->req_prod, ring->req_prod + 1, __ATOMIC_RELEASE);
        n--;
    }
}

/* NULL for @to: drops the bytes. */
static void ring_read(char *to, size_t n)
{
    struct xenstore_domain_interface *ring = guest.store;

    while (n > 0) {
        if (readable() == 0) {
            event_send(guest.store_port);
            event_wait(guest.store_port, ANSWER_MS);
            continue;
        }
        if (to != NULL)
            *to++ = ring->rsp[MASK_XENSTORE_IDX(ring->rsp_cons)];
        __atomic_store_n(&ring->rsp_cons, ring->rsp_cons + 1, __ATOMIC_RELEASE);
        n--;
    }
}

/* "PATH\0TOKEN\0": the token says all. */
static void take_watch_event(uint32_t len)
{
    char last[2];

    if (len < sizeof(last)) {
        ring_read(NULL, len);
        return;
    }
    ring_read(NULL, len - sizeof(last));
    ring_read(last, sizeof(last));
    for (size_t i = 0; i < N_WATCHES; i++) {
        if (last[0] == watches[i].token[0])
            pending |= watches[i].event;
    }
}

/* Sends a request made of one or two parts and waits for its answer, whose text goes to @to, ended by
 * a NUL.  False: refused, or the text does not fit. */
static bool request(uint32_t type, const char *path, const char *second, size_t second_len,
                    char *to, size_t size)
{
    size_t path_len = text_length(path) + 1;
    struct xsd_sockmsg m = {.type = type, .len = (uint32_t)(path_len + second_len)};

    ring_write(&m, sizeof(m));
    ring_write(path, path_len);
    ring_write(second, second_len);
    event_send(guest.store_port);
    for (;;) {
        ring_read((char *)&m, sizeof(m));
        if (m.type != XS_WATCH_EVENT)
            break;
        take_watch_event(m.len);
    }
    if (m.type == XS_ERROR || to == NULL || m.len >= size) {
        ring_read(NULL, m.len);
        return m.type != XS_ERROR && to == NULL;
    }
    ring_read(to, m.len);
    to[m.len] = '\0';
    return true;
}

void store_connect(void)
{
    /* What was being sent when the guest was suspended is of no use any more. */
    guest.store->rsp_cons = __atomic_load_n(&guest.store->rsp_prod, __ATOMIC_ACQUIRE);
    for (size_t i = 0; i < N_WATCHES; i++)
        request(XS_WATCH, watches[i].path, watches[i].token, 2, NULL, 0);
    pending = STORE_CONTROL | STORE_TARGET | STORE_COMMAND;
}

bool store_read(const char *path, char *to, size_t size)
{
    return request(XS_READ, path, NULL, 0, to, size);
}

bool store_write(const char *path, const char *value)
{
    return request(XS_WRITE, path, value, text_length(value), NULL, 0);
}

unsigned int store_wait(unsigned int ms)
{
    unsigned int fired;

    if (pending == 0 && readable() == 0)
        event_wait(guest.store_port, ms);
    while (readable() > 0) {
        struct xsd_sockmsg m;

        ring_read((char *)&m, sizeof(m));
        if (m.type == XS_WATCH_EVENT)
            take_watch_event(m.len);
        else
            ring_read(NULL, m.len);
    }
    fired = pending;
    pending = 0;
    return fired;
}
