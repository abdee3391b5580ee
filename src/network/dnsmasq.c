/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dnsmasq of a network: its files, its start, its end. */
#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <libvirt/virterror.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "network/dnsmasq.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/process.h"
#include "util/strbuf.h"

#define START_MS 10000 /* it serves in a tenth of a second; more is a host in trouble */
#define STOP_MS 3000   /* before it is killed, and again until it has ended */
#define LOOK_AGAIN_MS 20
#define MAX_COMMAND_LINE 65536
#define MAX_PID_FILE 32

#define CONF_OPTION "--conf-file="

int dnsmasq_paths_make(struct dnsmasq_paths *paths, const char *folder, const char *name)
{
    *paths = (struct dnsmasq_paths){NULL, NULL, NULL};
    if (asprintf(&paths->conf, "%s/%s.conf", folder, name) < 0)
        paths->conf = NULL;
    if (asprintf(&paths->pid, "%s/%s.pid", folder, name) < 0)
        paths->pid = NULL;
    if (asprintf(&paths->leases, "%s/%s.leases", folder, name) < 0)
        paths->leases = NULL;
    return paths->conf != NULL && paths->pid != NULL && paths->leases != NULL
               ? 0
               : vt_error_no_memory(VIR_FROM_NETWORK);
}

void dnsmasq_paths_done(struct dnsmasq_paths *paths)
{
    free(paths->conf);
    free(paths->pid);
    free(paths->leases);
}

/* Whether the folder of a file is the same for a process as it is here: not in a container, whose paths may be the
 * host's own.  What may not be known is taken for the same. */
static bool has_same_folder(long pid, const char *file)
{
    int len = (int)(strrchr(file, '/') - file);
    VT_AUTOFREE char *here = strndup(file, (size_t)len);
    VT_AUTOFREE char *there = NULL;
    struct stat ours, theirs;

    if (asprintf(&there, "/proc/%ld/root%.*s", pid, len, file) < 0)
        there = NULL;
    if (here == NULL || there == NULL)
        return false;
    if (stat(there, &theirs) < 0)
        return errno == EACCES || errno == EPERM;
    return stat(here, &ours) == 0 && ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

/* Whether a process is a dnsmasq that was told this configuration: its second argument. */
static bool is_told(long pid, const char *conf)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *line = NULL;
    const char *program, *option;
    size_t len;

    if (asprintf(&path, "/proc/%ld/cmdline", pid) < 0) {
        path = NULL;
        return false;
    }
    if (vt_file_read(path, MAX_COMMAND_LINE, &line, &len) < 0 || len == 0)
        return false;
    program = strrchr(line, '/') != NULL ? strrchr(line, '/') + 1 : line;
    option = line + strlen(line) + 1; /* a NUL is behind the end as well */
    return strcmp(program, "dnsmasq") == 0 && option < line + len &&
           strncmp(option, CONF_OPTION, strlen(CONF_OPTION)) == 0 &&
           strcmp(option + strlen(CONF_OPTION), conf) == 0 && has_same_folder(pid, conf);
}

/* One that is there.  Where the kernel has no descriptors of processes (before 5.3, and under Valgrind) it
 * is looked at again right before it is signalled. */
struct found {
    pid_t pid;
    int fd; /* -1 where the kernel has none */
};

static void found_done(struct found *found)
{
    if (found->fd >= 0)
        (void)close(found->fd);
    found->fd = -1;
}

/* Whether it is the one that was told, and still is when it is held. */
static bool hold(long pid, const char *conf, struct found *ret)
{
    struct found found = {.pid = (pid_t)pid};

    if (!is_told(pid, conf))
        return false;
    found.fd = (int)syscall(SYS_pidfd_open, found.pid, 0);
    if ((found.fd < 0 && errno == ESRCH) || !is_told(pid, conf)) {
        found_done(&found);
        return false;
    }
    *ret = found;
    return true;
}

static bool find_by_file(const struct dnsmasq_paths *paths, struct found *ret)
{
    VT_AUTOFREE char *text = NULL;
    size_t len;
    long pid;

    if (vt_file_read_regular(paths->pid, MAX_PID_FILE, &text, &len) < 0)
        return false;
    pid = strtol(text, NULL, 10);
    return pid > 0 && pid <= INT_MAX && hold(pid, paths->conf, ret);
}

/* One that has not written its number yet, or whose file is lost. */
static bool find_by_look(const struct dnsmasq_paths *paths, struct found *ret)
{
    VT_AUTOCLOSEDIR DIR *proc = opendir("/proc");
    const struct dirent *entry;
    bool found = false;

    while (proc != NULL && !found && (entry = readdir(proc)) != NULL) {
        if (isdigit((unsigned char)entry->d_name[0]))
            found = hold(strtol(entry->d_name, NULL, 10), paths->conf, ret);
    }
    return found;
}

