/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our own element in a domain: what the embedded hypervisor makes of the guest, and which calls
 * it lets fail or take long.
 *
 *   <vt:embedded xmlns:vt='urn:vitrine:embedded:1'>
 *     <vt:ram file='/path' format='auto|raw|elf'/>
 *     <vt:guest content='pattern|none' paging='none|2level|pae|4level|5level'/>
 *     <vt:hole start='0x1000' size='0x1000'/>
 *     <vt:fault call='virDomainSuspend' code='9' times='2' after='0' message='text'/>
 *     <vt:delay call='virDomainCoreDump' ms='30000' times='1'/>
 *   </vt:embedded>
 *
 * ram and guest may stand once, the others up to a bound.  call is one of
 * domain_embedded_call_words.  Unlike elsewhere, what is not known here is an error. */
#pragma once

#include <stdint.h>

#include "conf/take.h"

#define DOMAIN_EMBEDDED_NS "urn:vitrine:embedded:1"

#define DOMAIN_EMBEDDED_MAX_RULES 256          /* holes, faults, delays: of each */
#define DOMAIN_EMBEDDED_MAX_MESSAGE 1024       /* bytes */
#define DOMAIN_EMBEDDED_MAX_CODE 1000          /* error numbers begin at 1 */
#define DOMAIN_EMBEDDED_MAX_TIMES 1000000      /* calls */
#define DOMAIN_EMBEDDED_MAX_DELAY_MS 86400000u /* a day */
#define DOMAIN_EMBEDDED_PAGE 4096              /* holes begin and end at such addresses */

enum domain_ram_format {
    DOMAIN_RAM_AUTO,
    DOMAIN_RAM_RAW,
    DOMAIN_RAM_ELF,
};

enum domain_guest_content {
    DOMAIN_GUEST_PATTERN,
    DOMAIN_GUEST_NONE,
    DOMAIN_GUEST_CONTENT_UNSET, /* not given: the driver's choice */
};

enum domain_guest_paging {
    DOMAIN_PAGING_NONE,
    DOMAIN_PAGING_2LEVEL,
    DOMAIN_PAGING_PAE,
    DOMAIN_PAGING_4LEVEL,
    DOMAIN_PAGING_5LEVEL,
    DOMAIN_PAGING_UNSET, /* not given: the driver's choice */
};

/* Physical addresses without RAM, bytes. */
struct domain_hole {
    uint64_t start;
    uint64_t size; /* > 0; start + size does not wrap */
};

/* The call fails: not the first @after times, then @times times (0: always). */
struct domain_fault {
    const char *call; /* one of domain_embedded_call_words; not in the arena */
    int code;         /* VIR_ERR_* */
    unsigned int times;
    unsigned int after;
    const char *message;
};

/* The call takes so long, @times times (0: always). */
struct domain_delay {
    const char *call; /* as of a fault */
    unsigned int ms;
    unsigned int times;
};

struct domain_embedded {
    const char *ram_file; /* absolute path; NULL: RAM of its own */
    enum domain_ram_format ram_format;
    enum domain_guest_content content;
    enum domain_guest_paging paging;
    struct domain_hole *holes; /* in the order of the document; they may touch or overlap */
    unsigned int n_holes;
    struct domain_fault *faults;
    unsigned int n_faults;
    struct domain_delay *delays;
    unsigned int n_delays;
};

/* The calls that can be scripted, by the names of their public functions: all of 0.6.1 that take a
 * domain to the driver, or make one from a document.  Lookups, lists, and what the handle alone
 * answers are not among them, nor is virDomainCreateLinux, which is virDomainCreateXML.  The
 * embedded hypervisor asks its script in each (hypervisor/test/script.h). */
extern const struct conf_words domain_embedded_call_words;
extern const struct conf_words domain_ram_format_words;
extern const struct conf_words domain_guest_content_words;
extern const struct conf_words domain_guest_paging_words;

/* Parses the element.  XML_ERROR, NO_MEMORY; everything lives in the arena of @p. */
int domain_embedded_parse(struct conf_parse *p, const struct xml_node *node,
                          struct domain_embedded **ret) VT_WARN_UNUSED;

/* Appends the element, at two blanks. */
void domain_embedded_format(struct vt_strbuf *b, const struct domain_embedded *embedded);

/* A deep copy in @arena; NULL when memory ran out. */
struct domain_embedded *domain_embedded_copy(struct arena *arena,
                                             const struct domain_embedded *embedded);
