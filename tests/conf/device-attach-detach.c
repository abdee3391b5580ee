/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices come and go in private copies; the definition they start from does not change. */
#include "conf-testing.h"

static struct domain_device *must_parse_device(const struct domain_def *def, const char *xml)
{
    struct domain_device *dev = NULL;

    if (domain_device_parse(xml, def, NULL, &dev) < 0) {
        fprintf(stderr, "refused: %s\n%s\n", vt_error_last()->message, xml);
        exit(1);
    }
    return dev;
}

/* Attaches (or detaches) and replaces *DEF; CODE 0 when that must succeed. */
static void change(struct domain_def **def, bool attach, const char *xml, int code)
{
    struct domain_device *dev = must_parse_device(*def, xml);
    struct domain_def *after = NULL;
    VT_AUTOFREE char *before = must_format(*def, 0);
    int rv = attach ? domain_def_with_device(*def, dev, &after)
                    : domain_def_without_device(*def, dev, &after);
    VT_AUTOFREE char *unchanged = must_format(*def, 0);

    CHECK_STR(unchanged, before);
    domain_device_free(dev);
    if (code != 0) {
        CHECK_INT(rv, -1);
        CHECK_INT(vt_error_last()->code, code);
        CHECK(after == NULL);
        vt_error_reset();
        return;
    }
    CHECK_INT(rv, 0);
    domain_def_unref(*def);
    *def = after;
}

/* Attach, again in vain, detach, again in vain. */
static void there_and_back(struct domain_def **def, const char *xml, bool twice)
{
    VT_AUTOFREE char *before = must_format(*def, 0);

    change(def, true, xml, 0);
    VT_AUTOFREE char *with = must_format(*def, 0);
    CHECK(strcmp(with, before) != 0 || strstr(xml, "mouse") != NULL);
    if (!twice)
        change(def, true, xml, VIR_ERR_OPERATION_FAILED);
    change(def, false, xml, 0);
    change(def, false, xml, VIR_ERR_OPERATION_FAILED);
    VT_AUTOFREE char *after = must_format(*def, 0);
    CHECK_STR(after, before);
}

static void check_find(const struct domain_def *def)
{
    CHECK_STR(domain_def_find_disk(def, "/srv/b.img")->target, "hdb");
    CHECK_STR(domain_def_find_disk(def, "hda")->source, "/srv/a.img");
    CHECK(domain_def_find_disk(def, "b.img") == NULL);
    CHECK(domain_def_find_disk(def, "") == NULL);
    CHECK_STR(domain_def_find_interface(def, "tap1")->ip, "10.0.0.1");
    CHECK(domain_def_find_interface(def, "tap2") == NULL);
}

static void check_refused(const struct domain_def *def, const char *xml, int code)
{
    struct domain_device *dev = NULL;

    CHECK_INT(domain_device_parse(xml, def, NULL, &dev), -1);
    CHECK_INT(vt_error_last()->code, code);
    CHECK(dev == NULL);
    vt_error_reset();
}

static void check_names(const struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *copy = domain_def_dup(def);

    CHECK(copy != NULL);
    CHECK_INT(domain_def_set_name(copy, "other"), 0);
    CHECK_INT(domain_def_set_name(copy, "a/b"), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_XML_ERROR);
    CHECK_STR(copy->name, "other");
    CHECK_STR(def->name, "guest");
    vt_error_reset();
}

#define NETWORK_DISK(target) \
    "<disk type='network'><source protocol='rbd' name='p/i'/><target dev='" target "'/></disk>"
#define PCI(slot) "<address type='pci' bus='0' slot='" slot "' function='0'/>"

