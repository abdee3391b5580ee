/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a domain changes its state: the event that it raises, and the reason that virDomainGetState
 * tells. */
#pragma once

#include <libvirt/libvirt.h>

#define VM_NO_EVENT (-1)

struct vm_cause {
    int event;  /* VIR_DOMAIN_EVENT_*, or VM_NO_EVENT */
    int detail; /* of that event */
    int reason; /* VIR_DOMAIN_RUNNING_*, _PAUSED_* or _SHUTOFF_*, as the new state is */
};

/* To running. */
extern const struct vm_cause vm_cause_booted, vm_cause_restored, vm_cause_arrived, vm_cause_resumed,
    vm_cause_rebooted, vm_cause_save_failed, vm_cause_move_failed, vm_cause_renamed;
/* To paused. */
extern const struct vm_cause vm_cause_suspended, vm_cause_arrived_paused, vm_cause_saving,
    vm_cause_moving;
/* To shut off. */
extern const struct vm_cause vm_cause_shut_down, vm_cause_destroyed, vm_cause_saved, vm_cause_moved,
    vm_cause_crashed, vm_cause_failed, vm_cause_renamed_away;
