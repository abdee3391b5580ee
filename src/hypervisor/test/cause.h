/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a domain of the embedded hypervisor changes its state: the event that it raises, and the
 * reason that virDomainGetState tells. */
#pragma once

#include <libvirt/libvirt.h>

#define TEST_NO_EVENT (-1)

struct test_cause {
    int event;  /* VIR_DOMAIN_EVENT_*, or TEST_NO_EVENT */
    int detail; /* of that event */
    int reason; /* VIR_DOMAIN_RUNNING_*, _PAUSED_* or _SHUTOFF_*, as the new state is */
};

/* To running. */
extern const struct test_cause test_booted, test_restored, test_arrived, test_resumed,
    test_rebooted, test_save_failed, test_move_failed;
/* To paused. */
extern const struct test_cause test_suspended, test_arrived_paused, test_saving, test_moving;
/* To shut off. */
extern const struct test_cause test_shut_down, test_destroyed, test_saved, test_moved, test_failed;
