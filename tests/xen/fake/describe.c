/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The document of a domain that others made. */
#include "fake.h"

static void add_uuid(struct vt_strbuf *b, const unsigned char *uuid)
{
    for (unsigned int i = 0; i < 16; i++)
        vt_strbuf_addf(b, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", uuid[i]);
}

static void add_os(struct vt_strbuf *b, const struct fake_domain *d)
{
    vt_strbuf_add(b, "  <os>\n");
    if (fake_translated(d))
        vt_strbuf_addf(b, "    <type arch='x86_64' machine='%s'>hvm</type>\n",
                       d->kind == FAKE_PVH ? "xenpvh" : "xenfv");
    else
        vt_strbuf_add(b, "    <type arch='x86_64' machine='xenpv'>linux</type>\n");
    if (d->kind == FAKE_HVM)
        vt_strbuf_add(b, "    <boot dev='hd'/>\n");
    else
        vt_strbuf_add(b, "    <kernel>/boot/fake</kernel>\n");
    vt_strbuf_add(b, "  </os>\n");
}

static void add_disk(struct vt_strbuf *b, const struct fake_disk *disk)
{
    vt_strbuf_addf(b, "    <disk type='%s' device='%s'>\n", disk->block ? "block" : "file",
                   disk->cdrom ? "cdrom" : "disk");
    if (disk->source != NULL) {
        vt_strbuf_addf(b, "      <source %s='", disk->block ? "dev" : "file");
        vt_strbuf_add_xml(b, disk->source);
        vt_strbuf_add(b, "'/>\n");
    }
    vt_strbuf_add(b, "      <target dev='");
    vt_strbuf_add_xml(b, disk->target);
    vt_strbuf_addf(b, "'/>\n%s    </disk>\n", disk->readonly ? "      <readonly/>\n" : "");
}

static void add_nic(struct vt_strbuf *b, const struct fake_domain *d, const struct fake_nic *nic)
{
    vt_strbuf_addf(b, "    <interface type='%s'>\n", nic->bridge != NULL ? "bridge" : "ethernet");
    vt_strbuf_addf(b, "      <mac address='%02x:%02x:%02x:%02x:%02x:%02x'/>\n", nic->mac[0],
                   nic->mac[1], nic->mac[2], nic->mac[3], nic->mac[4], nic->mac[5]);
    if (nic->bridge != NULL) {
        vt_strbuf_add(b, "      <source bridge='");
        vt_strbuf_add_xml(b, nic->bridge);
        vt_strbuf_add(b, "'/>\n");
    }
    vt_strbuf_addf(b, "      <target dev='vif%u.%u'/>\n    </interface>\n", d->domid, nic->devid);
}

static unsigned int online(const struct fake_domain *d)
{
    unsigned int n = 0;

    for (unsigned int i = 0; i < d->vcpus_max; i++)
        n += d->vcpus[i].online;
    return n;
}

char *fake_op_describe(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    VT_STRBUF_SCOPE(b);
    const struct fake_domain *d = fake_enter_locked("describe", domid, fail);

    if (d == NULL)
        return NULL;
    vt_strbuf_addf(&b, "<domain type='xen' id='%u'>\n  <name>", d->domid);
    vt_strbuf_add_xml(&b, d->name);
    vt_strbuf_add(&b, "</name>\n  <uuid>");
    add_uuid(&b, d->uuid);
    vt_strbuf_addf(&b, "</uuid>\n  <memory>%llu</memory>\n", (unsigned long long)d->mem_max_kib);
    vt_strbuf_addf(&b, "  <vcpu current='%u'>%u</vcpu>\n", online(d), d->vcpus_max);
    add_os(&b, d);
    vt_strbuf_add(&b, "  <devices>\n");
    for (const struct fake_disk *disk = d->disks; disk != NULL; disk = disk->next)
        add_disk(&b, disk);
    for (const struct fake_nic *nic = d->nics; nic != NULL; nic = nic->next)
        add_nic(&b, d, nic);
    vt_strbuf_addf(&b, "    <console type='pty'>\n      <source path='/dev/pts/%u'/>\n",
                   d->domid % 1000);
    vt_strbuf_add(&b, "    </console>\n  </devices>\n</domain>\n");
    return vt_strbuf_take(&b);
}
