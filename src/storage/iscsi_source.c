/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a pool says of its iSCSI target, checked before any program is given it. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/iscsi.h"

/* Of FNV-1a, 64 bits: a name of open-iscsi's records has no room for that of an initiator. */
#define FNV_START 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

void iscsi_source_done(struct iscsi_source *source)
{
    free(source->portal);
    free(source->iface);
}

static int raise_bad(const char *what, const char *text, const char *name)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                    "'%s' cannot be the %s in the source of pool '%s'.", text, what, name);
}

static int set_portal(const struct storage_host *host, const char *name, struct iscsi_source *ret)
{
    unsigned int port = host->port != 0 ? host->port : ISCSI_PORT;
    bool bare = host->name[0] != '[' && strchr(host->name, ':') != NULL; /* of IPv6 */

    if (!iscsi_host_ok(host->name))
        return raise_bad("host", host->name, name);
    if (asprintf(&ret->portal, bare ? "[%s]:%u" : "%s:%u", host->name, port) < 0) {
        ret->portal = NULL;
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    return 0;
}

static int set_initiator(const char *initiator, const char *name, struct iscsi_source *ret)
{
    unsigned long long hash = FNV_START;

    if (initiator == NULL) {
        ret->iface = strdup("default");
        return ret->iface != NULL ? 0 : vt_error_no_memory(VIR_FROM_STORAGE);
    }
    if (!iscsi_name_ok(initiator))
        return raise_bad("initiator", initiator, name);
    for (const char *c = initiator; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * FNV_PRIME;
    ret->initiator = initiator;
    if (asprintf(&ret->iface, "vitrine-%016llx", hash) < 0) {
        ret->iface = NULL;
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    return 0;
}

static int set_auth(const struct storage_auth *auth, const char *name, struct iscsi_source *ret)
{
    if (auth == NULL)
        return 0;
    if (auth->login == NULL || auth->passwd == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                        "the password of pool '%s' is a secret that is kept elsewhere; only one "
                        "in its definition can be used",
                        name);
    if (!iscsi_secret_ok(auth->login))
        return raise_bad("login", auth->login, name);
    if (!iscsi_secret_ok(auth->passwd))
        return raise_bad("password", "...", name);
    ret->auth = auth;
    return 0;
}

static int set_target(const struct storage_source *source, const char *name,
                      struct iscsi_source *ret)
{
    if (source->n_devices != 1)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The source of pool '%s' has %u devices, not one: the name of its target.",
                        name, source->n_devices);
    ret->target = source->devices[0]->path;
    return iscsi_name_ok(ret->target) ? 0 : raise_bad("target", ret->target, name);
}

int iscsi_source_of(const struct storage_source *source, const char *name, bool search,
                    struct iscsi_source *ret)
{
    if (source->n_hosts != 1)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The source of pool '%s' has %u hosts, not one.", name, source->n_hosts);
    if ((!search && set_target(source, name, ret) < 0) ||
        set_portal(source->hosts[0], name, ret) < 0 ||
        set_initiator(source->initiator, name, ret) < 0)
        return -1;
    return search ? 0 : set_auth(source->auth, name, ret);
}
