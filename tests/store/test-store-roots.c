/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where things are kept, for root and for others, and what is done once in a boot. */
#include "config.h"

#include <grp.h>
#include <sys/wait.h>

#include "store/boot.h"
#include "store/roots.h"
#include "store/store_testing.h"

#define NOBODY 65534

static void check_root(enum vt_root root, const char *below, const char *want)
{
    char *path = vt_root(root, below, VIR_FROM_NONE);

    CHECK_STR(path, want);
    free(path);
}

static void clear(void)
{
    static const char *const names[] = {"VITRINE_CONFIG_DIR", "VITRINE_STATE_DIR",
                                        "VITRINE_DATA_DIR",   "XDG_CONFIG_HOME",
                                        "XDG_RUNTIME_DIR",    "XDG_DATA_HOME"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK(unsetenv(names[i]) == 0);
}

static void told(void)
{
    CHECK(setenv("VITRINE_CONFIG_DIR", "/told", 1) == 0);
    check_root(VT_ROOT_CONFIG, "qemu/networks", "/told/qemu/networks");
    check_root(VT_ROOT_CONFIG, NULL, "/told");
    char *setting = vt_root_setting(VT_ROOT_CONFIG, VIR_FROM_NONE);
    CHECK_STR(setting, "VITRINE_CONFIG_DIR=/told");
    free(setting);
}

static void of_user(void)
{
    clear();
    CHECK(setenv("HOME", "/home/u", 1) == 0);
    check_root(VT_ROOT_CONFIG, "storage", "/home/u/.config/libvirt/storage");
    check_root(VT_ROOT_STATE, "storage", "/home/u/.cache/libvirt/run/storage");
    check_root(VT_ROOT_DATA, "images", "/home/u/.local/share/libvirt/images");
    CHECK(setenv("XDG_CONFIG_HOME", "/xdg/config", 1) == 0);
    CHECK(setenv("XDG_RUNTIME_DIR", "/xdg/run", 1) == 0);
    CHECK(setenv("XDG_DATA_HOME", "relative", 1) == 0); /* counts for nothing */
    check_root(VT_ROOT_CONFIG, "storage", "/xdg/config/libvirt/storage");
    check_root(VT_ROOT_STATE, "storage", "/xdg/run/libvirt/storage");
    check_root(VT_ROOT_DATA, "images", "/home/u/.local/share/libvirt/images");
    CHECK(unsetenv("XDG_CONFIG_HOME") == 0 && unsetenv("HOME") == 0);
    char *path = vt_root(VT_ROOT_CONFIG, NULL, VIR_FROM_NONE); /* of the table of users */
    CHECK(path == NULL || strstr(path, "/.config/libvirt") != NULL);
    free(path);
    told();
}

static void of_root(void)
{
    clear();
    for (enum vt_root root = VT_ROOT_CONFIG; root <= VT_ROOT_DATA; root++) {
        char *path = vt_root(root, NULL, VIR_FROM_NONE);
        CHECK(path != NULL && path[0] == '/' && strstr(path, "/libvirt") != NULL);
        CHECK(strstr(path, "home") == NULL && strstr(path, "/.") == NULL);
        free(path);
    }
    told();
}

/* What is made for others than root is theirs alone. */
static void made(void)
{
    struct stat st;

    CHECK_INT(vt_root_make(test_path("a/b/c"), VIR_FROM_NONE), 0);
    CHECK_INT(vt_root_make(test_path("a/b/c"), VIR_FROM_NONE), 0);
    CHECK(stat(test_path("a/b/c"), &st) == 0 && S_ISDIR(st.st_mode));
    CHECK_INT(st.st_mode & 077 & ~(mode_t)(geteuid() == 0 ? 055 : 0), 0);
    test_put("file", "");
    RAISES(vt_root_make(test_path("file/b"), VIR_FROM_NONE), VIR_ERR_SYSTEM_ERROR);
}

/* One that ends before it is done leaves it to the next; when it is done, none does it again. */
static void boot(void)
{
    CHECK(setenv("VITRINE_STATE_DIR", test_folder, 1) == 0);
    int first = vt_boot_claim("storage", "autostarted");
    CHECK(first >= 0);
    CHECK_INT(vt_boot_claim("storage", "autostarted"), -1);
    CHECK(close(first) == 0);
    first = vt_boot_claim("storage", "autostarted");
    CHECK(first >= 0);
    int other = vt_boot_claim("network", "autostarted");
    CHECK(other >= 0 && close(other) == 0);
    vt_boot_done(first);
    CHECK_INT(vt_boot_claim("storage", "autostarted"), -1);
    test_put("storage/autostarted", "of an earlier boot\n"); /* where the folder outlives one */
    first = vt_boot_claim("storage", "autostarted");
    CHECK(first >= 0);
    vt_boot_done(first);
    CHECK_INT(vt_boot_claim("storage", "autostarted"), -1);
}

int main(void)
{
    int status;

    test_begin();
    CHECK(mkdir(test_locks, 0700) == 0);
    made();
    boot();
    if (geteuid() == 0)
        of_root();
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        CHECK(geteuid() != 0 || (setgroups(0, NULL) == 0 && setuid(NOBODY) == 0));
        of_user();
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid && status == 0);
    test_end();
    return 0;
}
