/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The stress: many threads, shared connections and handles, random calls from a seed. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdint.h>

#define STRESS_CONNS 4  /* shared connections; now and then one is closed and opened again */
#define STRESS_SLOTS 16 /* shared domain handles */
#define STRESS_NAMES 8  /* domains that come and go, "s0".."s7", beside "test" */

struct stress_thread {
    uint64_t random; /* state of the generator */
    int number;
    virConnectPtr conn; /* a reference of its own, for this call */
    virDomainPtr dom;   /* the same; NULL when there is none just now */
    unsigned long calls, failures;
};

extern char stress_dir[]; /* for files, removed at the end */

/* A number below @n. */
unsigned int stress_pick(struct stress_thread *t, unsigned int n);

/* A definition of "sN" with a disk that exists. */
void stress_xml(struct stress_thread *t, char *buf, size_t len);
void stress_path(struct stress_thread *t, const char *kind, char *buf, size_t len);

/* Puts a handle where other threads find it; takes the caller's reference over. */
void stress_share(struct stress_thread *t, virDomainPtr dom);

/* One call each; true when it succeeded. */
struct stress_op {
    const char *name;
    bool (*run)(struct stress_thread *t);
    bool needs_domain;
    unsigned int weight;
};
extern const struct stress_op stress_ops[];

/* Those that are not of domains. */
bool stress_network(struct stress_thread *t);
bool stress_pool(struct stress_thread *t);
bool stress_device(struct stress_thread *t);
bool stress_listen(struct stress_thread *t);
/* All connections are closed: every callback has ended, once. */
void stress_check_listeners(void);
