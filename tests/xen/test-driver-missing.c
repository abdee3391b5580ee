/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* No module, one that is none, one of another release, no Xen: an error that says so, nothing on the error
 * output, and it works when it is there. */
#include "config.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "xen/driver_testing.h"

static void module_is(const char *path)
{
    CHECK(setenv("VITRINE_DRIVER_DIR", scn_folder(), 1) == 0);
    CHECK(path == NULL || symlink(path, scn_path("xen.so")) == 0);
}

static void refuses(int code, const char *word)
{
    const char *const uris[] = {"xen:///", "xen:///system", "xen", "xen://"};

    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        CHECK(virConnectOpen(uris[i]) == NULL);
        CHECK_INT(virGetLastError()->code, code);
        CHECK(strstr(virGetLastError()->message, word) != NULL);
    }
}

static void no_module(void)
{
    module_is(NULL);
    refuses(VIR_ERR_NO_CONNECT, "xen.so");
}

static void no_library(void)
{
    scn_write(scn_path("text"), "text", 4);
    module_is(scn_path("text"));
    refuses(VIR_ERR_NO_CONNECT, "xen.so");
}

static void no_table(void)
{
    Dl_info info;

    CHECK(dladdr((void *)(uintptr_t)malloc, &info) != 0 || dladdr(stdout, &info) != 0);
    CHECK(dladdr(stdout, &info) != 0);
    module_is(info.dli_fname);
    refuses(VIR_ERR_NO_CONNECT, "xen.so");
}

static void other_release(void)
{
    char *path = realpath("tests/xen/old/.libs/xen.so", NULL);

    CHECK(path != NULL);
    module_is(path);
    refuses(VIR_ERR_NO_CONNECT, "release");
    free(path);
}

static void no_xen(void)
{
    const struct fake_control *fake = drv_fake();

    fake->fail("open", FAKE_ANY_DOMAIN, ENOENT, 0);
    refuses(VIR_ERR_NO_XEN, "told to fail");
    fake->let_go("open");
    fake->fail("domains", FAKE_ANY_DOMAIN, EPERM, 0); /* it opens, but tells nothing */
    refuses(VIR_ERR_XEN_CALL, "told to fail");
    fake->let_go("domains");
    CHECK(virConnectOpen("xen:///nothing") == NULL);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_ARG);
    virConnectPtr conn = virConnectOpen("xen:///system");
    CHECK(conn != NULL);
    CHECK_INT(virConnectClose(conn), 0);
}

/* In a process of its own: a module that was loaded stays. */
static void alone(void (*test)(void))
{
    int status;
    struct stat st;
    const char *path = scn_path("stderr");
    pid_t pid = fork();

    CHECK(pid >= 0);
    if (pid == 0) {
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        CHECK(fd >= 0 && dup2(fd, 2) == 2);
        virSetErrorFunc(NULL, scn_quiet);
        test();
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(stat(path, &st) == 0);
    if (st.st_size > 0) {
        size_t len;
        char *text = scn_read(path, &len);
        fprintf(stderr, "%s\n", text);
        exit(1);
    }
    CHECK_INT(status, 0);
    (void)unlink(scn_path("xen.so"));
}

int main(void)
{
    if (!scn_xen())
        SKIP("on-fake runs this");
    (void)scn_folder();
    alone(no_module);
    alone(no_library);
    alone(no_table);
    alone(other_release);
    alone(no_xen);
    return 0;
}
