/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each mistake in a domain document is refused with the code that callers know for it. */
#include "conf-testing.h"

#define DISK(body) DOMAIN_DEVICES("<disk type='file'>" body "</disk>")
#define NET(type, body) DOMAIN_DEVICES("<interface type='" type "'>" body "</interface>")
#define TWO(first, second) \
    DOMAIN_DEVICES("<controller type='usb'>" first "</controller><rng model='virtio'>" \
                   "<backend model='random'/>" second "</rng>")
#define AT(numbers) "<address type=" numbers "/>"
#define DRIVE(bus, target, unit) \
    "<disk><source file='/x'/><target bus='" bus "' dev='" target "'/>" \
    "<address type='drive' controller='0' bus='0' target='0' unit='" unit "'/></disk>"
#define VCPU(text) DOMAIN_WITH("<vcpu" text "</vcpu>")

static const struct {
    int code;
    const char *xml;
} cases[] = {
    {VIR_ERR_XML_DETAIL, ""},
    {VIR_ERR_XML_DETAIL, "not markup"},
    {VIR_ERR_INTERNAL_ERROR, "<domain xmlns='urn:other' type='test'/>"},
    {VIR_ERR_XML_DETAIL, "<domain"},
    {VIR_ERR_XML_DETAIL, "<domain type='test'><name>a</domain>"},
    {VIR_ERR_XML_DETAIL, "<domain type='test'>&undeclared;</domain>"},
    {VIR_ERR_XML_DETAIL, "<domain/><domain/>"},
    {VIR_ERR_XML_DETAIL, "<domain type='test'><name>\x80\x81</name></domain>"},
    {VIR_ERR_XML_DETAIL, "<domain type='test'><q:x/></domain>"},
    {VIR_ERR_INTERNAL_ERROR, "<network><name>n</name></network>"},
    {VIR_ERR_INTERNAL_ERROR, "<domain xmlns='http://x.example/' type='test'/>"},
    {VIR_ERR_INTERNAL_ERROR, "<domain><name>n</name></domain>"},
    {VIR_ERR_INTERNAL_ERROR, "<domain type='toaster'><name>n</name></domain>"},
    {VIR_ERR_NO_NAME, "<domain type='test'><memory>1</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_NO_NAME, "<domain type='test'><name/><memory>1</memory></domain>"},
    {VIR_ERR_XML_ERROR, "<domain type='test'><name>a/b</name><memory>1</memory></domain>"},
    {VIR_ERR_XML_ERROR, "<domain type='test'><name>a\nb</name><memory>1</memory></domain>"},
    {VIR_ERR_XML_ERROR, "<domain type='test'><name>  </name><memory>1</memory></domain>"},
    {VIR_ERR_XML_ERROR, "<domain type='test'><name>a</name><name>b</name></domain>"},
    {VIR_ERR_INTERNAL_ERROR, "<domain type='test'><name>n</name><uuid>12</uuid></domain>"},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_HEAD DOMAIN_OS "</domain>"},
    {VIR_ERR_XML_ERROR, DOMAIN_HEAD "<memory>many</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_XML_ERROR, DOMAIN_HEAD "<memory>-1</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_XML_ERROR, DOMAIN_HEAD "<memory>0</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_XML_ERROR, DOMAIN_HEAD "<memory>1 2</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_XML_ERROR, DOMAIN_HEAD "<memory>18446744073709551615</memory>" DOMAIN_OS "</domain>"},
    {VIR_ERR_OS_TYPE, DOMAIN_HEAD "<memory>65536</memory></domain>"},
    {VIR_ERR_OS_TYPE, DOMAIN_HEAD "<memory>65536</memory><os/></domain>"},
    {VIR_ERR_OS_TYPE, DOMAIN_HEAD "<memory>65536</memory><os><type>dos</type></os></domain>"},
    {VIR_ERR_XML_ERROR, VCPU(">0")},
    {VIR_ERR_XML_ERROR, VCPU(">-1")},
    {VIR_ERR_XML_ERROR, VCPU(">4097")},
    {VIR_ERR_XML_ERROR, VCPU(">99999999999999999999")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset=''>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='a'>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='1024'>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='3-1'>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='1,'>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='1,^1'>1")},
    {VIR_ERR_XEN_CALL, VCPU(" cpuset='0-99999999999'>1")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_WITH("<on_crash>explode</on_crash>")},
    {VIR_ERR_INTERNAL_ERROR,
     DOMAIN_HEAD "<memory>9</memory><os><type>hvm</type><boot/></os></domain>"},
    {VIR_ERR_INTERNAL_ERROR,
     DOMAIN_HEAD "<memory>9</memory><os><type>hvm</type><boot dev='tape'/></os></domain>"},
    {VIR_ERR_NO_SOURCE, DISK("<target dev='hda'/>")},
    {VIR_ERR_NO_SOURCE, DISK("<source dev='/x'/><target dev='hda'/>")},
    {VIR_ERR_NO_TARGET, DISK("<source file='/x'/>")},
    {VIR_ERR_INTERNAL_ERROR, DISK("<source file='/x'/><target dev='xyz'/>")},
    {VIR_ERR_INTERNAL_ERROR, DISK("<source file='/x'/><target dev='hda' bus='isa'/>")},
    {VIR_ERR_INTERNAL_ERROR, DISK("<source file='/x'/><target dev='hda' bus='fdc'/>")},
    {VIR_ERR_INTERNAL_ERROR, DISK("<driver cache='warm'/><source file='/x'/><target dev='hda'/>")},
    {VIR_ERR_XML_ERROR, DISK("<source file='/x'/><target dev='hda'/><target dev='hdb'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<disk><source file='/x'/><target dev='hda'/></disk>"
                                       "<disk><source file='/y'/><target dev='hda'/></disk>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<disk device='drum'/>")},
    {VIR_ERR_NO_SOURCE, DOMAIN_DEVICES("<filesystem><target dir='/'/></filesystem>")},
    {VIR_ERR_NO_TARGET, DOMAIN_DEVICES("<filesystem><source dir='/'/></filesystem>")},
    {VIR_ERR_INTERNAL_ERROR, NET("carrier-pigeon", "")},
    {VIR_ERR_INTERNAL_ERROR, NET("network", "")},
    {VIR_ERR_INTERNAL_ERROR, NET("bridge", "<source network='x'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("client", "<source port='1'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("server", "<source address='1.1.1.1'/>")},
    {VIR_ERR_XML_ERROR, NET("server", "<source port='65536'/>")},
    {VIR_ERR_XML_ERROR, NET("user", "<mac address='52:54:00:00:00'/>")},
    {VIR_ERR_XML_ERROR, NET("user", "<mac address='52:54:00:00:00:100'/>")},
    {VIR_ERR_XML_ERROR, NET("user", "<mac address='53:54:00:00:00:01'/>")},
    {VIR_ERR_INVALID_ARG, NET("user", "<model type='a;b'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<serial type='drum'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<serial type='file'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<serial type='udp'/>")},
    {VIR_ERR_INTERNAL_ERROR,
     DOMAIN_DEVICES("<serial type='tcp'><source mode='bind' host='h'/></serial>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<input type='rope'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<input/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<input type='tablet' bus='ps2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<graphics/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<graphics type='sdl' fullscreen='perhaps'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<graphics type='vnc' port='70000'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<graphics type='vnc' port='-2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<sound model='drum'/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<hostdev/>")},
    {VIR_ERR_INTERNAL_ERROR, DOMAIN_DEVICES("<hostdev type='usb'><source/></hostdev>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<hostdev type='pci'><source><address bus='256' slot='0' "
                                       "function='0'/></source></hostdev>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<seclabel/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<seclabel type='static'/>")},

    /* Of later releases. */
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<title>two\nlines</title>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<genid>no uuid</genid>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<metadata/><metadata/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<maxMemory>99999999</maxMemory>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<maxMemory slots='0'>99999999</maxMemory>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<maxMemory slots='4'>65535</maxMemory>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<maxMemory slots='4' unit='stone'>9</maxMemory>")},
    {VIR_ERR_XML_ERROR, VCPU(" current='3'>2")},
    {VIR_ERR_XML_ERROR, VCPU(" current='0'>2")},
    {VIR_ERR_XML_ERROR, VCPU(" placement='there'>2")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<cpu mode='borrowed'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<cpu><topology sockets='1' cores='1'/></cpu>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<cpu><topology sockets='1' cores='0' threads='1'/></cpu>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<clock><timer name='sundial'/></clock>")},
    {VIR_ERR_XML_ERROR, DOMAIN_WITH("<pm><suspend-to-mem enabled='on'/></pm>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<controller/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<controller type='usb' index='-1'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<controller type='usb' index='1'/>"
                                       "<controller type='usb' index='1' model='x'/>")},
    {VIR_ERR_XML_ERROR,
     DOMAIN_DEVICES("<channel type='pty'><target type='virtio' name='a'/></channel>"
                    "<channel type='unix'><target type='virtio' name='a'/></channel>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<memballoon model='none'/><memballoon model='none'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<disk><source file='/x'/><target dev='vda'/></disk>"
                                       "<disk type='dir'><target dev='vda'/></disk>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES("<disk type='dir'><target dev='vda'/></disk>"
                                       "<disk><source file='/x'/><target dev='vda'/></disk>")},
    {VIR_ERR_XML_ERROR, TWO(AT("'moon'"), "")},
    {VIR_ERR_XML_ERROR, TWO("<address slot='1'/>", "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'pci' slot='0x20'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'pci' slot='four'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'usb' port='1.'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'usb' port='1.2.3.4.5'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'usb' port='255'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'isa'") AT("'isa'"), "")},
    {VIR_ERR_XML_ERROR, TWO(AT("'pci' bus='1' slot='4'"), AT("'pci' slot='0x04' bus='0x1'"))},
    {VIR_ERR_XML_ERROR, TWO(AT("'usb' bus='0' port='1.2'"), AT("'usb' port='1.2'"))},
    {VIR_ERR_XML_ERROR, TWO(AT("'dimm' slot='1' base='0'"), AT("'dimm' slot='1' base='9'"))},
    {VIR_ERR_XML_ERROR,
     TWO(AT("'ccw' cssid='0xfe' ssid='0' devno='1'"), AT("'ccw' cssid='0xfe' ssid='0' devno='1'"))},
    {VIR_ERR_XML_ERROR, TWO("<alias name='a'/>", "<alias name='a'/>")},
    {VIR_ERR_XML_ERROR, TWO("<boot order='0'/>", "")},
    {VIR_ERR_XML_ERROR, TWO("<boot order='2'/>", "<boot order='2'/>")},
    {VIR_ERR_XML_ERROR, DOMAIN_DEVICES(DRIVE("ide", "hda", "0") DRIVE("ide", "hdb", "0"))},
};

/* What looks alike and is not the same. */
static const char *const fine[] = {
    TWO(AT("'pci' slot='4'"), AT("'pci' slot='4' function='1'")),
    TWO(AT("'pci'"), AT("'pci'")),
    TWO(AT("'pci' domain='0' bus='0' slot='0' function='0'"), AT("'pci' slot='0'")),
    TWO(AT("'usb' port='1.2'"), AT("'usb' port='12'")),
    TWO(AT("'usb' port='1'"), AT("'pci' slot='1'")),
    TWO(AT("'virtio-serial' port='0'"), AT("'virtio-serial' port='0'")),
    TWO(AT("'isa' iobase='0x3f8'"), AT("'isa' iobase='0x3f8'")),
    TWO("<boot order='1'/>", "<boot order='2'/>"),
    DOMAIN_DEVICES(DRIVE("ide", "hda", "0") DRIVE("sata", "sda", "0") DRIVE("scsi", "sdb", "0")),
    DOMAIN_DEVICES("<controller type='usb'/><controller type='usb'/>"),
};

int main(void)
{
    const struct domain_parse_opts only_test = {.type = "test"};
    struct domain_def *def = NULL;

    for (size_t i = 0; i < VT_N_ELEMENTS(cases); i++)
        must_refuse(cases[i].xml, cases[i].code);
    for (size_t i = 0; i < VT_N_ELEMENTS(fine); i++)
        domain_def_unref(must_parse(fine[i]));
    CHECK(domain_def_parse("<domain type='xen'><name>n</name></domain>", &only_test, &def) < 0);
    CHECK_INT(vt_error_last()->code, VIR_ERR_INTERNAL_ERROR);
    vt_error_reset();
    return 0;
}
