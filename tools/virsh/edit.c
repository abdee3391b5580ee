/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Editing the XML of an object with the user's editor. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "edit.h"
#include "input.h"
#include "report.h"
#include "shell.h"
#include "util/cleanup.h"
#include "util/file.h"

static const char *editor_of_user(void)
{
    const char *editor = getenv("VISUAL");

    if (editor == NULL || *editor == '\0')
        editor = getenv("EDITOR");
    return editor != NULL && *editor != '\0' ? editor : "vi";
}

/* Writes XML to a new file that only the user can read.  The caller frees *ret_path. */
static int write_temporary(struct shell *sh, const char *xml, char **ret_path)
{
    const char *folder = getenv("TMPDIR");
    VT_AUTOFREE char *path = NULL;
    int fd, r;

    if (folder == NULL || *folder == '\0')
        folder = "/tmp";
    if (asprintf(&path, "%s/virsh-XXXXXX.xml", folder) < 0) {
        path = NULL;
        return report_no_memory(sh);
    }
    fd = mkostemps(path, 4, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return report_error(sh, "cannot make a temporary file in '%s': %s", folder,
                            strerror(errno));
    r = vt_write_all(fd, xml, strlen(xml));
    if (close(fd) < 0 && r == 0)
        r = -errno;
    if (r < 0) {
        (void)unlink(path);
        return report_error(sh, "cannot write the file '%s': %s", path, strerror(-r));
    }
    *ret_path = VT_TAKE(path);
    return 0;
}

/* In the child; nothing but exec. */
static void exec_editor(const char *script, const char *path)
{
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGQUIT, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)execl("/bin/sh", "sh", "-c", script, "virsh", path, (char *)NULL);
    _exit(127);
}

/* Waits for the editor; the keys that end it do not end virsh meanwhile. */
static int wait_for(pid_t pid)
{
    int status = -1;

    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return status;
}

static int run_editor(struct shell *sh, const char *path)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction old_int, old_quit;
    VT_AUTOFREE char *script = NULL;
    int status = -1;
    pid_t pid;

    /* $VISUAL and $EDITOR are shell commands by custom; the file goes in as an argument. */
    if (asprintf(&script, "%s \"$1\"", editor_of_user()) < 0) {
        script = NULL;
        return report_no_memory(sh);
    }
    (void)fflush(stdout);
    (void)sigaction(SIGINT, &ignore, &old_int);
    (void)sigaction(SIGQUIT, &ignore, &old_quit);
    pid = fork();
    if (pid == 0)
        exec_editor(script, path);
    if (pid > 0)
        status = wait_for(pid);
    (void)sigaction(SIGINT, &old_int, NULL);
    (void)sigaction(SIGQUIT, &old_quit, NULL);
    if (pid < 0)
        return report_error(sh, "cannot start a process for the editor: %s", strerror(errno));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return report_error(sh, "the editor '%s' failed", editor_of_user());
    return 0;
}

/* Whether the user wants to edit once more; never without a terminal. */
static bool ask_again(struct shell *sh)
{
    char answer[16] = "";

    if (!sh->terminal)
        return false;
    (void)printf("Edit it again? [y/n] ");
    (void)fflush(stdout);
    if (fgets(answer, sizeof answer, stdin) == NULL)
        return false;
    return answer[0] == 'y' || answer[0] == 'Y';
}

/* 1 when the edited text was taken, 0 when nothing was changed, -1 with the error printed. */
static int edit_once(struct shell *sh, const struct edit_object *what, const char *before,
                     const char *path, bool *ret_ran)
{
    VT_AUTOFREE char *after = NULL;
    VT_AUTOFREE char *now = NULL;

    *ret_ran = false;
    if (run_editor(sh, path) < 0)
        return -1;
    *ret_ran = true;
    after = input_read_file(sh, path);
    if (after == NULL)
        return -1;
    if (strcmp(before, after) == 0)
        return 0;
    now = what->dump(sh, what->object);
    if (now == NULL)
        return -1;
    if (strcmp(before, now) != 0)
        return report_error(sh, "the XML of %s '%s' was changed by somebody else meanwhile",
                            what->kind, what->name);
    return what->define(sh, after) < 0 ? -1 : 1;
}

int edit_run(struct shell *sh, const struct edit_object *what)
{
    VT_AUTOFREE char *before = what->dump(sh, what->object);
    VT_AUTOFREE char *path = NULL;
    bool ran;
    int rv;

    if (before == NULL || write_temporary(sh, before, &path) < 0)
        return -1;
    do {
        rv = edit_once(sh, what, before, path, &ran);
        if (rv < 0)
            report_library_error(sh);
    } while (rv < 0 && ran && ask_again(sh));
    if (rv < 0 && ran && access(path, F_OK) == 0)
        return report_error(sh, "what you edited is kept in '%s'", path);
    (void)unlink(path);
    if (rv < 0)
        return -1;
    (void)printf(rv == 0 ? "%s %s XML configuration not changed\n"
                         : "%s %s XML configuration edited\n",
                 what->kind, what->name);
    return 0;
}
