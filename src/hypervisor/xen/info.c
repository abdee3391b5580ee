/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of Xen domains most often.  The hypervisor is asked each time: it is one hypercall,
 * and it waits for nobody. */
#include "config.h"

#include <string.h>

#include "hypervisor/info.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/live.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"

int xen_domain_get_info(virDomainPtr dom, virDomainInfoPtr info)
{
    struct vm *vm = xen_vm_of_handle(dom);

    return xen_sync_vm(vm) < 0 ? -1 : vm_get_info(vm, info);
}

int xen_domain_get_state(virDomainPtr dom, int *state, int *reason, unsigned int flags VT_UNUSED)
{
    struct vm *vm = xen_vm_of_handle(dom);

    return xen_sync_vm(vm) < 0 ? -1 : vm_get_state(vm, state, reason);
}

unsigned long xen_domain_get_max_memory(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);

    return xen_sync_vm(vm) < 0 ? 0 : vm_get_max_memory(vm);
}

int xen_domain_get_job_info(virDomainPtr dom, virDomainJobInfoPtr info)
{
    return vm_get_job_info(xen_vm_of_handle(dom), info);
}

char *xen_domain_get_xml_desc(virDomainPtr dom, int flags)
{
    struct vm *vm = xen_vm_of_handle(dom);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    DOMAIN_AUTODEF struct domain_def *named = NULL;
    struct domain_format_opts opts;
    char *xml = NULL;

    if (xen_sync_vm(vm) < 0 || vm_pick_document(vm, flags, &def, &opts) < 0)
        return NULL;
    if (opts.id > 0)
        named = xen_live_names(xen_vm_of(vm)->world, (uint32_t)opts.id, def);
    if (opts.id > 0 && named == NULL)
        return NULL;
    return domain_def_format(named != NULL ? named : def, &opts, &xml) < 0 ? NULL : xml;
}

/* As the document in force says it: a PV guest is called "linux". */
char *xen_domain_get_os_type(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    DOMAIN_AUTODEF struct domain_def *def = vm_def(vm);
    const char *word = NULL;
    char *type;

    if (def == NULL)
        return NULL;
    if (def->os.type != DOMAIN_OS_XEN)
        word = conf_word(&domain_os_type_words, (int)def->os.type);
    type = strdup(word != NULL ? word : "linux");
    if (type == NULL)
        (void)vt_error_no_memory(VIR_FROM_XEN);
    return type;
}

int xen_domain_get_autostart(virDomainPtr dom, int *autostart)
{
    return vm_get_autostart(xen_vm_of_handle(dom), autostart);
}
