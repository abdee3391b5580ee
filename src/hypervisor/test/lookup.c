/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding and listing domains of the embedded hypervisor. */
#include "config.h"

#include "hypervisor/test/functions.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"

int test_list_domains(virConnectPtr conn, int *ids, int max)
{
    return vt_table_numbers(&test_world_of(conn)->domains, ids, max);
}

int test_num_of_domains(virConnectPtr conn)
{
    return vt_table_count(&test_world_of(conn)->domains, true);
}

int test_list_defined_domains(virConnectPtr conn, char **const names, int max)
{
    int n = vt_table_names(&test_world_of(conn)->domains, false, names, max);

    return n < 0 ? vt_error_no_memory(VIR_FROM_TEST) : n;
}

int test_num_of_defined_domains(virConnectPtr conn)
{
    return vt_table_count(&test_world_of(conn)->domains, false);
}

virDomainPtr test_domain_lookup_by_id(virConnectPtr conn, int id)
{
    struct vt_object *obj = vt_table_by_number(&test_world_of(conn)->domains, id);

    if (obj == NULL) {
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "no running domain has the id %d", id);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}

virDomainPtr test_domain_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&test_world_of(conn)->domains, name);

    if (obj == NULL) {
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "no domain has the name '%s'", name);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}

virDomainPtr test_domain_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vt_object *obj = vt_table_by_uuid(&test_world_of(conn)->domains, uuid);
    char text[VT_UUID_STRING_LEN];

    if (obj == NULL) {
        vt_uuid_format(uuid, text);
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "no domain has the uuid %s", text);
        return NULL;
    }
    return vt_handle_of(VT_CLASS_DOMAIN, conn, obj);
}
