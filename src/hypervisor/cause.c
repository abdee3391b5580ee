/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a domain changes its state. */
#include "config.h"

#include "hypervisor/cause.h"

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

const struct vm_cause vm_cause_booted = RUNNING(STARTED, BOOTED, BOOTED);
const struct vm_cause vm_cause_restored = RUNNING(STARTED, RESTORED, RESTORED);
const struct vm_cause vm_cause_arrived = RUNNING(STARTED, MIGRATED, MIGRATED);
const struct vm_cause vm_cause_resumed = RUNNING(RESUMED, UNPAUSED, UNPAUSED);
/* Only a guest that was paused has resumed: the event is raised when the state changes. */
const struct vm_cause vm_cause_rebooted = RUNNING(RESUMED, UNPAUSED, BOOTED);
const struct vm_cause vm_cause_move_failed = RUNNING(RESUMED, MIGRATED, MIGRATION_CANCELED);
/* A guest stands still while it is saved, and nobody is told: saving is what happens to it. */
const struct vm_cause vm_cause_save_failed = {VM_NO_EVENT, 0, VIR_DOMAIN_RUNNING_SAVE_CANCELED};
const struct vm_cause vm_cause_saving = {VM_NO_EVENT, 0, VIR_DOMAIN_PAUSED_SAVE};

/* The guest runs on, under another name. */
const struct vm_cause vm_cause_renamed = {
    VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_RENAMED, VIR_DOMAIN_RUNNING_UNKNOWN};
const struct vm_cause vm_cause_renamed_away = {
    VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_RENAMED, VIR_DOMAIN_SHUTOFF_UNKNOWN};

const struct vm_cause vm_cause_suspended = PAUSED(PAUSED, USER);
const struct vm_cause vm_cause_arrived_paused = PAUSED(PAUSED, MIGRATION);
const struct vm_cause vm_cause_moving = PAUSED(MIGRATED, MIGRATION);

const struct vm_cause vm_cause_shut_down = STOPPED(SHUTDOWN);
const struct vm_cause vm_cause_destroyed = STOPPED(DESTROYED);
const struct vm_cause vm_cause_saved = STOPPED(SAVED);
const struct vm_cause vm_cause_moved = STOPPED(MIGRATED);
const struct vm_cause vm_cause_crashed = STOPPED(CRASHED);
const struct vm_cause vm_cause_failed = STOPPED(FAILED);
