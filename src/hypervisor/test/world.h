/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A world of the embedded hypervisor: a host, its domains and networks.
 *
 * test:///default is one world per process while any connection has it open, and test:///host another;
 * a node file makes a world of its own for each connection. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdatomic.h>

#include "conf/domain.h"
#include "event/event.h"
#include "hypervisor/domains.h"
#include "network/network.h"
#include "nodedev/device.h"
#include "obj/connect.h"
#include "obj/table.h"
#include "storage/world.h"

#define TEST_MAX_VCPUS 32
#define TEST_MAX_CELLS 128
#define TEST_MAX_CPUS 1024 /* of the host */
#define TEST_SCHED_WEIGHT 50

struct test_cell {
    unsigned long long free_kib;
};

struct test_world {
    struct vt_count users;     /* changed under the registry's lock */
    struct vm_domains domains; /* of struct test_vm */
    atomic_int next_id;
    struct vt_event_source events; /* of everything in this world */
    struct nodedev_world devices;  /* of struct test_device */
    struct vt_mutex hosts_lock;    /* rank VT_RANK_GLOBAL: virtual hosts are made one at a time */

    struct net_world networks;
    struct storage_world storage;

    /* The host: set while the world is made, then read only. */
    virNodeInfo node;
    struct test_cell cell[TEST_MAX_CELLS];
    int n_cells; /* 0: nothing is known of cells */
};

/* A count of how often a rule of the definition's script was met. */
struct test_rule {
    unsigned int seen;
};

struct test_vm {
    struct vm vm;
    struct test_world *world; /* immutable; there while any connection to it is */
    atomic_bool scripted;     /* the definition in force has faults or delays */

    /* Under vm.lock: */
    struct test_rule *rules;     /* faults, then delays, of `rules_of` */
    struct domain_def *rules_of; /* counted; the definition that the counts belong to */
    unsigned int weight;         /* of the scheduler */
    uint64_t *pin;               /* a row of TEST_MAX_CPUS bits per vcpu; those behind: all */
    unsigned int n_pins;         /* rows */
};

static inline struct test_vm *test_vm_of(struct vm *vm)
{
    return (struct test_vm *)vm;
}

static inline struct test_world *test_world_of(virConnectPtr conn)
{
    return conn->hypervisor_data;
}

/* Each gives a counted world, or NULL raised. */
/* One user, the host of test:///default, nothing in it yet. */
struct test_world *test_world_new(void);
struct test_world *test_world_default(void);
/* That of test:///host: as good as empty, without networks, pools and devices of its own. */
struct test_world *test_world_host(void);
struct test_world *test_world_from_file(const char *path);
void test_world_unref(struct test_world *world);

/* How this driver's documents are read. */
extern const struct domain_parse_opts test_parse_opts;

/* The vm behind a handle. */
static inline struct vm *test_vm_of_handle(virDomainPtr dom)
{
    return vm_of(dom->h.obj);
}
