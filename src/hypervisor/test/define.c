/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defining, undefining, and creating domains from documents. */
#include "config.h"

#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"

virDomainPtr test_domain_define_xml(virConnectPtr conn, const char *xml)
{
    return test_domain_define_xml_flags(conn, xml, 0);
}

virDomainPtr test_domain_define_xml_flags(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct vm_domains *domains = &test_world_of(conn)->domains;
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VM_AUTO struct vm *vm = NULL;
    bool new;

    if (vm_domains_parse(domains, xml, (flags & VIR_DOMAIN_DEFINE_VALIDATE) != 0, &def) < 0)
        return NULL;
    for (;;) {
        vm_auto_unref_(&vm);
        vm = vm_domains_for(domains, def, true, &new);
        if (vm == NULL)
            return NULL;
        /* Before anything changes: a call that fails leaves the definition as it was. */
        if (test_script(vm, "virDomainDefineXML") < 0) {
            if (new)
                vm_domains_forget(vm);
            return NULL;
        }
        if (new ? vm_announce(vm) : vm_set_config(vm, def))
            break;
        /* It was undefined between the two: another turn makes a new one. */
    }
    return vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj);
}

int test_domain_undefine(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainUndefine") < 0 ? -1 : vm_undefine(vm);
}

virDomainPtr test_domain_create_xml(virConnectPtr conn, const char *xml, unsigned int flags)
{
    struct vm_domains *domains = &test_world_of(conn)->domains;
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VM_AUTO struct vm *vm = NULL;
    bool new;
    int r = -1;

    if (vm_domains_parse(domains, xml, (flags & VIR_DOMAIN_START_VALIDATE) != 0, &def) < 0)
        return NULL;
    vm = vm_domains_for(domains, def, false, &new);
    if (vm == NULL || vm_refuse_active(vm) < 0)
        return NULL;
    VM_JOB_SCOPE(job, vm, "virDomainCreateXML");
    if (job.serial != 0 && test_script(vm, "virDomainCreateXML") == 0)
        r = test_vm_start(
            vm, job.serial,
            &(struct vm_start){.def = def, .why = &vm_cause_booted, .transient = new});
    if (r < 0) {
        if (new)
            vm_domains_forget(vm);
        return NULL;
    }
    return vt_handle_new(VT_CLASS_DOMAIN, conn, vm->obj);
}
