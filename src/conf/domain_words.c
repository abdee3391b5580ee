/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of domain definitions, in the order of their enums. */
#include "config.h"

#include "conf/domain.h"

#define WORDS(name, ...) \
    static const char *const name##_list[] = {__VA_ARGS__}; \
    const struct conf_words name = {name##_list, VT_N_ELEMENTS(name##_list), NULL}

/* Second: the words of later releases, which are carried, not understood. */
#define WORDS_AND_LATER(name, later, ...) \
    static const char *const name##_list[] = {__VA_ARGS__}; \
    const struct conf_words name = {name##_list, VT_N_ELEMENTS(name##_list), later}

WORDS(domain_type_words, "qemu", "kqemu", "kvm", "xen", "lxc", "uml", "openvz", "vserver", "ldom",
      "test", "vmware", "hyperv");
WORDS(domain_os_type_words, "hvm", "xen", "linux", "exe", "uml", "xenpvh");
WORDS(domain_boot_words, "fd", "cdrom", "hd", "network");
WORDS(domain_feature_words, "acpi", "apic", "pae");
WORDS_AND_LATER(domain_clock_words, " timezone variable absolute ", "utc", "localtime");
WORDS(domain_lifecycle_words, "destroy", "restart", "rename-restart", "preserve",
      "coredump-destroy", "coredump-restart");
WORDS_AND_LATER(domain_seclabel_type_words, " none ", "dynamic", "static");

WORDS(domain_address_type_words, "none", "pci", "drive", "virtio-serial", "ccid", "usb",
      "spapr-vio", "ccw", "isa", "dimm", "virtio-s390", "virtio-mmio", "unassigned", "mdev");
WORDS_AND_LATER(domain_disk_type_words, " dir network volume nvme vhostuser vhostvdpa ", "block",
                "file");
WORDS(domain_disk_device_words, "disk", "cdrom", "floppy", "lun");
WORDS(domain_disk_bus_words, "ide", "fdc", "scsi", "virtio", "xen", "usb", "uml", "sata", "sd",
      "nvme");
WORDS(domain_disk_cache_words, "default", "none", "writethrough", "writeback", "directsync",
      "unsafe");
WORDS_AND_LATER(domain_filesystem_type_words, " ram bind volume ", "mount", "block", "file",
                "template");
WORDS_AND_LATER(domain_interface_type_words,
                " internal direct hostdev udp vhostuser vdpa null vds ", "user", "ethernet",
                "server", "client", "mcast", "network", "bridge");
WORDS_AND_LATER(domain_char_type_words, " spicevmc spiceport nmdm qemu-vdagent dbus ", "null", "vc",
                "pty", "dev", "file", "pipe", "stdio", "udp", "tcp", "unix");
WORDS(domain_char_kind_words, "serial", "parallel", "console");
WORDS_AND_LATER(domain_input_type_words, " keyboard passthrough evdev ", "mouse", "tablet");
WORDS_AND_LATER(domain_input_bus_words, " virtio parallels none ", "ps2", "usb", "xen");
WORDS_AND_LATER(domain_graphics_type_words, " rdp desktop spice egl-headless dbus ", "sdl", "vnc");
WORDS_AND_LATER(domain_sound_model_words, " ich6 ich7 ich9 usb virtio ", "sb16", "es1370", "pcspk",
                "ac97");
WORDS_AND_LATER(domain_hostdev_type_words, " scsi scsi_host mdev storage misc net ", "usb", "pci");
WORDS(domain_device_kind_words, "disk", "filesystem", "interface", "input", "sound", "hostdev");

WORDS(domain_embedded_call_words, "virDomainAbortJob", "virDomainAttachDevice",
      "virDomainBlockPeek", "virDomainBlockStats", "virDomainCoreDump", "virDomainCreate",
      "virDomainCreateXML", "virDomainDefineXML", "virDomainDestroy", "virDomainDetachDevice",
      "virDomainGetAutostart", "virDomainGetInfo", "virDomainGetJobInfo", "virDomainGetMaxMemory",
      "virDomainGetMaxVcpus", "virDomainGetOSType", "virDomainGetSchedulerParameters",
      "virDomainGetSchedulerType", "virDomainGetSecurityLabel", "virDomainGetState",
      "virDomainGetVcpus", "virDomainGetXMLDesc", "virDomainInterfaceStats", "virDomainMemoryPeek",
      "virDomainMigrate", "virDomainPinVcpu", "virDomainReboot", "virDomainRestore",
      "virDomainResume", "virDomainSave", "virDomainSetAutostart", "virDomainSetMaxMemory",
      "virDomainSetMemory", "virDomainSetSchedulerParameters", "virDomainSetVcpus",
      "virDomainShutdown", "virDomainSuspend", "virDomainUndefine");
WORDS(domain_ram_format_words, "auto", "raw", "elf");
WORDS(domain_guest_content_words, "pattern", "none");
WORDS(domain_guest_paging_words, "none", "2level", "pae", "4level", "5level");
