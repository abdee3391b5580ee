/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What only later releases know passes through unharmed; passwords in it stay hidden. */
#include "conf-testing.h"

#include "util/file.h"

/* Everything that the document of a later release says beyond our level. */
static const char *const carried[] = {
    "<title>A guest of today</title>",
    "<maxMemory slots='16' unit='KiB'>4194304</maxMemory>",
    "<memory dumpCore='off'>2097152</memory>",
    "<hugepages/>",
    "<vcpu placement='static' cpuset='0-1' current='1'>2</vcpu>",
    "<partition>/machine</partition>",
    "<os firmware='efi'>",
    "<loader readonly='yes' type='pflash'>",
    "<bootmenu enable='yes'/>",
    "<apic eoi='on'/>",
    "<relaxed state='on'/>",
    "<cpu mode='host-passthrough' check='none' migratable='on'/>",
    "<timer name='rtc' tickpolicy='catchup'/>",
    "<on_crash>coredump-destroy</on_crash>",
    "snapshot='external'",
    "discard='unmap'",
    "<source file='/srv/m.qcow2' index='1'>",
    "<seclabel model='dac' relabel='no'/>",
    "rotation_rate='1'",
    "<total_iops_sec>5</total_iops_sec>",
    "<source protocol='rbd' name='p/i'>",
    "cache='directsync'",
    "bus='sata' tray='open'",
    "<controller type='usb' index='0' model='qemu-xhci' ports='15'/>",
    "portgroup='p'",
    "<interface type='direct'>",
    "<model name='isa-serial'/>",
    "<target type='virtio' name='agent.0'/>",
    "<input type='keyboard' bus='ps2'/>",
    "<listen type='address'/>",
    "<sound model='ich9'/>",
    "<hostdev mode='subsystem' type='mdev' model='vfio-pci'>",
    "<backend model='random'>/dev/urandom</backend>",
    "<seclabel type='dynamic' model='dac' relabel='yes'/>",
};

static char *read_data(const char *name)
{
    const char *srcdir = getenv("srcdir") != NULL ? getenv("srcdir") : ".";
    VT_AUTOFREE char *path = NULL;
    char *text = NULL;
    size_t len;

    CHECK(asprintf(&path, "%s/conf/data/%s", srcdir, name) > 0);
    CHECK_INT(vt_file_read(path, XML_MAX_TEXT, &text, &len), 0);
    return text;
}

static void check_carried(void)
{
    VT_AUTOFREE char *xml = read_data("later-release.xml");
    DOMAIN_AUTODEF struct domain_def *def = must_parse(xml);
    VT_AUTOFREE char *text = must_format(def, 0);

    for (size_t i = 0; i < VT_N_ELEMENTS(carried); i++) {
        if (strstr(text, carried[i]) == NULL) {
            fprintf(stderr, "lost: %s\n%s\n", carried[i], text);
            exit(1);
        }
    }
    CHECK_INT(def->n_disks, 3); /* the other is of a type that is not known */
    CHECK_INT(def->n_interfaces, 1);
    CHECK_STR(def->title, "A guest of today");
    CHECK_INT(def->vcpus, 1);
    CHECK_INT(def->vcpus_max, 2);
    CHECK(def->mem_hotplug_kib == 4194304);
    CHECK_INT(def->disks[0]->place.address.type, DOMAIN_ADDRESS_PCI);
    CHECK_INT((int)def->disks[0]->place.address.part[1], 4);
    CHECK_INT(def->disks[0]->place.boot_order, 1);
    CHECK_STR(def->disks[0]->place.alias, "virtio-disk0");
}

static void check_passwords(void)
{
    DOMAIN_AUTODEF struct domain_def *def =
        must_parse(DOMAIN_DEVICES("<graphics type='sdl' passwd='secret'/>"
                                  "<graphics type='vnc' passwd='secret' port='5900'/>"
                                  "<graphics type='spice' passwd='secret' port='5901'/>"));
    VT_AUTOFREE char *shown = must_format(def, VIR_DOMAIN_XML_SECURE);
    VT_AUTOFREE char *hidden = must_format(def, 0);
    int n = 0;

    CHECK(strstr(hidden, "secret") == NULL);
    CHECK(strstr(hidden, "port='5901'") != NULL);
    for (const char *at = shown; (at = strstr(at, "secret")) != NULL; at++)
        n++;
    CHECK_INT(n, 3);
}

/* Namespaces that were declared outside of what is carried are declared in it. */
static void check_namespaces(void)
{
    DOMAIN_AUTODEF struct domain_def *def =
        must_parse("<domain type='test' xmlns:q='http://q.example/'><name>n</name>"
                   "<memory>4096</memory>" DOMAIN_OS "<q:line q:a='1'>"
                   "<q:arg value='&lt;&apos;'/></q:line></domain>");
    VT_AUTOFREE char *text = must_format(def, 0);

    CHECK(strstr(text, "  <q:line xmlns:q='http://q.example/' q:a='1'>\n"
                       "    <q:arg value='&lt;&apos;'/>\n  </q:line>\n") != NULL);
}

int main(void)
{
    check_carried();
    check_passwords();
    check_namespaces();
    return 0;
}
