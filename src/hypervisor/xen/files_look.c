/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking through the folder of definitions, and hearing of its changes. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "conf/xml.h"
#include "hypervisor/xen/define.h"
#include "hypervisor/xen/files_folder.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

#define SUFFIX ".xml"
/* The folder may come later, or be read later: it is looked for this often. */
#define RETRY_MS 2000

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct xen_file *)a)->name, ((const struct xen_file *)b)->name);
}

static struct xen_file *find(const struct xen_files *files, const char *name)
{
    const struct xen_file key = {.name = (char *)(uintptr_t)name};

    return files->n_known == 0 ? NULL
                               : bsearch(&key, files->known, files->n_known, sizeof key, compare);
}

static void stamp(struct xen_file *f, const struct stat *st)
{
    f->inode = st->st_ino;
    f->changed = st->st_ctim;
    f->size = st->st_size;
}

static bool is_same(const struct xen_file *a, const struct xen_file *b)
{
    return a->inode == b->inode && a->size == b->size && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

int xen_files_note(struct xen_files *files, const char *name, const char *path)
{
    struct xen_file *f = find(files, name), *more;
    struct stat st;

    if (stat(path, &st) < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot look at '%s'", path);
    if (f != NULL) {
        stamp(f, &st);
        return 0;
    }
    more = reallocarray(files->known, files->n_known + 1, sizeof *more);
    if (more == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    files->known = more;
    f = &more[files->n_known];
    f->name = strdup(name);
    if (f->name == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    stamp(f, &st);
    files->n_known++;
    qsort(files->known, files->n_known, sizeof *files->known, compare);
    return 0;
}

void xen_files_drop(struct xen_files *files, const char *name)
{
    struct xen_file *f = find(files, name);
    size_t at;

    if (f == NULL)
        return;
    free(f->name);
    at = (size_t)(f - files->known);
    memmove(f, f + 1, (files->n_known - at - 1) * sizeof *f);
    files->n_known--;
}

void xen_files_forget(struct xen_files *files)
{
    for (size_t i = 0; i < files->n_known; i++)
        free(files->known[i].name);
    free(files->known);
    files->known = NULL;
    files->n_known = 0;
}

/* The domain's name when the entry is a definition's file; the caller frees.  NULL: it is none. */
static char *name_of(const struct dirent *e)
{
    size_t len = strlen(e->d_name);

    if (len <= strlen(SUFFIX) || strcmp(e->d_name + len - strlen(SUFFIX), SUFFIX) != 0)
        return NULL;
    return strndup(e->d_name, len - strlen(SUFFIX));
}

/* Adds what the entry is, if it is a definition's file.  0, or a negative errno. */
static int add(struct xen_files *found, DIR *dir, const struct dirent *e)
{
    VT_AUTOFREE char *name = name_of(e);
    struct xen_file *more;
    struct stat st;

    if (name == NULL)
        return 0;
    if (fstatat(dirfd(dir), e->d_name, &st, 0) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISREG(st.st_mode))
        return 0;
    more = reallocarray(found->known, found->n_known + 1, sizeof *more);
    if (more == NULL)
        return -ENOMEM;
    found->known = more;
    more[found->n_known].name = VT_TAKE(name);
    stamp(&more[found->n_known++], &st);
    return 0;
}

/* 0, or a negative errno.  A folder that is not there is empty; one that cannot be read is not. */
static int add_all(struct xen_files *found, const char *folder)
{
    VT_AUTOCLOSEDIR DIR *dir = opendir(folder);
    struct dirent *e;
    int r = 0;

    if (dir == NULL)
        return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
    while (r == 0 && found->n_known < XEN_MAX_FILES) {
        errno = 0;
        e = readdir(dir);
        if (e == NULL)
            return -errno;
        r = add(found, dir, e);
    }
    return r;
}

/* The files that are there now, ascending by name; how many, or -1 raised. */
static int list(struct xen_files *files, struct xen_file **ret)
{
    struct xen_files found = {.known = NULL};
    int r = add_all(&found, files->folder);

    if (r < 0) {
        xen_files_forget(&found);
        return r == -ENOMEM
                   ? vt_error_no_memory(VIR_FROM_XEN)
                   : vt_error_errno(VIR_FROM_XEN, r, "cannot look through '%s'", files->folder);
    }
    if (found.n_known > 0)
        qsort(found.known, found.n_known, sizeof *found.known, compare);
    *ret = found.known;
    return (int)found.n_known;
}

/* The definition in a file, when it is one of its name; NULL else.  Nothing is raised.  False when
 * that could not be found out: another time it may. */
static bool read_one(const char *path, const char *name, struct domain_def **ret_def)
{
    VT_AUTOFREE char *xml = NULL;
    struct domain_def *def = NULL;
    size_t len;
    int r = vt_file_read_regular(path, XML_MAX_TEXT, &xml, &len);

    if (r < 0)
        return r != -EMFILE && r != -ENFILE && r != -ENOMEM && r != -EIO;
    if (domain_def_parse(xml, &xen_parse_opts, &def) < 0) {
        bool known = vt_error_last()->code != VIR_ERR_NO_MEMORY;
        vt_error_reset();
        return known;
    }
    *ret_def = strcmp(def->name, name) == 0 ? def : domain_def_unref(def);
    return true;
}

static bool has_link(const struct xen_files *files, const char *name)
{
    VT_AUTOFREE char *path = NULL;
    struct stat st;

    return asprintf(&path, "%s/%s.xml", files->autostart, name) >= 0 && lstat(path, &st) == 0;
}

/* What is not raised here nobody would hear: this serves whoever opens, or the thread.  False: it is to
 * be tried again; a guest that nobody has defined may have the name just now. */
static bool take_in(struct xen_files *files, const char *name)
{
    VT_AUTOFREE char *path = NULL;
    DOMAIN_AUTODEF struct domain_def *def = NULL;

    if (asprintf(&path, "%s/%s.xml", files->folder, name) < 0 || !read_one(path, name, &def))
        return false;
    if (def == NULL || xen_define_found(files->world, def, has_link(files, name)) == 0)
        return true;
    vt_error_reset();
    return false;
}

/* In a turn. */
static int look(struct xen_files *files)
{
    struct xen_files old = {.known = files->known, .n_known = files->n_known};
    struct xen_file *now = NULL;
    int n = list(files, &now), r = 0;

    if (n < 0)
        return -1;
    files->known = now;
    files->n_known = (size_t)n;
    for (size_t i = 0; i < old.n_known; i++) {
        if (find(files, old.known[i].name) == NULL)
            xen_define_lost(files->world, old.known[i].name);
    }
    for (size_t i = 0; i < files->n_known; i++) {
        const struct xen_file *before = find(&old, now[i].name);
        if (before != NULL && is_same(before, &now[i])) {
            xen_define_set_autostart(files->world, now[i].name, has_link(files, now[i].name));
        } else if (!take_in(files, now[i].name)) {
            now[i].size = -1; /* as if it were another at the next look */
            r = 1;
        }
    }
    xen_files_forget(&old);
    return r;
}

int xen_files_look(struct xen_files *files)
{
    XEN_FILES_TURN(files);

    return look(files);
}

/* Watches what is there of the two folders; adding a watch again is nothing.  The outer one tells when
 * the other comes.  False when that is not there either. */
static bool watch(struct xen_files *files)
{
    const uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                          IN_DELETE_SELF | IN_ONLYDIR;
    bool outer = inotify_add_watch(files->notify_fd, files->folder, mask) >= 0;

    (void)inotify_add_watch(files->notify_fd, files->autostart, mask);
    return outer;
}

/* Looks after watching, so that no change is missed.  True when it need not be tried again. */
static bool watch_and_look(struct xen_files *files)
{
    bool watched = watch(files);
    int r = xen_files_look(files);

    if (r < 0)
        vt_error_reset();
    return watched && r == 0;
}

static void drain(int fd)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));

    while (read(fd, events, sizeof events) > 0)
        continue; /* which file it was shows when the folder is looked through */
}

static void *files_main(void *arg)
{
    struct xen_files *files = arg;
    struct pollfd fds[2] = {
        {.fd = files->wake_fd, .events = POLLIN},
        {.fd = files->notify_fd, .events = POLLIN},
    };

    while (poll(fds, 2, files->whole ? -1 : RETRY_MS) >= 0 || errno == EINTR) {
        if (fds[0].revents != 0)
            break;
        if (fds[1].revents != 0)
            drain(files->notify_fd);
        files->whole = watch_and_look(files);
    }
    vt_error_reset();
    return NULL;
}

int xen_files_start(struct xen_files *files)
{
    sigset_t all, before;
    int r;

    files->notify_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    files->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (files->notify_fd < 0 || files->wake_fd < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot watch '%s'", files->folder);
    files->whole = watch_and_look(files);
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&files->thread, NULL, files_main, files);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0)
        return vt_error_errno(VIR_FROM_XEN, r, "cannot start a thread for definitions");
    files->running = true;
    return 0;
}

void xen_files_stop(struct xen_files *files)
{
    const uint64_t one = 1;

    if (files->running && write(files->wake_fd, &one, sizeof one) == (ssize_t)sizeof one)
        (void)pthread_join(files->thread, NULL);
    files->running = false;
    if (files->notify_fd >= 0)
        (void)close(files->notify_fd);
    if (files->wake_fd >= 0)
        (void)close(files->wake_fd);
    files->notify_fd = files->wake_fd = -1;
}
