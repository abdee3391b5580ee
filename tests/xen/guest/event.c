/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Event channels and the clock, both in the shared information page, and the ends of a guest.
 * Source: xen/xen.h (vcpu_time_info), xen/sched.h. */
#include "guest.h"

void event_send(uint32_t port)
{
    struct evtchn_send send = {.port = port};

    HYPERCALL(event_channel_op, EVTCHNOP_send, &send, 0, 0);
}

static uint64_t read_tsc(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* Nanoseconds since the guest was made. */
static uint64_t system_time(void)
{
    volatile struct vcpu_time_info *t = &guest.shared->vcpu_info[0].time;
    uint32_t version;
    uint64_t ns;

    do {
        uint64_t ticks;

        version = __atomic_load_n(&t->version, __ATOMIC_ACQUIRE);
        ticks = read_tsc() - t->tsc_timestamp;
        ticks = t->tsc_shift >= 0 ? ticks << t->tsc_shift : ticks >> -t->tsc_shift;
        ns = t->system_time + (uint64_t)((unsigned __int128)ticks * t->tsc_to_system_mul >> 32);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    } while ((version & 1) != 0 || version != t->version);
    return ns;
}

/* An event that came before is not missed: then the wait ends at once. */
void event_wait(uint32_t port, unsigned int ms)
{
    unsigned long *pending = &guest.shared->evtchn_pending[port / 64];
    unsigned long bit = 1ul << port % 64;
    struct sched_poll poll = {.nr_ports = 1, .timeout = system_time() + ms * 1000000ull};

    set_xen_guest_handle(poll.ports, &port);
    HYPERCALL(sched_op, SCHEDOP_poll, &poll, 0, 0);
    __atomic_fetch_and(pending, ~bit, __ATOMIC_ACQ_REL);
}

long shut_down(unsigned int reason, unsigned long info_frame)
{
    struct sched_shutdown shutdown = {.reason = reason};

    return HYPERCALL(sched_op, SCHEDOP_shutdown, &shutdown, info_frame, 0);
}
