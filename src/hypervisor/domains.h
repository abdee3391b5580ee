/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domains of one host: which there are, how they come and go by definitions.
 *
 * A driver has one struct vm_domains for each host, and forwards to it what is the same for every
 * hypervisor.  Events are raised at the change, under the vm's lock. */
#pragma once

#include <libvirt/libvirt.h>

#include "conf/domain.h"
#include "event/event.h"
#include "hypervisor/vm.h"
#include "obj/table.h"

struct peek_source;

/* What a driver does of its own. */
struct vm_domains_ops {
    /* A new vm, in no table: vm_init, then vm_set_first_config with @def.  NULL raised. */
    struct vm *(*new)(struct vm_domains *domains, struct domain_def *def);
    /* The definition in force has changed: vm->live, or vm->config of a vm that is shut off.  Called
     * under vm->lock.  NULL: nothing to do. */
    void (*changed_locked)(struct vm *vm);
    /* The run is over: what the driver kept of it goes.  Called under vm->lock, before
     * changed_locked.  NULL: nothing to do. */
    void (*ended_locked)(struct vm *vm);
    /* The memory of a guest that runs, for its first peek.  No lock is held.  Counted; NULL raised. */
    struct peek_source *(*make_ram)(const struct vm *vm, const struct domain_def *def, uint64_t run,
                                    int id);
    /* A guest that runs uses CPU time as time goes by; else the driver says in facts.cpu_ns what it
     * has used. */
    bool runs_are_cpu_time;
};

struct vm_domains {
    struct vt_table table; /* of objects whose body is a struct vm */

    /* Set when it is made, then read only. */
    struct vt_event_source *events; /* of the host; outlives this */
    const struct vm_domains_ops *ops;
    const struct domain_parse_opts *parse_opts; /* how documents of its domains are read */
    int error_domain;                           /* VIR_FROM_* of the driver */
};

/* @domains starts at a cache line. */
void vm_domains_init(struct vm_domains *domains, const struct vm_domains_ops *ops,
                     struct vt_event_source *events, const struct domain_parse_opts *parse_opts,
                     int error_domain);
/* Drops the table's counts.  Nobody else uses it any more. */
void vm_domains_done(struct vm_domains *domains);

/* --- lists and lookups, as the public functions of these names have them --- */
int vm_domains_ids(struct vm_domains *domains, int *ids, int max);
int vm_domains_count(struct vm_domains *domains, bool active);
int vm_domains_defined_names(struct vm_domains *domains, char **names, int max);
/* Each gives a handle of @conn; NULL with NO_DOMAIN or NO_MEMORY raised. */
virDomainPtr vm_domains_by_id(struct vm_domains *domains, virConnectPtr conn, int id);
virDomainPtr vm_domains_by_name(struct vm_domains *domains, virConnectPtr conn, const char *name);
virDomainPtr vm_domains_by_uuid(struct vm_domains *domains, virConnectPtr conn,
                                const unsigned char *uuid);

/* --- definitions --- */
/* Reads a document, which must fit the schema when @validate.  0, or -1 raised. */
int vm_domains_parse(const struct vm_domains *domains, const char *xml, bool validate,
                     struct domain_def **ret_def);

/* The vm of the name and uuid of @def, in the table; a new one, shut off and defined by @def, where
 * there is none.  A document that gave no uuid takes that of the vm with its name: @def is changed,
 * so it must not be shared yet.
 * @replace  a shut-off vm of the name but with another uuid gives way to a new one
 * @ret_new  the vm was made here
 * Errors    OPERATION_FAILED the name or the uuid is another domain's; NO_MEMORY
 * Owner     the vm is counted; NULL raised */
struct vm *vm_domains_for(struct vm_domains *domains, struct domain_def *def, bool replace,
                          bool *ret_new);
/* Takes a shut-off vm out again: what vm_domains_for made was not used.  One that somebody has defined
 * meanwhile stays. */
void vm_domains_forget(struct vm *vm) VT_EXCLUDES(vm->lock);

/* The first definition of a vm that is being made (a count is taken). */
void vm_set_first_config(struct vm *vm, struct domain_def *def) VT_EXCLUDES(vm->lock);
/* Installs @def as the definition for the next start (a count is taken), and says so.  False when
 * the vm is gone: another vm_domains_for finds or makes the next one. */
bool vm_set_config(struct vm *vm, struct domain_def *def) VT_EXCLUDES(vm->lock);
/* Nothing is defined any more, and the vm leaves the table.
 * Errors  INTERNAL_ERROR it runs: it keeps its definition; NO_DOMAIN */
int vm_undefine(struct vm *vm) VT_EXCLUDES(vm->lock);
/* OPERATION_FAILED raised when the vm runs.  0 or -1. */
int vm_refuse_active(struct vm *vm) VT_EXCLUDES(vm->lock);

/* --- what is told --- */
/* Raises that the vm was defined, unless that was done.  Before anything else that is told of it. */
void vm_announce_locked(struct vm *vm) VT_REQUIRES(vm->lock);
/* The same; false when the vm is gone. */
bool vm_announce(struct vm *vm) VT_EXCLUDES(vm->lock);
/* Raises VIR_DOMAIN_EVENT_* @event. */
void vm_raise_locked(struct vm *vm, int event, int detail) VT_REQUIRES(vm->lock);
/* The definition in force has changed: the driver is told.  Once the lock is given back
 * vm_forget_disks (peek.h) follows. */
void vm_changed_locked(struct vm *vm) VT_REQUIRES(vm->lock);
