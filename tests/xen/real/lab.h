/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs that run in dom0 of the lab share: what a guest says of its memory, telling it what
 * to do, plain xl beside the library, and judging what was read.
 *
 * They use the library as anybody does.  What a guest says is read from xenstore by Xen's own library,
 * and others' doings are those of xl, so that nothing of the library judges itself. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdint.h>

#include "testing.h"

#define LAB_PAGE UINT64_C(4096)
#define LAB_RANGES 256
#define LAB_PATIENCE 120.0 /* s: the processor is an emulated one, perhaps shared */

struct lab_range {
    uint64_t first, last; /* frames */
};

struct lab_guest {
    char name[64];
    int id;
    char kind[16]; /* pv, pvh, hvm, linux */
    uint64_t seed, generation;
    uint64_t va;         /* where its memory is mapped, physical address 0 first */
    uint64_t four_k_end; /* behind this offset there may be pages of 2 MiB; 0 not known */
    struct lab_range filled[LAB_RANGES], hole[LAB_RANGES];
    size_t n_filled, n_holes;
};

/* Seconds, steadily. */
double lab_now(void);
void lab_nap(void);
/* Evaluates @cond again and again until it is true; false after LAB_PATIENCE. */
#define LAB_EVENTUALLY(cond) \
    ({ \
        double end_ = lab_now() + LAB_PATIENCE; \
        bool ok_; \
        while (!(ok_ = (cond)) && lab_now() < end_) \
            lab_nap(); \
        ok_; \
    })

virConnectPtr lab_open(void);
virDomainPtr lab_find(virConnectPtr conn, const char *name);
/* The last error of this thread, "" when there is none. */
const char *lab_error(void);
int lab_error_code(void);

/* A node below /local/domain/ID/; the caller frees, NULL when there is none. */
char *lab_node(int id, const char *path);
bool lab_node_is(int id, const char *path, const char *want);
/* Waits until the memory of domain @id is as it says, and takes all that it says. */
void lab_look(struct lab_guest *g, const char *name, int id);
/* The same again, of the same run. */
void lab_look_again(struct lab_guest *g);
/* Gives a small guest one of its commands and waits until it is done. */
void lab_tell(const struct lab_guest *g, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Gives it one and does not wait. */
void lab_send(const struct lab_guest *g, const char *command);
/* Lets a guest have @mib for its memory and waits until it has done what it can. */
void lab_balloon(const struct lab_guest *g, unsigned int mib);

/* Runs a program, its words after one another and NULL; its exit status. */
int lab_try(const char *word, ...) __attribute__((sentinel));
/* The same, which must go well. */
#define lab_must(...) CHECK_INT(lab_try(__VA_ARGS__, (char *)NULL), 0)
/* Begins one: its number, for lab_end, which waits for it and returns its status. */
int lab_begin(const char *word, ...) __attribute__((sentinel));
int lab_end(int pid);
/* The domain of this name, as xenstore has it; -1 none. */
int lab_id_of(const char *name);

/* Whether @size bytes read from physical address @at are what the guest wrote; says where not. */
bool lab_right(const struct lab_guest *g, const void *bytes, size_t size, uint64_t at);
/* Pages that the host has given to a domain and not got back, as the hypervisor counts them. */
uint64_t lab_pages(int id);
/* A frame in the middle of the largest range. */
uint64_t lab_middle(const struct lab_guest *g);
/* Pseudo-random numbers, one state for each thread. */
uint64_t lab_random(uint64_t *state);

/* Ends the program with 1 when this process still maps frames of guests, after the time that windows may be
 * kept; when there is a domain that dies or has no name; or a child that has ended. */
void lab_check_nothing_left(void);
/* Mappings of frames in this process. */
unsigned int lab_mappings(void);
/* Lists them on the standard error output. */
void lab_show_mappings(void);
