/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-virtual DUMP FOLDER: eight threads read by virtual address what the list FOLDER/areas says,
 * whole and in parts, and find what the files say. */
#include "config.h"

#include <inttypes.h>

#include "real_guest.h"

#define AREAS_MAX 16
#define AREA_MAX_BYTES (1024 * 1024)
#define ROUNDS 20

struct area {
    uint64_t vaddr;
    size_t len;
    char name[64];
    unsigned char *bytes;
};

struct areas {
    virDomainPtr dom;
    struct area area[AREAS_MAX];
    unsigned int n;
};

static void read_bytes(const char *folder, struct area *a)
{
    char *path;
    FILE *f;

    CHECK(asprintf(&path, "%s/%s", folder, a->name) > 0);
    f = fopen(path, "re");
    CHECK(f != NULL && a->len > 0 && a->len <= AREA_MAX_BYTES);
    a->bytes = malloc(a->len);
    CHECK(a->bytes != NULL && fread(a->bytes, 1, a->len, f) == a->len && fgetc(f) == EOF);
    CHECK_INT(fclose(f), 0);
    free(path);
}

static void read_list(const char *folder, struct areas *s)
{
    char *path;
    FILE *f;
    struct area a = {0};

    CHECK(asprintf(&path, "%s/areas", folder) > 0);
    f = fopen(path, "re");
    CHECK(f != NULL);
    while (fscanf(f, "%" SCNx64 " %zu %63s", &a.vaddr, &a.len, a.name) == 3) {
        CHECK(s->n < AREAS_MAX);
        read_bytes(folder, &a);
        s->area[s->n++] = a;
    }
    CHECK(feof(f) && s->n > 0);
    CHECK_INT(fclose(f), 0);
    free(path);
}

static void check_part(const struct areas *s, const struct area *a, size_t from, size_t len)
{
    unsigned char *got = malloc(len);

    CHECK(got != NULL);
    if (virDomainMemoryPeek(s->dom, a->vaddr + from, len, got, VIR_MEMORY_VIRTUAL) < 0 ||
        memcmp(got, a->bytes + from, len) != 0) {
        virErrorPtr error = virGetLastError();

        fprintf(stderr, "'%s': %zu bytes at 0x%" PRIx64 ": %s\n", a->name, len, a->vaddr + from,
                error != NULL && error->code != VIR_ERR_OK ? error->message : "other bytes");
        exit(1);
    }
    free(got);
}

static void check_all(unsigned int thread, void *opaque)
{
    const struct areas *s = opaque;
    unsigned int random = thread + 1;
    unsigned char byte;

    for (unsigned int i = 0; i < ROUNDS; i++) {
        for (unsigned int k = 0; k < s->n; k++) {
            const struct area *a = &s->area[k];
            size_t from = (size_t)rand_r(&random) % a->len;

            check_part(s, a, 0, a->len);
            check_part(s, a, from, 1 + (size_t)rand_r(&random) % (a->len - from));
        }
    }
    /* Not canonical, with four and with five levels; the page at zero, which Linux never maps. */
    CHECK_INT(virDomainMemoryPeek(s->dom, UINT64_C(1) << 62, 1, &byte, VIR_MEMORY_VIRTUAL), -1);
    real_check_error(VIR_ERR_OPERATION_FAILED);
    CHECK_INT(virDomainMemoryPeek(s->dom, 0, 1, &byte, VIR_MEMORY_VIRTUAL), -1);
    real_check_error(VIR_ERR_OPERATION_FAILED);
}

int main(int argc, char **argv)
{
    static struct areas s;
    virConnectPtr conn;

    CHECK_INT(argc, 3);
    read_list(argv[2], &s);
    conn = real_connect();
    s.dom = real_guest_start(conn, "virtual", argv[1]);
    real_threads(check_all, &s);
    for (unsigned int k = 0; k < s.n; k++) {
        printf("0x%" PRIx64 " %zu bytes: %s\n", s.area[k].vaddr, s.area[k].len, s.area[k].name);
        free(s.area[k].bytes);
    }
    real_end(s.dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
