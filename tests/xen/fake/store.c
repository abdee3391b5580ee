/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Xenstore: nodes by path, and watches that fire for a path and all below it. */
#include "fake.h"

#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct node {
    struct node *next;
    char *path, *value;
};

struct event {
    struct event *next;
    char *path;
};

struct xen_watch {
    struct xen_watch *next;
    int fd;
    bool lost;
    char **paths;
    size_t n_paths;
    struct event *first, **last; /* fired, not taken yet */
};

static struct node *nodes;
static struct xen_watch *watches;

/* Whether @path is @top or below it. */
static bool is_below(const char *path, const char *top)
{
    size_t len = strlen(top);

    return strncmp(path, top, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static void tell_locked(struct xen_watch *w, const char *path) VT_REQUIRES(fake.lock);
static void tell_locked(struct xen_watch *w, const char *path)
{
    struct event *e = fake_zalloc(1, sizeof *e);

    vt_mutex_held(&fake.lock);
    e->path = fake_format("%s", path);
    *w->last = e;
    w->last = &e->next;
    if (eventfd_write(w->fd, 1) < 0)
        abort();
}

void fake_store_fire_locked(const char *path)
{
    vt_mutex_held(&fake.lock);
    for (struct xen_watch *w = watches; w != NULL; w = w->next)
        for (size_t i = 0; i < w->n_paths; i++)
            if (is_below(path, w->paths[i]))
                tell_locked(w, path);
}

static struct node *find_locked(const char *path) VT_REQUIRES(fake.lock);
static struct node *find_locked(const char *path)
{
    struct node *n = nodes;

    vt_mutex_held(&fake.lock);
    while (n != NULL && strcmp(n->path, path) != 0)
        n = n->next;
    return n;
}

void fake_store_set_locked(const char *path, const char *value)
{
    struct node *n = find_locked(path);

    vt_mutex_held(&fake.lock);
    if (n == NULL) {
        n = fake_zalloc(1, sizeof *n);
        n->path = fake_format("%s", path);
        n->next = nodes;
        nodes = n;
    }
    free(n->value);
    n->value = fake_format("%s", value);
    fake_store_fire_locked(path);
}

void fake_store_domain_locked(const struct fake_domain *d, const char *node, const char *value)
{
    VT_AUTOFREE char *path = fake_format("/local/domain/%u/%s", d->domid, node);

    vt_mutex_held(&fake.lock);
    fake_store_set_locked(path, value);
}

const char *fake_store_get_locked(const char *path)
{
    struct node *n = find_locked(path);

    vt_mutex_held(&fake.lock);
    if (n != NULL)
        return n->value;
    if (strcmp(path, "/local/domain/0/name") == 0)
        return "Domain-0";
    return strcmp(path, "/local/domain/0/domid") == 0 ? "0" : NULL;
}

/* Watches of nodes below fire too, those above once. */
int fake_store_remove_locked(const char *path)
{
    struct node **at = &nodes;
    bool any = false;

    vt_mutex_held(&fake.lock);
    while (*at != NULL) {
        struct node *n = *at;
        if (!is_below(n->path, path)) {
            at = &n->next;
            continue;
        }
        *at = n->next;
        any = true;
        for (struct xen_watch *w = watches; w != NULL; w = w->next)
            for (size_t i = 0; i < w->n_paths; i++)
                if (strcmp(w->paths[i], n->path) == 0 && strcmp(path, n->path) != 0)
                    tell_locked(w, n->path);
        free(n->path);
        free(n->value);
        free(n);
    }
    if (any)
        fake_store_fire_locked(path);
    return any ? 0 : -ENOENT;
}

void fake_store_reset_locked(void)
{
    vt_mutex_held(&fake.lock);
    while (nodes != NULL) {
        struct node *n = nodes;
        nodes = n->next;
        free(n->path);
        free(n->value);
        free(n);
    }
}

char *fake_op_store_read(struct xen_host *host VT_UNUSED, const char *path, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const char *value;

    if (fake_gate_locked("store_read", 0, fail) < 0)
        return NULL;
    value = fake_store_get_locked(path);
    if (value == NULL) {
        (void)fake_fail(fail, ENOENT, "xenstore has no node '%s'", path);
        return NULL;
    }
    return fake_format("%.4096s", value);
}

/* A new watch fires once for each of its paths, as xenstored does it. */
static void add_path_locked(struct xen_watch *w, const char *path) VT_REQUIRES(fake.lock);
static void add_path_locked(struct xen_watch *w, const char *path)
{
    vt_mutex_held(&fake.lock);
    w->paths = reallocarray(w->paths, w->n_paths + 1, sizeof *w->paths);
    if (w->paths == NULL)
        abort();
    w->paths[w->n_paths++] = fake_format("%s", path);
    tell_locked(w, path);
}

int fake_op_watch_add(struct xen_watch *watch, const char *path, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);

    if (watch->lost)
        return fake_fail(fail, EPIPE, "xenstore is lost");
    add_path_locked(watch, path);
    return 0;
}

void fake_op_watch_drop(struct xen_watch *watch, const char *path)
{
    VT_LOCK_SCOPE(&fake.lock);

    for (size_t i = 0; i < watch->n_paths; i++) {
        if (strcmp(watch->paths[i], path) != 0)
            continue;
        free(watch->paths[i]);
        watch->paths[i] = watch->paths[--watch->n_paths];
        return;
    }
}

struct xen_watch *fake_op_watch(struct xen_host *host VT_UNUSED, const char *const *paths,
                                struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct xen_watch *w;

    if (fake_gate_locked("watch", 0, fail) < 0)
        return NULL;
    w = fake_zalloc(1, sizeof *w);
    w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (w->fd < 0)
        abort();
    w->last = &w->first;
    for (size_t i = 0; paths[i] != NULL; i++)
        add_path_locked(w, paths[i]);
    w->next = watches;
    watches = w;
    fake.n_watches++;
    return w;
}

int fake_op_watch_fd(struct xen_watch *watch)
{
    return watch->fd;
}

char *fake_op_watch_take(struct xen_watch *watch)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct event *e = watch->first;
    eventfd_t n;
    char *path;

    if (e == NULL || watch->lost)
        return NULL;
    path = e->path;
    watch->first = e->next;
    free(e);
    if (watch->first == NULL) {
        watch->last = &watch->first;
        (void)eventfd_read(watch->fd, &n);
    }
    return path;
}

void fake_control_lose_watches(void)
{
    VT_LOCK_SCOPE(&fake.lock);

    for (struct xen_watch *w = watches; w != NULL; w = w->next) {
        w->lost = true;
        if (eventfd_write(w->fd, 1) < 0)
            abort();
    }
}

void fake_op_watch_end(struct xen_watch *watch)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct xen_watch **at = &watches;

    while (*at != watch)
        at = &(*at)->next;
    *at = watch->next;
    fake.n_watches--;
    while (watch->first != NULL) {
        struct event *e = watch->first;
        watch->first = e->next;
        free(e->path);
        free(e);
    }
    for (size_t i = 0; i < watch->n_paths; i++)
        free(watch->paths[i]);
    free(watch->paths);
    (void)close(watch->fd);
    free(watch);
}
