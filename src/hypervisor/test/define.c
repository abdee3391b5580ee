/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, and creating domains from documents. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "conf/validate.h"
#include "hypervisor/test/define.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void auto_vm(struct vm **vm)
{
    if (*vm != NULL)
        vt_object_unref((*vm)->obj);
}
#define AUTO_VM VT_AUTO(auto_vm)

static bool is_gone(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->gone;
}

static void set_undefined_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static void set_undefined_locked(struct vm *vm)
{
    struct test_vm *tvm = test_vm_of(vm);

    vt_mutex_held(&vm->lock);
    vm_set_gone_locked(vm);
    if (tvm->announced) /* else nobody was told that it is there */
        vt_event_raise(&tvm->world->events, VT_EVENT_DOMAIN, vm->obj, VIR_DOMAIN_EVENT_UNDEFINED,
                       VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
    tvm->announced = false;
}

static bool set_gone_if_off(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live != NULL)
        return false;
    set_undefined_locked(vm);
    return true;
}

/* Makes a shut-off vm gone; false when it runs. */
static bool set_gone(struct vm *vm)
{
    if (!set_gone_if_off(vm))
        return false;
    test_vm_forget_disks(vm);
    return true;
}

/* Whether @vm, which stood in the way of a new one for @def, is the vm that is meant.
 * 1 it is; 0 it has left the table, try again; -1 raised. */
static int settle(struct test_world *world, struct domain_def *def, struct vm *vm, bool replace)
{
    bool same_name = strcmp(vm->obj->name, def->name) == 0;
    bool same_uuid = memcmp(vm->obj->uuid, def->uuid, VT_UUID_LEN) == 0;

    if (is_gone(vm)) {
        (void)vt_table_remove(&world->domains, vm->obj);
        return 0;
    }
    if (same_name && (same_uuid || def->uuid_generated)) {
        memcpy(def->uuid, vm->obj->uuid, VT_UUID_LEN);
        return 1;
    }
    if (same_name && replace && set_gone(vm)) {
        (void)vt_table_remove(&world->domains, vm->obj);
        return 0;
    }
    return test_name_taken(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, def->name, vm->obj);
}

struct vm *test_vm_for(struct test_world *world, struct domain_def *def, bool replace,
                       bool *ret_new)
{
    for (;;) {
        AUTO_VM struct vm *vm = vm_of(vt_table_by_name(&world->domains, def->name));
        struct vt_object *other = NULL;
        int r;

        *ret_new = false;
        if (vm == NULL) {
            vm = test_vm_new(world, def);
            if (vm == NULL)
                return NULL;
            r = vt_table_add(&world->domains, vm->obj, &other);
            *ret_new = r == 0;
            if (r == 0)
                return VT_TAKE(vm);
            if (r == -ENOMEM)
                return vt_error_no_memory(VIR_FROM_TEST), NULL;
            vt_object_unref(vm->obj);
            vm = vm_of(other);
        }
        r = settle(world, def, vm, replace);
        if (r != 0)
            return r < 0 ? NULL : VT_TAKE(vm);
    }
}

void test_vm_forget(struct test_world *world, struct vm *vm)
{
    if (set_gone(vm))
        (void)vt_table_remove(&world->domains, vm->obj);
}

static bool swap_config_locked(struct vm *vm, struct domain_def **def) VT_REQUIRES(vm->lock);
static bool swap_config_locked(struct vm *vm, struct domain_def **def)
{
    struct domain_def *old = vm->config;

    vt_mutex_held(&vm->lock);
    if (vm->gone)
        return false;
    vm->config = *def;
    *def = old;
    if (vm->live == NULL)
        vm_set_off_locked(vm, vm->facts.reason);
    if (test_vm_of(vm)->announced)
        vt_event_raise(&test_vm_of(vm)->world->events, VT_EVENT_DOMAIN, vm->obj,
                       VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_UPDATED);
    else
        test_vm_announce_locked(vm);
    test_script_install_locked(vm);
    return true;
}

static bool swap_config(struct vm *vm, struct domain_def **def)
{
    VT_LOCK_SCOPE(&vm->lock);

    return swap_config_locked(vm, def);
}

/* Installs @def as the definition for the next start.  False when the vm is gone. */
static bool set_config(struct vm *vm, struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *swapped = domain_def_ref(def);

    if (!swap_config(vm, &swapped))
        return false;
    test_vm_forget_disks(vm);
    return true;
}

/* False when the vm is gone. */
static bool announce(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    test_vm_announce_locked(vm);
    return !vm->gone;
}

/* Reads a document, which must fit the schema when @validate. */
static int parse(const char *xml, bool validate, struct domain_def **ret)
{
    if (validate && conf_validate(CONF_SCHEMA_DOMAIN, xml, VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL) < 0)
        return -1;
    return domain_def_parse(xml, &test_parse_opts, ret);
}

virDomainPtr test_domain_define_xml(virConnectPtr conn, const char *xml)
{
    return test_domain_define_xml_flags(conn, xml, 0);
}

virDomainPtr test_domain_define_xml_flags(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct test_world *world = test_world_of(conn);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    AUTO_VM struct vm *vm = NULL;
    bool new;

    if (parse(xml, (flags & VIR_DOMAIN_DEFINE_VALIDATE) != 0, &def) < 0)
        return NULL;
    for (;;) {
        auto_vm(&vm);
        vm = test_vm_for(world, def, true, &new);
        if (vm == NULL)
            return NULL;
        /* Before anything changes: a call that fails leaves the definition as it was. */
        if (test_script(vm, "virDomainDefineXML") < 0) {
            if (new)
                test_vm_forget(world, vm);
            return NULL;
        }
        if (new ? announce(vm) : set_config(vm, def))
            break;
        /* It was undefined between the two: another turn makes a new one. */
    }
    return vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj);
}

/* A domain that runs keeps its definition, as the embedded hypervisor has always had it. */
static int undefine(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live != NULL)
        return vm_wrong_state_locked(vm, "undefine");
    set_undefined_locked(vm);
    vm_job_take_away_locked(vm);
    return 0;
}

int test_domain_undefine(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainUndefine") < 0 || undefine(vm) < 0)
        return -1;
    test_vm_forget_disks(vm);
    (void)vt_table_remove(&test_world_of(dom->h.conn)->domains, vm->obj);
    return 0;
}

static int refuse_active(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL)
        return 0;
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "domain '%s' is running already",
                    vm->obj->name);
}

virDomainPtr test_domain_create_xml(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct test_world *world = test_world_of(conn);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    AUTO_VM struct vm *vm = NULL;
    bool new;
    int r = -1;

    if (parse(xml, (flags & VIR_DOMAIN_START_VALIDATE) != 0, &def) < 0)
        return NULL;
    vm = test_vm_for(world, def, false, &new);
    if (vm == NULL || refuse_active(vm) < 0)
        return NULL;
    VM_JOB_SCOPE(job, vm, "virDomainCreateXML");
    if (job.serial != 0 && test_script(vm, "virDomainCreateXML") == 0)
        r = test_vm_start(
            vm, job.serial,
            &(struct test_start){.def = def, .why = &vm_cause_booted, .transient = new});
    if (r < 0) {
        if (new)
            test_vm_forget(world, vm);
        return NULL;
    }
    return vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj);
}
