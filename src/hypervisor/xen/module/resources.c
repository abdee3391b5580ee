/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory and virtual CPUs of a running guest, its name, and the document kept with it. */
#include "config.h"

#include <errno.h>
#include <libxl_utils.h>
#include <string.h>

#include "module.h"

#define XML_ID "libvirt-xml" /* registered in libxl.h, "libxl_userdata_store" */

int xen_set_memory(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t target_kib,
                   struct xen_fail *fail)
{
    struct module_op *op;

    if (target_kib > INT64_MAX)
        return module_fail(fail, EINVAL, "no guest has so much memory");
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_set_memory_target(op->ctx, domid, (int64_t)target_kib, 0, 1),
                         "the guest cannot be asked for memory", fail);
}

int xen_set_max_memory(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t max_kib,
                       struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);

    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_domain_setmaxmem(op->ctx, domid, max_kib),
                         "the limit of its memory cannot be set", fail);
}

int xen_set_vcpus(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpus,
                  struct xen_fail *fail)
{
    unsigned char bits[XEN_MAX_VCPUS / 8] = {0};
    libxl_bitmap map = {.size = vcpus / 8 + 1, .map = bits};
    struct module_op *op;

    if (vcpus == 0 || vcpus >= XEN_MAX_VCPUS)
        return module_fail(fail, EINVAL, "A guest cannot have %u virtual CPUs", vcpus);
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    for (unsigned int i = 0; i < vcpus; i++)
        libxl_bitmap_set(&map, (int)i);
    return module_op_end(op, libxl_set_vcpuonline(op->ctx, domid, &map, NULL),
                         "the guest cannot be given that number of virtual CPUs", fail);
}

int xen_rename(struct xen_host *host VT_UNUSED, uint32_t domid, const char *name,
               struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);

    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_domain_rename(op->ctx, domid, NULL, name),
                         "the guest cannot be renamed", fail);
}

int xen_put_xml(struct xen_host *host VT_UNUSED, uint32_t domid, const char *xml,
                struct xen_fail *fail)
{
    size_t len = strlen(xml);
    struct module_op *op;

    if (len > MODULE_MAX_XML)
        return module_fail(fail, EMSGSIZE, "the document is longer than %d bytes", MODULE_MAX_XML);
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    return module_op_end(
        op, libxl_userdata_store(op->ctx, domid, XML_ID, (const uint8_t *)xml, (int)len),
        "the document cannot be kept with the guest", fail);
}

char *xen_get_xml(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);
    VT_AUTOFREE uint8_t *data = NULL;
    char *xml = NULL;
    int len = 0;
    int rc;

    if (op == NULL)
        return NULL;
    rc = libxl_userdata_retrieve(op->ctx, domid, XML_ID, &data, &len);
    if (module_op_end(op, rc, "the document kept with the guest cannot be read", fail) < 0)
        return NULL;
    if (data == NULL || len <= 0) {
        (void)module_fail(fail, ENOENT, "no document is kept with the guest");
    } else if (len > MODULE_MAX_XML) {
        (void)module_fail(fail, EMSGSIZE,
                          "the document kept with the guest is longer than %d bytes",
                          MODULE_MAX_XML);
    } else {
        xml = strndup((const char *)data, (size_t)len);
        if (xml == NULL)
            (void)module_fail_no_memory(fail);
    }
    return xml;
}
