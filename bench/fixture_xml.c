/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents that the rows define and read: a small guest, and one of 80 lines.
 * Both mean the same to every library that knows the embedded hypervisor. */
#include "config.h"

#include <stdio.h>

#include "fixture.h"

const char *fixture_small_xml(const char *name, const char *uuid_text, char *buf)
{
    (void)snprintf(buf, FIXTURE_MAX_XML,
                   "<domain type='test'>\n"
                   "  <name>%s</name>\n"
                   "  <uuid>%s</uuid>\n"
                   "  <memory>65536</memory>\n"
                   "  <vcpu>1</vcpu>\n"
                   "  <os><type arch='i686'>hvm</type></os>\n"
                   "</domain>\n",
                   name, uuid_text);
    return buf;
}

/* clang-format off */
static const char long_xml[] =
    "<domain type='test'>\n"
    "  <name>%s</name>\n"
    "  <uuid>%s</uuid>\n"
    "  <memory>8388608</memory>\n"
    "  <currentMemory>4194304</currentMemory>\n"
    "  <vcpu>4</vcpu>\n"
    "  <os>\n"
    "    <type arch='i686'>hvm</type>\n"
    "    <boot dev='hd'/>\n"
    "    <boot dev='cdrom'/>\n"
    "    <boot dev='network'/>\n"
    "  </os>\n"
    "  <features>\n"
    "    <acpi/>\n"
    "    <apic/>\n"
    "    <pae/>\n"
    "  </features>\n"
    "  <clock offset='utc'/>\n"
    "  <on_poweroff>destroy</on_poweroff>\n"
    "  <on_reboot>restart</on_reboot>\n"
    "  <on_crash>restart</on_crash>\n"
    "  <devices>\n"
    "    <emulator>/usr/bin/test-hv</emulator>\n"
    "    <disk type='file' device='disk'>\n"
    "      <source file='/var/lib/images/system.img'/>\n"
    "      <target dev='hda' bus='ide'/>\n"
    "    </disk>\n"
    "    <disk type='block' device='disk'>\n"
    "      <source dev='/dev/vg0/database'/>\n"
    "      <target dev='vda' bus='virtio'/>\n"
    "    </disk>\n"
    "    <disk type='block' device='disk'>\n"
    "      <source dev='/dev/vg0/journal'/>\n"
    "      <target dev='vdb' bus='virtio'/>\n"
    "    </disk>\n"
    "    <disk type='file' device='cdrom'>\n"
    "      <source file='/var/lib/images/install.iso'/>\n"
    "      <target dev='hdc' bus='ide'/>\n"
    "      <readonly/>\n"
    "    </disk>\n"
    "    <interface type='network'>\n"
    "      <mac address='52:54:00:12:34:56'/>\n"
    "      <source network='default'/>\n"
    "      <target dev='vnet0'/>\n"
    "      <model type='virtio'/>\n"
    "    </interface>\n"
    "    <interface type='bridge'>\n"
    "      <mac address='52:54:00:12:34:57'/>\n"
    "      <source bridge='br0'/>\n"
    "      <script path='/etc/net/up'/>\n"
    "      <target dev='vnet1'/>\n"
    "      <model type='e1000'/>\n"
    "    </interface>\n"
    "    <serial type='pty'>\n"
    "      <target port='0'/>\n"
    "    </serial>\n"
    "    <serial type='tcp'>\n"
    "      <source mode='bind' host='127.0.0.1' service='9999'/>\n"
    "      <protocol type='telnet'/>\n"
    "      <target port='1'/>\n"
    "    </serial>\n"
    "    <parallel type='file'>\n"
    "      <source path='/var/log/guest-parallel.log'/>\n"
    "      <target port='0'/>\n"
    "    </parallel>\n"
    "    <console type='pty'>\n"
    "      <target port='0'/>\n"
    "    </console>\n"
    "    <input type='tablet' bus='usb'/>\n"
    "    <input type='mouse' bus='ps2'/>\n"
    "    <graphics type='vnc' port='5904' autoport='no' listen='127.0.0.1' keymap='de'/>\n"
    "    <sound model='es1370'/>\n"
    "    <hostdev mode='subsystem' type='usb' managed='no'>\n"
    "      <source>\n"
    "        <vendor id='0x1234'/>\n"
    "        <product id='0xbeef'/>\n"
    "      </source>\n"
    "    </hostdev>\n"
    "  </devices>\n"
    "</domain>\n";
/* clang-format on */

const char *fixture_long_xml(const char *name, const char *uuid_text, char *buf)
{
    (void)snprintf(buf, FIXTURE_MAX_XML, long_xml, name, uuid_text);
    return buf;
}
