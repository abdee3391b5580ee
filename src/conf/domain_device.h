/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a domain: their structs and their words.  domain.h says who owns the texts. */
#pragma once

#include <stdbool.h>

#include "conf/names.h"
#include "conf/take.h"

#define DOMAIN_ADDRESS_PARTS 4

enum domain_address_type {
    DOMAIN_ADDRESS_NONE,
    DOMAIN_ADDRESS_PCI,           /* domain, bus, slot, function */
    DOMAIN_ADDRESS_DRIVE,         /* controller, bus, target, unit */
    DOMAIN_ADDRESS_VIRTIO_SERIAL, /* controller, bus, port */
    DOMAIN_ADDRESS_CCID,          /* controller, slot */
    DOMAIN_ADDRESS_USB,           /* bus, port: a byte for each hub, 1 more than its port */
    DOMAIN_ADDRESS_SPAPR_VIO,     /* reg */
    DOMAIN_ADDRESS_CCW,           /* cssid, ssid, devno */
    DOMAIN_ADDRESS_ISA,           /* iobase, irq */
    DOMAIN_ADDRESS_DIMM,          /* slot, base */
    DOMAIN_ADDRESS_VIRTIO_S390,   /* these have no numbers */
    DOMAIN_ADDRESS_VIRTIO_MMIO,
    DOMAIN_ADDRESS_UNASSIGNED,
    DOMAIN_ADDRESS_MDEV,
};

struct domain_address {
    enum domain_address_type type;
    unsigned int given; /* bit n: the document says part n */
    unsigned long long part[DOMAIN_ADDRESS_PARTS];
};

/* Where a device is plugged in, and what it is called.  Only to be looked at: the elements are
 * carried, and printed as they were. */
struct domain_place {
    struct domain_address address;
    unsigned int drive_bus;  /* of a drive address: number of the bus, 0 none is known */
    unsigned int boot_order; /* from 1; 0: not given */
    unsigned int line;       /* of the device, in its document */
    const char *alias;
};

enum domain_disk_type {
    DOMAIN_DISK_BLOCK,
    DOMAIN_DISK_FILE,
};

enum domain_disk_device {
    DOMAIN_DISK_DISK,
    DOMAIN_DISK_CDROM,
    DOMAIN_DISK_FLOPPY,
    DOMAIN_DISK_LUN, /* of later releases */
};

enum domain_disk_bus {
    DOMAIN_BUS_IDE,
    DOMAIN_BUS_FDC,
    DOMAIN_BUS_SCSI,
    DOMAIN_BUS_VIRTIO,
    DOMAIN_BUS_XEN,
    DOMAIN_BUS_USB,
    DOMAIN_BUS_UML,
    DOMAIN_BUS_SATA, /* this and the next: of later releases */
    DOMAIN_BUS_SD,
    DOMAIN_BUS_NVME,
};

enum domain_disk_cache {
    DOMAIN_CACHE_DEFAULT,
    DOMAIN_CACHE_NONE,
    DOMAIN_CACHE_WRITETHROUGH,
    DOMAIN_CACHE_WRITEBACK,
    DOMAIN_CACHE_DIRECTSYNC, /* this and the next: of later releases */
    DOMAIN_CACHE_UNSAFE,
};

struct domain_disk {
    enum domain_disk_type type;
    enum domain_disk_device device;
    enum domain_disk_bus bus;
    enum domain_disk_cache cache;
    bool readonly; /* always for a cdrom */
    bool shareable;
    const char *driver_name;
    const char *driver_type;
    const char *source; /* path on the host; NULL for an empty drive */
    const char *target; /* name in the guest, never NULL */
    struct domain_place place;
    struct conf_extra extra;
    struct conf_extra driver_extra;
    struct conf_extra source_extra;
    struct conf_extra target_extra;
};

enum domain_filesystem_type {
    DOMAIN_FILESYSTEM_MOUNT,
    DOMAIN_FILESYSTEM_BLOCK,
    DOMAIN_FILESYSTEM_FILE,
    DOMAIN_FILESYSTEM_TEMPLATE,
};

struct domain_filesystem {
    enum domain_filesystem_type type;
    bool readonly;
    const char *source; /* folder, device, file or template; never NULL */
    const char *target; /* mount point, never NULL */
    struct domain_place place;
    struct conf_extra extra;
    struct conf_extra source_extra;
    struct conf_extra target_extra;
};

enum domain_interface_type {
    DOMAIN_INTERFACE_USER,
    DOMAIN_INTERFACE_ETHERNET,
    DOMAIN_INTERFACE_SERVER,
    DOMAIN_INTERFACE_CLIENT,
    DOMAIN_INTERFACE_MCAST,
    DOMAIN_INTERFACE_NETWORK,
    DOMAIN_INTERFACE_BRIDGE,
};

#define DOMAIN_MAC_LEN CONF_MAC_LEN

struct domain_interface {
    enum domain_interface_type type;
    unsigned char mac[DOMAIN_MAC_LEN];
    bool mac_generated;  /* the document gave none */
    const char *source;  /* network, bridge, or device of ethernet */
    const char *bridge;  /* of one in a network, in a run: where that is on the host; else NULL */
    const char *address; /* of server, client, mcast */
    unsigned int port;   /* of server, client, mcast: 1 to 65535 */
    const char *ip;
    const char *script;
    const char *target; /* name on the host */
    const char *model;
    struct domain_place place;
    struct conf_extra extra;
    struct conf_extra mac_extra;
    struct conf_extra source_extra;
    struct conf_extra ip_extra;
    struct conf_extra script_extra;
    struct conf_extra target_extra;
    struct conf_extra model_extra;
};

