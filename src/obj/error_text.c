/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of errors: a sentence for each code, a word for each domain. */
#include "config.h"

#include <stddef.h>

#include "error.h"

struct sentence {
    const char *plain;
    const char *detailed;
};

#define S(text) \
    { \
        text, text ": %s" \
    }

static const struct sentence sentences[] = {
    [VIR_ERR_OK] = {"no error", "no error: %s"},
    [VIR_ERR_INTERNAL_ERROR] = S("internal error"),
    [VIR_ERR_NO_MEMORY] = S("out of memory"),
    [VIR_ERR_NO_SUPPORT] = {"this function is not supported by the connection driver",
                            "this function is not supported by the connection driver: %s"},
    [VIR_ERR_UNKNOWN_HOST] = S("unknown host"),
    [VIR_ERR_NO_CONNECT] = {"no connection driver is available",
                            "no connection driver is available for %s"},
    [VIR_ERR_INVALID_CONN] = {"invalid connection pointer", "invalid connection pointer in %s"},
    [VIR_ERR_INVALID_DOMAIN] = {"invalid domain pointer", "invalid domain pointer in %s"},
    [VIR_ERR_INVALID_ARG] = S("invalid argument"),
    [VIR_ERR_OPERATION_FAILED] = S("operation failed"),
    [VIR_ERR_GET_FAILED] = S("GET operation failed"),
    [VIR_ERR_POST_FAILED] = S("POST operation failed"),
    [VIR_ERR_HTTP_ERROR] = S("unexpected HTTP answer"),
    [VIR_ERR_SEXPR_SERIAL] = S("cannot write an S-expression"),
    [VIR_ERR_NO_XEN] = S("cannot use the Xen hypervisor"),
    [VIR_ERR_XEN_CALL] = S("a call to the Xen hypervisor failed"),
    [VIR_ERR_OS_TYPE] = S("unknown OS type"),
    [VIR_ERR_NO_KERNEL] = S("no kernel given"),
    [VIR_ERR_NO_ROOT] = S("no root device given"),
    [VIR_ERR_NO_SOURCE] = S("no source given for the device"),
    [VIR_ERR_NO_TARGET] = S("no target given for the device"),
    [VIR_ERR_NO_NAME] = S("no name given"),
    [VIR_ERR_NO_OS] = S("no OS given"),
    [VIR_ERR_NO_DEVICE] = S("no device given"),
    [VIR_ERR_NO_XENSTORE] = S("cannot use xenstore"),
    [VIR_ERR_DRIVER_FULL] = S("too many drivers are registered"),
    [VIR_ERR_CALL_FAILED] = S("the driver does not know this call"),
    [VIR_ERR_XML_ERROR] = S("XML description is not valid"),
    [VIR_ERR_DOM_EXIST] = S("the domain exists already"),
    [VIR_ERR_OPERATION_DENIED] = {"operation is forbidden for a read-only connection",
                                  "operation %s is forbidden for a read-only connection"},
    [VIR_ERR_OPEN_FAILED] = S("cannot open the configuration file"),
    [VIR_ERR_READ_FAILED] = S("cannot read the configuration file"),
    [VIR_ERR_PARSE_FAILED] = S("cannot parse the configuration file"),
    [VIR_ERR_CONF_SYNTAX] = S("the configuration file has a syntax error"),
    [VIR_ERR_WRITE_FAILED] = S("cannot write the configuration file"),
    [VIR_ERR_XML_INVALID_SCHEMA] = S("XML does not fit its schema"),
    [VIR_ERR_XML_DETAIL] = S("XML is not well-formed"),
    [VIR_ERR_INVALID_NETWORK] = {"invalid network pointer", "invalid network pointer in %s"},
    [VIR_ERR_NETWORK_EXIST] = S("the network exists already"),
    [VIR_ERR_SYSTEM_ERROR] = S("system call failed"),
    [VIR_ERR_RPC] = S("remote call failed"),
    [VIR_ERR_GNUTLS_ERROR] = S("TLS failed"),
    [VIR_WAR_NO_NETWORK] = S("no network driver is available"),
    [VIR_ERR_NO_DOMAIN] = S("domain not found"),
    [VIR_ERR_NO_NETWORK] = S("network not found"),
    [VIR_ERR_INVALID_MAC] = S("invalid MAC address"),
    [VIR_ERR_AUTH_FAILED] = S("authentication failed"),
    [VIR_ERR_INVALID_STORAGE_POOL] = {"invalid storage pool pointer",
                                      "invalid storage pool pointer in %s"},
    [VIR_ERR_INVALID_STORAGE_VOL] = {"invalid storage volume pointer",
                                     "invalid storage volume pointer in %s"},
    [VIR_WAR_NO_STORAGE] = S("no storage driver is available"),
    [VIR_ERR_NO_STORAGE_POOL] = S("storage pool not found"),
    [VIR_ERR_NO_STORAGE_VOL] = S("storage volume not found"),
    [VIR_WAR_NO_NODE] = S("no node device driver is available"),
    [VIR_ERR_INVALID_NODE_DEVICE] = {"invalid node device pointer",
                                     "invalid node device pointer in %s"},
    [VIR_ERR_NO_NODE_DEVICE] = S("node device not found"),
    [VIR_ERR_NO_SECURITY_MODEL] = S("no security model is in use"),
    [VIR_ERR_OPERATION_INVALID] = S("the operation is not valid now"),
    [VIR_ERR_OPERATION_ABORTED] = S("the operation was ended before its time"),
    [VIR_ERR_CONFIG_UNSUPPORTED] = S("the definition asks for what is not supported"),
    [VIR_ERR_OPERATION_TIMEOUT] = S("the operation took too long"),
    [VIR_ERR_OPERATION_UNSUPPORTED] = S("the operation is not supported here"),
};

