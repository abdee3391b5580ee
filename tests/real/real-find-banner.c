/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-find-banner DUMP TEXTFILE PADDR: eight threads search all memory of a guest for a text, find
 * it where a second reader of the dump does, and at the given address among others. */
#include "config.h"

#include <inttypes.h>
#include <stdatomic.h>

#include "real_guest.h"

#define TEXT_MAX 4096
#define HITS_MAX 1024

struct search {
    const struct core_file *core;
    virDomainPtr dom; /* NULL: the dump itself is searched */
    char text[TEXT_MAX];
    size_t text_len;
    uint64_t hits[HITS_MAX];
    _Atomic unsigned int n_hits;
};

static void search_chunk(uint64_t paddr, size_t len, void *opaque)
{
    struct search *s = opaque;
    unsigned char *bytes = malloc(len), *at = bytes;

    CHECK(bytes != NULL);
    if (s->dom == NULL)
        CHECK(core_file_copy(s->core, paddr, len, bytes));
    else
        CHECK_INT(virDomainMemoryPeek(s->dom, paddr, len, bytes, VIR_MEMORY_PHYSICAL), 0);
    while ((at = memmem(at, len - (size_t)(at - bytes), s->text, s->text_len)) != NULL) {
        unsigned int n = atomic_fetch_add(&s->n_hits, 1);

        CHECK(n < HITS_MAX);
        s->hits[n] = paddr + (uint64_t)(at - bytes);
        at++;
    }
    free(bytes);
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void search_all(struct search *s)
{
    real_each_chunk(s->core, s->text_len - 1, search_chunk, s);
    qsort(s->hits, s->n_hits, sizeof s->hits[0], compare);
}

static void read_text(const char *path, struct search *s)
{
    FILE *f = fopen(path, "re");

    CHECK(f != NULL);
    s->text_len = fread(s->text, 1, sizeof s->text, f);
    CHECK(s->text_len > 0 && s->text_len < sizeof s->text);
    CHECK_INT(fclose(f), 0);
}

int main(int argc, char **argv)
{
    static struct search through_guest, in_file;
    struct core_file core;
    uint64_t paddr;
    virConnectPtr conn;
    bool found = false;

    CHECK_INT(argc, 4);
    core_file_open(&core, argv[1]);
    read_text(argv[2], &through_guest);
    paddr = strtoull(argv[3], NULL, 0);
    in_file = (struct search){.core = &core, .text_len = through_guest.text_len};
    memcpy(in_file.text, through_guest.text, in_file.text_len);
    through_guest.core = &core;
    conn = real_connect();
    through_guest.dom = real_guest_start(conn, "searched", argv[1]);
    search_all(&through_guest);
    search_all(&in_file);
    CHECK_INT(through_guest.n_hits, in_file.n_hits);
    for (unsigned int i = 0; i < in_file.n_hits; i++) {
        CHECK(through_guest.hits[i] == in_file.hits[i]);
        found = found || in_file.hits[i] == paddr;
    }
    CHECK(found);
    printf("%.*s: %u times, also at 0x%" PRIx64 "\n", (int)strcspn(in_file.text, "("), in_file.text,
           in_file.n_hits, paddr);
    real_end(through_guest.dom);
    CHECK_INT(virConnectClose(conn), 0);
    core_file_close(&core);
    return 0;
}
