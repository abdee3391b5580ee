/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which adapter of this host a pool means. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/scsi.h"
#include "util/cleanup.h"
#include "util/sysfs.h"

#define MAX_DIGITS 9 /* of the number of a host */
#define WWN_DIGITS 16

/* hostN, or scsi_hostN as node devices are called.  Its part "hostN"; NULL it is none. */
static const char *host_name(const char *name)
{
    const char *host = strncmp(name, "scsi_", 5) == 0 ? name + 5 : name;
    size_t digits = strncmp(host, "host", 4) == 0 ? strspn(host + 4, "0123456789") : 0;

    return digits > 0 && digits <= MAX_DIGITS && host[4 + digits] == '\0' ? host : NULL;
}

static bool is_wwn(const char *text)
{
    return text != NULL && strlen(text) == WWN_DIGITS &&
           strspn(text, "0123456789abcdefABCDEF") == WWN_DIGITS;
}

static bool has_wwn(const char *folder, const char *attr, const char *wwn, bool *ret_failed)
{
    VT_AUTOFREE char *text = sysfs_text(folder, attr, ret_failed);

    return text != NULL && strncmp(text, "0x", 2) == 0 && strcasecmp(text + 2, wwn) == 0;
}

static bool is_port(const char *ports, const char *host, const struct storage_source *source,
                    bool *ret_failed)
{
    VT_AUTOFREE char *folder = NULL;

    if (host_name(host) != host)
        return false;
    if (asprintf(&folder, "%s/%s", ports, host) < 0) {
        folder = NULL;
        *ret_failed = true;
        return false;
    }
    return has_wwn(folder, "node_name", source->adapter_wwnn, ret_failed) &&
           has_wwn(folder, "port_name", source->adapter_wwpn, ret_failed);
}

/* As scsi_adapter, of a Fibre Channel port. */
static int find_port(const char *sysfs, const struct storage_pool_def *def, char **ret)
{
    VT_AUTOFREE char *ports = NULL;
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;
    bool failed = false;

    if (!is_wwn(def->source.adapter_wwnn) || !is_wwn(def->source.adapter_wwpn))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The adapter of pool '%s' needs 'wwnn' and 'wwpn' of %d hexadecimal "
                        "digits.",
                        def->name, WWN_DIGITS);
    if (asprintf(&ports, "%s/class/fc_host", sysfs) < 0)
        return ports = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    dir = opendir(ports);
    while (!failed && dir != NULL && (entry = readdir(dir)) != NULL) {
        if (!is_port(ports, entry->d_name, &def->source, &failed))
            continue;
        *ret = strdup(entry->d_name);
        return *ret != NULL ? 1 : vt_error_no_memory(VIR_FROM_STORAGE);
    }
    return failed ? vt_error_no_memory(VIR_FROM_STORAGE) : 0;
}

static int find_host(const char *sysfs, const struct storage_pool_def *def, char **ret)
{
    const char *name = def->source.adapter != NULL ? host_name(def->source.adapter) : NULL;
    VT_AUTOFREE char *hosts = NULL;
    bool failed = false;

    if (name == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The adapter of pool '%s' is '%s', not the name of one, such as 'host2'.",
                        def->name, def->source.adapter != NULL ? def->source.adapter : "");
    if (asprintf(&hosts, "%s/class/scsi_host", sysfs) < 0)
        return hosts = NULL, vt_error_no_memory(VIR_FROM_STORAGE);
    if (!sysfs_has(hosts, name, &failed))
        return failed ? vt_error_no_memory(VIR_FROM_STORAGE) : 0;
    *ret = strdup(name);
    return *ret != NULL ? 1 : vt_error_no_memory(VIR_FROM_STORAGE);
}

static bool is_port_of_both(const struct storage_source *a, const struct storage_source *b)
{
    return is_wwn(a->adapter_wwpn) && is_wwn(b->adapter_wwpn) &&
           strcasecmp(a->adapter_wwpn, b->adapter_wwpn) == 0;
}

bool scsi_same_adapter(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    const char *host = a->source.adapter != NULL ? host_name(a->source.adapter) : NULL;
    const char *other = b->source.adapter != NULL ? host_name(b->source.adapter) : NULL;

    return (host != NULL && other != NULL && strcmp(host, other) == 0) ||
           is_port_of_both(&a->source, &b->source);
}

int scsi_adapter(const char *sysfs, const struct storage_pool_def *def, char **ret)
{
    const char *type = def->source.adapter_type;

    if (type != NULL && strcmp(type, "fc_host") == 0)
        return find_port(sysfs, def, ret);
    if (type != NULL && strcmp(type, "scsi_host") != 0)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                        "The adapter of pool '%s' has the unknown type '%s'.", def->name, type);
    return find_host(sysfs, def, ret);
}