static const char *const words[] = {
    [VIR_FROM_NONE] = "",
    [VIR_FROM_XEN] = "Xen ",
    [VIR_FROM_XEND] = "Xen Daemon ",
    [VIR_FROM_XENSTORE] = "Xen Store ",
    [VIR_FROM_SEXPR] = "S-Expr ",
    [VIR_FROM_XML] = "XML ",
    [VIR_FROM_DOM] = "Domain ",
    [VIR_FROM_RPC] = "RPC ",
    [VIR_FROM_PROXY] = "Proxy ",
    [VIR_FROM_CONF] = "Config ",
    [VIR_FROM_QEMU] = "QEMU ",
    [VIR_FROM_NET] = "Network ",
    [VIR_FROM_TEST] = "Test ",
    [VIR_FROM_REMOTE] = "Remote ",
    [VIR_FROM_OPENVZ] = "OpenVZ ",
    [VIR_FROM_XENXM] = "Xen XM ",
    [VIR_FROM_STATS_LINUX] = "Linux Stats ",
    [VIR_FROM_LXC] = "Linux Container ",
    [VIR_FROM_STORAGE] = "Storage ",
    [VIR_FROM_NETWORK] = "Network Config ",
    [VIR_FROM_DOMAIN] = "Domain Config ",
    [VIR_FROM_UML] = "UML ",
    [VIR_FROM_NODEDEV] = "Node Device ",
    [VIR_FROM_XEN_INOTIFY] = "Xen Inotify ",
    [VIR_FROM_SECURITY] = "Security Labeling ",
    [VIR_FROM_EVENT] = "Event ",
};

const char *vt_error_template(int code, int detailed)
{
    const struct sentence *s = NULL;

    if (code >= 0 && (size_t)code < VT_N_ELEMENTS(sentences) && sentences[code].plain != NULL)
        s = &sentences[code];
    if (s == NULL)
        return detailed ? "unknown error: %s" : "unknown error";
    return detailed ? s->detailed : s->plain;
}

const char *vt_error_domain_word(int domain)
{
    if (domain < 0 || (size_t)domain >= VT_N_ELEMENTS(words) || words[domain] == NULL)
        return "";
    return words[domain];
}
