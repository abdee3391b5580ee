/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a host and its hypervisor can do: a plain struct that a driver fills, and its text.
 * The struct only points; whoever fills it owns what it points at.  A list of texts is NULL or
 * ended by NULL.
 * Source: the capabilities format of libvirt 0.6.1. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

struct capabilities_cell {
    unsigned int id;
    const unsigned int *cpus; /* numbers of the host's CPUs in this cell */
    size_t n_cpus;
};

struct capabilities_host {
    const char *arch;
    const char *const *features; /* of the CPU: pae, vmx, ... */
    bool can_migrate;            /* the element is printed */
    bool migrates_live;
    const char *const *migration_transports;
    const struct capabilities_cell *cells; /* NUMA; none: no topology is printed */
    size_t n_cells;
    const char *secmodel; /* NULL: none */
    const char *secmodel_doi;
};

/* What a guest architecture, or one domain type of it, needs. */
struct capabilities_runner {
    const char *type; /* domain type; NULL in capabilities_guest.common */
    const char *emulator;
    const char *loader;
    const char *const *machines;
};

struct capabilities_feature {
    const char *name;
    bool plain;      /* printed without the two below: pae, nonpae, ia64_be */
    bool on_default; /* on when nothing is said */
    bool can_toggle;
};

struct capabilities_guest {
    const char *os_type;
    const char *arch;
    unsigned int wordsize; /* bits */
    struct capabilities_runner common;
    const struct capabilities_runner *domains;
    size_t n_domains;
    const struct capabilities_feature *features;
    size_t n_features;
};

struct capabilities {
    struct capabilities_host host;
    const struct capabilities_guest *guests;
    size_t n_guests;
};

/* Prints capabilities.
 * @domain  who raises (VIR_FROM_*)
 * Errors   NO_MEMORY
 * Owner    the caller frees *ret */
int capabilities_format(const struct capabilities *caps, int domain, char **ret) VT_WARN_UNUSED;