static bool find(const struct dnsmasq_paths *paths, struct found *ret)
{
    return find_by_file(paths, ret) || find_by_look(paths, ret);
}

bool dnsmasq_is_running(const struct dnsmasq_paths *paths)
{
    struct found found;
    bool running = find(paths, &found);

    if (running)
        found_done(&found);
    return running;
}

static void look_later(void)
{
    const struct timespec t = {.tv_nsec = LOOK_AGAIN_MS * (long)VT_NS_PER_MS};

    (void)nanosleep(&t, NULL);
}

static bool has_ended(const struct found *found, const char *conf, unsigned int timeout_ms)
{
    uint64_t deadline = vt_now_ns() + timeout_ms * VT_NS_PER_MS;
    struct pollfd p = {.fd = found->fd, .events = POLLIN};

    for (uint64_t now; (now = vt_now_ns()) < deadline;) {
        if (found->fd < 0 && !is_told(found->pid, conf))
            return true;
        if (found->fd < 0)
            look_later();
        else if (poll(&p, 1, (int)((deadline - now) / VT_NS_PER_MS) + 1) > 0)
            return true;
    }
    return false;
}

/* False when it could not be sent; one that has ended needs none. */
static bool send_signal(const struct found *found, const char *conf, int number)
{
    if (found->fd >= 0)
        return syscall(SYS_pidfd_send_signal, found->fd, number, NULL, 0) == 0 || errno == ESRCH;
    return !is_told(found->pid, conf) || kill(found->pid, number) == 0 || errno == ESRCH;
}

static bool end(const struct found *found, const char *conf)
{
    if (!send_signal(found, conf, SIGTERM))
        return false;
    if (has_ended(found, conf, STOP_MS))
        return true;
    return send_signal(found, conf, SIGKILL) && has_ended(found, conf, STOP_MS);
}

int dnsmasq_stop(const struct network_def *def, const struct dnsmasq_paths *paths)
{
    struct found found;

    /* There may be two: one that hung while it started, and its child. */
    while (find(paths, &found)) {
        bool ended = end(&found, paths->conf);
        found_done(&found);
        if (!ended)
            return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                            "the dnsmasq of network '%s' does not end", def->name);
    }
    (void)unlink(paths->pid);
    (void)unlink(paths->conf);
    return 0;
}

static int write_conf(const struct network_def *def, const struct dnsmasq_paths *paths)
{
    VT_STRBUF_SCOPE(b);
    VT_OUTFILE_SCOPE(f);
    int r;

    if (dnsmasq_format(def, &b) < 0)
        return -1;
    r = vt_outfile_open(&f, paths->conf, 0644);
    if (r == 0)
        r = vt_outfile_write(&f, b.text, b.len);
    if (r == 0)
        r = vt_outfile_commit(&f);
    return r < 0 ? vt_error_errno(VIR_FROM_NETWORK, r, "cannot write '%s'", paths->conf) : 0;
}

static int run(const struct network_def *def, const char *const argv[])
{
    struct vt_process_result result;
    int r = vt_process_run(argv, -1, START_MS, &result);

    if (r == -ETIMEDOUT)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                        "the dnsmasq of network '%s' did not start within %d s: %s", def->name,
                        START_MS / 1000, result.said);
    if (r < 0)
        return vt_error_errno(VIR_FROM_NETWORK, r, "cannot run dnsmasq for network '%s'",
                              def->name);
    if (result.status != 0)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                        "the dnsmasq of network '%s' does not start: %s", def->name, result.said);
    return 0;
}

int dnsmasq_start(const struct network_def *def, const struct dnsmasq_paths *paths)
{
    VT_AUTOFREE char *conf = NULL;
    VT_AUTOFREE char *pid = NULL;
    VT_AUTOFREE char *leases = NULL;
    struct vt_error_saved saved;

    if (asprintf(&conf, CONF_OPTION "%s", paths->conf) < 0)
        conf = NULL;
    if (asprintf(&pid, "--pid-file=%s", paths->pid) < 0)
        pid = NULL;
    if (asprintf(&leases, "--dhcp-leasefile=%s", paths->leases) < 0)
        leases = NULL;
    if (conf == NULL || pid == NULL || leases == NULL)
        return vt_error_no_memory(VIR_FROM_NETWORK);
    /* It goes into the background when it has read its configuration and serves. */
    if (write_conf(def, paths) == 0 &&
        run(def, (const char *const[]){"dnsmasq", conf, pid, leases, NULL}) == 0)
        return 0;
    vt_error_save(&saved);
    if (dnsmasq_stop(def, paths) < 0)
        vt_error_reset(); /* why it did not start says more */
    vt_error_restore(&saved);
    return -1;
}
