/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The document of an active network: its definition, and how far its run is.
 *
 * Its root is that of libvirt's own, <networkstatus>, so each can tell what the other runs; what is ours
 * says so in a namespace of its own.
 * Source: the state files of libvirt 9.0 */
#pragma once

#include "network/network.h"

/* NO_MEMORY.  The caller frees. */
int status_format(const struct network_def *def, enum net_step step, char **ret) VT_WARN_UNUSED;

/* @ret_foreign  nothing in it is ours: another program runs the network
 * Errors        XML_ERROR and those of definitions */
int status_parse(const char *text, struct network_def **ret, enum net_step *ret_step,
                 bool *ret_foreign) VT_WARN_UNUSED;
