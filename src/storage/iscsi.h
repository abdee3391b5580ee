/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iSCSI targets of other hosts, by open-iscsi: what its parts for pools share.
 *
 * A target is logged in to by a record of open-iscsi's, a file that iscsiadm makes.  Records that a pool made bear a
 * mark, and go with its session.  Source: iscsiadm(8) and the README of open-iscsi 2.1.8 */
#pragma once

#include "storage/backend.h"

#define ISCSI_PORT 3260
#define ISCSI_MAX_NAME 223   /* of targets and initiators, bytes.  Source: RFC 7143, 4.2.7.1 */
#define ISCSI_MAX_SECRET 255 /* of a login and its password, bytes.  Source: open-iscsi */
#define ISCSI_MAX_TARGETS 65536
#define ISCSI_MAX_RECORD (1 << 20) /* bytes of a record */
#define ISCSI_SYSFS "/sys"
/* For so long a portal may take to say what it has; shorter than open-iscsi's own patience.  Milliseconds. */
#define ISCSI_DISCOVERY_MS 20000

/* A target at one of its portals. */
struct iscsi_target {
    const char *address; /* of the portal, as iscsiadm takes it: [ ] around IPv6 */
    unsigned int port;
    unsigned int group; /* of portals */
    const char *name;
};

struct iscsi_targets {
    struct arena arena;
    struct iscsi_target **target;
    unsigned int n;
};
#define ISCSI_TARGETS_SCOPE(name) \
    struct iscsi_targets name __attribute__((cleanup(iscsi_targets_done))) = {.arena = ARENA_INIT}
void iscsi_targets_done(struct iscsi_targets *targets);

/* Reads what a discovery prints, a line for each: ADDRESS:PORT,GROUP NAME; the text is changed.
 * Returns  0; -EBADMSG it is of another shape, -EFBIG, -ENOMEM.  Raises nothing */
int iscsi_targets_parse(char *text, struct iscsi_targets *ret) VT_WARN_UNUSED;

/* The name of a target or initiator: iqn., eui. or naa., without a character that is none of such names. */
bool iscsi_name_ok(const char *name);
/* The name or address of a host, as it may stand in front of ":PORT". */
bool iscsi_host_ok(const char *name);
/* What a record can hold as it is: no control characters, no blanks at its ends. */
bool iscsi_secret_ok(const char *text);

/* What a pool logs in to.  Texts are the definition's but portal and iface. */
struct iscsi_source {
    char *portal; /* HOST:PORT */
    char *iface;  /* open-iscsi's record of the initiator's name; "default" */
    const char *target;
    const char *initiator; /* NULL: this host's own */
    const struct storage_auth *auth;
};
/* From the source of a pool, or what narrows a search, which has no target: @name for the error.
 * Errors  XML_ERROR; NO_SUPPORT a secret that is kept elsewhere; NO_MEMORY */
int iscsi_source_of(const struct storage_source *source, const char *name, bool search,
                    struct iscsi_source *ret) VT_WARN_UNUSED;
void iscsi_source_done(struct iscsi_source *source);

/* A session, as the kernel has it. */
struct iscsi_session {
    unsigned int number;
    bool usable; /* it is logged in, not trying to be again */
};
/* The one with a target, by this initiator if one is given.
 * Returns  1; 0 there is none, -ENOMEM.  Raises nothing */
int iscsi_session_find(const char *sysfs, const char *target, const char *initiator,
                       struct iscsi_session *ret) VT_WARN_UNUSED;

/* The text of a record with a mark, with a login, or both, in the place of what it had of them.
 * Owner  the caller frees; NULL when memory ran out */
char *iscsi_record_edit(const char *text, bool mark,
                        const struct storage_auth *auth) VT_WARN_UNUSED;
bool iscsi_record_is_marked(const char *text);

/* Makes the record by which a pool logs in, unless there is one, and writes the pool's login into it.  A failure leaves
 * no new one. */
int iscsi_record_make(const struct storage_pool_def *def, const struct iscsi_source *source,
                      const struct iscsi_target *at) VT_WARN_UNUSED;
/* Removes those of a target that are marked. */
int iscsi_records_remove(const struct storage_pool_def *def, const struct iscsi_source *source);

/* Makes the record that has the initiator's name, unless it is there; @name for the error. */
int iscsi_iface_make(const struct iscsi_source *source, const char *name) VT_WARN_UNUSED;
/* Removes it, but not while another pool has a session by it. */
int iscsi_iface_remove(const struct iscsi_source *source, const char *name);
