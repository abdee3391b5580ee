/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain definitions: what they hold, and where they come from and go to.
 *
 * A definition is immutable once it is handed out: any thread may read it without a lock while it
 * holds a count.  Who wants a change takes a private copy (domain_def_dup), changes that, and
 * installs it.  Texts belong to the definition; NULL is "not given" unless noted.
 * Source of names, defaults and order: the domain format of libvirt 0.6.1. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "conf/arena.h"
#include "conf/domain_device.h"
#include "conf/domain_embedded.h"
#include "conf/take.h"
#include "conf/xml.h"
#include "util/count.h"
#include "util/uuid.h"

#define DOMAIN_MAX_VCPUS 4096                  /* virtual CPUs */
#define DOMAIN_MAX_CPUS 1024                   /* physical CPUs that a cpuset can name */
#define DOMAIN_MAX_DEVICES 1024                /* of one kind */
#define DOMAIN_MAX_OTHERS 4096                 /* devices that are only carried */
#define DOMAIN_MAX_SLOTS 1024                  /* for memory that comes later */
#define DOMAIN_MAX_BOOT 4                      /* boot devices */
#define DOMAIN_MAX_MEM_KIB (UINT64_MAX / 1024) /* so that bytes fit 64 bits */

enum domain_type {
    DOMAIN_TYPE_QEMU,
    DOMAIN_TYPE_KQEMU,
    DOMAIN_TYPE_KVM,
    DOMAIN_TYPE_XEN,
    DOMAIN_TYPE_LXC,
    DOMAIN_TYPE_UML,
    DOMAIN_TYPE_OPENVZ,
    DOMAIN_TYPE_VSERVER,
    DOMAIN_TYPE_LDOM,
    DOMAIN_TYPE_TEST,
    DOMAIN_TYPE_VMWARE,
    DOMAIN_TYPE_HYPERV,
};

enum domain_os_type {
    DOMAIN_OS_HVM,
    DOMAIN_OS_XEN,
    DOMAIN_OS_LINUX,
    DOMAIN_OS_EXE,
    DOMAIN_OS_UML,
    DOMAIN_OS_XENPVH, /* of later releases */
};

enum domain_boot {
    DOMAIN_BOOT_FD,
    DOMAIN_BOOT_CDROM,
    DOMAIN_BOOT_HD,
    DOMAIN_BOOT_NETWORK,
};

/* Bits of domain_def.features, in the order in which they are printed. */
enum domain_feature {
    DOMAIN_FEATURE_ACPI = 1,
    DOMAIN_FEATURE_APIC = 2,
    DOMAIN_FEATURE_PAE = 4,
};
#define DOMAIN_N_FEATURES 3

enum domain_clock {
    DOMAIN_CLOCK_UTC,
    DOMAIN_CLOCK_LOCALTIME,
};

enum domain_lifecycle {
    DOMAIN_LIFECYCLE_DESTROY,
    DOMAIN_LIFECYCLE_RESTART,
    DOMAIN_LIFECYCLE_RENAME_RESTART,
    DOMAIN_LIFECYCLE_PRESERVE,
    DOMAIN_LIFECYCLE_COREDUMP_DESTROY, /* this and the next are words of later releases */
    DOMAIN_LIFECYCLE_COREDUMP_RESTART,
};

enum domain_seclabel_type {
    DOMAIN_SECLABEL_DYNAMIC,
    DOMAIN_SECLABEL_STATIC,
};

struct domain_seclabel {
    enum domain_seclabel_type type;
    const char *model;
    const char *label;
    const char *imagelabel;
    struct conf_extra extra;
};

struct domain_os {
    enum domain_os_type type;
    const char *arch;
    const char *machine;
    const char *init;
    const char *loader;
    const char *kernel;
    const char *initrd;
    const char *cmdline;
    const char *root;
    enum domain_boot boot[DOMAIN_MAX_BOOT];
    unsigned int n_boot;
    bool boot_implied; /* the document names no device to boot from here */
    struct conf_extra extra;
    struct conf_extra type_extra;
    const char *loader_extra; /* attributes */
};

