/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait-for-text FILE TEXT SECONDS: until FILE contains TEXT.  Status 1 when it does not in time.
 * A loop in the shell would take more of the emulated processor than the guest that it waits for. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_MS 20
#define MAX_FILE (1 << 20)

static int contains(const char *path, const char *text)
{
    static char buffer[MAX_FILE];
    FILE *f = fopen(path, "r");
    size_t n;

    if (f == NULL)
        return 0;
    n = fread(buffer, 1, sizeof(buffer), f);
    fclose(f);
    return memmem(buffer, n, text, strlen(text)) != NULL;
}

int main(int argc, char **argv)
{
    struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};

    if (argc != 4)
        return 2;
    for (long looks = atol(argv[3]) * (1000 / LOOK_MS); looks > 0; looks--) {
        if (contains(argv[1], argv[2]))
            return 0;
        nanosleep(&pause, NULL);
    }
    return 1;
}
