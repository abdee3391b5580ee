/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-disk-replaced IMAGE NEW UUID NEW-UUID: NEW is renamed over IMAGE while the library keeps it
 * open; reads show one or the other, whole, and about a second later the new one only. */
#include "config.h"

#include <stdbool.h>
#include <time.h>

#include "real_disk.h"

/* The library looks again after one second; a loaded machine may take its time. */
#define DEADLINE_MS 10000
#define POLL_NS 5000000L

static long long now_ms(void)
{
    struct timespec t;

    CHECK_INT(clock_gettime(CLOCK_MONOTONIC, &t), 0);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Whether the read shows the new file; the label says the same as the UUID. */
static bool is_new(virDomainPtr dom, const char *path, const char *old_uuid, const char *new_uuid)
{
    struct real_super s;
    bool is;

    CHECK_INT(real_disk_super(dom, path, &s), 0);
    CHECK_INT(s.magic, SUPER_MAGIC);
    is = strcmp(s.uuid, new_uuid) == 0;
    CHECK_STR(s.uuid, is ? new_uuid : old_uuid);
    CHECK_STR(s.label, is ? "new" : "old");
    return is;
}

int main(int argc, char **argv)
{
    const struct timespec poll = {.tv_nsec = POLL_NS};
    virConnectPtr conn;
    virDomainPtr dom;
    long long start;
    unsigned int reads = 0;

    CHECK_INT(argc, 5);
    conn = real_connect();
    dom = real_disk_start(conn, argv[1]);
    CHECK(!is_new(dom, argv[1], argv[3], argv[4]));
    CHECK(!is_new(dom, REAL_TARGET, argv[3], argv[4]));
    CHECK_INT(rename(argv[2], argv[1]), 0);
    start = now_ms();
    while (!is_new(dom, argv[1], argv[3], argv[4]) || !is_new(dom, REAL_TARGET, argv[3], argv[4])) {
        CHECK(now_ms() - start < DEADLINE_MS);
        (void)nanosleep(&poll, NULL);
        reads++;
    }
    printf("the new file is seen after %lld ms and %u reads\n", now_ms() - start, reads);
    CHECK(is_new(dom, argv[1], argv[3], argv[4])); /* and never again the old one */
    real_end(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
