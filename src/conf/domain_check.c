/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks what later releases know and we only carry, so that nonsense is told when a domain is
 * defined and not when somebody else reads it.  Source: the domain format of libvirt 9.0. */
#include "config.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"

#define YES_NO " yes no "
#define ON_OFF " on off "
#define VIRTIO " virtio virtio-transitional virtio-non-transitional "
#define CHARS \
    " null vc pty dev file pipe stdio udp tcp unix spicevmc spiceport nmdm qemu-vdagent dbus "
#define NUMBER " 0 " /* in place of words: any number */
#define COUNT " 1 "  /* a number that is not 0 */
#define ANY ""       /* any text that is not empty */

/* An attribute of an element in a parent, or with @words NULL a child that must be there. */
struct rule {
    const char *parents; /* words between blanks */
    const char *element;
    const char *attr;
    const char *words; /* that it may have, between blanks */
    bool needed;
};

static const struct rule rules[] = {
    {" domain ", "os", "firmware", " bios efi ", false},
    {" os ", "bootmenu", "enable", YES_NO, false},
    {" os ", "bootmenu", "timeout", NUMBER, false},
    {" domain ", "cpu", "mode", " custom host-model host-passthrough maximum ", false},
    {" domain ", "cpu", "match", " minimum exact strict ", false},
    {" domain ", "cpu", "check", " none partial full ", false},
    {" domain ", "cpu", "migratable", ON_OFF, false},
    {" cpu ", "model", "fallback", " allow forbid ", false},
    {" cpu ", "topology", "sockets", COUNT, true},
    {" cpu ", "topology", "dies", COUNT, false},
    {" cpu ", "topology", "clusters", COUNT, false},
    {" cpu ", "topology", "cores", COUNT, true},
    {" cpu ", "topology", "threads", COUNT, true},
    {" cpu ", "feature", "name", ANY, true},
    {" cpu ", "feature", "policy", " force require optional disable forbid ", false},
    {" numa ", "cell", "memory", COUNT, true},
    {" clock ", "timer", "name", " platform pit rtc hpet tsc kvmclock hypervclock armvtimer ",
     true},
    {" clock ", "timer", "track", " boot guest wall realtime ", false},
    {" clock ", "timer", "tickpolicy", " delay catchup merge discard ", false},
    {" clock ", "timer", "present", YES_NO, false},
    {" clock ", "timer", "frequency", NUMBER, false},
    {" domain ", "clock", "basis", " utc localtime ", false},
    {" pm ", "suspend-to-mem", "enabled", YES_NO, false},
    {" pm ", "suspend-to-disk", "enabled", YES_NO, false},
    {" devices ", "controller", "type",
     " ide fdc scsi sata virtio-serial ccid usb pci xenbus isa nvme ", true},
    {" devices ", "controller", "index", NUMBER, false},
    {" devices ", "controller", "ports", NUMBER, false},
    {" devices ", "controller", "vectors", NUMBER, false},
    {" devices ", "channel", "type", CHARS, true},
    {" devices ", "redirdev", "bus", " usb ", true},
    {" devices ", "redirdev", "type", CHARS, true},
    {" devices ", "smartcard", "mode", " host host-certificates passthrough ", true},
    {" video ", "model", "type",
     " vga cirrus vmvga xen vbox qxl virtio gop none bochs ramfb parallels default ", true},
    {" video ", "model", "heads", NUMBER, false},
    {" video ", "model", "vram", NUMBER, false},
    {" devices ", "watchdog", "model", " i6300esb ib700 diag288 itco ", true},
    {" devices ", "watchdog", "action", " reset shutdown poweroff pause none dump inject-nmi ",
     false},
    {" devices ", "memballoon", "model", VIRTIO "xen none ", true},
    {" devices ", "memballoon", "autodeflate", ON_OFF, false},
    {" memballoon ", "stats", "period", NUMBER, false},
    {" devices ", "rng", "model", VIRTIO, true},
    {" devices ", "rng", "backend", NULL, true},
    {" rng ", "backend", "model", " random egd builtin ", true},
    {" devices ", "tpm", "model", " tpm-tis tpm-crb tpm-spapr spapr-tpm-proxy ", false},
    {" devices ", "tpm", "backend", NULL, true},
    {" tpm ", "backend", "type", " passthrough emulator external ", true},
    {" tpm ", "backend", "version", " 1.2 2.0 ", false},
    {" devices ", "hub", "type", " usb ", true},
    {" devices ", "panic", "model", " isa pseries hyperv s390 pvpanic ", false},
    {" devices ", "memory", "model", " dimm nvdimm virtio-pmem virtio-mem sgx-epc ", true},
    {" devices ", "memory", "target", NULL, true},
    {" devices ", "iommu", "model", " intel smmuv3 virtio ", true},
    {" devices ", "vsock", "model", VIRTIO, false},
    {" devices ", "shmem", "name", ANY, true},
    {" graphics ", "listen", "type", " address network socket none ", true},
    {" interface ", "link", "state", " up down ", true},
    {" interface ", "mtu", "size", COUNT, true},
};

static bool is_right(const struct rule *rule, const char *value)
{
    unsigned long long n;

    if (strcmp(rule->words, ANY) == 0)
        return value[0] != '\0';
    if (strcmp(rule->words, NUMBER) == 0 || strcmp(rule->words, COUNT) == 0)
        return xml_number(value, UINT64_MAX, &n) && (n != 0 || strcmp(rule->words, COUNT) != 0);
    return conf_word_in(rule->words, value);
}

static int check_rule(struct conf_parse *p, const struct rule *rule, const struct xml_node *node)
{
    const char *value;

    if (rule->words == NULL) {
        if (xml_child(node, rule->attr) != NULL)
            return 0;
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Element <%s> is missing in <%s> in line %u.",
                        rule->attr, node->name, node->line);
    }
    value = xml_attr(node, rule->attr);
    if (value == NULL && !rule->needed)
        return 0;
    if (value == NULL)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute '%s' is missing in <%s> in line %u.", rule->attr, node->name,
                        node->line);
    if (is_right(rule, value))
        return 0;
    return vt_error(p->domain, VIR_ERR_XML_ERROR,
                    "Attribute '%s' of <%s> in line %u has the value '%s', which it cannot have.",
                    rule->attr, node->name, node->line, value);
}

/* A device that stands alone has no parent. */
static int check_node(struct conf_parse *p, const struct xml_node *node, bool alone)
{
    const char *parent = node->parent != NULL ? node->parent->name : alone ? "devices" : "";

    for (size_t i = 0; i < VT_N_ELEMENTS(rules); i++) {
        if (strcmp(rules[i].element, node->name) == 0 && conf_word_in(rules[i].parents, parent) &&
            check_rule(p, &rules[i], node) < 0)
            return -1;
    }
    return 0;
}

/* What the domain has from others is none of ours. */
static bool is_free(const struct xml_node *node)
{
    return node->name == NULL || node->ns != NULL || strcmp(node->name, "metadata") == 0;
}

int domain_check_later(struct conf_parse *p, const struct xml_node *node)
{
    if (is_free(node))
        return 0;
    if (check_node(p, node, !xml_is(node, "domain")) < 0)
        return -1;
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (domain_check_later(p, child) < 0)
            return -1;
    }
    return 0;
}
