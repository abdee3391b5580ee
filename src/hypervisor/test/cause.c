/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a domain changes its state. */
#include "config.h"

#include "hypervisor/test/cause.h"

#define RUNNING(e, d, r) \
    { \
        VIR_DOMAIN_EVENT_##e, VIR_DOMAIN_EVENT_##e##_##d, VIR_DOMAIN_RUNNING_##r \
    }
#define PAUSED(d, r) \
    { \
        VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_##d, VIR_DOMAIN_PAUSED_##r \
    }
#define STOPPED(d) \
    { \
        VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_##d, VIR_DOMAIN_SHUTOFF_##d \
    }

const struct test_cause test_booted = RUNNING(STARTED, BOOTED, BOOTED);
const struct test_cause test_restored = RUNNING(STARTED, RESTORED, RESTORED);
const struct test_cause test_arrived = RUNNING(STARTED, MIGRATED, MIGRATED);
const struct test_cause test_resumed = RUNNING(RESUMED, UNPAUSED, UNPAUSED);
/* Only a guest that was paused has resumed: see restart. */
const struct test_cause test_rebooted = RUNNING(RESUMED, UNPAUSED, BOOTED);
const struct test_cause test_move_failed = RUNNING(RESUMED, MIGRATED, MIGRATION_CANCELED);
/* A guest stands still while it is saved, and nobody is told: saving is what happens to it. */
const struct test_cause test_save_failed = {TEST_NO_EVENT, 0, VIR_DOMAIN_RUNNING_SAVE_CANCELED};
const struct test_cause test_saving = {TEST_NO_EVENT, 0, VIR_DOMAIN_PAUSED_SAVE};

const struct test_cause test_suspended = PAUSED(PAUSED, USER);
const struct test_cause test_arrived_paused = PAUSED(PAUSED, MIGRATION);
const struct test_cause test_moving = PAUSED(MIGRATED, MIGRATION);

const struct test_cause test_shut_down = STOPPED(SHUTDOWN);
const struct test_cause test_destroyed = STOPPED(DESTROYED);
const struct test_cause test_saved = STOPPED(SAVED);
const struct test_cause test_moved = STOPPED(MIGRATED);
const struct test_cause test_failed = STOPPED(FAILED);
