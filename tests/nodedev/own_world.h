/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A test's own world of devices: a network namespace with its /sys, where interfaces come and go as it likes; or a
 * /sys that is made up.  The machine itself does not notice. */
#pragma once

#include <sched.h>
#include <stdarg.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario/scenario.h"

/* Runs a program and waits: what it ends with, 127 when it is not there. */
static inline int own_run(const char *const argv[])
{
    pid_t child = fork();
    int status;

    CHECK(child >= 0);
    if (child == 0) {
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#define RUN(...) CHECK_INT(own_run((const char *const[]){__VA_ARGS__, NULL}), 0)

static inline void own_mount(const char *type, const char *where)
{
    if (mount(type, where, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
        SKIP("a %s cannot be mounted on %s: %s", type, where, strerror(errno));
}

/* Called before there is a second thread. */
static inline void own_namespaces(int which)
{
    if (unshare(which) < 0)
        SKIP("no namespace can be made here: %s", strerror(errno));
    if (mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0)
        SKIP("mounts cannot be kept private here: %s", strerror(errno));
}

/* Interfaces of its own.  A udevd of the machine does not know them: its folder is hidden. */
static inline void own_network(void)
{
    own_namespaces(CLONE_NEWNET | CLONE_NEWNS);
    own_mount("sysfs", "/sys");
    if (access("/run/udev", F_OK) == 0)
        own_mount("tmpfs", "/run/udev");
    if (own_run((const char *const[]){"ip", "link", "set", "lo", "up", NULL}) != 0)
        SKIP("ip is not there, or may change nothing");
}

static inline void own_pair(const char *one, const char *address, const char *other)
{
    RUN("ip", "link", "add", one, "address", address, "type", "veth", "peer", "name", other);
}

/* A /sys with nothing in it.  Source: systemd 251, ENVIRONMENT.md: the variable. */
static inline void own_sysfs(void)
{
    own_namespaces(CLONE_NEWNET | CLONE_NEWNS);
    own_mount("tmpfs", "/sys");
    if (access("/run/udev", F_OK) == 0)
        own_mount("tmpfs", "/run/udev");
    OK(setenv("SYSTEMD_DEVICE_VERIFY_SYSFS", "0", 1));
}

/* mkdir -p */
static inline void own_folder(const char *path)
{
    char part[600];

    for (size_t i = 1; i <= strlen(path); i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        CHECK(mkdir(part, 0755) == 0 || errno == EEXIST);
    }
}

static inline void own_file(const char *folder, const char *name, const char *text, size_t len)
{
    char path[700];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    scn_write(path, text, len);
}
#define OWN_TEXT(folder, name, text) own_file(folder, name, text, strlen(text))

/* A device as the kernel shows it: PATH below /sys/devices, in the folder of its subsystem.
 * @where   "bus/pci/devices", "class/net"
 * @uevent  its lines */
static inline void own_device(const char *path, const char *where, const char *uevent)
{
    char folder[600], link[700], subsystem[100];
    char *name;

    snprintf(folder, sizeof folder, "/sys/devices/%s", path);
    own_folder(folder);
    OWN_TEXT(folder, "uevent", uevent);
    snprintf(subsystem, sizeof subsystem, "/sys/%s", where);
    own_folder(subsystem);
    name = strrchr(folder, '/');
    snprintf(link, sizeof link, "%s%s", subsystem, name);
    OK(symlink(folder, link));
    if (strncmp(where, "bus/", 4) == 0)
        *strrchr(subsystem, '/') = '\0'; /* "bus/pci" */
    snprintf(link, sizeof link, "%s/subsystem", folder);
    OK(symlink(subsystem, link));
}
