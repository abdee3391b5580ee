/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining and undefining Xen domains, and creating them from documents. */
#include "config.h"

#include <string.h>

#include "hypervisor/domains.h"
#include "hypervisor/xen/define.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void auto_vm(struct vm **vm)
{
    if (*vm != NULL)
        vt_object_unref((*vm)->obj);
}
#define AUTO_VM VT_AUTO(auto_vm)

static void set_autostart(struct vm *vm, bool autostart)
{
    VT_LOCK_SCOPE(&vm->lock);

    vm->autostart = autostart;
}

int xen_define_found(struct xen_world *world, struct domain_def *def, bool autostart)
{
    for (;;) {
        bool new;
        AUTO_VM struct vm *vm = vm_domains_for(&world->domains, def, true, &new);
        if (vm == NULL)
            return -1;
        if (vm_set_config(vm, def)) {
            set_autostart(vm, autostart);
            return 0;
        }
        /* It went by itself: another turn makes a new one. */
    }
}

/* A run stays, as one that nobody has defined.  False when there is none. */
static bool drop_config(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL)
        return false;
    vm->config = domain_def_unref(vm->config);
    vm->autostart = false;
    if (vm->announced)
        vm_raise_locked(vm, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
    vm->announced = false;
    return true;
}

/* The file is gone, and with it the definition.  -1: NO_DOMAIN. */
static int forget(struct vm *vm)
{
    while (!drop_config(vm) && vm_undefine(vm) < 0) {
        if (vt_error_last()->code == VIR_ERR_NO_DOMAIN)
            return -1;
        vt_error_reset(); /* it was started between the two */
    }
    return 0;
}

void xen_define_lost(struct xen_world *world, const char *name)
{
    AUTO_VM struct vm *vm = vm_of(vt_table_by_name(&world->domains.table, name));

    if (vm != NULL && forget(vm) < 0)
        vt_error_reset();
}

void xen_define_set_autostart(struct xen_world *world, const char *name, bool autostart)
{
    AUTO_VM struct vm *vm = vm_of(vt_table_by_name(&world->domains.table, name));

    if (vm != NULL)
        set_autostart(vm, autostart);
}

/* The vm of @def, defined by it, in its file and in the table.  Counted; NULL raised. */
static struct vm *define(struct xen_world *world, struct domain_def *def)
{
    VT_STORE_TURN(turn, world->files, "virDomainDefineXML");

    while (turn.store != NULL) {
        bool new;
        AUTO_VM struct vm *vm = vm_domains_for(&world->domains, def, true, &new);
        if (vm == NULL)
            return NULL;
        if (xen_files_write(world->files, def) < 0) {
            if (new)
                vm_domains_forget(vm);
            return NULL;
        }
        if (vm_set_config(vm, def))
            return VT_TAKE(vm);
    }
    return NULL;
}

virDomainPtr xen_domain_define_xml_flags(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct xen_world *world = xen_world_of(conn);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    AUTO_VM struct vm *vm = NULL;
    bool validate = (flags & VIR_DOMAIN_DEFINE_VALIDATE) != 0;

    if (vm_domains_parse(&world->domains, xml, validate, &def) < 0 || xen_sync(world) < 0)
        return NULL;
    vm = define(world, def);
    return vm != NULL ? vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj) : NULL;
}

virDomainPtr xen_domain_define_xml(virConnectPtr conn, const char *xml)
{
    return xen_domain_define_xml_flags(conn, xml, 0);
}

static int check_off(struct vm *vm, const char *what)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (xen_vm_is_starting_locked(vm))
        return vt_error(VIR_FROM_XEN, VIR_ERR_INTERNAL_ERROR,
                        "cannot %s domain '%s': it is being started", what, vm->obj->name);
    return vm->live != NULL ? vm_wrong_state_locked(vm, what) : 0;
}

int xen_domain_undefine(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;

    if (xen_sync_vm(vm) < 0)
        return -1;
    VT_STORE_TURN(turn, world->files, "virDomainUndefine");
    if (turn.store == NULL || check_off(vm, "undefine") < 0 ||
        vt_store_remove(world->files, vm->obj->name) < 0)
        return -1;
    return forget(vm);
}

virDomainPtr xen_domain_create_xml(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct xen_world *world = xen_world_of(conn);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    AUTO_VM struct vm *vm = NULL;
    bool validate = (flags & VIR_DOMAIN_START_VALIDATE) != 0;

    if (vm_domains_parse(&world->domains, xml, validate, &def) < 0 || xen_sync(world) < 0)
        return NULL;
    vm = xen_vm_start_new(
        world, &(struct xen_start){.def = def, .restore_fd = -1, .why = &vm_cause_booted},
        "virDomainCreateXML");
    return vm != NULL ? vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj) : NULL;
}

static struct domain_def *config_of(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return NULL;
    if (vm->live != NULL)
        return (void)vm_wrong_state_locked(vm, "change the definition of"), NULL;
    return domain_def_ref(vm->config);
}

int xen_define_wish(struct vm *vm, const struct vm_wish *wish)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    DOMAIN_AUTODEF struct domain_def *old = NULL;
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VT_STORE_TURN(turn, world->files, "a change of the definition");

    if (turn.store == NULL || (old = config_of(vm)) == NULL ||
        vm_check_wish(vm, wish, XEN_MAX_VCPUS) < 0 || (def = vm_wish_def(old, wish)) == NULL ||
        xen_files_write(world->files, def) < 0)
        return -1;
    return vm_grant(vm, wish, XEN_MAX_VCPUS);
}

static int check_defined(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    return vm->config != NULL
               ? 0
               : vt_error(VIR_FROM_XEN, VIR_ERR_INTERNAL_ERROR,
                          "cannot set autostart of domain '%s': it is not defined, it only runs",
                          vm->obj->name);
}

int xen_domain_set_autostart(virDomainPtr dom, int autostart)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    VT_STORE_TURN(turn, world->files, "virDomainSetAutostart");

    if (turn.store == NULL || check_defined(vm) < 0 ||
        vt_store_set_autostart(world->files, vm->obj->name, autostart != 0) < 0)
        return -1;
    set_autostart(vm, autostart != 0);
    return 0;
}