/* Kinds that 0.6.1 does not know. */
static void check_carried(void)
{
    struct domain_def *def = must_parse(
        DOMAIN_DEVICES("<controller type='usb' index='0' model='piix3-uhci'/>"
                       "<disk><source file='/srv/a.img'/><target dev='vda'/>" PCI("4") "</disk>"));

    there_and_back(&def, "<controller type='scsi' index='0' model='virtio-scsi'/>", false);
    there_and_back(&def, "<rng model='virtio'><backend model='random'>/dev/random</backend></rng>",
                   true);
    there_and_back(&def, "<redirdev bus='usb' type='spicevmc'/>", true);
    there_and_back(&def, "<channel type='unix'><target type='virtio' name='agent.0'/></channel>",
                   false);
    there_and_back(&def, "<watchdog model='i6300esb' action='reset'/>", true);
    there_and_back(&def, "<vsock model='virtio'><cid auto='yes'/></vsock>", false);
    there_and_back(&def, "<input type='keyboard' bus='virtio'/>", true);
    there_and_back(&def, "<sound model='ich9'/>", true);
    there_and_back(&def, NETWORK_DISK("vdb"), false);
    there_and_back(&def,
                   "<interface type='direct'><mac address='52:54:00:00:00:05'/>"
                   "<source dev='eth0' mode='bridge'/></interface>",
                   false);

    /* By what tells them apart, whatever else is said. */
    change(&def, true, NETWORK_DISK("vdc"), 0);
    change(&def, true, "<disk><source file='/x'/><target dev='vdc'/></disk>",
           VIR_ERR_OPERATION_FAILED);
    change(&def, true, NETWORK_DISK("vda"), VIR_ERR_OPERATION_FAILED);
    change(&def, false, "<disk type='volume'><target dev='vdc'/></disk>", 0);
    change(&def, true, NETWORK_DISK("vdc"), 0);
    change(&def, false, "<disk><source file='/x'/><target dev='vdc'/></disk>", 0);
    change(&def, true, "<controller type='usb' index='0'/>", VIR_ERR_OPERATION_FAILED);
    change(&def, true, "<controller type='usb' index='1'/>", 0);
    change(&def, false, "<controller type='usb' index='0'/>", 0);
    change(&def, true, "<redirdev bus='usb' type='spicevmc'><alias name='redir7'/></redirdev>", 0);
    change(&def, false, "<redirdev bus='usb' type='pty'><alias name='redir7'/></redirdev>", 0);

    /* Places. */
    change(&def, true, "<controller type='sata' index='0'>" PCI("4") "</controller>",
           VIR_ERR_OPERATION_FAILED);
    change(&def, true, "<controller type='sata' index='0'>" PCI("0x05") "</controller>", 0);
    change(&def, true, "<interface type='user'>" PCI("5") "</interface>", VIR_ERR_OPERATION_FAILED);
    change(&def, true, "<interface type='user'><boot order='1'/></interface>", 0);
    change(&def, true, "<disk><source file='/x'/><target dev='vdd'/><boot order='1'/></disk>",
           VIR_ERR_OPERATION_FAILED);
    domain_def_unref(def);
}

int main(void)
{
    struct domain_def *def = must_parse(DOMAIN_DEVICES(
        "<disk><source file='/srv/a.img'/><target dev='hda'/></disk>"
        "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='b'/>"
        "<ip address='10.0.0.1'/><target dev='tap1'/></interface>"
        "<sound model='sb16'/>"));

    there_and_back(&def, "<disk><source file='/srv/c.img'/><target dev='vda'/></disk>", false);
    there_and_back(&def, "<filesystem><source dir='/a'/><target dir='/b'/></filesystem>", false);
    there_and_back(&def, "<interface type='user'><mac address='52:54:00:00:00:02'/></interface>",
                   false);
    there_and_back(&def, "<interface type='network'><source network='n'/></interface>", true);
    there_and_back(&def, "<input type='tablet'/>", true);
    there_and_back(&def, "<sound model='ac97'/>", false);
    there_and_back(&def,
                   "<hostdev type='usb'><source><address bus='1' device='2'/></source></hostdev>",
                   false);
    change(&def, true, "<disk><source file='/srv/b.img'/><target dev='hdb'/></disk>", 0);
    check_find(def);
    change(&def, false, "<disk><source file='/another'/><target dev='hda'/></disk>", 0);
    CHECK_INT(def->n_disks, 1);
    change(&def, true, "<disk device='cdrom'><target dev='hda' bus='ide'/></disk>", 0);
    CHECK_STR(def->disks[0]->target, "hda"); /* sorted in */
    for (int i = 0; i < 40; i++) {
        change(&def, true, "<input type='tablet'/>", 0);
        if (i % 3 == 0)
            change(&def, false, "<input type='tablet'/>", 0);
    }
    CHECK_INT(def->n_inputs, 26);
    check_refused(def, "<serial type='pty'/>", VIR_ERR_XML_ERROR);
    check_refused(def, "<domain/>", VIR_ERR_XML_ERROR);
    check_refused(def, "<disk", VIR_ERR_XML_DETAIL);
    check_refused(def, "<disk><target dev='hda'/></disk>", VIR_ERR_NO_SOURCE);
    check_refused(def, "<controller type='tram'/>", VIR_ERR_XML_ERROR);
    check_refused(def, "<rng model='virtio'/>", VIR_ERR_XML_ERROR);
    check_refused(def, "<memballoon model='virtio'/>", VIR_ERR_XML_ERROR);
    check_refused(def, "<video><model type='vga'/></video>", VIR_ERR_XML_ERROR);
    check_refused(def, "<hub xmlns='http://x.example/' type='usb'/>", VIR_ERR_XML_ERROR);
    check_names(def);
    domain_def_unref(def);
    check_carried();
    return 0;
}
