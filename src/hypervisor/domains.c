/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domains of one host: finding them, defining and undefining them. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "conf/validate.h"
#include "hypervisor/domains.h"
#include "hypervisor/peek.h"
#include "obj/error.h"
#include "util/cleanup.h"

void vm_domains_init(struct vm_domains *domains, const struct vm_domains_ops *ops,
                     struct vt_event_source *events, const struct domain_parse_opts *parse_opts,
                     int error_domain)
{
    vt_table_init(&domains->table, "domains of a host");
    domains->ops = ops;
    domains->events = events;
    domains->parse_opts = parse_opts;
    domains->error_domain = error_domain;
}

void vm_domains_done(struct vm_domains *domains)
{
    vt_table_done(&domains->table);
}

int vm_domains_ids(struct vm_domains *domains, int *ids, int max)
{
    return vt_table_numbers(&domains->table, ids, max);
}

int vm_domains_count(struct vm_domains *domains, bool active)
{
    return vt_table_count(&domains->table, active);
}

int vm_domains_defined_names(struct vm_domains *domains, char **names, int max)
{
    int n = vt_table_names(&domains->table, false, names, max);

    return n < 0 ? vt_error_no_memory(domains->error_domain) : n;
}

virDomainPtr vm_domains_by_id(struct vm_domains *domains, virConnectPtr conn, int id)
{
    struct vt_object *obj = vt_table_by_number(&domains->table, id);

    if (obj == NULL) {
        (void)vt_error(domains->error_domain, VIR_ERR_NO_DOMAIN, "no running domain has the id %d",
                       id);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}

virDomainPtr vm_domains_by_name(struct vm_domains *domains, virConnectPtr conn, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&domains->table, name);

    if (obj == NULL) {
        (void)vt_error(domains->error_domain, VIR_ERR_NO_DOMAIN, "no domain has the name '%s'",
                       name);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}

virDomainPtr vm_domains_by_uuid(struct vm_domains *domains, virConnectPtr conn,
                                const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(&domains->table, uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj == NULL) {
        vt_uuid_format(uuid, text);
        (void)vt_error(domains->error_domain, VIR_ERR_NO_DOMAIN, "no domain has the uuid %s", text);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}

int vm_domains_parse(const struct vm_domains *domains, const char *xml, bool validate,
                     struct domain_def **ret_def)
{
    if (validate && conf_validate(CONF_SCHEMA_DOMAIN, xml, VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL) < 0)
        return -1;
    return domain_def_parse(xml, domains->parse_opts, ret_def);
}

void vm_raise_locked(struct vm *vm, int event, int detail)
{
    vt_mutex_held(&vm->lock);
    vt_event_raise(vm->domains->events, VT_EVENT_DOMAIN, vm->obj, event, detail);
}

void vm_announce_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    if (vm->announced || vm->gone)
        return;
    vm->announced = true;
    vm_raise_locked(vm, VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_ADDED);
}

bool vm_announce(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    vm_announce_locked(vm);
    return !vm->gone;
}

void vm_changed_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    if (vm->domains->ops->changed_locked != NULL)
        vm->domains->ops->changed_locked(vm);
}

void vm_set_first_config(struct vm *vm, struct domain_def *def)
{
    VT_LOCK_SCOPE(&vm->lock);

    vm->config = domain_def_ref(def);
    vm_set_off_locked(vm, VIR_DOMAIN_SHUTOFF_UNKNOWN);
    vm_changed_locked(vm);
}

static bool is_gone(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->gone;
}

static void set_undefined_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static void set_undefined_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    vm_set_gone_locked(vm);
    if (vm->announced) /* else nobody was told that it is there */
        vm_raise_locked(vm, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
    vm->announced = false;
}

static bool set_gone_if_off(struct vm *vm, bool defined)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live != NULL || (vm->announced && !defined))
        return false;
    set_undefined_locked(vm);
    return true;
}

/* Makes a shut-off vm gone; false when it runs, or is defined and that is not to go. */
static bool set_gone(struct vm *vm, bool defined)
{
    if (!set_gone_if_off(vm, defined))
        return false;
    vm_forget_disks(vm);
    return true;
}

/* Whether @vm, which stood in the way of a new one for @def, is the vm that is meant.
 * 1 it is; 0 it has left the table, try again; -1 raised. */
static int settle(struct vm_domains *domains, struct domain_def *def, struct vm *vm, bool replace)
{
    bool same_name = strcmp(vm->obj->name, def->name) == 0;
    bool same_uuid = memcmp(vm->obj->uuid, def->uuid, VT_UUID_LEN) == 0;

    if (is_gone(vm)) {
        (void)vt_table_remove(&domains->table, vm->obj);
        return 0;
    }
    if (same_name && (same_uuid || def->uuid_generated)) {
        memcpy(def->uuid, vm->obj->uuid, VT_UUID_LEN);
        return 1;
    }
    if (same_name && replace && set_gone(vm, true)) {
        (void)vt_table_remove(&domains->table, vm->obj);
        return 0;
    }
    return vt_table_taken(domains->error_domain, VIR_ERR_OPERATION_FAILED, def->name, vm->obj);
}

struct vm *vm_domains_for(struct vm_domains *domains, struct domain_def *def, bool replace,
                          bool *ret_new)
{
    for (;;) {
        VM_AUTO struct vm *vm = vm_of(vt_table_by_name(&domains->table, def->name));
        struct vt_object *other = NULL;
        int r;

        *ret_new = false;
        if (vm == NULL) {
            vm = domains->ops->new (domains, def);
            if (vm == NULL)
                return NULL;
            r = vt_table_add(&domains->table, vm->obj, &other);
            *ret_new = r == 0;
            if (r == 0)
                return VT_TAKE(vm);
            if (r == -ENOMEM)
                return vt_error_no_memory(domains->error_domain), NULL;
            vt_object_unref(vm->obj);
            vm = vm_of(other);
        }
        r = settle(domains, def, vm, replace);
        if (r != 0)
            return r < 0 ? NULL : VT_TAKE(vm);
    }
}

void vm_domains_forget(struct vm *vm)
{
    if (set_gone(vm, false))
        (void)vt_table_remove(&vm->domains->table, vm->obj);
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
    if (vm->announced)
        vm_raise_locked(vm, VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_UPDATED);
    else
        vm_announce_locked(vm);
    vm_changed_locked(vm);
    return true;
}

static bool swap_config(struct vm *vm, struct domain_def **def)
{
    VT_LOCK_SCOPE(&vm->lock);

    return swap_config_locked(vm, def);
}

bool vm_set_config(struct vm *vm, struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *swapped = domain_def_ref(def);

    if (!swap_config(vm, &swapped))
        return false;
    vm_forget_disks(vm);
    return true;
}

/* A domain that runs keeps its definition. */
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

int vm_undefine(struct vm *vm)
{
    if (undefine(vm) < 0)
        return -1;
    vm_forget_disks(vm);
    (void)vt_table_remove(&vm->domains->table, vm->obj);
    return 0;
}

int vm_refuse_active(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL)
        return 0;
    return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED, "domain '%s' is running already",
                    vm->obj->name);
}
