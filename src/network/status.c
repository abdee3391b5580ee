/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The document of an active network: its definition, and how far its run is. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>

#include "conf/put.h"
#include "network/status.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define OURS "urn:vitrine:network:1"

static const char *const step_list[] = {"starting", "active", "stopping"};
static const struct conf_words step_words = {step_list, VT_N_ELEMENTS(step_list), NULL};

int status_format(const struct network_def *def, enum net_step step, char **ret)
{
    VT_AUTOFREE char *xml = NULL;
    VT_STRBUF_SCOPE(b);
    char *text;

    if (network_def_format(def, &xml) < 0)
        return -1;
    /* The classes of traffic that libvirt's shaping has: none of ours. */
    PUT(&b, "<networkstatus xmlns:vt='" OURS "'>\n"
            "  <class_id bitmap='0-2'/>\n"
            "  <floor sum='0'/>\n"
            "  <vt:run");
    put_attr(&b, "step", conf_word(&step_words, step));
    PUT(&b, "/>\n");
    vt_strbuf_add(&b, xml);
    PUT(&b, "</networkstatus>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(VIR_FROM_NETWORK);
    *ret = text;
    return 0;
}

static const struct xml_node *run_of(const struct xml_node *root)
{
    for (const struct xml_node *child = root->first; child != NULL; child = child->next) {
        if (child->name != NULL && child->ns != NULL && strcmp(child->ns, OURS) == 0 &&
            strcmp(child->name, "run") == 0)
            return child;
    }
    return NULL;
}

int status_parse(const char *text, struct network_def **ret, enum net_step *ret_step,
                 bool *ret_foreign)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    const struct xml_node *run, *network;
    struct conf_parse p = {NULL, VIR_FROM_NETWORK};
    unsigned int step = NET_ACTIVE;

    if (xml_parse(text, XML_MAX_TEXT, VIR_FROM_NETWORK, VIR_ERR_XML_ERROR, &doc) < 0 ||
        conf_is_root(&p, doc->root, "networkstatus", VIR_ERR_XML_ERROR) < 0)
        return -1;
    run = run_of(doc->root);
    if (run != NULL && conf_word_of(&p, &step_words, run, "step", xml_attr(run, "step"), &step) < 0)
        return -1;
    network = xml_child(doc->root, "network");
    if (network == NULL)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_XML_ERROR,
                        "The state of a network holds no <network>.");
    if (network_def_from_node(network, ret) < 0)
        return -1;
    *ret_step = step;
    *ret_foreign = run == NULL;
    return 0;
}
