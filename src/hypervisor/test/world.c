/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and ending worlds; the one that is shared. */
#include "config.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/life.h"
#include "hypervisor/test/node_file.h"
#include "hypervisor/test/nodedev.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/storage.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"
#include "util/cleanup.h"

static const char *const os_types[] = {"hvm", "xen", "linux", NULL};
static const unsigned char mac_prefix[] = {0x52, 0x54, 0x00};

const struct domain_parse_opts test_parse_opts = {
    .type = "test",
    .os_types = os_types,
    .arch = "i686",
    .mac_prefix = mac_prefix,
    .domain = VIR_FROM_DOMAIN,
    .flags = VIR_DOMAIN_XML_INACTIVE,
};

/* Source: the test driver of libvirt 9.0.0: the fixed uuid, the disk, the interface. */
static const char default_domain[] = "<domain type='test'>\n"
                                     "  <name>test</name>\n"
                                     "  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>\n"
                                     "  <memory>8388608</memory>\n"
                                     "  <currentMemory>2097152</currentMemory>\n"
                                     "  <vcpu>2</vcpu>\n"
                                     "  <os>\n"
                                     "    <type arch='i686'>hvm</type>\n"
                                     "    <boot dev='hd'/>\n"
                                     "  </os>\n"
                                     "  <devices>\n"
                                     "    <disk type='file' device='disk'>\n"
                                     "      <source file='/guest/diskimage1'/>\n"
                                     "      <target dev='vda' bus='virtio'/>\n"
                                     "    </disk>\n"
                                     "    <interface type='network'>\n"
                                     "      <mac address='aa:bb:cc:dd:ee:ff'/>\n"
                                     "      <source network='default'/>\n"
                                     "      <target dev='testnet0'/>\n"
                                     "    </interface>\n"
                                     "  </devices>\n"
                                     "</domain>\n";

/* Source: the same for the uuid; the test driver of libvirt 0.6.1 for the rest. */
static const char default_network[] = "<network>\n"
                                      "  <name>default</name>\n"
                                      "  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>\n"
                                      "  <forward mode='nat'/>\n"
                                      "  <bridge name='virbr0'/>\n"
                                      "  <ip address='192.168.122.1' netmask='255.255.255.0'>\n"
                                      "    <dhcp>\n"
                                      "      <range start='192.168.122.2' end='192.168.122.254'/>\n"
                                      "    </dhcp>\n"
                                      "  </ip>\n"
                                      "</network>\n";

/* Source: the test driver of libvirt 0.6.1. */
static const virNodeInfo default_node = {
    .model = "i686",
    .memory = 3145728,
    .cpus = 16,
    .mhz = 1400,
    .nodes = 2,
    .sockets = 2,
    .cores = 2,
    .threads = 2,
};
static const struct test_cell default_cells[] = {{2097152}, {4194304}};

static struct vt_mutex registry_lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "worlds");
/* Those that a process has once. */
static struct test_world *default_world VT_GUARDED_BY(registry_lock);
static struct test_world *host_world VT_GUARDED_BY(registry_lock);

static void vm_end(struct vt_object *obj)
{
    struct test_vm *tvm = test_vm_of(vm_of(obj));

    domain_def_unref(tvm->rules_of);
    free(tvm->rules);
    free(tvm->pin);
    vm_done(&tvm->vm);
    free(tvm);
}

static const struct vt_object_class vm_class = {.word = "domain", .end = vm_end};

static void forget_pins_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static void forget_pins_locked(struct vm *vm)
{
    struct test_vm *tvm = test_vm_of(vm);

    vt_mutex_held(&vm->lock);
    free(tvm->pin);
    tvm->pin = NULL;
    tvm->n_pins = 0;
}

static struct test_world *world_of(struct vm_domains *domains)
{
    return (struct test_world *)((char *)domains - offsetof(struct test_world, domains));
}

static struct vm *new_vm(struct vm_domains *domains, struct domain_def *def)
{
    struct test_vm *tvm = aligned_alloc(VT_CACHE_LINE, (sizeof *tvm + VT_CACHE_LINE - 1) /
                                                           VT_CACHE_LINE * VT_CACHE_LINE);

