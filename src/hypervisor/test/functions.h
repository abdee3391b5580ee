/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver functions of the embedded hypervisor, by the file that has them.  What each does is
 * said at the public function of the same name; the entry has checked the arguments. */
#pragma once

#include <libvirt/libvirt.h>

/* host.c */
int test_get_version(virConnectPtr conn, unsigned long *ret_version);
char *test_get_capabilities(virConnectPtr conn);
int test_get_max_vcpus(virConnectPtr conn, const char *type);
char *test_get_hostname(virConnectPtr conn);
int test_node_get_info(virConnectPtr conn, virNodeInfoPtr info);
int test_node_get_cells_free_memory(virConnectPtr conn, unsigned long long *free_kib, int start,
                                    int max);
unsigned long long test_node_get_free_memory(virConnectPtr conn);
int test_node_get_security_model(virConnectPtr conn, virSecurityModelPtr model);

/* lookup.c */
int test_list_domains(virConnectPtr conn, int *ids, int max);
int test_num_of_domains(virConnectPtr conn);
int test_list_defined_domains(virConnectPtr conn, char **const names, int max);
int test_num_of_defined_domains(virConnectPtr conn);
virDomainPtr test_domain_lookup_by_id(virConnectPtr conn, int id);
virDomainPtr test_domain_lookup_by_name(virConnectPtr conn, const char *name);
virDomainPtr test_domain_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid);

/* define.c */
virDomainPtr test_domain_define_xml(virConnectPtr conn, const char *xml);
virDomainPtr test_domain_define_xml_flags(virConnectPtr conn, const char *xml, unsigned int flags);
int test_domain_undefine(virDomainPtr dom);
virDomainPtr test_domain_create_xml(virConnectPtr conn, const char *xml, unsigned int flags);

/* life.c */
int test_domain_create(virDomainPtr dom);
int test_domain_destroy(virDomainPtr dom);
int test_domain_shutdown(virDomainPtr dom);
int test_domain_reboot(virDomainPtr dom, unsigned int flags);
int test_domain_suspend(virDomainPtr dom);
int test_domain_resume(virDomainPtr dom);

/* info.c */
int test_domain_get_info(virDomainPtr dom, virDomainInfoPtr info);
int test_domain_get_state(virDomainPtr dom, int *state, int *reason, unsigned int flags);
int test_domain_get_job_info(virDomainPtr dom, virDomainJobInfoPtr info);
int test_domain_abort_job(virDomainPtr dom);
char *test_domain_get_xml_desc(virDomainPtr dom, int flags);
char *test_domain_get_os_type(virDomainPtr dom);
int test_domain_get_security_label(virDomainPtr dom, virSecurityLabelPtr label);
int test_domain_get_autostart(virDomainPtr dom, int *autostart);
int test_domain_set_autostart(virDomainPtr dom, int autostart);

/* resources.c */
unsigned long test_domain_get_max_memory(virDomainPtr dom);
int test_domain_set_max_memory(virDomainPtr dom, unsigned long mem_kib);
int test_domain_set_memory(virDomainPtr dom, unsigned long mem_kib);
int test_domain_set_vcpus(virDomainPtr dom, unsigned int vcpus);
int test_domain_get_max_vcpus(virDomainPtr dom);
char *test_domain_get_scheduler_type(virDomainPtr dom, int *nparams);
int test_domain_get_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params,
                                         int *nparams);
int test_domain_set_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params,
                                         int nparams);

/* pin.c */
int test_domain_pin_vcpu(virDomainPtr dom, unsigned int vcpu, unsigned char *cpumap, int maplen);
int test_domain_get_vcpus(virDomainPtr dom, virVcpuInfoPtr info, int maxinfo,
                          unsigned char *cpumaps, int maplen);

/* save.c */
int test_domain_save(virDomainPtr dom, const char *to);
int test_domain_restore(virConnectPtr conn, const char *from);
int test_domain_core_dump(virDomainPtr dom, const char *to, int flags);

/* device.c */
int test_domain_attach_device(virDomainPtr dom, const char *xml);
int test_domain_detach_device(virDomainPtr dom, const char *xml);
int test_domain_block_stats(virDomainPtr dom, const char *path, virDomainBlockStatsPtr stats);
int test_domain_interface_stats(virDomainPtr dom, const char *path,
                                virDomainInterfaceStatsPtr stats);

/* peek.c */
int test_domain_memory_peek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                            unsigned int flags);
int test_domain_block_peek(virDomainPtr dom, const char *path, unsigned long long offset,
                           size_t size, void *buffer, unsigned int flags);

/* events.c */
int test_domain_event_register(virConnectPtr conn, virConnectDomainEventCallback cb, void *opaque,
                               virFreeCallback freecb);
int test_domain_event_register_any(virConnectPtr conn, virDomainPtr dom, int id,
                                   virConnectDomainEventGenericCallback cb, void *opaque,
                                   virFreeCallback freecb);

/* migrate.c */
int test_domain_migrate_prepare2(virConnectPtr dconn, char **cookie, size_t *cookielen,
                                 const char *uri_in, char **uri_out, unsigned long flags,
                                 const char *dname, unsigned long bandwidth, const char *dom_xml);
int test_domain_migrate_perform(virDomainPtr dom, const char *cookie, size_t cookielen,
                                const char *uri, unsigned long flags, const char *dname,
                                unsigned long bandwidth);
virDomainPtr test_domain_migrate_finish2(virConnectPtr dconn, const char *dname, const char *cookie,
                                         size_t cookielen, const char *uri, unsigned long flags,
                                         int retcode);