struct domain_def {
    struct vt_count count;
    struct arena arena; /* everything below that is a pointer */

    enum domain_type type;
    int id; /* of a live document, -1 when it had none or was read as inactive */
    unsigned char uuid[VT_UUID_LEN];
    bool uuid_generated; /* the document gave none */
    const char *name;
    const char *genid; /* this and the next three are of later releases */
    const char *title; /* one line */
    const char *description;
    const char *metadata; /* the element in text, whole lines */
    unsigned long long mem_max_kib;
    unsigned long long mem_cur_kib;     /* at most mem_max_kib */
    unsigned long long mem_hotplug_kib; /* with all that may be plugged in; 0: not given */
    const char *mem_hotplug_extra;      /* attributes: the number of slots */
    unsigned int vcpus;                 /* that it starts with */
    unsigned int vcpus_max;             /* that it may have, at least vcpus */
    const char *vcpu_placement;
    bool has_cpuset;                       /* false: any CPU */
    uint64_t cpuset[DOMAIN_MAX_CPUS / 64]; /* bit n % 64 of word n / 64: physical CPU n */
    const char *bootloader;                /* "" is the hypervisor's own */
    const char *bootloader_args;
    struct domain_os os;
    unsigned int features; /* enum domain_feature, or'ed */
    enum domain_clock clock;
    const char *clock_word; /* an offset of later releases, printed instead of clock */
    enum domain_lifecycle on_poweroff;
    enum domain_lifecycle on_reboot;
    enum domain_lifecycle on_crash;

    const char *emulator;
    struct domain_disk **disks; /* sorted by bus, then by number of the target */
    unsigned int n_disks;
    struct domain_filesystem **filesystems;
    unsigned int n_filesystems;
    struct domain_interface **interfaces;
    unsigned int n_interfaces;
    struct domain_chardev **serials;
    unsigned int n_serials;
    struct domain_chardev **parallels;
    unsigned int n_parallels;
    struct domain_chardev *console; /* hvm: the same source as the first serial */
    struct domain_input **inputs;
    unsigned int n_inputs;
    struct domain_graphics *graphics;
    struct domain_sound **sounds;
    unsigned int n_sounds;
    struct domain_hostdev **hostdevs;
    unsigned int n_hostdevs;
    struct domain_other **others; /* in the order of the document */
    unsigned int n_others;

    struct domain_seclabel *seclabel;
    struct domain_embedded *embedded; /* our own element, NULL when absent */

    struct conf_extra extra;
    const char *devices_extra; /* attributes */
    struct conf_extra features_extra;
    const char *feature_extra[DOMAIN_N_FEATURES]; /* attributes of each feature */
    struct conf_extra clock_extra;
    const char *memory_extra; /* attributes */
    const char *current_memory_extra;
    const char *vcpu_extra;
};

extern const struct conf_words domain_type_words;
extern const struct conf_words domain_os_type_words;
extern const struct conf_words domain_boot_words;
extern const struct conf_words domain_feature_words; /* the number of a word is that of its bit */
extern const struct conf_words domain_clock_words;
extern const struct conf_words domain_lifecycle_words;
extern const struct conf_words domain_seclabel_type_words;

/* How a document is read.  All zero is the default. */
struct domain_parse_opts {
    const char *type;                /* the only domain type allowed, NULL: any */
    const char *const *os_types;     /* the OS type words allowed, NULL-terminated; NULL: all */
    const char *arch;                /* when the document gives none; NULL: none */
    const unsigned char *mac_prefix; /* three bytes for generated addresses; NULL: 52:54:00 */
    int domain;                      /* who raises (VIR_FROM_*); 0: VIR_FROM_DOMAIN */
    unsigned int flags;              /* VIR_DOMAIN_XML_INACTIVE: ignore what only a live one has */
};

