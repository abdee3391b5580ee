/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a guest says of its memory, what it is told, and what must not be left behind. */
#include <inttypes.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <time.h>
#include <xenctrl.h>
#include <xenstore.h>

#include "../guest/pattern.h"
#include "lab.h"

/* Windows that nobody reads are to be gone after this, even where all is slow. */
#define IDLE_PATIENCE 10.0
/* Where Linux maps all memory, when it is told not to move it: Documentation/x86/x86_64/mm.rst. */
#define LINUX_DIRECT UINT64_C(0xffff888000000000)

double lab_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void lab_nap(void)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
}

static void discard(void *opaque, virErrorPtr error)
{
    (void)opaque;
    (void)error;
}

virConnectPtr lab_open(void)
{
    virConnectPtr conn;

    virSetErrorFunc(NULL, discard);
    conn = virConnectOpen("xen:///");
    if (conn == NULL)
        fprintf(stderr, "%s\n", lab_error());
    CHECK(conn != NULL);
    return conn;
}

virDomainPtr lab_find(virConnectPtr conn, const char *name)
{
    virDomainPtr dom = virDomainLookupByName(conn, name);

    if (dom == NULL)
        fprintf(stderr, "%s: %s\n", name, lab_error());
    CHECK(dom != NULL);
    return dom;
}

const char *lab_error(void)
{
    virErrorPtr error = virGetLastError();

    return error != NULL && error->message != NULL ? error->message : "";
}

int lab_error_code(void)
{
    virErrorPtr error = virGetLastError();

    return error != NULL ? error->code : 0;
}

static struct xs_handle *store(void)
{
    static struct xs_handle *xs;

    if (xs == NULL)
        xs = xs_open(0);
    CHECK(xs != NULL);
    return xs;
}

char *lab_node(int id, const char *path)
{
    char whole[256];
    unsigned int len;

    snprintf(whole, sizeof whole, "/local/domain/%d/%s", id, path);
    return xs_read(store(), XBT_NULL, whole, &len);
}

bool lab_node_is(int id, const char *path, const char *want)
{
    char *text = lab_node(id, path);
    bool is = text != NULL && strcmp(text, want) == 0;

    free(text);
    return is;
}

int lab_id_of(const char *name)
{
    unsigned int n = 0;
    char **ids = xs_directory(store(), XBT_NULL, "/local/domain", &n);
    int found = -1;

    CHECK(ids != NULL);
    for (unsigned int i = 0; i < n && found < 0; i++) {
        if (lab_node_is(atoi(ids[i]), "name", name))
            found = atoi(ids[i]);
    }
    free(ids);
    return found;
}

static void write_node(int id, const char *path, const char *value)
{
    char whole[256];

    snprintf(whole, sizeof whole, "/local/domain/%d/%s", id, path);
    CHECK(xs_write(store(), XBT_NULL, whole, value, (unsigned int)strlen(value)));
}

static uint64_t node_number(int id, const char *path, uint64_t otherwise)
{
    char *text = lab_node(id, path);
    uint64_t n = text != NULL ? strtoull(text, NULL, 0) : otherwise;

    free(text);
    return n;
}

static size_t parse_ranges(const char *text, struct lab_range *to)
{
    size_t n = 0;
    int used;

    while (sscanf(text, "%" SCNu64 " %" SCNu64 "%n", &to[n].first, &to[n].last, &used) == 2) {
        CHECK(++n < LAB_RANGES);
        text += used;
    }
    return n;
}

void lab_look_again(struct lab_guest *g)
{
    char *pattern, *balloon, *kind, *rest;

    CHECK(LAB_EVENTUALLY(lab_node_is(g->id, "data/ready", "1")));
    pattern = lab_node(g->id, "data/pattern");
    balloon = lab_node(g->id, "data/balloon");
    kind = lab_node(g->id, "data/kind");
    CHECK(pattern != NULL && balloon != NULL);
    g->seed = strtoull(pattern, &rest, 10);
    g->generation = strtoull(rest, &rest, 10);
    g->n_filled = parse_ranges(rest, g->filled);
    g->n_holes = parse_ranges(balloon, g->hole);
    CHECK(g->n_filled > 0);
    snprintf(g->kind, sizeof g->kind, "%s", kind != NULL ? kind : "linux");
    g->va = node_number(g->id, "data/va", LINUX_DIRECT);
    g->four_k_end = node_number(g->id, "data/four-k-end", 0);
    free(pattern);
    free(balloon);
    free(kind);
}

