/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are an iSCSI target of another host: while one is up, this host has a session with the target, whose
 * units are the volumes. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/backends.h"
#include "storage/device.h"
#include "storage/iscsi.h"
#include "storage/run.h"
#include "storage/scsi.h"
#include "util/cleanup.h"

#define SOURCE_SCOPE(name) \
    struct iscsi_source name __attribute__((cleanup(iscsi_source_done))) = {.portal = NULL}

static int find_session(const struct iscsi_source *source, struct iscsi_session *ret)
{
    int r = iscsi_session_find(ISCSI_SYSFS, source->target, source->initiator, ret);

    return r < 0 ? vt_error_no_memory(VIR_FROM_STORAGE) : r;
}

static int target_check(const struct storage_pool_def *def)
{
    struct iscsi_session session;
    SOURCE_SCOPE(source);

    if (iscsi_source_of(&def->source, def->name, false, &source) < 0)
        return -1;
    return find_session(&source, &session);
}

static int discover(const struct iscsi_source *source, const char *name, struct iscsi_targets *ret)
{
    const char *const argv[] = {"iscsiadm",     "-m", "discovery",   "-t", "sendtargets",   "-p",
                                source->portal, "-I", source->iface, "-o", "nonpersistent", NULL};
    const struct storage_tool tool = {argv, ISCSI_DISCOVERY_MS, "find the targets of", name};
    VT_AUTOFREE char *text = storage_tool_read(&tool);
    int r = text != NULL ? iscsi_targets_parse(text, ret) : 0;

    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    if (r < 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR,
                        "what the portal '%s' says of its targets is not understood",
                        source->portal);
    return text != NULL ? 0 : -1;
}

/* Where to log in: at the portal that was asked, when it has the target, else the first that does. */
static const struct iscsi_target *choose(const struct iscsi_targets *targets,
                                         const struct iscsi_source *source)
{
    const struct iscsi_target *first = NULL;

    for (unsigned int i = 0; i < targets->n; i++) {
        const struct iscsi_target *target = targets->target[i];
        size_t len = strlen(target->address);
        if (strcmp(target->name, source->target) != 0)
            continue;
        if (strncmp(source->portal, target->address, len) == 0 && source->portal[len] == ':' &&
            strtoul(source->portal + len + 1, NULL, 10) == target->port)
            return target;
        if (first == NULL)
            first = target;
    }
    return first;
}

/* "iscsiadm -m node ... @action", of the one record. */
static int run_node(const struct storage_pool_def *def, const struct iscsi_source *source,
                    const struct iscsi_target *at, const char *action, const char *what)
{
    VT_AUTOFREE char *portal = NULL;
    const char *argv[] = {"iscsiadm", "-m",          "node", "-T", source->target, "-p", NULL,
                          "-I",       source->iface, action, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, what, def->name};

    if (asprintf(&portal, "%s:%u,%u", at->address, at->port, at->group) < 0)
        return portal = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    argv[6] = portal;
    return storage_tool_run(&tool);
}

/* Nothing stays of an attempt, not even one that open-iscsi's daemon would go on with. */
static void undo(const struct storage_pool_def *def, const struct iscsi_source *source,
                 const struct iscsi_target *at)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    (void)run_node(def, source, at, "--logout", "end the attempt of pool");
    (void)iscsi_records_remove(def, source);
    (void)iscsi_iface_remove(source, def->name);
    vt_error_restore(&saved);
}

/* Somebody else may have logged in meanwhile: that is as good. */
static int log_in(const struct storage_pool_def *def, const struct iscsi_source *source,
                  const struct iscsi_target *at)
{
    struct iscsi_session session;
    int r = run_node(def, source, at, "--login", "log in to the target of pool");
    int found = find_session(source, &session);

    if (found < 0)
        return -1;
    if (found > 0 && (r == 0 || session.usable))
        return r < 0 ? vt_error_reset(), 0 : 0;
    return r < 0 ? -1
                 : vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                            "pool '%s' logged in to '%s', and the kernel has no session with it",
                            def->name, source->target);
}

static int enter(const struct storage_pool_def *def, const struct iscsi_source *source)
{
    ISCSI_TARGETS_SCOPE(targets);
    const struct iscsi_target *at;

    if (discover(source, source->portal, &targets) < 0)
        return -1;
    at = choose(&targets, source);
    if (at == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the portal '%s' of pool '%s' has no target '%s' for this host",
                        source->portal, def->name, source->target);
    if (iscsi_record_make(def, source, at) < 0)
        return -1;
    if (log_in(def, source, at) == 0)
        return 0;
    undo(def, source, at);
    return -1;
}

static int target_start(const struct storage_pool_def *def)
{
    struct vt_error_saved saved;
    SOURCE_SCOPE(source);

    if (iscsi_source_of(&def->source, def->name, false, &source) < 0 ||
        iscsi_iface_make(&source, def->name) < 0)
        return -1;
    if (enter(def, &source) == 0)
        return 0;
    vt_error_save(&saved);
    (void)iscsi_iface_remove(&source, def->name);
    vt_error_restore(&saved);
    return -1;
}

static int session_below(const struct iscsi_session *session, char **ret)
{
    if (asprintf(ret, "session%u", session->number) < 0)
        return *ret = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    return 0;
}