enum domain_char_type {
    DOMAIN_CHAR_NULL,
    DOMAIN_CHAR_VC,
    DOMAIN_CHAR_PTY,
    DOMAIN_CHAR_DEV,
    DOMAIN_CHAR_FILE,
    DOMAIN_CHAR_PIPE,
    DOMAIN_CHAR_STDIO,
    DOMAIN_CHAR_UDP,
    DOMAIN_CHAR_TCP,
    DOMAIN_CHAR_UNIX,
};

enum domain_char_kind {
    DOMAIN_SERIAL,
    DOMAIN_PARALLEL,
    DOMAIN_CONSOLE,
};

struct domain_chardev {
    enum domain_char_kind kind;
    enum domain_char_type type;
    unsigned int port;     /* counted from 0 within its kind */
    const char *path;      /* pty (its slave, once known), dev, file, pipe, unix */
    bool listen;           /* tcp, unix: wait for a peer (mode bind) */
    bool telnet;           /* tcp */
    const char *host;      /* tcp; udp: where to send */
    const char *service;   /* tcp; udp: where to send */
    const char *bind_host; /* udp: where to receive */
    const char *bind_service;
    struct domain_place place;
    struct conf_extra extra;
    struct conf_extra source_extra;
    struct conf_extra bind_extra; /* udp: of the second source */
    struct conf_extra protocol_extra;
    struct conf_extra target_extra;
};

enum domain_input_type {
    DOMAIN_INPUT_MOUSE,
    DOMAIN_INPUT_TABLET,
};

enum domain_input_bus {
    DOMAIN_INPUT_PS2,
    DOMAIN_INPUT_USB,
    DOMAIN_INPUT_XEN,
};

struct domain_input {
    enum domain_input_type type;
    enum domain_input_bus bus;
    struct domain_place place;
    struct conf_extra extra;
};

enum domain_graphics_type {
    DOMAIN_GRAPHICS_SDL,
    DOMAIN_GRAPHICS_VNC,
};

struct domain_graphics {
    enum domain_graphics_type type;
    unsigned int port;  /* vnc: TCP port, 0 when not known */
    bool autoport;      /* vnc: chosen at start */
    bool fullscreen;    /* sdl */
    const char *listen; /* this and the next: vnc */
    const char *keymap;
    const char *passwd;  /* printed only with VIR_DOMAIN_XML_SECURE */
    const char *display; /* this and the next: sdl */
    const char *xauth;
    struct conf_extra extra;
};

enum domain_sound_model {
    DOMAIN_SOUND_SB16,
    DOMAIN_SOUND_ES1370,
    DOMAIN_SOUND_PCSPK,
    DOMAIN_SOUND_AC97,
};

struct domain_sound {
    enum domain_sound_model model;
    struct domain_place place;
    struct conf_extra extra;
};

enum domain_hostdev_type {
    DOMAIN_HOSTDEV_USB,
    DOMAIN_HOSTDEV_PCI,
};

struct domain_hostdev {
    enum domain_hostdev_type type;
    bool managed;
    bool by_id;           /* usb: vendor and product are given */
    bool by_address;      /* bus and what follows are given; always for pci */
    unsigned int vendor;  /* usb, 16 bits */
    unsigned int product; /* usb, 16 bits */
    unsigned int bus;     /* usb 0 to 65535; pci 0 to 255 */
    unsigned int device;  /* usb */
    unsigned int domain;  /* these three: pci */
    unsigned int slot;
    unsigned int function;
    struct domain_place place;
    struct conf_extra extra;
    struct conf_extra source_extra;
    struct conf_extra address_extra;
    struct conf_extra vendor_extra;
    struct conf_extra product_extra;
};

/* Any other device: one of a kind, or a type, that 0.6.1 does not know.  What it says is kept as
 * text; only what tells devices from one another is read. */
struct domain_other {
    const char *name; /* of the element */
    const char *key;  /* the target of a disk, "type index" of a controller, the name of a channel,
                         * the MAC address of an interface; NULL: nothing tells them apart */
    const char *text; /* whole lines, as they stand in <devices>, without passwords */
    const char *secret; /* the same with them; NULL when there are none */
    struct domain_place place;
};

/* The kinds that a device document may have as its root. */
enum domain_device_kind {
    DOMAIN_DEVICE_DISK,
    DOMAIN_DEVICE_FILESYSTEM,
    DOMAIN_DEVICE_INTERFACE,
    DOMAIN_DEVICE_INPUT,
    DOMAIN_DEVICE_SOUND,
    DOMAIN_DEVICE_HOSTDEV,
    DOMAIN_DEVICE_OTHER, /* has no word of its own */
};

struct domain_device {
    struct arena arena; /* everything below */
    enum domain_device_kind kind;
    union {
        struct domain_disk *disk;
        struct domain_filesystem *filesystem;
        struct domain_interface *interface;
        struct domain_input *input;
        struct domain_sound *sound;
        struct domain_hostdev *hostdev;
        struct domain_other *other;
    };
};

/* NULL is fine. */
void domain_device_free(struct domain_device *dev);

extern const struct conf_words domain_address_type_words;
extern const struct conf_words domain_disk_type_words;
extern const struct conf_words domain_disk_device_words;
extern const struct conf_words domain_disk_bus_words;
extern const struct conf_words domain_disk_cache_words;
extern const struct conf_words domain_filesystem_type_words;
extern const struct conf_words domain_interface_type_words;
extern const struct conf_words domain_char_type_words;
extern const struct conf_words domain_char_kind_words;
extern const struct conf_words domain_input_type_words;
extern const struct conf_words domain_input_bus_words;
extern const struct conf_words domain_graphics_type_words;
extern const struct conf_words domain_sound_model_words;
extern const struct conf_words domain_hostdev_type_words;
extern const struct conf_words domain_device_kind_words;