void lab_look(struct lab_guest *g, const char *name, int id)
{
    snprintf(g->name, sizeof g->name, "%s", name);
    g->id = id;
    lab_look_again(g);
}

void lab_send(const struct lab_guest *g, const char *command)
{
    write_node(g->id, "data/command", command);
}

void lab_tell(const struct lab_guest *g, const char *format, ...)
{
    char command[100], want[sizeof command + 8];
    va_list args;

    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    lab_send(g, command);
    CHECK(LAB_EVENTUALLY(lab_node_is(g->id, "data/command", "")));
    snprintf(want, sizeof want, "ok %s", command);
    if (!lab_node_is(g->id, "data/answer", want))
        fprintf(stderr, "%s does not obey: %s\n", g->name, command);
    CHECK(lab_node_is(g->id, "data/answer", want));
}

void lab_balloon(const struct lab_guest *g, unsigned int mib)
{
    char id[16], text[16], want[24];

    snprintf(id, sizeof id, "%d", g->id);
    snprintf(text, sizeof text, "%u", mib);
    snprintf(want, sizeof want, "%u", mib * 1024);
    lab_must("xl", "mem-set", id, text);
    CHECK(LAB_EVENTUALLY(lab_node_is(g->id, "data/target", want)));
    CHECK(LAB_EVENTUALLY(lab_node_is(g->id, "data/ready", "1")));
}

bool lab_right(const struct lab_guest *g, const void *bytes, size_t size, uint64_t at)
{
    size_t right = pattern_matches(bytes, size, g->seed, g->generation, at);

    if (right == size)
        return true;
    fprintf(stderr, "%s: %zu bytes at 0x%" PRIx64 " differ from byte %zu on (frame %" PRIu64 ")\n",
            g->name, size, at, right, (at + right) / LAB_PAGE);
    return false;
}

uint64_t lab_middle(const struct lab_guest *g)
{
    const struct lab_range *largest = &g->filled[0];

    for (size_t i = 1; i < g->n_filled; i++) {
        if (g->filled[i].last - g->filled[i].first > largest->last - largest->first)
            largest = &g->filled[i];
    }
    return largest->first + (largest->last - largest->first) / 2;
}

uint64_t lab_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 16;
}

static unsigned int look_at_mappings(bool show)
{
    FILE *f = fopen("/proc/self/maps", "re");
    unsigned int n = 0;
    char line[512];

    CHECK(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        if (strstr(line, "privcmd") == NULL)
            continue;
        n++;
        if (show)
            fputs(line, stderr);
    }
    (void)fclose(f);
    return n;
}

unsigned int lab_mappings(void)
{
    return look_at_mappings(false);
}

void lab_show_mappings(void)
{
    (void)look_at_mappings(true);
}

uint64_t lab_pages(int id)
{
    xc_interface *xc = xc_interface_open(NULL, NULL, 0);
    xc_domaininfo_t info;

    CHECK(xc != NULL);
    CHECK_INT(xc_domain_getinfolist(xc, (uint32_t)id, 1, &info), 1);
    CHECK_INT(info.domain, id);
    CHECK_INT(xc_interface_close(xc), 0);
    return info.tot_pages;
}

/* Domains that are dying, which are those of which something is still mapped. */
static unsigned int dying(void)
{
    xc_interface *xc = xc_interface_open(NULL, NULL, 0);
    xc_domaininfo_t info[64];
    unsigned int found = 0;
    int n;

    CHECK(xc != NULL);
    n = xc_domain_getinfolist(xc, 0, 64, info);
    CHECK(n > 0);
    for (int i = 0; i < n; i++)
        found += (info[i].flags & XEN_DOMINF_dying) != 0;
    (void)xc_interface_close(xc);
    return found;
}

void lab_check_nothing_left(void)
{
    double end = lab_now() + IDLE_PATIENCE;
    siginfo_t child = {.si_pid = 0};

    while ((lab_mappings() > 0 || dying() > 0) && lab_now() < end)
        lab_nap();
    CHECK_INT(lab_mappings(), 0);
    CHECK_INT(dying(), 0);
    (void)waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT);
    CHECK_INT(child.si_pid, 0);
}
