/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of a domain of the embedded hypervisor most often. */
#include "config.h"

#include <string.h>

#include "hypervisor/info.h"
#include "hypervisor/test/capabilities.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"

int test_domain_get_info(virDomainPtr dom, virDomainInfoPtr info)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetInfo") < 0 ? -1 : vm_get_info(vm, info);
}

int test_domain_get_state(virDomainPtr dom, int *state, int *reason, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetState") < 0 ? -1 : vm_get_state(vm, state, reason);
}

int test_domain_get_job_info(virDomainPtr dom, virDomainJobInfoPtr info)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetJobInfo") < 0 ? -1 : vm_get_job_info(vm, info);
}

int test_domain_abort_job(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainAbortJob") < 0 ? -1 : vm_job_abort(vm);
}

char *test_domain_get_xml_desc(virDomainPtr dom, int flags)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetXMLDesc") < 0 ? NULL : vm_get_xml_desc(vm, flags);
}

/* What the test driver of libvirt says of every guest, whatever its definition. */
char *test_domain_get_os_type(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    char *type;

    if (vm_check(vm) < 0 || test_script(vm, "virDomainGetOSType") < 0)
        return NULL;
    type = strdup("linux");
    if (type == NULL)
        (void)vt_error_no_memory(VIR_FROM_TEST);
    return type;
}

static int get_label(struct vm *vm, virSecurityLabelPtr label)
{
    VT_LOCK_SCOPE(&vm->lock);
    const struct domain_seclabel *own = vm->live != NULL ? vm->live->seclabel : NULL;
    const char *text = own != NULL && own->label != NULL ? own->label : TEST_SECURITY_LABEL;

    if (vm_check_locked(vm) < 0)
        return -1;
    memset(label, 0, sizeof *label);
    if (vm->live == NULL)
        return 0; /* shut off: no process, no label */
    if (strlen(text) >= sizeof label->label)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "the security label of domain '%s' is longer than %zu bytes", vm->obj->name,
                        sizeof label->label - 1);
    memcpy(label->label, text, strlen(text) + 1);
    label->enforcing = 1;
    return 0;
}

int test_domain_get_security_label(virDomainPtr dom, virSecurityLabelPtr label)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainGetSecurityLabel") < 0)
        return -1;
    return get_label(vm, label);
}

int test_domain_get_autostart(virDomainPtr dom, int *autostart)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetAutostart") < 0 ? -1 : vm_get_autostart(vm, autostart);
}

int test_domain_set_autostart(virDomainPtr dom, int autostart)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainSetAutostart") < 0 ? -1 : vm_set_autostart(vm, autostart != 0);
}
