/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running xl and the like beside the library. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

#define MAX_WORDS 16

extern char **environ;

/* Where the output goes, which is only of interest when it fails: a file for each, for xl leaves processes
 * behind that go on writing. */
static const char *new_output(void)
{
    static unsigned int n;
    static char path[64];

    snprintf(path, sizeof path, "/tmp/lab-%d-%u.out", (int)getpid(), n++);
    return path;
}

static int begin(const char *word, va_list args, const char *output)
{
    char *words[MAX_WORDS + 1] = {(char *)word};
    posix_spawn_file_actions_t files;
    pid_t pid;

    for (int i = 1; i <= MAX_WORDS && (words[i] = va_arg(args, char *)) != NULL; i++)
        CHECK(i < MAX_WORDS);
    CHECK_INT(posix_spawn_file_actions_init(&files), 0);
    CHECK_INT(posix_spawn_file_actions_addopen(&files, 1, output,
                                               O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600),
              0);
    CHECK_INT(posix_spawn_file_actions_adddup2(&files, 1, 2), 0);
    CHECK_INT(posix_spawnp(&pid, word, &files, NULL, words, environ), 0);
    (void)posix_spawn_file_actions_destroy(&files);
    return pid;
}

static void show_output(const char *word, const char *output)
{
    FILE *f = fopen(output, "re");
    char line[512];

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        fprintf(stderr, "%s says: %s", word, line);
    if (f != NULL)
        (void)fclose(f);
}

int lab_end(int pid)
{
    int status = -1;

    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int lab_begin(const char *word, ...)
{
    va_list args;
    int pid;

    va_start(args, word);
    pid = begin(word, args, new_output());
    va_end(args);
    return pid;
}

int lab_try(const char *word, ...)
{
    const char *output = new_output();
    va_list args;
    int status;

    va_start(args, word);
    status = lab_end(begin(word, args, output));
    va_end(args);
    if (status != 0)
        show_output(word, output);
    return status;
}