    if (tvm == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    memset(tvm, 0, sizeof *tvm);
    tvm->world = world_of(domains);
    if (vm_init(&tvm->vm, &vm_class, domains, def->name, def->uuid) < 0) {
        free(tvm);
        return NULL;
    }
    VT_HG_ATOMIC(&tvm->scripted, sizeof tvm->scripted);
    atomic_init(&tvm->scripted, false);
    tvm->weight = TEST_SCHED_WEIGHT;
    vm_set_first_config(&tvm->vm, def);
    return &tvm->vm;
}

static const struct vm_domains_ops domains_ops = {
    .new = new_vm,
    .changed_locked = test_script_install_locked,
    .ended_locked = forget_pins_locked,
    .make_ram = test_vm_make_ram,
    .runs_are_cpu_time = true,
};

static void world_free(struct test_world *world)
{
    vm_domains_done(&world->domains);
    net_world_done(&world->networks);
    nodedev_world_done(&world->devices);
    vt_mutex_done(&world->hosts_lock);
    storage_world_done(&world->storage);
    vt_event_source_done(&world->events);
    free(world);
}

struct test_world *test_world_new(void)
{
    struct test_world *world = aligned_alloc(VT_CACHE_LINE, sizeof *world);

    if (world == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    memset(world, 0, sizeof *world);
    vt_count_init(&world->users);
    vt_event_source_init(&world->events);
    vm_domains_init(&world->domains, &domains_ops, &world->events, &test_parse_opts, VIR_FROM_TEST);
    nodedev_world_init(&world->devices, &test_devices_ops, &world->events, "devices of a world");
    vt_mutex_init(&world->hosts_lock, VT_RANK_GLOBAL, "virtual hosts");
    storage_world_init(&world->storage, &world->events, test_storage_backends);
    VT_HG_ATOMIC(&world->next_id, sizeof world->next_id);
    atomic_init(&world->next_id, 1);
    net_world_init(&world->networks, &world->events, VIR_FROM_TEST);
    world->node = default_node;
    return world;
}

int test_world_add(struct test_world *world, struct domain_def *def, int state, bool transient)
{
    const struct vm_start start = {
        .def = def,
        .why = &vm_cause_booted,
        .paused = state == VIR_DOMAIN_PAUSED ? &vm_cause_suspended : NULL,
        .transient = transient,
    };
    bool new;
    struct vm *vm = vm_domains_for(&world->domains, def, true, &new);
    int r = -1;

    if (vm == NULL)
        return -1;
    if (state == VIR_DOMAIN_SHUTOFF) {
        (void)vm_announce(vm);
        vt_object_unref(vm->obj);
        return 0;
    }
    uint64_t job = vm_job_begin(vm, "virConnectOpen");
    if (job != 0) {
        r = test_vm_start(vm, job, &start);
        vm_job_end(vm, job);
    }
    vt_object_unref(vm->obj);
    return r;
}

static struct test_world *make_default(void)
{
    struct test_world *world = test_world_new();
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    NETWORK_AUTODEF struct network_def *net = NULL;

    if (world == NULL)
        return NULL;
    memcpy(world->cell, default_cells, sizeof default_cells);
    world->n_cells = VT_N_ELEMENTS(default_cells);
    if (domain_def_parse(default_domain, &test_parse_opts, &def) < 0 ||
        test_world_add(world, def, VIR_DOMAIN_RUNNING, false) < 0 ||
        network_def_parse(default_network, &net) < 0 || net_world_add(&world->networks, net) < 0 ||
        test_world_add_default_pool(world) < 0 || test_devices_add_default(world) < 0) {
        world_free(world);
        return NULL;
    }
    return world;
}

/* Under the lock, so that two first openers make one world. */
static struct test_world *get_locked(struct test_world **shared, struct test_world *(*make)(void))
    VT_REQUIRES(registry_lock);
static struct test_world *get_locked(struct test_world **shared, struct test_world *(*make)(void))
{
    vt_mutex_held(&registry_lock);
    if (*shared != NULL)
        vt_count_take(&(*shared)->users);
    else
        *shared = make();
    return *shared;
}

struct test_world *test_world_default(void)
{
    VT_LOCK_SCOPE(&registry_lock);

    return get_locked(&default_world, make_default);
}

struct test_world *test_world_host(void)
{
    VT_LOCK_SCOPE(&registry_lock);

    return get_locked(&host_world, test_world_new);
}

struct test_world *test_world_from_file(const char *path)
{
    struct test_world *world = test_world_new();

    if (world == NULL)
        return NULL;
    if (test_node_file_load(world, path) < 0) {
        world_free(world);
        return NULL;
    }
    return world;
}

/* The last user's drop and the next opener's look are one at a time. */
static bool drop(struct test_world *world)
{
    VT_LOCK_SCOPE(&registry_lock);

    if (!vt_count_drop(&world->users))
        return false;
    if (default_world == world)
        default_world = NULL;
    if (host_world == world)
        host_world = NULL;
    return true;
}

void test_world_unref(struct test_world *world)
{
    if (drop(world))
        world_free(world);
}
