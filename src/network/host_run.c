/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making a network real on the host: its bridge, its packet filter, its dnsmasq. */
#include "config.h"

#include <libvirt/virterror.h>
#include <string.h>
#include <unistd.h>

#include "network/bridge.h"
#include "network/dnsmasq.h"
#include "network/firewall.h"
#include "network/host_run.h"
#include "network/lease.h"
#include "network/sysctl.h"
#include "obj/error.h"
#include "util/cleanup.h"

static int not_served(const struct network_def *def, const char *what)
{
    return vt_error(VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
                    "cannot start network '%s': no host serves %s", def->name, what);
}

/* What stands in rules and configurations as it is. */
static bool is_plain(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    return name[0] != '\0' && name[0] != '-' && name[len] == '\0' && len <= NETWORK_MAX_BRIDGE;
}

static int check(const struct network_def *def)
{
    if (def->forward_word != NULL)
        return not_served(def, def->forward_word);
    if (def->not_served != NULL)
        return not_served(def, def->not_served);
    if (def->ip.serves_files)
        return not_served(def, "files for guests that boot (tftp, bootp)");
    if (def->bridge == NULL || !is_plain(def->bridge))
        return not_served(def,
                          "a bridge whose name has other than letters, digits, '_', '.' and '-'");
    if (def->forward_dev != NULL && !is_plain(def->forward_dev))
        return not_served(def,
                          "a device whose name has other than letters, digits, '_', '.' and '-'");
    if (!def->has_mac)
        return not_served(def, "a bridge without a MAC address");
    return 0;
}

static int check_host(const struct network_def *def, const char *folder VT_UNUSED)
{
    return bridge_check_addresses(def);
}

static int make_bridge(const struct network_def *def, const char *folder VT_UNUSED)
{
    return bridge_make(def);
}

static int remove_bridge(const struct network_def *def, const char *folder VT_UNUSED)
{
    return bridge_remove(def);
}

static int forward(const struct network_def *def, const char *folder VT_UNUSED)
{
    struct network_address a;

    if (def->forward == NETWORK_FORWARD_NONE)
        return 0;
    for (unsigned int i = 0; bridge_address(def, i, &a); i++) {
        if (sysctl_forward(a.v6) < 0)
            return -1;
    }
    return 0;
}

static int start_dnsmasq(const struct network_def *def, const char *folder)
{
    VT_AUTO(dnsmasq_paths_done) struct dnsmasq_paths paths;

    if (dnsmasq_paths_make(&paths, folder, def->name) < 0)
        return -1;
    return dnsmasq_is_needed(def) ? dnsmasq_start(def, &paths) : 0;
}

static int stop_dnsmasq(const struct network_def *def, const char *folder)
{
    VT_AUTO(dnsmasq_paths_done) struct dnsmasq_paths paths;

    return dnsmasq_paths_make(&paths, folder, def->name) < 0 ? -1 : dnsmasq_stop(def, &paths);
}

/* The filter stands before anything can pass. */
static const struct {
    int (*make)(const struct network_def *def, const char *folder);
    int (*remove)(const struct network_def *def,
                  const char *folder); /* NULL: nothing is left of it */
} parts[] = {
    {check_host, NULL}, {firewall_make, firewall_remove}, {make_bridge, remove_bridge},
    {forward, NULL},    {start_dnsmasq, stop_dnsmasq},
};

/* The first @n parts, the last first. */
static int remove_parts(const struct network_def *def, const char *folder, size_t n)
{
    struct vt_error_saved saved;
    int rv = 0;

    while (n-- > 0) {
        if (parts[n].remove == NULL)
            continue;
        if (rv < 0)
            vt_error_save(&saved);
        if (parts[n].remove(def, folder) == 0 && rv == 0)
            continue;
        if (rv < 0)
            vt_error_restore(&saved);
        rv = -1;
    }
    return rv;
}

int host_run_start(const struct network_def *def, const char *folder)
{
    struct vt_error_saved saved;

    if (check(def) < 0)
        return -1;
    for (size_t i = 0; i < VT_N_ELEMENTS(parts); i++) {
        if (parts[i].make(def, folder) == 0)
            continue;
        vt_error_save(&saved);
        (void)remove_parts(def, folder, i);
        vt_error_restore(&saved);
        return -1;
    }
    return 0;
}

int host_run_stop(const struct network_def *def, const char *folder)
{
    return remove_parts(def, folder, VT_N_ELEMENTS(parts));
}

static bool is_served(const struct network_def *def, const char *folder)
{
    VT_AUTO(dnsmasq_paths_done) struct dnsmasq_paths paths;

    if (dnsmasq_paths_make(&paths, folder, def->name) < 0)
        return vt_error_reset(), true; /* not known */
    return !dnsmasq_is_needed(def) || dnsmasq_is_running(&paths);
}

bool host_run_is_whole(const struct network_def *def, const char *folder)
{
    return firewall_is_there(def) && is_served(def, folder);
}

int host_run_mend(const struct network_def *def, const char *folder)
{
    if (!firewall_is_there(def) && firewall_make(def, folder) < 0)
        return -1;
    return is_served(def, folder) ? 0 : start_dnsmasq(def, folder);
}

int host_run_read_leases(const char *name, const char *folder, char **ret_text, size_t *ret_len)
{
    VT_AUTO(dnsmasq_paths_done) struct dnsmasq_paths paths;

    return dnsmasq_paths_make(&paths, folder, name) < 0
               ? -1
               : lease_file_read(paths.leases, ret_text, ret_len);
}

void host_run_forget(const char *name, const char *folder)
{
    VT_AUTO(dnsmasq_paths_done) struct dnsmasq_paths paths;

    if (dnsmasq_paths_make(&paths, folder, name) < 0)
        vt_error_reset();
    else
        (void)unlink(paths.leases);
}