/* Parses and checks a document.
 * Errors   XML_DETAIL not well-formed; INTERNAL_ERROR root, type, memory, uuid, unknown words;
 *          NO_NAME; OS_TYPE; NO_SOURCE and NO_TARGET of disks; XEN_CALL cpuset; INVALID_ARG
 *          interface model; XML_ERROR other values and bounds; NO_MEMORY
 * Locks    none
 * Owner    the caller has the first count */
int domain_def_parse(const char *xml, const struct domain_parse_opts *opts,
                     struct domain_def **ret) VT_WARN_UNUSED;

/* The same from an element <domain> inside another document. */
int domain_def_from_node(const struct xml_node *node, const struct domain_parse_opts *opts,
                         struct domain_def **ret) VT_WARN_UNUSED;

/* How a definition is printed. */
struct domain_format_opts {
    int id;                         /* printed when >= 0 */
    unsigned int flags;             /* VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE */
    unsigned long long mem_max_kib; /* live values that stand for the definition's; 0: none */
    unsigned long long mem_cur_kib;
    unsigned int vcpus;
};

/* Prints a definition; what comes out is read back to the same.
 * Errors   NO_MEMORY
 * Owner    the caller frees *ret */
int domain_def_format(const struct domain_def *def, const struct domain_format_opts *opts,
                      char **ret) VT_WARN_UNUSED;

struct domain_def *domain_def_ref(struct domain_def *def);
/* NULL is fine.  Always NULL. */
struct domain_def *domain_def_unref(struct domain_def *def);

static inline void domain_auto_def_(struct domain_def **def)
{
    *def = domain_def_unref(*def);
}
#define DOMAIN_AUTODEF __attribute__((cleanup(domain_auto_def_)))

/* A private deep copy with a count of its own, to be changed before it is handed out.  NULL and
 * NO_MEMORY. */
struct domain_def *domain_def_dup(const struct domain_def *def) VT_WARN_UNUSED;

/* For private copies: a text that lives as long as the definition.  NULL and NO_MEMORY. */
const char *domain_def_keep(struct domain_def *def, const char *text) VT_WARN_UNUSED;

/* For private copies: another name, checked as that of a document.
 * Errors   XML_ERROR for a name that is empty, too long, or has '/' or control characters */
int domain_def_set_name(struct domain_def *def, const char *name) VT_WARN_UNUSED;

/* For private copies: another number of vcpus; the maximum goes with it unless there is one that
 * is larger than the number so far. */
void domain_def_set_vcpus(struct domain_def *def, unsigned int vcpus);

/* A device description that stands alone, for attaching and detaching.
 * @def     the domain it is meant for: decides defaults
 * Errors   as domain_def_parse; XML_ERROR when the root is no device, or one that cannot come
 *          and go
 * Owner    the caller: domain_device_free */
int domain_device_parse(const char *xml, const struct domain_def *def,
                        const struct domain_parse_opts *opts,
                        struct domain_device **ret) VT_WARN_UNUSED;

/* A copy of @def with the device.
 * Errors   OPERATION_FAILED when the disk target, mac address, mount point, sound model, host
 *          device, controller, channel, place, alias or boot order is there already, or too many
 *          devices are; NO_MEMORY
 * Owner    the caller has the first count of *ret */
int domain_def_with_device(const struct domain_def *def, const struct domain_device *dev,
                           struct domain_def **ret) VT_WARN_UNUSED;

/* A copy of @def without the device: a disk by its target, an interface by its mac address when
 * one is given, a controller by type and index, a channel by its name, another that 0.6.1 does not
 * know by its alias when one is given, anything else by being equal.
 * Errors   OPERATION_FAILED when there is none; NO_MEMORY */
int domain_def_without_device(const struct domain_def *def, const struct domain_device *dev,
                              struct domain_def **ret) VT_WARN_UNUSED;

/* By exact source, else by target name; NULL when there is none, nothing is raised. */
const struct domain_disk *domain_def_find_disk(const struct domain_def *def, const char *path);

/* By the name of the host side (target); NULL when there is none, nothing is raised. */
const struct domain_interface *domain_def_find_interface(const struct domain_def *def,
                                                         const char *target);