/* Ending a session takes its disks away from whoever uses them. */
static int check_unused(const struct storage_pool_def *def, const struct iscsi_session *session)
{
    VT_AUTOFREE char *below = NULL;
    SCSI_UNITS_SCOPE(units);

    if (!session->usable)
        return 0; /* an open would wait for what does not come */
    if (session_below(session, &below) < 0)
        return -1;
    if (scsi_units_read(ISCSI_SYSFS, below, &units) < 0)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (unsigned int i = 0; i < units.n; i++) {
        VT_AUTOFREE char *path = NULL;
        if (asprintf(&path, "/dev/%s", units.unit[i]->block) < 0)
            return path = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
        if (device_check_free(def->name, path) < 0)
            return -1;
    }
    return 0;
}

static int log_out(const struct storage_pool_def *def, const struct iscsi_session *session)
{
    VT_AUTOFREE char *number = NULL;
    const char *argv[] = {"iscsiadm", "-m", "session", "-r", NULL, "--logout", NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "log out of the target of pool",
                                      def->name};

    if (asprintf(&number, "%u", session->number) < 0)
        return number = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    argv[4] = number;
    return storage_tool_run(&tool);
}

static int target_stop(const struct storage_pool_def *def)
{
    struct iscsi_session session = {.number = 0};
    SOURCE_SCOPE(source);
    int r;

    if (iscsi_source_of(&def->source, def->name, false, &source) < 0 ||
        (r = find_session(&source, &session)) < 0)
        return -1;
    if (r > 0 && (check_unused(def, &session) < 0 || log_out(def, &session) < 0))
        return -1;
    return iscsi_records_remove(def, &source) < 0 ? -1 : iscsi_iface_remove(&source, def->name);
}

static int rescan(const struct storage_pool_def *def, const struct iscsi_session *session)
{
    VT_AUTOFREE char *number = NULL;
    const char *argv[] = {"iscsiadm", "-m", "session", "-r", NULL, "--rescan", NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "scan the target of pool", def->name};

    if (asprintf(&number, "%u", session->number) < 0)
        return number = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    argv[4] = number;
    return storage_tool_run(&tool);
}

/* A scan over a connection that is lost waits until the kernel gives that up. */
static int target_refresh(const struct storage_pool_def *def, struct vol_list *ret)
{
    struct iscsi_session session = {.number = 0};
    VT_AUTOFREE char *below = NULL;
    SOURCE_SCOPE(source);
    int r;

    if (iscsi_source_of(&def->source, def->name, false, &source) < 0 ||
        (r = find_session(&source, &session)) < 0)
        return -1;
    if (r == 0 || !session.usable)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        r == 0 ? "there is no session with '%s', the target of pool '%s'"
                               : "the connection with '%s', the target of pool '%s', is lost",
                        source.target, def->name);
    if (session_below(&session, &below) < 0 || rescan(def, &session) < 0)
        return -1;
    return scsi_list(def, below, ret);
}

static char *format_found(const struct storage_source *asked, const struct iscsi_targets *targets,
                          struct arena *arena)
{
    struct storage_source **list = NULL;
    unsigned int n = 0;

    list = arena_alloc(arena, (targets->n + 1) * sizeof(struct storage_source *));
    for (unsigned int i = 0; list != NULL && i < targets->n; i++) {
        struct storage_device *device = arena_alloc(arena, sizeof *device);
        struct storage_device **devices = arena_alloc(arena, sizeof(struct storage_device *));
        struct storage_source *found = arena_alloc(arena, sizeof *found);
        if (device == NULL || devices == NULL || found == NULL)
            break;
        device->path = targets->target[i]->name;
        devices[0] = device;
        *found = (struct storage_source){.hosts = asked->hosts,
                                         .n_hosts = 1,
                                         .devices = devices,
                                         .n_devices = 1,
                                         .initiator = asked->initiator,
                                         .has_initiator = asked->has_initiator};
        list[n++] = found;
    }
    if (arena->failed)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    return storage_sources_format(list, n);
}

/* A target at several portals is told once. */
static void drop_doubles(struct iscsi_targets *targets)
{
    unsigned int n = 0;

    for (unsigned int i = 0; i < targets->n; i++) {
        unsigned int j = 0;
        while (j < n && strcmp(targets->target[j]->name, targets->target[i]->name) != 0)
            j++;
        if (j == n)
            targets->target[n++] = targets->target[i];
    }
    targets->n = n;
}

static char *find_targets(const struct storage_source *asked, struct arena *arena)
{
    ISCSI_TARGETS_SCOPE(targets);
    SOURCE_SCOPE(source);
    struct vt_error_saved saved;
    int r;

    if (iscsi_source_of(asked, "", true, &source) < 0 ||
        iscsi_iface_make(&source, source.portal) < 0)
        return NULL;
    r = discover(&source, source.portal, &targets);
    vt_error_save(&saved);
    (void)iscsi_iface_remove(&source, source.portal);
    vt_error_restore(&saved);
    if (r < 0)
        return NULL;
    drop_doubles(&targets);
    return format_found(asked, &targets, arena);
}

static char *target_find_sources(struct storage_world *world VT_UNUSED, const char *spec)
{
    struct arena arena __attribute__((cleanup(arena_done))) = ARENA_INIT;
    struct storage_source asked;

    if (storage_source_spec(spec, STORAGE_POOL_ISCSI, &arena, &asked) < 0)
        return NULL;
    return find_targets(&asked, &arena);
}

static bool is_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* By what their sessions are told apart, whatever the portal is: the names of target and initiator. */
static bool is_same(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    return storage_same_device(a, b) && is_same_text(a->source.initiator, b->source.initiator);
}

const struct storage_backend storage_backend_iscsi = {
    .place = STORAGE_LISTED,
    .is_same = is_same,
    .find_sources = target_find_sources,
    .check = target_check,
    .start = target_start,
    .stop = target_stop,
    .refresh = target_refresh,
    .belongs = scsi_belongs,
};
